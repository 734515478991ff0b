// Whether a point that was found by an address is kept as exactly as it is known, and no more.
import { describe, expect, it } from 'vitest'
import type { GeocodeItem, SearchHit } from '@/api/types'
import { ofGeocoded, ofHit, placed } from '@/modes/registry/records/placing'

const hit = (type: SearchHit['type'], over: Partial<SearchHit> = {}) => ofHit({ type, id: '1', name: '平安路5号', detail: '东区', kind: null, lon: 108.9, lat: 34.2, ...over } as SearchHit)
const item = (over: Partial<GeocodeItem>): GeocodeItem => ({ label: '平安路5号', level: 'house', precision: 'building', review: false, lon: 108.9459, lat: 34.2549, given: { x: 108.9506, y: 34.2534, datum: 'gcj02' }, inside_area: true, division: null, ...over })

describe('a place that the own search found', () => {
  it('is the building for a house number, and waits for a look from the street on', () => {
    expect(placed(hit('house')!)).toEqual({ lon: 108.9, lat: 34.2, datum: null, precision: 'building' })
    const told = (['house', 'landmark', 'facility', 'street', 'place', 'division'] as const).map((type) => [hit(type)!.precision, hit(type)!.review])
    expect(told).toEqual([['building', false], ['building', false], ['building', false], ['street', true], ['community', true], ['centroid', true]])
  })
  it('is none without a position', () => {
    expect(hit('house', { lon: null })).toBeNull()
    expect(hit('organization')).toBeNull()
  })
})

describe('a place that an outside geocoder found', () => {
  it('is kept as the pair that was given, with its datum', () => {
    expect(placed(ofGeocoded(item({})))).toEqual({ lon: 108.9506, lat: 34.2534, datum: 'gcj02', precision: 'building' })
    expect(placed(ofGeocoded(item({ given: { x: 108.9459, y: 34.2549, datum: 'wgs84' } })))).toEqual({ lon: 108.9459, lat: 34.2549, datum: null, precision: 'building' })
  })
  it('says what the service says of a look', () => expect(ofGeocoded(item({ level: 'street', precision: 'street', review: true }))).toMatchObject({ precision: 'street', review: true, level: 'street' }))
})
