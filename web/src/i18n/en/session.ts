// What signing in says, in English.
export default {
  session: {
    signIn: 'Sign in', signOut: 'Sign out', again: 'Sign in again', againWhy: 'The session ended: it was not used for long, or it was ended elsewhere. Sign in and go on; everything typed is still here.', leave: 'Leave without signing in', ended: 'Session ended',
    login: 'Login name', password: 'Password', code: 'Verification code', codeHelp: 'The 6 digits your authenticator app shows', oidc: 'Sign in through your office', outFailed: 'Signing out failed. Try again.',
    needed: 'Sign in first', neededWhy: 'This part is for the staff who keep the registry.', noRight: 'Your account has no right to this part', noRightWhy: 'Ask an administrator if you need it.', toFind: 'Go to Find', setupNeeded: 'There is no administrator yet. Use the one-time link that the service printed when it started.',
    idle: 'Not used for long: you will be signed out in about {n} min.', stay: 'Stay signed in',
  },
  role: { organization: 'Organisation', caseworker: 'Caseworker', planner: 'Planner', registrar: 'Registrar', approver: 'Approver', auditor: 'Auditor', administrator: 'Administrator' },
  jurisdiction: { all: 'Everywhere' },
  account: { section: { password: 'Password', 'second-factor': 'Second factor', sessions: 'Sessions', tokens: 'API tokens' } },
}
