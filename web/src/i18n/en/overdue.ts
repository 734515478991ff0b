// What Overdue says, in English.
export default {
  overdue: {},
}
