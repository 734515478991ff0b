// What Proposals says, in English.
export default {
  proposals: {},
}
