// What Gaps says, in English.
export default {
  gaps: {
    by: 'By', byKind: 'By kind', byStandard: 'By standard', kind: 'Kind of place', standard: 'Standard', group: 'People', reach: 'No farther than', how: 'Measured', own: 'Own', ownLabel: 'Own reach (metres)', metres: 'm',
    level: 'Figures by', division: 'Only', everyone: 'residents', unverified: 'Unverified', noReach: 'no distance', pickStandard: 'Choose a standard',
    borrowed: 'This standard is not verified and cannot be relied on; only its distance of {m} is borrowed here.', verifiedUsed: 'Computed by a verified standard: {cite}',
    administrative: 'This standard asks for one per division, not a distance, and cannot be computed here.', noneActive: 'No standard with a distance is verified yet; an unverified one only lends its distance.',
    answer: '{n} operating places ({kind}) reach {share} of {group} within {m} {how}; {left} people are not reached.', answerNone: 'No operating place ({kind}) in {where}; {left} people are not reached.',
    counts: 'Counting {group}: {total} people', inputs: 'What this rests on', withheld: 'Counts below {n} are not told (<{n}), and rows from which one would follow are rounded to multiples of {n} (≈). Accounts with the right to see small counts see every count.', residents: 'Residents within reach', residentsHelp: 'People with a place within {m} {how}: {covered} of {total}',
    communities: 'Communities with one', communitiesHelp: 'Communities with one of their own: {with} of {total}', third: 'The share of built area within reach needs built-area boundaries, which the registry does not have. The three rates must not be mixed.',
    left: 'People not reached', leftHelp: '{share} of {group}', byDivision: 'By division', ranked: '{unit} with most people not reached', unit: { community: 'Communities', cell: 'Cells' }, total: '{n} in all',
    more: 'Show {n} more', export: 'Export', csv: 'CSV', xlsx: 'Excel', wide: 'Wide table', backToMap: 'Back to the map', table: 'Divisions and gaps in full',
    people: 'People', covered: 'Reached', leftOver: 'Not reached', share: 'Share', facilities: 'Places', nearest: 'Nearest place', name: 'Name', street: 'Street', district: 'District', rank: 'No.',
    elsewhere: 'In no division', noData: 'The registry holds no population data, so coverage cannot be computed.', noDataNext: 'Import population cells first (import demand).', noGaps: 'Everybody is within reach.', invalidReach: 'Enter a whole number of metres from 1 to 50,000.',
    nearestAt: 'Nearest {d} away', noNearest: 'No place', select: 'Show {name}',
  },
  inputs: {
    title: 'What this number rests on', snapshot: 'Snapshot', asOf: 'Data as of', facilities: 'Places counted', cells: 'Population cells', method: 'Method', standard: 'Standard', group: 'People', noStandard: 'No standard; only the chosen distance',
    measured: 'Shortest way along the streets of the imported map, from door to door; a point exactly at the limit is inside.', estimated: 'There is no map of streets: great-circle distance times a detour factor; a point exactly at the limit is inside. An estimate, not the real way.', offRoad: 'Cells on no street', straight: 'Great-circle straight-line distance, Earth radius 6,371,008.8 m; a point exactly at the limit is inside. An estimate, not the way on foot.', closed: 'Reached + not reached = total', skipped: 'Records that could not be used', unreachable: 'Cells from which no place can be reached', raw: 'Method as the service states it',
    figures: 'Definition and year', figuresUnsaid: 'Not said when the people were imported', definitionUnsaid: 'definition not stated', yearUnsaid: 'year not stated', figuresBy: { counted: 'counted', estimated: 'estimated' },
    groupAll: 'Everyone in the population data', groupNamed: 'The column “{group}” of the population data; groups overlap and must not be added up',
  },
  legend: {
    title: 'Legend', share: 'Residents within reach', low: 'Under 20% is hatched', cluster: 'Several places (how many)', result: 'Result and its rank', origin: 'The chosen spot', coveredCell: 'Reached (zoom in)', gapCell: 'Not reached', facility: 'Place', show: 'Show legend', hide: 'Hide legend', none: 'Nobody lives here', selected: 'Selected division',
  },
}
