// Which rows of a long list stand in the document: those in sight and a few around them.

export interface Window { from: number; to: number; above: number; below: number }

/** Rows beyond the edge of sight that are drawn already, so that a turn of the wheel finds them there. */
const AROUND = 8

export function windowOf(scrolled: number, seen: number, row: number, total: number): Window {
  const first = Math.floor(Math.max(0, scrolled) / row)
  const from = Math.max(0, Math.min(first, total) - AROUND)
  const to = Math.min(total, first + Math.ceil(Math.max(0, seen) / row) + AROUND)
  return { from, to, above: from * row, below: Math.max(0, total - to) * row }
}

/** Where the list must be scrolled to so that a row is wholly in sight; where it is, when it is. */
export function scrolledTo(index: number, scrolled: number, seen: number, row: number): number {
  const [top, bottom] = [index * row, (index + 1) * row]
  if (top < scrolled) return top
  if (bottom > scrolled + seen) return bottom - seen
  return scrolled
}

/** The row a key leads to from another; null when the key does not move. */
export function rowAfter(key: string, at: number, total: number, seenRows: number): number | null {
  if (!total) return null
  const page = Math.max(1, seenRows - 1)
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: total - 1 }[key]
  return to === undefined ? null : Math.min(total - 1, Math.max(0, to))
}
