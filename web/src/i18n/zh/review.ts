// What Review says, in Chinese.
export default {
  review: {},
}
