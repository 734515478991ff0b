// What Records says, in Chinese.
export default {
  records: {},
}
