// The days of the registry's history: which they are, where one stands among them, and which come next.

export interface DayCount { date: string; changes: number }

const MS = 86_400_000
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)

export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / MS)
export const addDays = (day: string, n: number): string => new Date(at(day) + n * MS).toISOString().slice(0, 10)

/** The nearest day of the history. */
export function within(day: string, first: string, last: string): string {
  return day < first ? first : day > last ? last : day
}

/** The next day with a change, later or earlier; null where there is none. */
export function nextChange(days: readonly DayCount[], day: string, step: 1 | -1): string | null {
  const other = step > 0 ? days.find((d) => d.date > day) : days.findLast((d) => d.date < day)
  return other?.date ?? null
}

export interface Tick { at: number; height: number; from: string; to: string; changes: number }

/**
 * At most `most` ticks, each for an equal run of days, placed by its middle (0 to 1). Heights follow the logarithm: one import of
 * a thousand rows must not flatten all other days.
 */
export function ticks(days: readonly DayCount[], first: string, last: string, most: number): Tick[] {
  const span = daysBetween(first, last) + 1
  const run = Math.max(1, Math.ceil(span / most))
  const bins = new Map<number, number>()
  for (const d of days) {
    if (d.changes <= 0 || d.date < first || d.date > last) continue
    const bin = Math.floor(daysBetween(first, d.date) / run)
    bins.set(bin, (bins.get(bin) ?? 0) + d.changes)
  }
  const top = Math.log1p(Math.max(1, ...bins.values()))
  return [...bins].sort(([a], [b]) => a - b).map(([bin, changes]) => {
    const [from, to] = [bin * run, Math.min(span - 1, bin * run + run - 1)]
    return { at: span === 1 ? 0.5 : (from + to) / 2 / (span - 1), height: Math.log1p(changes) / top, from: addDays(first, from), to: addDays(first, to), changes }
  })
}

/** Days at equal distances from the first to the last, both among them, for a curve over time. */
export function samples(first: string, last: string, count: number): string[] {
  const span = daysBetween(first, last)
  const steps = Math.min(count - 1, span)
  if (steps < 1) return [last]
  return Array.from({ length: steps + 1 }, (_, i) => addDays(first, Math.round((span * i) / steps)))
}
