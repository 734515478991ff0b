// What the check of the standards says, in English.
export default {
  norms: {
    title: 'Check of standards', open: 'Check standards', back: 'Back to gaps', what: 'Every clause of every standard is judged by itself; tiers do not include each other.',
    set: 'Rule set', allSets: 'All rule sets', level: 'Broken down to', status: 'Result', all: 'All', unverified: 'Judge unverified standards too (for orientation only)',
    states: { failed: 'Failed', not_checkable: 'Cannot be judged', met: 'Met', off: 'Not in force' },
    tally: '{division}, {n} clauses: {failed} failed, {not} that cannot be judged, {met} met, {off} not in force.', everywhere: 'Everywhere',
    clause: 'Clause', clauses: { reach: 'Reach', administrative: 'One for each unit', ratio: 'Ratio', minimum_area: 'Minimum area', minimum_places: 'Minimum places' },
    standard: 'Standard', asks: 'Asks for', found: 'Found', affected: '{n} of {of} people affected', and: '; ', counted: 'People counted: {group}.', places: '{n} places there', failing: '{n} places fail', notStated: '{n} places do not say', missing: '{n} divisions lack some',
    unverifiedMark: 'Unverified · confidence {c}', verifiedMark: 'Verified', cite: 'Citation', method: 'Method', since: 'since {day}', setsTable: 'By rule set',
    where: 'Where it fails', whereFacilities: 'Places that fail', name: 'Name', peopleCol: 'People', affectedCol: 'Affected', there: 'There', required: 'Required', lacks: 'Lacking', stated: 'Recorded', gaps: 'See gaps', nothing: 'There is no such clause.', withheld: '{n} divisions are withheld since few people live there',
    why: { unverified: 'unverified, not in force', not_yet_in_force: 'not in force yet', no_longer_in_force: 'no longer in force', elsewhere: 'holds elsewhere', unreadable_unit: 'the unit of the ratio cannot be worked out', no_count: 'the registry has no such count of people', small_counts: 'few people, withheld', no_level: 'there are no divisions of this level', no_division: 'places have no division', no_place: 'there is no place', not_stated: 'places do not record this', protected: 'protected places, judged by district only' },
    more: '{n} more rows',
  },
}
