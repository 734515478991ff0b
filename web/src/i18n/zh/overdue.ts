// What Overdue says, in Chinese.
export default {
  overdue: {},
}
