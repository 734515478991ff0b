// What Administration says, in English.
export default {
  administration: {
    section: { users: 'Users', roles: 'Roles and rights', tokens: 'Tokens', settings: 'Settings', kinds: 'Kinds', standards: 'Standards', audit: 'Audit' },
  },
  showMore: 'Show more',
  users: {
    find: 'Find by name or login name', byRole: 'By role', anyRole: 'All roles', total: '{n} accounts', new: 'New user', make: 'Make', none: 'No account matches', noneWhy: 'Write it differently, or drop the role.',
    who: 'User', grants: 'Roles and where', state: 'State', lastSignIn: 'Last sign-in', never: 'Never', edit: 'Edit', editTitle: 'Edit {login}', inUse: 'In use', disabled: 'Switched off', lockedUntil: 'Locked until {at}', secondFactor: 'Second factor',
    role: 'Role', where: 'Where', addGrant: 'Add a role', dropGrant: 'Take “{role}” away', grantNeeded: 'At least one role is needed', whereNeeded: 'Choose a place', central: 'Managing accounts, settings and standards and reading the audit count only with “Everywhere”.', nameHelp: 'The person’s name, as approvals and the audit show it',
    subject: 'Office sign-in', subjectHelp: 'What the office’s sign-in calls this person (the subject, or the claim that is set up). Empty: no sign-in through the office. A change ends the person’s sessions.',
    unlock: 'Unlock', reset: 'Reset the password', disable: 'Switch off', enable: 'Switch on', resetHelp: 'A reset ends all sessions of this person and gives a new one-time link. An account that is switched off cannot sign in; what it did is kept.',
    link: 'One-time link', linkTitle: 'Link to hand to {login}', linkHelp: 'Give this link to the person, who chooses a password with it. It works once and cannot be shown again; a reset makes a new one.', linkDone: 'Handed over',
    stands: 'What stands now', yours: 'What you typed', overwrite: 'Keep what I typed',
  },
  roles: { what: 'What each role may do. The service itself decides this table; it cannot be changed here. Who has which role is set under Users.', right: 'Right', central: 'everywhere only' },
  settings: {
    what: 'The values the service goes by. A change needs a reason and goes into the audit.', name: 'Setting', value: 'Value', valueIn: 'Value ({unit})', default: 'Default', defaultIs: 'Default: {value}', source: 'Source', noSource: 'No source', confidence: 'Confidence', edit: 'Change', toDefault: 'Fill in the default',
    reasonHelp: 'Say on what grounds: a document, a decision', unlimited: 'No limit', emptyIs: 'It may be left empty.', listHelp: 'Field codes, separated by commas or spaces.', numberNeeded: 'Enter a number', valueWrong: 'This cannot be read', clash: 'Somebody changed it to {value}. Saving again puts yours in its place.',
  },
  units: { of_4: 'of 4', people: 'people', chars: 'characters', characters: 'characters', times: 'times', minutes: 'minutes', days: 'days', hours: 'hours', seconds: 'seconds', metres: 'm', m: 'm', months: 'months', min: 'minutes', s: 'seconds', d: 'days' },
  rows: { discard: 'Discard it', add: 'Add a row…', drop: 'Take “{name}” away', quantity: 'A number and a unit, as 30 m² per 100 households' },
  kinds: {
    what: 'The sorts of places and organisations. A change counts at once for the map, imports and figures.', new: 'New kind', kind: 'Kind', code: 'Code', codeHelp: 'Small letters, digits and hyphens; it never changes', of: 'Of', name_zh: 'Chinese name', name_en: 'English name', unit: 'Unit of capacity', capacity_unit_zh: 'Unit of capacity (Chinese)', capacity_unit_en: 'Unit of capacity (English)',
    colour: 'Colour', colourHelp: 'For example #1F5FA8', protected: 'Protected place (only its front point is public)', protectedMark: 'Protected', aliases: 'Other names', aliasesHelp: 'Separated by commas; imports know a kind by them', osm_tags: 'OSM tags', hsds_term: 'HSDS term', icon: 'Sign', iconHelp: 'SVG path, 24 × 24', source: 'Source', confidence: 'Confidence', count: 'Number',
  },
  standards: {
    what: 'Clauses on what has to be how near. One that is not verified only lends its distance.', new: 'New standard', standard: 'Standard', code: 'Code', kind: 'Kind', name_zh: 'Chinese name', name_en: 'English name', tier: 'Living-circle tier', reach_m: 'Reach (m)', metric: 'Metric', ratio: 'Ratio', ratioHelp: 'A number and a unit, as 1 per street', min_area_m2: 'Least floor area (m²)', source: 'Source', sourceHelp: 'Where the text was read', strength: 'Binding force', citation: 'Citation', citationHelp: 'Document and clause', confidence: 'Confidence',
    valid_from: 'Valid from', valid_to: 'Valid to', verified: 'Verified against the original text (it then counts)', state: 'State', verifiedMark: 'Verified',
  },
  metrics: { walk: 'On foot', straight: 'Straight line', administrative: 'One per division', quantity: 'By quantity' },
  strengths: { shall: 'Shall', should: 'Should', may: 'May' },
  audit: {
    since: 'From', until: 'To', actor: 'Who', type: 'Type', id: 'Record', action: 'Action', ask: 'Ask', total: '{n} entries', none: 'No entry matches', at: 'When', record: 'Record', reason: 'Reason', open: 'Open', shut: 'Close', nobody: 'Not signed in', seq: 'Entry {n}', batch: 'Batch {id}', hash: 'Chain', noFields: 'No field changed.', toRecord: 'Open the record',
  },
  recordType: { facility: 'Facility', organization: 'Organisation', division: 'Division', demand: 'Demand', 'base-map': 'Base map', kind: 'Kind', standard: 'Standard', reference: 'Words', setting: 'Setting', account: 'Account', session: 'Session', token: 'Token', proposal: 'Proposal', batch: 'Batch', report: 'Public report', verdict: 'Verdict', import: 'Import' },
  changeAction: { add: 'Added', change: 'Changed', remove: 'Removed', merge: 'Merged', unmerge: 'Merge undone', import: 'Imported', undo: 'Undone', check: 'Checked', propose: 'Proposed', approve: 'Approved', return: 'Returned', withdraw: 'Withdrawn', close: 'Closed', 'sign-in': 'Signed in', 'sign-in-failed': 'Failed sign-in', 'sign-out': 'Signed out', lock: 'Locked', unlock: 'Unlocked', reset: 'Reset', forget: 'Forgot old entries', export: 'Exported what is protected' },
}
