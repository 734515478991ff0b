// Which rows of a long list are drawn: those in sight and a few around them, whatever their heights.

/** Rows drawn beyond what is in sight, so that a quick turn of the wheel shows no hole. */
const SPARE = 6

export interface Slice { from: number; to: number; before: number; after: number }

/** Heights of rows, measured where they were drawn and guessed where not. Positions are sums of a Fenwick tree: both cost log n. */
export class Heights {
  private sums: Float64Array
  private each: Float64Array

  constructor(readonly count: number, readonly guess: number) {
    this.each = new Float64Array(count).fill(guess)
    this.sums = new Float64Array(count + 1)
    for (let i = 1; i <= count; i++) {
      this.sums[i] += guess
      const up = i + (i & -i)
      if (up <= count) this.sums[up] += this.sums[i]
    }
  }

  /** Says whether anything changed. */
  measure(index: number, height: number): boolean {
    if (index < 0 || index >= this.count) return false
    const by = height - this.each[index]
    if (Math.abs(by) < 0.5) return false
    this.each[index] = height
    for (let i = index + 1; i <= this.count; i += i & -i) this.sums[i] += by
    return true
  }

  /** Where the row begins; of `count` the whole height. */
  top(index: number): number {
    let sum = 0
    for (let i = Math.min(index, this.count); i > 0; i -= i & -i) sum += this.sums[i]
    return sum
  }

  /** The row at this depth. */
  at(depth: number): number {
    let at = 0
    let left = Math.max(0, depth)
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step /= 2) {
      const next = at + step
      if (next <= this.count && this.sums[next] <= left) {
        at = next
        left -= this.sums[next]
      }
    }
    return Math.min(at, Math.max(0, this.count - 1))
  }

  slice(depth: number, room: number): Slice {
    if (!this.count) return { from: 0, to: 0, before: 0, after: 0 }
    const from = Math.max(0, this.at(depth) - SPARE)
    const to = Math.min(this.count, this.at(depth + room) + 1 + SPARE)
    return { from, to, before: this.top(from), after: this.top(this.count) - this.top(to) }
  }
}
