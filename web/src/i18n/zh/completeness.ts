// What Completeness says, in Chinese.
export default {
  completeness: {},
}
