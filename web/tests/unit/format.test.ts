// Whether numbers are written as people read them.
import { describe, expect, it } from 'vitest'
import { count, date, degrees, distance, length, people, reach, share, telephone } from '@/text/format'

describe('counts', () => {
  it('are whole and have their thousands separated', () => {
    expect(count(92310)).toBe('92,310')
    expect(count(1234567.4)).toBe('1,234,567')
    expect(count(0)).toBe('0')
  })
  it('that are absent are a dash, never a zero', () => {
    expect(count(null)).toBe('—')
    expect(count(Number.NaN)).toBe('—')
  })
})

describe('counts of people', () => {
  it('that are withheld are less than their threshold, and rounded ones say so', () => {
    expect(people(null, 5)).toBe('<5')
    expect(people(40, 5, true)).toBe('≈40')
    expect(people(42, 5)).toBe('42')
    expect(people(0, 5, true)).toBe('0')
    expect(people(null, null)).toBe('—')
  })
})

describe('shares', () => {
  it('have one decimal', () => {
    expect(share(0.342)).toBe('34.2%')
    expect(share(0)).toBe('0.0%')
    expect(share(1)).toBe('100.0%')
  })
  it('never round a part to nothing or to everything', () => {
    expect(share(0.0004)).toBe('<0.1%')
    expect(share(0.9996)).toBe('>99.9%')
    expect(share(0.0005)).toBe('0.1%')
  })
  it('of nobody are a dash', () => expect(share(null)).toBe('—'))
})

describe('distances', () => {
  it('below a kilometre are whole metres', () => {
    expect(distance(350.4, 'zh')).toBe('350 米')
    expect(distance(350.4, 'en')).toBe('350 m')
  })
  it('from a kilometre on have one decimal', () => {
    expect(distance(1234, 'zh')).toBe('1.2 公里')
    expect(distance(1234, 'en')).toBe('1.2 km')
    expect(distance(123456, 'en')).toBe('123 km')
  })
  it('that round up to a kilometre are not called 1000 metres', () => expect(distance(999.7, 'zh')).toBe('1.0 公里'))
  it('asked for as a reach stay in metres', () => {
    expect(reach(1000, 'zh')).toBe('1,000 米')
    expect(reach(300, 'en')).toBe('300 m')
  })
  it('on a scale bar have no empty decimals', () => {
    expect(length(2000, 'zh')).toBe('2 公里')
    expect(length(200, 'en')).toBe('200 m')
  })
})

it('dates follow the language', () => {
  expect(date('2026-11-23', 'zh')).toBe('2026年11月23日')
  expect(date('2026-11-23', 'en')).toBe('23 Nov 2026')
  expect(date(null, 'zh')).toBe('—')
  expect(date('not a date', 'en')).toBe('not a date')
})

it('degrees keep four decimals and put longitude first', () => expect(degrees(108.94001, 34.26)).toBe('108.9400, 34.2600'))
it('a telephone link holds digits only', () => expect(telephone('029-0000 1234')).toBe('tel:02900001234'))
