// What Reports says, in English.
export default {
  reports: {},
}
