// What Registry's frame says, in English.
export default {
  registry: {
    returned: '{n} sent back',
    section: { records: 'Records', proposals: 'Proposals', imports: 'Import & export', duplicates: 'Duplicates', review: 'Positions', overdue: 'Checks due', reports: 'Reports', completeness: 'Completeness', history: 'History' },
  },
}
