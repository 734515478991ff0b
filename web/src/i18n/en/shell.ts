// What the frame of the page says, in English.
export default {
  brand: 'carereach',
  tagline: 'Community-care map',
  sample: 'Sample data',
  sampleHelp: 'A generated sample city; not any real place.',
  skip: 'Skip to the answer',
  mode: { find: 'Find', gaps: 'Gaps', plan: 'Plan', board: 'Board', registry: 'Registry', administration: 'Admin', about: 'Data', signIn: 'Sign in', setup: 'Account set-up', account: 'My account' },
  modes: 'Modes',
  question: { find: 'Who near here can help?', gaps: 'Whom do we not reach yet?', plan: 'Where should new places open?', board: 'How far are the approved projects?', about: 'Where do these data come from?' },
  title: '{mode} · {city} · carereach',
  close: 'Close', back: 'Back', retry: 'Try again', stop: 'Stop', clear: 'Clear', more: 'More filters', less: 'Fewer filters', any: 'Any', all: 'All',
  sep: ', ', cancel: 'Cancel', save: 'Save', copy: 'Copy', copied: 'Copied', yes: 'Yes', no: 'No', sections: 'Parts of {mode}',
  search: {
    label: 'Search an address, place or community', hint: 'Search an address, place, pinyin initials…', short: 'Search…', useAddress: 'Find places nearest to the address “{text}”',
    none: 'No place or division matches. Ask by address, or click a spot on the map.', results: 'Search results', clear: 'Clear search',
    facility: 'Place', organization: 'Organisation', division: 'Division', place: 'Locality', landmark: 'Landmark', street: 'Street', house: 'House number', noPlace: '“{name}” has no position in the registry and cannot be shown on the map.',
  },
  top: { language: '切换到中文', light: 'Light', dark: 'Dark', elder: 'Large type', elderOn: 'Large type', menu: 'Display settings', keys: 'Keyboard', print: 'Print this page' },
  map: { label: 'Map', internal: 'Sketch map, internal use', approval: 'Map approval no. {n}', zoomIn: 'Zoom in', zoomOut: 'Zoom out', whole: 'Show everything', failed: 'This browser cannot show the map (WebGL2 is needed). The lists still work.', keys: 'Map: arrow keys move it, plus and minus zoom', source: 'Base map: registry data', north: 'N' },
  sheet: { label: 'Height of the panel', peek: 'Low', half: 'Half', full: 'Full', hint: 'Drag, or use the up and down keys' },
  trouble: {
    away: 'The service cannot be reached', awayWhy: 'The network is down or the service is not running. What is shown may be out of date.', unavailable: 'The service has no data yet', unavailableWhy: 'The registry is still loading or being renewed.', refused: 'The service cannot take this question',
    missing: 'Not found', missingWhy: 'This record does not exist or has been removed.', broken: 'The service failed', brokenWhy: 'The cause is in the service’s log. Try again later; if it stays, give the number to the operator.', id: 'Number {id}', reset: 'Back to the defaults', empty: 'The registry is empty', emptyWhy: 'No facilities have been imported yet.', address_unknown: 'No such address in the registry', address_unknownWhy: 'Write it differently, or click a spot on the map.',
    signed_out: 'Your session has ended', signed_outWhy: 'Sign in again; what you typed is kept.', forbidden: 'No right to do this', stale: 'Somebody else has changed this record', staleWhy: 'Compare with what stands now, then decide what to keep.', conflict: 'It clashes with what is stored',
    sign_in_failed: 'Login name or password is wrong', sign_in_failedWhy: 'Check both and try again. Too many wrong tries lock the account for a while.', second_factor_needed: 'A verification code is needed, too', account_locked: 'The account is locked for a while', own_proposal: 'Nobody approves their own change', own_proposalWhy: 'Another approver has to decide.',
    password_change_needed: 'Change your password first', password_change_neededWhy: 'Everything else waits until then.', too_many_requests: 'Too many requests', gone: 'This link can no longer be used', cross_site: 'The request came from another site and was refused',

  },
  form: { and: '; ', optional: '(optional)', wrong: 'To put right: {n}', reason: 'Reason', needed: 'Please fill this in', unsaved: 'Changes are not saved yet', restored: 'What was not sent last time is back' },
  waiting: 'Working it out…',
  keys: { title: 'Keyboard', search: 'Search', arrows: 'Move in a list', enter: 'Open', esc: 'Back or close', help: 'Show this', find: 'Find', gaps: 'Gaps', plan: 'Plan', board: 'Board', registry: 'Registry', sheet: 'Height of the panel on a phone: ↑ ↓ on the handle', map: 'Map: arrow keys move it, + − zoom' },
  print: { made: 'Printed {date}', scale: 'Scale', source: 'Source: registry of {city}, snapshot {snapshot}' },
}
