// What walking says, in English.
export default {
  walking: {
    by: 'How to get there', measured: 'Measured on streets', estimated: 'Estimate', onFoot: '{m} on foot',
    name: { 'straight': 'Straight', 'walk': 'On foot', 'elder': 'Older person', 'step-free': 'Step-free' },
    how: { 'straight': 'in a straight line', 'walk': 'on foot', 'elder': 'at an older person’s pace', 'step-free': 'on foot without steps' },
    hint: { 'straight': 'Straight line between the two points', 'walk': 'On foot at a usual pace', 'elder': 'On foot at an older person’s slower pace', 'step-free': 'Without steps, for wheelchairs and prams' },
    method: {
      straight: 'Straight-line (great-circle) distance: an estimate, not the way on foot', measured: 'Along the streets of the imported map, to and from the doors included',
      estimated: 'Straight line times a detour factor, not the real way', offRoad: 'The start is on no street of the map, so this can only be estimated',
    },
    way: 'The way there', finding: 'Looking for the way…', noStart: 'Choose a start to see the way there.', arrive: 'Arrive at {name}', noWords: 'There is no map of streets: the length is an estimate, and no turns can be told.', noWordsHere: 'The start or this place is on no street of the map: the length is an estimate, and no turns can be told.',
    noWay: 'No way on foot', noWayWhy: 'The map has no way on foot from the start to this place: a river, a railway or a closed road may lie between.', noWayStepFree: 'No way leads here without steps. See whether there is one on foot.', walkInstead: 'Show on foot',
    out: 'Start and go to the street', in: 'Leave the street for the door', across: 'Go to the next street', step: '{what}, {d}',
    along: '{turn} along {street}', into: '{turn} into {street}', steps: '{turn} on the steps', stepsUp: '{turn} up the steps', stepsDown: '{turn} down the steps', crossing: '{turn} over the crossing', ferry: '{turn} by the ferry',
    turn: {
      'start': 'Start', 'straight': 'Go straight on', 'slight-left': 'Bear left', 'left': 'Turn left', 'sharp-left': 'Turn sharp left',
      'slight-right': 'Bear right', 'right': 'Turn right', 'sharp-right': 'Turn sharp right', 'back': 'Turn back',
    },
    ground: { main: 'the main road', residential: 'a residential street', service: 'a service road', pedestrian: 'a pedestrian street', footway: 'a footway', path: 'a path', cycleway: 'a cycleway' },
    reach: 'Reach on foot', reachOff: 'Hide reach on foot', reachWithin: 'Within {m}', reachNote: 'Starting here; the stronger the colour, the nearer.', reachLegend: 'Reach on foot', key: 'Esc hides it', line: 'The way on foot', lineEstimate: 'Estimate (dashed)',
  },
}
