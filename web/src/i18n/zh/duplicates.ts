// What Duplicates says, in Chinese.
export default {
  duplicates: {},
}
