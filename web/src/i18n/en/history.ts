// What History says, in English.
export default {
  history: {},
}
