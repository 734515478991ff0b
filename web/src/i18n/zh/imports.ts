// What Imports says, in Chinese.
export default {
  imports: {},
}
