// What History and the bar of a past day say, in English.
export default {
  moment: { asOf: 'The registry as of the end of {date}', today: 'Back to today', choose: 'Another day' },
  history: {
    day: 'Day', today: 'Today', earlier: 'The day with changes before', later: 'The next day with changes', changesOn: '{n} changes', firstOf: 'first {n}',
    answerNow: 'The registry holds {n} facilities now.', answerThen: 'On {date} the registry held {n} facilities.', countingThen: 'Counting the registry of {date}…', everywhere: 'The map, Find, Gaps and the lists all show the day you choose.',
    onDay: 'Changes of {date}', quiet: 'Nothing changed on this day.', more: 'Show more', ofRecord: 'All changes of this record', allChanges: 'All changes', recordTitle: 'History of “{name}”', noneOfRecord: 'No changes on record.', seeDay: 'See this day', batch: 'Batch {id}',
    action: { add: 'Added', change: 'Changed', update: 'Changed', remove: 'Removed', merge: 'Merged', unmerge: 'Undone merge', import: 'Imported', check: 'Checked', undo: 'Undone', approve: 'Approved', apply: 'Applied', propose: 'Proposed', return: 'Sent back', withdraw: 'Withdrawn', close: 'Closed' },
    coverage: 'Coverage over time', coverageSentence: 'Share of {group} within {m} {how} of {kind}: {a} on {from}, {b} on {to}.', asTable: 'As a table',
    batches: 'Imported files', noBatches: 'No file has been imported.', batchDid: '{added} added · {changed} changed · {removed} removed', undone: 'undone on {date}', undo: 'Undo the whole file', undoTitle: 'Undo “{name}”', undoText: 'The {added} added records go, the {changed} changed and {removed} removed come back as they were. Records changed since then stand in the way.',
  },
}
