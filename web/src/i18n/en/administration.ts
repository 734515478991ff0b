// What Administration says, in English.
export default {
  administration: {
    section: { users: 'Users', roles: 'Roles and rights', tokens: 'Tokens', settings: 'Settings', kinds: 'Kinds', standards: 'Standards', audit: 'Audit' },
  },
}
