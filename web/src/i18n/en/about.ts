// What Data says, in English.
export default {
  about: {
    counts: 'In the registry', facilities: 'Places', operating: 'Operating', unplaced: 'Without position', organizations: 'Organisations', services: 'Services', communities: 'Communities', demand_cells: 'Population cells', people: 'People',
    kinds: 'Kinds of places', kindCount: '{n} operating', asOf: 'Data as of', snapshot: 'Snapshot', version: 'Software version', methods: 'How it is worked out', methodsText: 'Where streets were imported, distances follow them (measured on streets); elsewhere they are great-circle straight lines, or these times a detour factor: estimates, not ways on foot; a point exactly at the limit is inside. Coverage is the share of people who live within the distance.',
    privacy: 'Nobody helped is on record', privacyText: 'The registry holds facilities, organisations and counts by cell; no names or identity numbers of people helped. Protected places show their public front point only.', map: 'Base map', mapText: 'Drawn from the registry’s own divisions and roads; no outside site is asked.', mapOuter: 'From the service the operator has configured.', api: 'Interface', standards: 'Standards', sources: 'Sources',
  },
}
