// Whether the state of a mode survives its way through the page's address.
import { describe, expect, it } from 'vitest'
import { list, number, point, tidy, view, writePoint, writeView } from '@/text/address'

it('positions in links keep four decimals', () => {
  expect(writePoint({ lon: 108.9400449, lat: 34.26 })).toBe('108.94,34.26')
  expect(writePoint({ lon: 108.940051, lat: -34.26004 })).toBe('108.9401,-34.26')
})
it('a written point is read back', () => expect(point(writePoint({ lon: 108.9412, lat: 34.2634 }))).toEqual({ lon: 108.9412, lat: 34.2634 }))
it('a view is written and read back', () => {
  expect(writeView({ lon: 108.94123, lat: 34.26, zoom: 13.6789 })).toBe('108.9412,34.26,13.7')
  expect(view('108.9412,34.26,13.7')).toEqual({ lon: 108.9412, lat: 34.26, zoom: 13.7 })
})

describe('what people break', () => {
  it('a point outside the world is no point', () => {
    expect(point('200,34')).toBeNull()
    expect(point('34')).toBeNull()
    expect(point('a,b')).toBeNull()
    expect(point(undefined)).toBeNull()
  })
  it('a number outside its limits is none', () => {
    expect(number('500', 1, 1000)).toBe(500)
    expect(number('0', 1, 1000)).toBeNull()
    expect(number('1e9', 1, 1000)).toBeNull()
    expect(number('', 1, 1000)).toBeNull()
  })
  it('a list loses its blanks', () => expect(list(' a,,b ')).toEqual(['a', 'b']))
  it('a repeated parameter counts once', () => expect(list(['a,b', 'c'])).toEqual(['a', 'b']))
})

it('empty values leave the address', () => expect(tidy({ a: '1', b: '', c: null, d: undefined })).toEqual({ a: '1' }))
