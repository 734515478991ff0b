// What Imports says, in English.
export default {
  imports: {},
}
