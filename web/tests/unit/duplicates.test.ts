// Whether two records become one as a person chose, and positions are named as the service names them.
import { describe, expect, it } from 'vitest'
import type { Check, Duplicate } from '@/api/types'
import { choiceOf, firstChoice, mergeOrder, mergeRows } from '@/modes/registry/duplicates/merge'
import { likeness, pairId, percent, placed, shares, splitPair } from '@/modes/registry/duplicates/pairs'
import { readStates, vacancies } from '@/modes/registry/overdue/due'
import { itemId, levelOf } from '@/modes/registry/review/state'

const keep = { id: 'F1', name: '示例日间照料中心', phone: null, lon: 108.9, lat: 34.2, precision: 'building', datum: 'wgs84', given: null, status: 'operating', status_date: '2020-01-01', status_reason: null, barrier_free: [], grade: 'A' }
const drop = { ...keep, id: 'F2', name: '示例日照中心', phone: '029-1', lon: 108.901, precision: 'exact', status: 'suspended', status_date: '2025-01-01', status_reason: '示例', barrier_free: null }

describe('a merge', () => {
  const rows = mergeRows(keep, drop)
  it('shows what differs first, in the order of the form, positions and states as one thing each, and not the ids', () => {
    expect(rows.map((r) => [r.field, r.same])).toEqual([['name', false], ['position', false], ['status', false], ['phone', false], ['grade', true]])
  })
  it('keeps what stands and takes what is missing', () => {
    expect(firstChoice(rows)).toEqual({ name: 'keep', phone: 'drop', position: 'keep', status: 'keep', grade: 'keep' })
  })
  it('names only what comes from the record that goes', () => {
    expect(mergeOrder([keep, drop], rows, firstChoice(rows), '同址')).toEqual({ type: 'facility', keep: 'F1', drop: 'F2', fields: { phone: 'drop' }, reason: '同址' })
  })
  it('takes a position and a state with all their parts', () => {
    const order = mergeOrder([keep, drop], rows, { ...firstChoice(rows), position: 'drop', status: 'drop' }, 'x')
    expect(Object.keys(order.fields).sort()).toEqual(['lat', 'lon', 'phone', 'precision', 'status', 'status_date', 'status_reason'])
  })
  it('is laid out again as it was proposed, with what came from the record that goes', () => {
    expect(choiceOf(rows, keep, { ...keep, phone: '029-1', lon: 108.901, precision: 'exact' })).toEqual({ name: 'keep', phone: 'drop', position: 'drop', status: 'keep', grade: 'keep' })
  })
  it('of organizations says so, and is in the order of their form', () => {
    const [one, other] = [{ id: 'O1', address: 'a', name: 'n', category: 'foundation' }, { id: 'O2', address: 'b', name: 'm', category: 'association' }]
    const lines = mergeRows(one, other, 'organization')
    expect(lines.map((r) => r.field)).toEqual(['name', 'category', 'address'])
    expect(mergeOrder([one, other], lines, { name: 'drop', category: 'keep', address: 'keep' }, 'x', 'organization')).toEqual({ type: 'organization', keep: 'O1', drop: 'O2', fields: { name: 'drop' }, reason: 'x' })
  })
  it('does not count an empty list as a difference from nothing', () => expect(rows.some((r) => r.field === 'barrier_free')).toBe(false))
})

describe('a pair', () => {
  const place = (id: string, lon: number | null) => ({ id, name: id, address: null, kind: 'k', lon, lat: lon })
  const pair = { a: place('F1', 1), b: place('F2', null), score: 0.9, parts: [] } as Duplicate
  it('is found again by its name in the address', () => expect(splitPair(pairId(pair))).toEqual(['F1', 'F2']))
  it('has only the places that are known', () => expect(placed(pair)).toEqual([{ lon: 1, lat: 1 }]))
  it('tells weights that add up', () => {
    expect(shares([0.4, 0.12, 0.1, 0.15, 0.15])).toEqual([44, 13, 11, 16, 16])
    expect(shares([1, 1, 1])).toEqual([34, 33, 33])
    expect(shares([0, 0])).toEqual([0, 0])
  })
  it('is never rounded up to a whole match', () => {
    expect([0.999, 1, 0.29, 0.57].map(percent)).toEqual(['99%', '100%', '29%', '57%'])
    expect([0.9, 0.8999, 0.75, 0.7499].map(likeness)).toEqual(['sure', 'likely', 'likely', 'maybe'])
  })
})

describe('an item of the review', () => {
  it('is named by its problem and its records', () => {
    expect(itemId({ problem: 'far_apart', ids: ['F1', 'F2'], names: [], lon: 1, lat: 2, detail: {}, suggestion: 'move_point' })).toBe('far_apart~F1~F2')
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
  it('lists old vacancies the oldest first, one without a time before all', () => {
    const old = (id: string, vacancy_at: string | null) => ({ id, type: 'a', vacancy: 1, vacancy_at })
    const rows = [{ id: 'F2', name: 'b', kind: 'k', stale_vacancies: [old('F2:a', '2026-02-01T00:00:00Z')] }, { id: 'F1', name: 'a', kind: 'k', stale_vacancies: [old('F1:b', '2026-01-01T00:00:00Z'), old('F1:a', null)] }] as unknown as Check[]
    expect(vacancies(rows).map((v) => [v.facility, v.id])).toEqual([['F1', 'F1:a'], ['F1', 'F1:b'], ['F2', 'F2:a']])
  })
})
