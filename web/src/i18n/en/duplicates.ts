// What Duplicates says, in English.
export default {
  duplicates: {},
}
