// What Proposals says, in English.
export default {
  proposals: {
    which: 'Which', tab: { decide: 'To decide', mine: 'Mine', all: 'All' },
    answer: { decide: '{n} changes wait for approval', mine: 'You have proposed {n} changes', all: '{n} changes in all' },
    none: { decide: 'Nothing waits for approval.', mine: 'You have proposed nothing.', all: 'No changes.' }, noneWhy: 'What registrars send appears here.',
    stateOf: 'State', anyState: 'Any state', state: { open: 'Waiting', approved: 'Approved', returned: 'Sent back', withdrawn: 'Withdrawn' },
    action: { add: 'New', change: 'Change', remove: 'Remove', merge: 'Merge', unmerge: 'Undo', import: 'Import' },
    what: { add: 'The new record', change: 'What changes', remove: 'The record to be removed', merge: 'The merge', unmerge: 'The merged record comes back', import: 'The imported file' },
    keys: 'j / k or ↑ ↓ to move, Enter to open', more: 'Show 50 more', andMore: '{names} and more, {n} in all', byMe: 'Me', because: 'Reason: {reason}', me: 'you', stale: 'Out of date',
    asked: 'Proposed by {name} on {date}', onVersion: 'based on version {n}', backToList: 'Back to the list', previous: 'Previous', next: 'Next', seeRecord: 'Open this record', seeImport: 'See every imported row', importWhy: 'Approved or sent back as a whole.',
    staleTitle: 'The record has changed since this was proposed.', staleWhy: 'It was based on version {base}; now it is version {now}. Send it back, so that it is proposed again from what stands now.', staleClash: 'It would undo what somebody just changed: {names}', meanwhile: 'What changed meanwhile',
    whyNot: { own_proposal: 'This is your own; another approver has to decide it.', forbidden: 'You have no right to approve changes in this division.', stale_proposal: 'The record changed meanwhile: it cannot be approved as it is, but sent back.', decided: 'Already decided.' },
    approve: 'Approve', return: 'Send back', withdraw: 'Withdraw', note: 'Note', approveTitle: 'Approve the change of “{name}”', approveText: 'It takes effect at once and is written into the history.', returnTitle: 'Send back the change of “{name}”', returnText: 'Say what has to be different; the proposer sees it.', withdrawTitle: 'Withdraw the change of “{name}”', withdrawText: 'It no longer waits for approval.',
    correct: 'Correct and send again', replaces: 'The form still holds changes that were never sent; what came back would replace them.', replace: 'Replace them with what came back', cameBack: '{n} came back: correct and send again',
    again: 'Send again', againTitle: 'Send “{name}” again', againText: 'It waits for approval anew, with the reason that stands below.', cameBackBecause: 'It came back: {reason}', cameBackPlain: 'It came back; put right what has to be different.', changedSince: 'The record has changed since: what is sent is about the record as it stands now.',
    leftOut: 'rows left out', warnedRows: '{n} lie outside their division', refusedRows: '{n} more rows are wrong and no part of this',
    kept: 'Kept record', dropped: 'Merged record', restored: 'Restored record', result: 'After the merge', keptNow: 'Record as it stands', resultApart: 'Kept record afterwards',
    mark: { before: 'Before', after: 'After', dropped: 'Merged', restored: 'Restored', frontBefore: 'Front point before' },
  },
}
