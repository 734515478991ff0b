// Whether a day of the past is found, in the address, on the slider and in a feed that only knows numbers.
import { afterEach, describe, expect, it } from 'vitest'
import { asOf, moment, readDay } from '@/api/moment'
import type { Change, Changes } from '@/api/types'
import { curve } from '@/modes/registry/history/curve'
import { addDays, daysBetween, nextChange, samples, ticks, within } from '@/modes/registry/history/days'
import { beforeDay, changesOfDay } from '@/modes/registry/history/feed'
import { dayOf } from '@/modes/registry/records/today'

afterEach(() => (moment.value = null))

describe('the day in the address', () => {
  it('is a day of the calendar or nothing', () => {
    expect(['2026-03-31', '2026-02-30', '2026-3-1', 'x', null].map(readDay)).toEqual(['2026-03-31', null, null, null, null])
  })
  it('goes with every question, and today goes without', () => {
    expect(asOf({ kind: 'a' })).toEqual({ kind: 'a' })
    moment.value = '2026-03-31'
    expect(asOf({ kind: 'a' })).toEqual({ kind: 'a', as_of: '2026-03-31' })
  })
  it('is the day in China: half past midnight there is the evening before in Greenwich', () => {
    expect(dayOf('2026-03-31T16:30:00Z')).toBe('2026-04-01')
    expect(dayOf('2026-03-31T15:59:59Z')).toBe('2026-03-31')
  })
})

describe('days', () => {
  it('are counted over the end of February and of the year', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
    expect([within('2020-01-01', '2026-01-01', '2026-02-01'), within('2026-01-15', '2026-01-01', '2026-02-01')]).toEqual(['2026-01-01', '2026-01-15'])
  })
  it('with changes are reached one after another', () => {
    const days = ['2026-01-02', '2026-01-05', '2026-01-09'].map((date) => ({ date, changes: 1 }))
    expect([nextChange(days, '2026-01-05', 1), nextChange(days, '2026-01-05', -1), nextChange(days, '2026-01-03', 1), nextChange(days, '2026-01-09', 1)]).toEqual(['2026-01-09', '2026-01-02', '2026-01-05', null])
  })
  it('become ticks: one a day when there is room, runs of days when not, no change lost', () => {
    const days = [{ date: '2026-01-01', changes: 1 }, { date: '2026-01-02', changes: 0 }, { date: '2026-01-11', changes: 99 }]
    expect(ticks(days, '2026-01-01', '2026-01-11', 50).map((t) => [t.at, t.changes])).toEqual([[0, 1], [1, 99]])
    const many = Array.from({ length: 1000 }, (_, i) => ({ date: addDays('2023-01-01', i), changes: 2 }))
    const drawn = ticks(many, '2023-01-01', addDays('2023-01-01', 999), 120)
    expect(drawn.length).toBeLessThanOrEqual(120)
    expect(drawn.reduce((sum, t) => sum + t.changes, 0)).toBe(2000)
    expect(Math.max(...drawn.map((t) => t.height))).toBe(1)
  })
  it('for a curve include the first and the last', () => {
    expect(samples('2026-01-01', '2026-01-11', 6)).toEqual(['2026-01-01', '2026-01-03', '2026-01-05', '2026-01-07', '2026-01-09', '2026-01-11'])
    expect(samples('2026-01-01', '2026-01-01', 6)).toEqual(['2026-01-01'])
    expect(samples('2026-01-01', '2026-01-03', 13)).toEqual(['2026-01-01', '2026-01-02', '2026-01-03'])
  })
})

describe('the feed', () => {
  /** Numbers with holes in them, as other kinds of records leave. */
  const feed = (perDay: number[]) => {
    const all = perDay.flatMap((n, day) => Array.from({ length: n }, (_, i) => ({ at: `${addDays('2026-01-01', day)}T0${i % 9}:00:00Z` }))).map((c, i) => ({ ...c, seq: 5 + i * 3 })) as Change[]
    let questions = 0
    const ask = (since: number, limit: number): Promise<Changes> => {
      questions += 1
      const items = all.filter((c) => c.seq > since).slice(0, limit)
      return Promise.resolve({ items, next: items.at(-1)?.seq ?? since, head: all.at(-1)?.seq ?? 0 })
    }
    return { all, ask, questions: () => questions }
  }
  const ofDay = (all: Change[], day: string) => all.filter((c) => dayOf(c.at) === day).map((c) => c.seq)

  it('gives exactly the changes of each day, whatever the guess', async () => {
    const perDay = [3, 0, 7, 1, 0, 12, 2]
    const { all, ask } = feed(perDay)
    for (let d = 0; d < perDay.length; d++) {
      const day = addDays('2026-01-01', d)
      for (const guess of [0, 1, 11, 40, 9999]) {
        const page = await changesOfDay(day, await beforeDay(day, ask, guess), 100, ask)
        expect(page.items.map((c) => c.seq), `${day} guessed ${guess}`).toEqual(ofDay(all, day))
        expect(page.next).toBeNull()
      }
    }
  })
  it('of an empty registry and of a day after the end is empty', async () => {
    expect(await beforeDay('2026-01-01', feed([]).ask)).toBe(0)
    const { ask } = feed([4])
    expect((await changesOfDay('2026-05-01', await beforeDay('2026-05-01', ask), 100, ask)).items).toEqual([])
  })
  it('is searched with few questions', async () => {
    const { ask, questions } = feed(Array.from({ length: 500 }, () => 40))
    await beforeDay('2026-09-01', ask)
    expect(questions()).toBeLessThan(20)
  })
  it('of a long day comes in parts', async () => {
    const { all, ask } = feed([2, 250, 2])
    const day = '2026-01-02'
    let since = await beforeDay(day, ask)
    const got: number[] = []
    for (;;) {
      const page = await changesOfDay(day, since, 100, ask)
      got.push(...page.items.map((c) => c.seq))
      if (page.next === null) break
      since = page.next
    }
    expect(got).toEqual(ofDay(all, day))
  })
})

describe('the curve', () => {
  const span = (d: string) => daysBetween('2026-01-01', d)
  it('stands between nothing and the next round share', () => {
    const c = curve([{ date: '2026-01-01', share: 0.1 }, { date: '2026-01-11', share: 0.34 }], span)
    expect(c.top).toBe(0.5)
    expect(c.points.map((p) => [p.x, p.y])).toEqual([[0, 0.8], [1, 1 - 0.34 / 0.5]])
  })
  it('leaves out days without people', () => {
    expect(curve([{ date: '2026-01-01', share: null }, { date: '2026-01-11', share: 0.34 }], span).points).toHaveLength(1)
    expect(curve([], span).points).toEqual([])
  })
})
