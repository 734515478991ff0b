// What Records says, in English.
export default {
  records: {},
}
