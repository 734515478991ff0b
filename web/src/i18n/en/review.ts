// What Review says, in English.
export default {
  review: {},
}
