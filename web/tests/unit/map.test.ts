// Whether shades, scale and overlays say what the numbers say.
import { describe, expect, it } from 'vitest'
import type { Zone } from '@/api/types'
import { PALETTES, shareClass } from '@/map/palette'
import { metresPerPixel, scaleBar } from '@/map/picture'
import { boundsOf } from '@/map/stage'

it('a share on a step belongs to the class above it', () => {
  expect([0, 0.1999, 0.2, 0.4, 0.5999, 0.6, 0.8, 1].map(shareClass)).toEqual([0, 0, 1, 2, 2, 3, 4, 4])
})

describe('the scale', () => {
  it('is a round length that fits', () => {
    expect(scaleBar(10, 110)).toEqual({ metres: 1000, pixels: 100 })
    expect(scaleBar(7, 110)).toEqual({ metres: 500, pixels: 500 / 7 })
    expect(scaleBar(0.3, 110)).toEqual({ metres: 20, pixels: 20 / 0.3 })
  })
  it('halves with each zoom and shrinks with the cosine of the latitude', () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(78271.517, 3)
    expect(metresPerPixel(0, 1)).toBeCloseTo(78271.517 / 2, 3)
    expect(metresPerPixel(60, 0)).toBeCloseTo(78271.517 / 2, 3)
  })
})

/** Relative luminance after WCAG 2, for order in grey print. */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
  const [r, g, b] = parts.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

it('the five shades stay in order in grey print, in both themes', () => {
  for (const [theme, sign] of [['light', -1], ['dark', 1]] as const) {
    const grey = PALETTES[theme].shares.map(luminance)
    for (let i = 1; i < grey.length; i++) expect((grey[i] - grey[i - 1]) * sign, `${theme} ${i}`).toBeGreaterThan(0)
  }
})

it('bounds hold every point and are never empty', () => {
  expect(boundsOf([])).toBeNull()
  expect(boundsOf([{ lon: 1, lat: 2 }, { lon: 3, lat: 1 }], 0)).toEqual([1, 1, 3, 2])
  const [w, s, e, n] = boundsOf([{ lon: 1, lat: 2 }])!
  expect(e - w).toBeGreaterThan(0)
  expect(n - s).toBeGreaterThan(0)
})

it('a zone is told by the band that was asked for', async () => {
  const { bandOf } = await import('@/modes/gaps/bands')
  const zone = { bands: [{ within_m: 300, share: 0.1 }, { within_m: 500, share: 0.2 }] } as Zone
  expect(bandOf(zone, 500).share).toBe(0.2)
  expect(bandOf(zone, 700).share).toBe(0.1)
})
