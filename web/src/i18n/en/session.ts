// What signing in says, in English.
export default {
  session: {
    signIn: 'Sign in', signOut: 'Sign out', again: 'Sign in again', againWhy: 'The session ended: it was not used for long, or it was ended elsewhere. Sign in and go on; everything typed is still here.', leave: 'Leave without signing in', ended: 'Session ended',
    login: 'Login name', password: 'Password', code: 'Verification code', codeHelp: 'The 6 digits your authenticator app shows', codeWrong: 'The code is wrong or was used already; enter the one the app shows now', oidc: 'Sign in through your office', outFailed: 'Signing out failed. Try again.',
    needed: 'Sign in first', neededWhy: 'This part is for the staff who keep the registry.', noRight: 'Your account has no right to this part', noRightWhy: 'Ask an administrator if you need it.', toFind: 'Go to Find', setupNeeded: 'There is no administrator yet. Use the one-time link that the service printed when it started.',
    name: 'Name', loginHelp: '2 to 64 letters, digits or . _ -; no personal number', signedInAs: 'Signed in as {name}', goOn: 'Go on',
    refusedTitle: 'You could not be signed in through your office',
    refused: {
      away: 'Your office’s sign-in does not answer. Try again later, or sign in with login name and password.', declined: 'Your office’s sign-in said no, or you turned back there.', expired: 'It took too long, or was begun in another browser or window. Begin again.',
      failed: 'What your office’s sign-in answered does not hold. Try again; if it happens again, tell an administrator.', unlinked: 'No account here is linked to you, or it is switched off. Ask an administrator.', locked: 'Your account is locked after too many wrong passwords. Wait, or ask an administrator.',
      second_factor: 'Your account has a second factor, and your office’s sign-in did not ask for one. Sign in with login name, password and code.',
    },
    idle: 'Not used for long: you will be signed out in about {n} min.', stay: 'Stay signed in',
  },
  role: { organization: 'Organisation', caseworker: 'Caseworker', planner: 'Planner', registrar: 'Registrar', approver: 'Approver', auditor: 'Auditor', administrator: 'Administrator' },
  right: {
    read_records: 'Read whole records', read_protected: 'See true positions of protected places', read_contacts: 'See contacts’ mobiles', read_small_counts: 'See small counts of target groups', write_records: 'Propose changes, import, merge', check_records: 'Record checks, update vacancies', approve_changes: 'Approve changes, undo batches', make_plans: 'Make plans, run siting, own gaps', handle_cases: 'Handle cases, refer, pair', manage_offers: 'Manage the own organisation’s offers, people and visits',
    manage_divisions: 'Keep divisions', manage_standards: 'Keep kinds and standards', read_audit: 'Read the audit', manage_accounts: 'Manage accounts', manage_settings: 'Manage settings',
  },
  jurisdiction: { all: 'Everywhere', division: 'A division (and all beneath it)', unit: 'A reporting unit', find: 'Find a division by name or code', none: 'No division matches', pick: 'Choose' },
  password: {
    old: 'Present password', new: 'New password', repeat: 'New password once more', differs: 'The two are not the same', show: 'Show the password', change: 'Change the password', done: 'The password has been changed.', must: 'Change your password first; then go on.',
    help: 'One that you use nowhere else and that does not hold your login name. If it breaks a rule, each one is named here.', needs: 'At least {n} characters, and at least {m} of: small letters, capitals, digits, signs. ', length: '{n} characters', lengthOf: '{n} characters (at least {min})', sortsOf: '{n} sorts (at least {min})', lower: 'small letters', upper: 'capitals', digit: 'digits', other: 'signs',
  },
  factor: {
    what: 'Besides the password, a code from an authenticator app on your phone.', on: 'On', off: 'Off', required: 'Your role requires it', start: 'Set it up', stop: 'Turn it off', startHelp: 'Confirm your password first', stopHelp: 'Confirm your password to turn it off',
    scan: 'Scan the code with an authenticator app, or type the secret into it; then enter the code that the app shows.', qr: 'QR code for the second factor', secret: 'Secret', link: 'Open in an authenticator on this device', confirm: 'Confirm and turn on', confirmHelp: 'The 6 digits the app shows now', nowOn: 'The second factor is on.', nowOff: 'The second factor is off.',
  },
  sessions: { what: 'The browsers you are signed in with. End any that you do not know, and change your password.', unknown: 'Unknown browser', current: 'This one', times: 'Signed in {from}, last used {seen}', end: 'End' },
  tokens: {
    all: 'The API tokens of everybody.', toOwn: 'Make one of your own',
    what: 'Keys for programs: never more rights than your own, and an end.', new: 'New token', make: 'Make', none: 'No tokens yet.', table: 'Tokens', name: 'Name', nameHelp: 'Say which program it is for', owner: 'Owner', rights: 'Rights', where: 'Where', until: 'Valid until', lastUsed: 'Last used', since: 'Made {date}',
    revoke: 'Revoke', revokeTitle: 'Revoke “{name}”?', revokeWhy: 'The program that uses it loses access at once, for good.', revoked: 'Revoked', expired: 'Expired', made: 'New token', once: 'Copy it now and keep it safe: it cannot be shown again.', kept: 'Kept; close',
  },
  setup: {
    first_administrator: 'This is the one-time link the service printed at its first start. It makes the first administrator.', new_account: 'An administrator has made an account for you. Choose a password; you are then signed in.', reset: 'An administrator has reset your account. Choose a new password; you are then signed in.', finish: 'Set up and sign in',
    noToken: 'The address holds no one-time link', noTokenWhy: 'Open this page with the whole link that the administrator gave you.', used: 'This link can no longer be used', usedWhy: 'A link works once and ends after a while. If you have chosen a password already, sign in; otherwise ask an administrator for a new one.',
  },
  account: { section: { password: 'Password', 'second-factor': 'Second factor', sessions: 'Sessions', tokens: 'API tokens' } },
}
