import { describe, expect, it } from 'vitest'
import type { SearchHit } from '@/api/types'
import { glyphOf, lineOf } from '@/shell/hits'

const hit = (given: Partial<SearchHit>): SearchHit => ({ type: 'house', id: '1', name: '中关村大街27号', detail: '', kind: null, lon: 116, lat: 40, ...given })
const word = (key: string) => key.replace('search.', '')

describe('a hit of the search', () => {
  it('says of a spot of the map what it is, in both languages, and where', () => {
    const street = hit({ type: 'street', name_en: 'Zhongguancun Street', detail: '海淀区', attribution: '©' })
    expect(lineOf(street, word)).toBe('street · Zhongguancun Street · 海淀区')
    expect(lineOf(hit({ attribution: '©' }), word)).toBe('house')
  })
  it('says of a record its detail, or its sort', () => {
    expect(lineOf(hit({ type: 'facility', detail: '照料中心 · 平安路' }), word)).toBe('照料中心 · 平安路')
    expect(lineOf(hit({ type: 'organization' }), word)).toBe('organization')
  })
  it('has a sign for every sort', () => {
    const signs = (['facility', 'organization', 'division', 'place', 'landmark', 'street', 'house'] as const).map((type) => glyphOf(hit({ type })))
    expect(new Set(signs).size).toBe(7)
  })
})
