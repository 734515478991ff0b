// What Proposals says, in Chinese.
export default {
  proposals: {},
}
