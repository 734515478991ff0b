// What Reports says, in Chinese.
export default {
  reports: {},
}
