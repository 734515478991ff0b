// What is said of a gap that somebody works on, in English.
export default {
  gapwork: {
    toPlan: 'Find sites for these gaps',
    standing: 'By where they stand', any: 'All gaps', onlyLate: 'Only overdue', noneSuch: 'No such gaps.', open: 'Work on the gap of {name}', title: 'The gap of {name}', late: 'Overdue',
    state: { open: 'Open', planned: 'Planned', under_way: 'Under way', closed: 'Closed', accepted: 'Accepted as it is' }, stateNow: 'State', keep: 'As it is', closedWhy: 'The figures say that nobody is left out any more, so the gap closed itself; it opens again when somebody is.',
    left: '{n} people not reached, of {total}', nearest: 'nearest place {d} away', clause: 'counted by {m}', why: 'Why', whyHelp: 'To accept a gap as it is, say why', unit: 'Responsible unit', unitHelp: 'Choose a division: its unit is responsible', post: 'Post', postHelp: 'The post, not a person’s name', deadline: 'Deadline', days: 'Or so many working days from today', calendar: 'The holidays of some of these years are not verified; the deadline may change.', save: 'Save',
    parts: 'What the rank is made of', score: 'Score', partPeople: 'People not reached', partDistance: 'Mean distance', partShare: 'Share not reached', partRequests: 'Unmet requests', noRequests: 'no requests are kept yet',
    comments: 'Comments', noComments: 'No comments yet.', say: 'Comment', sayHelp: 'No names or numbers of persons', send: 'Send', history: 'History', noHistory: 'Nobody has worked on it yet.', saved: 'Saved', hidden: 'Whose it is and the comments are shown only to those who keep records or make plans.', by: '{name} · {date}', change: '{field}: {before} → {after}', nothing: 'none',
    fields: { state: 'State', reason: 'Why', owner_unit: 'Responsible unit', owner_post: 'Post', deadline: 'Deadline' },
  },
}
