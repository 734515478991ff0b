// Whether two records become one as a person chose, and positions are named as the service names them.
import { describe, expect, it } from 'vitest'
import type { Check, Duplicate, Facility, ReviewItem } from '@/api/types'
import { firstChoice, mergeOrder, mergeRows } from '@/modes/registry/duplicates/merge'
import { likeness, pairId, percent, placed, splitPair } from '@/modes/registry/duplicates/pairs'
import { placeName, readStates, vacancies } from '@/modes/registry/overdue/due'
import { declared, foundIn, itemId, kindOf, levelOf, metres, pick } from '@/modes/registry/review/state'

const keep = { id: 'F1', name: '示例日间照料中心', phone: null, lon: 108.9, lat: 34.2, precision: 'building', datum: 'wgs84', given: null, status: 'operating', status_date: '2020-01-01', status_reason: null, barrier_free: [], grade: 'A' }
const drop = { ...keep, id: 'F2', name: '示例日照中心', phone: '029-1', lon: 108.901, precision: 'exact', status: 'suspended', status_date: '2025-01-01', status_reason: '示例', barrier_free: null }

describe('a merge', () => {
  const rows = mergeRows(keep, drop)
  it('shows what differs first, positions and states as one thing each, and not the ids', () => {
    expect(rows.map((r) => [r.field, r.same])).toEqual([['name', false], ['phone', false], ['position', false], ['status', false], ['grade', true]])
  })
  it('keeps what stands and takes what is missing', () => {
    expect(firstChoice(rows)).toEqual({ name: 'keep', phone: 'drop', position: 'keep', status: 'keep', grade: 'keep' })
  })
  it('names only what comes from the record that goes', () => {
    expect(mergeOrder(keep, drop, rows, firstChoice(rows), '同址')).toEqual({ keep: 'F1', drop: 'F2', fields: { phone: 'drop' }, reason: '同址' })
  })
  it('takes a position and a state with all their parts', () => {
    const order = mergeOrder(keep, drop, rows, { ...firstChoice(rows), position: 'drop', status: 'drop' }, 'x')
    expect(Object.keys(order.fields).sort()).toEqual(['lat', 'lon', 'phone', 'precision', 'status', 'status_date', 'status_reason'])
  })
  it('does not count an empty list as a difference from nothing', () => expect(rows.some((r) => r.field === 'barrier_free')).toBe(false))
})

describe('a pair', () => {
  const place = (id: string, lon: number | null) => ({ id, name: id, address: null, kind: 'k', lon, lat: lon })
  const pair = { a: place('F1', 1), b: place('F2', null), score: 0.9, parts: [] } as Duplicate
  it('is found again by its name in the address', () => expect(splitPair(pairId(pair))).toEqual(['F1', 'F2']))
  it('has only the places that are known', () => expect(placed(pair)).toEqual([{ lon: 1, lat: 1 }]))
  it('is never rounded up to a whole match', () => {
    expect([0.999, 1, 0.29, 0.57].map(percent)).toEqual(['99%', '100%', '29%', '57%'])
    expect([0.9, 0.8999, 0.75, 0.7499].map(likeness)).toEqual(['sure', 'likely', 'likely', 'maybe'])
  })
})

describe('an item of the review', () => {
  const item = (over: Partial<ReviewItem>) => ({ problem: 'outside_division', ids: ['F1'], names: ['x'], lon: 1, lat: 2, detail: {}, suggestion: null, ...over }) as ReviewItem
  it('is named by its problem and its records', () => expect(itemId(item({ ids: ['F1', 'F2'] }))).toBe('outside_division~F1~F2'))
  it('knows the division on record and the one it lies in, by code or with a name', () => {
    expect(declared(item({ detail: { declared: '610102001003' } }))).toBe('610102001003')
    expect(declared(item({ detail: { declared: { code: '610102001003', name: '示例' } } }))).toBe('610102001003')
    expect(declared(item({ detail: { declared: '示例社区' } }))).toBeNull()
    expect(foundIn(item({ detail: { found: null } }))).toBeNull()
  })
  it('is called alike whichever name the service has for it', () => {
    expect(kindOf({ ...item({}), problem: 'imprecise' as ReviewItem['problem'] })).toBe('coarse_position')
    expect(kindOf(item({}))).toBe('outside_division')
  })
  it('reads lists, names and distances out of its detail', () => {
    expect(pick({ addresses: ['甲路1号', '乙路2号'] }, 'addresses')).toBe('甲路1号 / 乙路2号')
    expect(pick({ a: '', b: { name: '示例' } }, 'a', 'b')).toBe('示例')
    expect(metres({ distance_m: 12.5 })).toBe(12.5)
    expect(metres({})).toBeNull()
  })
  it('finds the level of a division in the zeros of its code', () => {
    expect(['610000000000', '610100000000', '610102000000', '610102001000', '610102001003'].map(levelOf)).toEqual(['province', 'city', 'district', 'street', 'community'])
  })
})

describe('what is due', () => {
  it('is all of it, unless a part is asked for', () => {
    expect(readStates([])).toEqual(['overdue', 'never', 'due_soon'])
    expect(readStates(['due_soon', 'overdue', 'nonsense'])).toEqual(['overdue', 'due_soon'])
  })
  it('names its division where the service does', () => {
    expect(placeName({ division: { code: '1', name: '示例街道' } } as unknown as Check)).toBe('示例街道')
    expect(placeName({ division: '610102001000' } as Check)).toBe('610102001000')
  })
  it('lists vacancies the oldest first, one without a time before all', () => {
    const service = (type: string, vacancy: number | null, vacancy_at: string | null) => ({ id: type, type, name: null, target_groups: [], fee: null, capacity: 9, vacancy, vacancy_at, phone: null })
    const places = [{ id: 'F2', name: 'b', kind: 'k', services: [service('a', 2, '2026-02-01T00:00:00Z'), service('n', null, null)] }, { id: 'F1', name: 'a', kind: 'k', services: [service('a', 1, null), service('b', 0, '2026-01-01T00:00:00Z')] }] as unknown as Facility[]
    expect(vacancies(places).map((v) => [v.facility, v.type, v.vacancy])).toEqual([['F1', 'a', 1], ['F1', 'b', 0], ['F2', 'a', 2]])
  })
})
