// What Find says, in English.
export default {
  find: {
    hint: 'Click a spot on the map, or search for an address.', here: 'My position', clearPoint: 'Clear the point', from: 'From',
    centre: 'From map centre', locating: 'Finding your position…',
    refused: 'The browser did not give your position (not allowed). Allow it in the browser’s settings, or click a spot on the map.',
    noPosition: 'Your position cannot be found right now. Click a spot on the map, or search for an address.', insecure: 'Positions need a secure connection (HTTPS). Click a spot on the map, or search for an address.',
    kind: 'Kind of place', service: 'Service', group: 'For whom', within: 'No farther than', limit: 'List at most', places: '{n} places',
    inView: '{n} operating places in this part of the map ({what}).', inViewNone: 'No operating places in this part of the map ({what}).', inViewList: 'In this part of the map (first {n})',
    what: 'all kinds', answer: 'The {n} nearest to {from} {how} ({what}): the closest is {d} away.', answerWithin: '{n} within {w} of {from} {how} ({what}): the closest is {d} away.',
    none: 'Nothing meets these conditions ({what}).', noneWhy: 'The filters are too narrow, or the distance too short.', relax: 'Relax the filters',
    thisPoint: 'the chosen spot', counts: 'Operating places only', asOf: 'Data as of {date}',
    list: 'Nearest first', doorless: 'By phone (no door to go to)', leftOut: 'Why not others ({n})', leftOutNone: 'No nearer place was left out.',
    nth: 'Number {n}', zoom: 'Show on the map', outside: 'The chosen spot is outside the area of this registry.',
  },
  reason: { status: 'Status: {status}', kind: 'Another kind', service: 'Does not offer this service', group: 'Not for this group', too_far: 'Beyond the distance', off_road: 'No street of the map leads there', island: 'Its streets do not hang together with those here', capacity: 'No capacity' },
  because: { kind: 'Right kind', open: 'Operating', distance: 'Near', service: 'Offers the service', group: 'For the group' },
  card: {
    label: 'Details of the place', services: 'Services offered', groups: 'For whom', hours: 'Opening hours', phone: 'Phone', call: 'Call {phone}', capacity: 'Capacity',
    barrierFree: 'Barrier-free', operator: 'Operator', status: 'Status', address: 'Address', division: 'Division', grade: 'Grade', area: 'Floor area',
    department: 'Department in charge', opened: 'Opened', source: 'Source', checked: 'Last checked', neverChecked: 'Not checked', precision: 'Position', updated: 'Updated',
    protected: 'A protected place: only its public front point is shown.', unplaced: 'This place has no position to show.', none: 'Not on record', nearestFrom: 'Start from here', kind: 'Kind', distance: 'From the start',
    fee: 'Fee', notes: 'Notes',
  },
}
