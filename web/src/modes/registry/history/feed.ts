// How the changes of one day are found in a feed that is told by number, oldest first, and knows nothing of days.
import type { Change, Changes } from '@/api/types'
import { dayOf } from '../records/today'

export type AskFeed = (since: number, limit: number) => Promise<Changes>

/**
 * The number after which the day's changes begin. Numbers grow with time, so halving finds the first change that is not before
 * the day: about seventeen short questions for a hundred thousand changes. `guess` (how many changes lie before the day, as the
 * count of days says) usually hits at once.
 */
export async function beforeDay(day: string, ask: AskFeed, guess = 0): Promise<number> {
  const dayAfter = async (since: number): Promise<{ seq: number; late: boolean } | null> => {
    const [next] = (await ask(since, 1)).items
    return next ? { seq: next.seq, late: dayOf(next.at) >= day } : null
  }
  const first = await ask(0, 1)
  let [low, high] = [0, first.head]
  /** low: what comes right after it is before the day, or it is the very beginning; high: what comes after it is not. */
  if (!first.items.length || dayOf(first.items[0].at) >= day) return 0
  low = first.items[0].seq
  let probe = guess > low && guess < high ? guess : -1
  while (low < high) {
    const mid = probe > 0 ? probe : Math.floor((low + high) / 2)
    const found = await dayAfter(mid)
    if (found === null || found.late) high = mid
    else low = found.seq
    /** A hit is shown by its neighbour, one before it. */
    probe = probe > 0 && high === mid && mid - 1 > low ? mid - 1 : -1
  }
  return low
}

export interface DayPage { items: Change[]; /** Where to go on, or null when the day is over. */ next: number | null }

/** The next changes of the day, at most `limit`. */
export async function changesOfDay(day: string, since: number, limit: number, ask: AskFeed): Promise<DayPage> {
  const page = await ask(since, limit)
  const items = page.items.filter((c) => dayOf(c.at) === day)
  const over = page.items.length < limit || page.items.some((c) => dayOf(c.at) > day)
  return { items, next: over ? null : page.next }
}
