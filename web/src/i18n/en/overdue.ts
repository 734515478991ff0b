// What Overdue says, in English.
export default {
  overdue: {
    which: 'What is due', checks: 'Checks of records', vacancies: 'Vacancies', question: 'Which records are due to be checked?', intro: 'Loading…', answer: '{n} are due.', settled: '{n} checked.', state: 'How due', states: { overdue: 'Overdue', never: 'Never checked', due_soon: 'Due soon' },
    never: 'Never checked', late: '{n} days overdue', dueOn: 'Due {date}', last: 'Last {date} {by}', neverChecked: 'No check on record', none: 'Nothing is due', noneWhy: 'Under these conditions everything has been checked in time.', pick: 'Select “{name}”', pickShown: 'Select the {n} shown', goodAll: 'All right: the {n} selected', working: 'Writing, {n} more…',
    good: 'All right', changed: 'Something changed', look: 'See on the map', vacancyQuestion: 'Which vacancies have grown old?', vacancyIntro: 'Free places change by the day; a figure told too long ago is an old one.', vacancyAnswer: '{n} are old, the oldest first.', looking: 'Looking at {n} of {all} places…', renewed: '{n} renewed.', noVacancies: 'No old vacancies', noVacanciesWhy: 'Every figure was given lately.',
    toldAgo: '{n} free (told {ago})', toldNever: '{n} free (no time given)', free: 'Free now', renew: 'Renew',
  },
}
