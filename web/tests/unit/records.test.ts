// Whether what was typed is kept, sent and settled field by field, and a long list comes in as it is looked at.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import type { Page, SignedIn } from '@/api/types'
import { fromWgs84, metresBetween, toWgs84 } from '@/map/datum'
import { sorted, type Row } from '@/modes/registry/records/columns'
import { apply, changesOf, decided, patchOf, same, serviceChanges, settle } from '@/modes/registry/records/difference'
import { draftKey, draftsIn } from '@/modes/registry/records/drafts'
import { GROUPS, membersOf } from '@/modes/registry/records/fields'
import { FIRST, NEXT, usePages } from '@/modes/registry/records/pages'
import { listQuery, needsWhole, nextSort, readRecords, writeSort } from '@/modes/registry/records/state'
import { dropView, namedView, readViews, saveView, toView, viewOf } from '@/modes/registry/records/views'
import { session } from '@/shell/session'
import { besideField } from '@/modes/registry/records/wrong'
import { rowAfter, scrolledTo, windowOf } from '@/modes/registry/records/window'

const service = (type: string, over = {}) => ({ type, target_groups: [], fee: null, capacity: null, vacancy: null, vacancy_at: null, phone: null, ...over })
const record = {
  id: 'f1', name: '示例日间照料中心', kind: 'elderly-day-care', phone: null, capacity: 20, barrier_free: ['坡道', '电梯'], lon: 108.94, lat: 34.26, datum: null, precision: 'street',
  given: { x: 108.9446, y: 34.2584, datum: 'gcj02' }, status: 'operating', status_date: '2025-03-01', status_reason: null, services: [service('meals'), service('bathing')],
}

function shelf(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() { return kept.size }, key: (i) => [...kept.keys()][i] ?? null, clear: () => kept.clear(),
    getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v), removeItem: (k) => void kept.delete(k),
  }
}

describe('difference', () => {
  it('an empty text, an empty list and no value are the same absence', () => {
    expect(same('', null)).toBe(true)
    expect(same([], undefined)).toBe(true)
    expect(same(0, null)).toBe(false)
  })
  it('sets and services have no order', () => {
    expect(changesOf(record, { ...record, barrier_free: ['电梯', '坡道'], services: [...record.services].reverse() })).toEqual([])
  })
  it('names each field that differs, with before and after', () => {
    expect(changesOf(record, { ...record, phone: '029-00000001', capacity: 24 })).toEqual([
      { field: 'phone', before: null, after: '029-00000001' }, { field: 'capacity', before: 20, after: 24 },
    ])
  })
  it('never sends what the registry sets itself', () => {
    expect(changesOf(record, { ...record, given: null, checked_on: '2026-01-01' })).toEqual([])
  })
  it('a cleared text is sent as null and a cleared list as empty', () => {
    const after = { ...record, name: '', barrier_free: [] }
    expect(patchOf(changesOf(record, after), after)).toEqual({ name: null, barrier_free: [] })
  })
  it('a moved point goes whole, so that two points are never mixed', () => {
    const after = { ...record, lon: 108.95, precision: 'exact' }
    expect(patchOf(changesOf(record, after), after)).toEqual({ lon: 108.95, lat: 34.26, precision: 'exact' })
  })
  it('a typed pair states its datum', () => {
    const after = { ...record, lon: 108.9446, lat: 34.2584, datum: 'gcj02' }
    expect(patchOf(changesOf(record, after), after)).toEqual({ lon: 108.9446, lat: 34.2584, precision: 'street', datum: 'gcj02' })
  })
  it('a pair typed in WGS84 says so, since it becomes the pair as given', () => {
    const after = { ...record, lon: 108.95, datum: 'wgs84' }
    expect(patchOf(changesOf(record, after), after)).toMatchObject({ lon: 108.95, datum: 'wgs84' })
  })
  it('a refusal of one service stands beside the services', () => {
    const error = { field: 'services[1].fee', value: 'x', reason: 'too long', expected: '200' }
    const names = { service: (code: string) => `<${code}>`, field: (code: string) => `[${code}]` }
    expect(besideField(error, record, names)).toMatchObject({ field: 'services', reason: '<bathing> · [fee] · too long' })
    expect(besideField({ ...error, field: 'front.lon' }, record, names).field).toBe('front')
    expect(besideField({ ...error, field: 'phone' }, record, names)).toMatchObject({ field: 'phone', reason: 'too long' })
  })
  it('a new status goes with its date', () => {
    const after = { ...record, status: 'suspended', status_reason: '装修' }
    expect(patchOf(changesOf(record, after), after)).toEqual({ status: 'suspended', status_date: '2025-03-01', status_reason: '装修' })
  })
  it('tells services one by one', () => {
    const told = serviceChanges(record.services, [service('meals', { capacity: 40 }), service('visits')])
    expect(told.map((c) => [c.type, c.how])).toEqual([['meals', 'changed'], ['bathing', 'removed'], ['visits', 'added']])
  })
})

describe('two writers', () => {
  const mine = changesOf(record, { ...record, phone: '029-00000001', capacity: 24, name: '示例甲' })
  const now = { ...record, capacity: 30, name: '示例甲' }
  it('what nobody else touched goes on, what both changed waits for a choice, what is there already is done', () => {
    const settled = settle(mine, now)
    expect(settled.clean.map((c) => c.field)).toEqual(['phone'])
    expect(settled.clashes).toEqual([{ field: 'capacity', base: 20, theirs: 30, yours: 24 }])
    expect(settled.done.map((c) => c.field)).toEqual(['name'])
  })
  it('a choice for mine is sent against theirs, a choice for theirs is not sent', () => {
    const settled = settle(mine, now)
    expect(decided(settled, { capacity: 'yours' })).toEqual([{ field: 'phone', before: null, after: '029-00000001' }, { field: 'capacity', before: 30, after: 24 }])
    expect(decided(settled, { capacity: 'theirs' }).map((c) => c.field)).toEqual(['phone'])
    expect(apply(now, decided(settled, { capacity: 'yours' }))).toMatchObject({ capacity: 24, phone: '029-00000001', name: '示例甲' })
  })
})

it('drafts of an account are found by the kind of record', () => {
  session.state.account = { id: 'a1' } as SignedIn
  const store = shelf()
  store.setItem(`carereach.draft.${draftKey('facility', 'f1')}`, '{}')
  store.setItem(`carereach.draft.${draftKey('organization', 'o1')}`, '{}')
  store.setItem('carereach.draft.record:a2:facility:f2', '{}')
  expect([...draftsIn(store, 'facility')]).toEqual(['f1'])
})

describe('a window on a long list', () => {
  it('holds the rows in sight and eight around', () => {
    expect(windowOf(4000, 400, 40, 100_000)).toEqual({ from: 92, to: 118, above: 92 * 40, below: (100_000 - 118) * 40 })
  })
  it('stays inside the list at both ends', () => {
    expect(windowOf(0, 400, 40, 5)).toEqual({ from: 0, to: 5, above: 0, below: 0 })
    expect(windowOf(1e9, 400, 40, 100)).toMatchObject({ to: 100, below: 0 })
    expect(windowOf(0, 400, 40, 0)).toEqual({ from: 0, to: 0, above: 0, below: 0 })
  })
  it('its parts always add up to the whole height', () => {
    for (let scrolled = 0; scrolled <= 4200; scrolled += 37) {
      const w = windowOf(scrolled, 333, 40, 113)
      expect(w.above + (w.to - w.from) * 40 + w.below).toBe(113 * 40)
    }
  })
  it('scrolls only as far as a row needs', () => {
    expect(scrolledTo(3, 0, 400, 40)).toBe(0)
    expect(scrolledTo(10, 0, 400, 40)).toBe(40)
    expect(scrolledTo(2, 200, 400, 40)).toBe(80)
  })
  it('keys walk by one, by a page and to the ends, never beyond', () => {
    expect([rowAfter('ArrowDown', 4, 5, 10), rowAfter('k', 0, 5, 10), rowAfter('PageDown', 0, 50, 10), rowAfter('End', 0, 50, 10), rowAfter('x', 0, 5, 10), rowAfter('j', 0, 0, 1)]).toEqual([4, 0, 9, 49, null, null])
  })
})

describe('pages', () => {
  const service = (size: number) => {
    const asked: [string | null, number][] = []
    const ask = (cursor: string | null, limit: number): Promise<Page<number>> => {
      asked.push([cursor, limit])
      const from = cursor === null ? 0 : Number(cursor)
      const to = Math.min(size, from + limit)
      return Promise.resolve({ items: Array.from({ length: to - from }, (_, i) => from + i), next_cursor: to < size ? String(to) : null, total: size })
    }
    return { ask, asked }
  }
  const open = <T>() => effectScope().run(() => usePages<T>())!

  it('come in only as far as somebody looks', async () => {
    const [{ ask, asked }, pages] = [service(5000), open<number>()]
    await pages.start(ask)
    expect([pages.rows.value.length, pages.total.value, pages.whole.value]).toEqual([FIRST, 5000, false])
    await pages.reach(50)
    expect(asked).toEqual([[null, FIRST]])
    await pages.reach(FIRST + NEXT)
    expect(asked.slice(1)).toEqual([[String(FIRST), NEXT], [String(FIRST + NEXT), NEXT]])
    await pages.all()
    expect(pages.rows.value).toEqual(Array.from({ length: 5000 }, (_, i) => i))
    expect(pages.whole.value).toBe(true)
  })
  it('of a list that was left are thrown away', async () => {
    const pages = open<number>()
    let give!: (page: Page<number>) => void
    const slow = pages.start(() => new Promise((resolve) => (give = resolve)))
    await pages.start(service(3).ask)
    give({ items: [9], next_cursor: null, total: 1 })
    await slow
    expect(pages.rows.value).toEqual([0, 1, 2])
  })
  it('that failed are asked again from where they stood', async () => {
    const [{ ask, asked }, pages] = [service(3000), open<number>()]
    let down = false
    await pages.start((cursor, limit) => (down ? Promise.reject(new Problem('away')) : ask(cursor, limit)))
    down = true
    await pages.reach(500)
    expect([pages.problem.value?.trouble, pages.rows.value.length]).toEqual(['away', FIRST])
    down = false
    await pages.again()
    expect([pages.problem.value, pages.rows.value.length]).toEqual([null, FIRST + NEXT])
    expect(asked.at(-1)).toEqual([String(FIRST), NEXT])
  })
})

describe('the address of the records', () => {
  it('says what is asked, and ignores what is unknown', () => {
    const s = readRecords({ q: '示例', kind: 'a,b', status: 'closed', division: '610101000000', cols: 'status,name,nonsense', sort: 'name:down', checked: 'overdue,x' })
    expect(s).toMatchObject({ of: 'facility', columns: ['name', 'status'], sort: { column: 'name', down: true }, checked: ['overdue'] })
    expect(listQuery(s)).toEqual({ q: '示例', kind: ['a', 'b'], status: ['closed'], division: '610101000000' })
    expect(needsWhole(s)).toBe(true)
    expect(needsWhole(readRecords({}))).toBe(false)
    expect(readRecords({ sort: 'nonsense:up' }).sort).toBeNull()
  })
  it('a heading sorts up, then down, then not at all', () => {
    const up = nextSort(null, 'name')
    const down = nextSort(up, 'name')
    expect([writeSort(up), writeSort(down), writeSort(nextSort(down, 'name'))]).toEqual(['name:up', 'name:down', null])
  })
  it('absent values come last whichever way it sorts', () => {
    const rows = [{ id: '1', capacity: null }, { id: '2', capacity: 5 }, { id: '3', capacity: 9 }] as Row[]
    expect(sorted(rows, 'capacity', false).map((r) => r.id)).toEqual(['2', '3', '1'])
    expect(sorted(rows, 'capacity', true).map((r) => r.id)).toEqual(['3', '2', '1'])
  })
})

describe('saved views', () => {
  it('are kept by account, without the record that happened to be open', () => {
    const store = shelf()
    saveView(store, 'a1', ' 逾期 ', { checked: 'overdue', open: 'f1', view: '1,2,3' })
    expect(readViews(store, 'a1')).toEqual([{ name: '逾期', query: { checked: 'overdue' } }])
    expect(readViews(store, 'a2')).toEqual([])
    expect(namedView(readViews(store, 'a1'), { open: 'f2', checked: 'overdue' })?.name).toBe('逾期')
    expect(namedView(readViews(store, 'a1'), { checked: 'never' })).toBeNull()
  })
  it('of the same name replace each other, and an empty name saves nothing', () => {
    const store = shelf()
    saveView(store, 'a', 'x', { q: '1' })
    saveView(store, 'a', 'x', { q: '2' })
    saveView(store, 'a', '  ', { q: '3' })
    expect(readViews(store, 'a')).toEqual([{ name: 'x', query: { q: '2' } }])
    expect(dropView(store, 'a', 'x')).toEqual([])
  })
  it('shown take the other filters out of the address', () => {
    expect(toView(viewOf({ q: 'x', sort: 'name:up' }))).toMatchObject({ q: 'x', sort: 'name:up', kind: null, status: null })
  })
})

describe('datums', () => {
  it('give back the pairs of four independent implementations', () => {
    const [wgs, gcj, bd] = [[108.94, 34.26], [108.944649544, 34.258408659], [108.951079804, 34.264635985]]
    for (const [pair, datum] of [[wgs, 'wgs84'], [wgs, 'cgcs2000'], [gcj, 'gcj02'], [bd, 'bd09']] as const) {
      const back = toWgs84(pair[0], pair[1], datum)
      expect(back.lon).toBeCloseTo(108.94, 6)
      expect(back.lat).toBeCloseTo(34.26, 6)
      const there = fromWgs84(108.94, 34.26, datum)
      expect(there.lon).toBeCloseTo(pair[0], 6)
      expect(there.lat).toBeCloseTo(pair[1], 6)
    }
  })
  it('a degree of latitude is 111,195 metres on the sphere of the service', () => {
    expect(metresBetween({ lon: 108, lat: 34 }, { lon: 108, lat: 35 })).toBeCloseTo((6_371_008.8 * Math.PI) / 180, 3)
  })
})

describe('the order of fields', () => {
  const source = readFileSync(fileURLToPath(new URL('../../../src/registry/fields.rs', import.meta.url)), 'utf8')
  const service = [.../const FORM[^=]*= \[(.*?)\];/s.exec(source)![1].matchAll(/"(\w+)"/g)].map((hit) => hit[1])
  it.each(['facility', 'organization'] as const)('of the form of a %s is that in which the service tells differences', (type) => {
    const form = GROUPS[type].flatMap((g) => g.fields.flatMap((f) => membersOf(f.code)))
    expect(form.filter((f) => !service.includes(f))).toEqual([])
    expect(service.filter((f) => form.includes(f))).toEqual(form)
  })
})
