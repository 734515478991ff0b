// Whether proposals and completeness ask what their address says, and tell what they were answered.
import { describe, expect, it } from 'vitest'
import type { CompletenessRow, Facility, Proposal } from '@/api/types'
import { completenessQuery, ranked, readCompleteness, recordsQuery } from '@/modes/registry/completeness/state'
import { proposalMarks } from '@/modes/registry/proposals/overlay'
import { neighbour, proposalsQuery, readProposals, touched } from '@/modes/registry/proposals/state'
import { candidates, pointOf, readPair } from '@/modes/registry/records/position'
import { checkOf } from '@/modes/registry/records/check'
import { flatOf } from '@/modes/registry/records/publicForm'
import { isStale, withVacancy } from '@/modes/registry/records/vacancy'
import { countTold } from '@/modes/registry/records/difference'

const proposal = (over: Partial<Proposal>): Proposal => ({ id: 'P1', fields: [], others: [], before: null, after: null, ...over }) as Proposal
const change = (field: string) => ({ field, before: 1, after: 2 })

describe('proposals', () => {
  it('begin with what waits for whoever approves, and with one\'s own for the others', () => {
    expect(readProposals({}, true)).toMatchObject({ tab: 'decide', state: 'open' })
    expect(readProposals({}, false)).toMatchObject({ tab: 'mine', state: '' })
    expect(proposalsQuery(readProposals({ tab: 'mine', state: 'returned' }, true))).toMatchObject({ state: 'returned', mine: true })
    expect(proposalsQuery(readProposals({ tab: 'decide', state: 'returned' }, true))).toMatchObject({ state: 'open', mine: null })
  })
  it('tell a moved point as one thing', () => {
    const fields = ['lon', 'lat', 'precision'].map(change)
    expect(touched(proposal({ fields }))).toEqual(['position', 'precision'])
    expect(countTold(fields)).toBe(2)
  })
  it('have neighbours but at the ends', () => {
    const list = ['a', 'b'].map((id) => proposal({ id }))
    expect([neighbour(list, 'a', 1)?.id, neighbour(list, 'a', -1), neighbour(list, 'b', 1), neighbour(list, 'x', 1)]).toEqual(['b', null, null, null])
  })
  it('draw a line only where something moves', () => {
    const at = (lon: number) => ({ lon, lat: 34, datum: 'wgs84', kind: 'k' })
    const say = (key: string) => key
    expect(proposalMarks(proposal({ before: at(108), after: at(108.01) }), say).lines).toEqual([['before', 'now']])
    expect(proposalMarks(proposal({ before: at(108), after: at(108) }), say)).toMatchObject({ lines: [], marks: [{ id: 'now' }] })
    const merge = proposalMarks(proposal({ action: 'merge', before: at(108), after: at(108), others: [{ id: 'f2', before: at(108.02), after: null }] }), say)
    expect(merge.lines).toEqual([['other-0', 'now']])
    expect(proposalMarks(proposal({ before: { lon: null, lat: null }, after: null }), say).marks).toEqual([])
  })
})

describe('completeness', () => {
  it('leads from a number to its records', () => {
    expect(completenessQuery(readCompleteness({ by: 'division', level: 'street', kind: 'k' }))).toEqual({ by: 'division', level: 'street', kind: 'k', division: '' })
    expect(recordsQuery(readCompleteness({ by: 'division', kind: 'k', row: '610102000000' }))).toEqual({ kind: 'k', division: '610102000000' })
    expect(recordsQuery(readCompleteness({ row: 'shelter', division: '610102000000' }))).toEqual({ kind: 'shelter', division: '610102000000' })
    expect(recordsQuery(readCompleteness({ row: '*' }))).toEqual({ kind: '', division: '' })
  })
  it('shows the least complete first, and kinds without records last', () => {
    const row = (code: string, count: number, score: number) => ({ code, count, score }) as CompletenessRow
    expect(ranked([row('a', 1, 0.9), row('b', 0, 0), row('c', 2, 0.2)]).map((r) => r.code)).toEqual(['c', 'a', 'b'])
  })
})

describe('a typed pair', () => {
  it('is read in either order and with any separator', () => {
    for (const text of ['108.94, 34.26', '34.26 108.94', '（108.94，34.26）', '108.94°E 34.26°N']) expect(readPair(text)).toEqual({ lon: 108.94, lat: 34.26 })
    for (const text of ['108.94', '1 2 3', '', '200, 300']) expect(readPair(text)).toBeNull()
  })
  it('could mean three places: WGS84 and CGCS2000 are one', () => {
    const found = candidates(108.944649544, 34.258408659)
    expect(found.map((c) => c.datums)).toEqual([['wgs84', 'cgcs2000'], ['gcj02'], ['bd09']])
    expect(found[1].at.lon).toBeCloseTo(108.94, 6)
  })
  it('without a second half is no point', () => expect(pointOf({ lon: 108.94, lat: null, datum: 'wgs84' })).toBeNull())
})

describe('a vacancy', () => {
  const now = Date.parse('2026-03-31T08:00:00Z')
  it('is old after a week, and without a time at once', () => {
    expect([isStale('2026-03-24T08:00:00Z', 7, now), isStale('2026-03-24T07:59:59Z', 7, now), isStale(null, 7, now)]).toEqual([false, true, true])
  })
  it('changes one service of a list', () => {
    expect(withVacancy([{ type: 'a', vacancy: 1 }, { type: 'b', vacancy: 2 }], 'b', 7, 't')).toEqual([{ type: 'a', vacancy: 1 }, { type: 'b', vacancy: 7, vacancy_at: 't' }])
    expect(withVacancy(null, 'b', 7, 't')).toBeNull()
  })
})

it('a check is due after its interval, soon thirty days before, and at once where there was none', () => {
  const limits = { check_every_days: 365, check_every_days_by_kind: { k: 90 }, check_due_soon_days: 30, vacancy_stale_days: 7 }
  const state = (today: string) => checkOf('2026-01-01', 'k', limits, today)?.state
  expect(checkOf('2026-01-01', 'k', limits, '2026-02-01')?.due_on).toBe('2026-04-01')
  expect(['2026-03-01', '2026-03-02', '2026-04-01', '2026-04-02'].map(state)).toEqual(['fresh', 'due_soon', 'due_soon', 'overdue'])
  expect(checkOf(null, 'k', null, '2026-04-02')).toEqual({ state: 'never', due_on: null })
})

it('whoever only checks places sees the public form, with what is held back named', () => {
  const place = { id: 'f', name: '示例', kind: 'k', protected: true, lon: 108, lat: 34, operator: { id: 'o', name: 'x' }, division: null, services: [], address: null }
  const { record, withheld } = flatOf('facility', place as unknown as Facility)
  expect(record).toMatchObject({ operator: 'o', division: null, front: { lon: 108, lat: 34 } })
  expect(withheld).toContain('lon')
  expect(withheld).toContain('contact_mobile')
})
