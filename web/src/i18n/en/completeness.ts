// What Completeness says, in English.
export default {
  completeness: {
    by: 'Rows', by_kind: 'By kind', by_division: 'By division', anyKind: 'All kinds', table: 'Completeness', records: 'Records', score: 'Complete', all: 'All',
    answer: '{n} records, {score} complete.', how: 'A record is as complete as the weights of its filled fields over those of all that apply; a row is the mean of its records. The weights stand in the headings (× so much). A number leads to its records.', weightHelp: 'Weight {w} of {sum}', na: 'not asked', cell: '{field}: {share} filled; see the records without',
    lacking: 'Records without “{field}”', leastFirst: 'The least complete first', anyField: 'See what lacks anything', nothingLacks: 'Nothing is missing.', count: '{n} records', missing: 'Missing: {names}', firstOnly: 'Only the first {n}; narrow it down.',
  },
}
