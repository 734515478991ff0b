// What Completeness says, in English.
export default {
  completeness: {},
}
