// Whether a mode asks the service what its address says.
import { describe, expect, it } from 'vitest'
import { queryString } from '@/api/client'
import type { About, Kind, Standard } from '@/api/types'
import { hasStart, nearestQuery, readFind } from '@/modes/find/state'
import { coverageQuery, gapsQuery, readGaps } from '@/modes/gaps/state'

const about = { groups: ['population', 'elderly'], counts: { communities: 300 } } as unknown as About
const kinds = [{ code: 'community-service-station', operating: 3 }, { code: 'elderly-day-care', operating: 2 }] as Kind[]
const standard = (over: Partial<Standard>) => ({ code: 's', kind: 'k', reach_m: 300, verified: false, active: false, ...over }) as Standard

it('an address becomes a question, lists joined by commas, empty values left out', () => {
  expect(queryString({ kind: ['a', 'b'], group: '', within_m: null, limit: 5, explain: true })).toBe('?kind=a,b&limit=5&explain=true')
  expect(queryString({ q: '助餐 & 1,2' })).toBe('?q=%E5%8A%A9%E9%A4%90%20%26%201,2')
  expect(queryString({})).toBe('')
})

describe('Find', () => {
  it('without a start asks nothing of nearest', () => expect(hasStart(readFind({}, 'straight'))).toBe(false))
  it('asks with its filters', () => {
    const state = readFind({ at: '108.94,34.26', kind: 'a,b', service: 'meals', within: '1000', limit: '20' }, 'straight')
    expect(nearestQuery(state)).toEqual({ lon: 108.94, lat: 34.26, kind: ['a', 'b'], service: ['meals'], group: [], by: 'straight', within_m: 1000, limit: 20, explain: true })
  })
  it('takes an address only when there is no point', () => {
    expect(nearestQuery(readFind({ address: '东大街' }, 'straight'))).toMatchObject({ address: '东大街', limit: 5 })
    expect(nearestQuery(readFind({ address: '东大街', at: '108.94,34.26' }, 'straight'))).not.toHaveProperty('address')
  })
  it('falls back when the address is broken', () => expect(readFind({ limit: 'x', within: '-1', at: 'x' }, 'straight')).toMatchObject({ limit: 5, within: null, at: null }))
})

describe('Gaps', () => {
  it('opens with day care, older people, 500 metres, by street in a city', () => {
    expect(readGaps({}, about, kinds, [])).toMatchObject({ kinds: ['elderly-day-care'], group: 'elderly', within: 500, level: 'street' })
  })
  it('takes a province by its districts', () => {
    expect(readGaps({}, { ...about, counts: { communities: 20_000 } }, kinds, []).level).toBe('district')
  })
  it('takes a town by its communities', () => {
    expect(readGaps({}, { ...about, counts: { communities: 17 } }, kinds, []).level).toBe('community')
  })
  it('falls back to everybody when the data count nobody else', () => {
    expect(readGaps({ group: 'elderly' }, { ...about, groups: ['population'] }, kinds, []).group).toBe('population')
  })
  it('compares the usual reaches with the chosen one, each once, in order', () => {
    expect(coverageQuery(readGaps({ within: '800' }, about, kinds, [])).within_m).toEqual([300, 500, 800, 1000])
    expect(coverageQuery(readGaps({ within: '500' }, about, kinds, [])).within_m).toEqual([300, 500, 1000])
  })
  it('only borrows the metres of a standard that is not verified', () => {
    const state = readGaps({ standard: 's' }, about, kinds, [standard({})])
    expect(state).toMatchObject({ kinds: ['k'], within: 300, binding: false })
    expect(coverageQuery(state)).not.toHaveProperty('standard')
  })
  it('lets a verified and active standard decide alone', () => {
    const state = readGaps({ standard: 's' }, about, kinds, [standard({ verified: true, active: true })])
    expect(coverageQuery(state)).toMatchObject({ standard: 's' })
    expect(coverageQuery(state)).not.toHaveProperty('within_m')
    expect(gapsQuery(state)).toMatchObject({ kind: ['k'], within_m: 300 })
  })
  it('ignores a standard without a distance', () => {
    expect(readGaps({ standard: 's' }, about, kinds, [standard({ reach_m: null })]).standard).toBeNull()
  })
})
