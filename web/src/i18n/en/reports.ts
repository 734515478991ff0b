// What Reports says, in English.
export default {
  reports: {
    gone: '(no longer on record)',
    question: 'What do people say is wrong?', intro: 'Loading…', answer: { open: '{n} wait for an answer, the newest first.', closed: '{n} are answered.' }, state: 'State', states: { open: 'Waiting', closed: 'Answered' },
    none: { open: 'Nothing waits for an answer', closed: 'Nothing has been answered yet' }, noneWhy: { open: 'When somebody says on a place’s card that something is wrong, it shows up here.', closed: 'What is answered is listed here.' },
    answerIt: 'Answer…', outcomeLabel: 'Outcome', outcome: { mended: 'Was wrong, mended', not_wrong: 'Checked, not wrong', cannot_tell: 'Cannot be told' }, chooseOutcome: 'Choose the outcome.', answerLabel: 'Answer to whoever reported it', answerHelp: 'Seen with the receipt. Mend the record first, then answer.', close: 'Answer and close',
  },
}
