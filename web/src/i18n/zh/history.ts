// What History says, in Chinese.
export default {
  history: {},
}
