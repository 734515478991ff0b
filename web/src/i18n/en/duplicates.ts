// What Duplicates says, in English.
export default {
  duplicates: {
    question: 'Which records may be one place?', intro: 'Comparing…', answer: '{n} pairs look like one place, likeliest first.', anyKind: 'Any kind', anyScore: 'Any likeness', threshold: 'Likeness', atLeast: 'At least {s}', merged: 'Merged ones, to be undone', none: 'Nothing looks double', noneWhy: 'Nothing was found under these conditions. Try another kind or a lower likeness.',
    pick: 'Choose a pair on the left: here is said why they are alike, and both are drawn on the map.', gone: 'This pair is no longer in the list: merged, or found to be two places.', position: '{i} of {n}', next: 'Next',
    likeness: { sure: 'Almost surely one place ({s})', likely: 'Very likely one place ({s})', maybe: 'Perhaps one place ({s})' },
    noAddress: 'No address', record: 'Open the record', apart: '{d} apart in a straight line', why: 'Why they are alike', weight: 'weight {w}', sum: 'The score is the sum of the parts by weight; parts with nothing to compare do not count.',
    because: {
      without: 'Without “{words}”: ', names: { partly: 'the same part is the core of the name, the rest is written differently: “{first}” and “{second}”', same: 'the same name, “{first}”', sound: 'the names sound the same, “{first}” and “{second}”', soundAlike: 'the names sound alike, “{first}” and “{second}”', alike: '“{first}” beside “{second}”' }, but: '; but ',
      difference: { numbers: 'their numbers differ', one_sided_numbers: 'only one holds a number', compass: 'they name different directions', places: 'they name different places' },
      addresses: '“{first}” and “{second}”', house: { same: ', the same house number', different: ', different house numbers', one_sided: ', only one gives a house number', none: ', neither gives a house number' },
      metres: '{d} apart', districts: 'In different districts: {first}, {second}', same: '{part}: the same', different: '{part}: different',
    },
    part: { name: 'Name', address: 'Address', credit_code: 'Credit code', phone: 'Phone', distance: 'Distance', kind: 'Kind' },
    merge: 'One place: merge…', dismiss: 'Two places…', dismissTitle: 'Two places', dismissText: '“{a}” and “{b}” are different places and will not be listed again.', dismissReason: 'How do you know', dismissDo: 'Two places', dismissed: 'Noted: two places.', sent: 'The merge is sent. Once approved, the id that goes leads to the record that stays.',
    mergeQuestion: 'Which side is right, field by field?', field: 'Field', kept: 'This id stays', keepThis: 'Keep this id instead', result: 'Afterwards', held: 'Not yours to see', empty: '(empty)', alike: '{n} fields alike on both sides',
    after: '{drop} goes into {keep}; whoever asks for {drop} gets {keep}. A merge can be undone.', reason: 'Why they are one place', reasonHint: 'For instance: same address, the name was written in two ways', send: 'Send the merge', open: 'One of them has an open proposal: {name}', openWhy: 'They can be merged once it is approved or returned.',
    organization: {
      question: 'Which records may be one organisation?', answer: '{n} pairs look like one organisation, likeliest first.', anyKind: 'Any category', pick: 'Choose a pair on the left: here is said why they are alike.', gone: 'This pair is no longer in the list: merged, or found to be two organisations.',
      likeness: { sure: 'Almost surely one organisation ({s})', likely: 'Very likely one organisation ({s})', maybe: 'Perhaps one organisation ({s})' }, part: { kind: 'Category' },
      merge: 'One organisation: merge…', dismiss: 'Two organisations…', dismissTitle: 'Two organisations', dismissText: '“{a}” and “{b}” are different organisations and will not be listed again.', dismissDo: 'Two organisations', dismissed: 'Noted: two organisations.',
      after: '{drop} goes into {keep}; whoever asks for {drop} gets {keep}, and the facilities that {drop} runs are run by {keep}. A merge can be undone.', reason: 'Why they are one organisation', reasonHint: 'For instance: the same credit code, the name was changed',
    },
    noMerged: 'No records have been merged yet.', wentInto: '“{drop}” went into “{keep}”', undo: 'Undo the merge', undoWaits: 'Undoing it has been proposed and waits for approval.', undoTitle: 'Undo the merge?', undoText: '“{drop}” becomes a record of its own again, “{keep}” goes back to what it was.', undone: '{id} is a record of its own again.', undoSent: 'Undoing the merge of {id} is sent for approval.', older: 'Older ones',
  },
}
