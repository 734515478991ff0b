// Where the record in a form lies: the point as it will stand, the point it was given by, and how far one is from the other.
import type { LonLat } from '@/api/types'
import { DATUMS, metresBetween, toWgs84, type Datum } from '@/map/datum'
import type { Flat } from './difference'

const isDatum = (code: unknown): code is Datum => DATUMS.includes(code as Datum)

/** The point on the map, whatever datum it was typed in; null while it is not whole. */
export function pointOf(record: Flat): LonLat | null {
  const { lon, lat, datum } = record
  if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat)) return null
  return toWgs84(lon, lat, isDatum(datum) ? datum : 'wgs84')
}

export function frontOf(record: Flat): LonLat | null {
  const front = record.front as LonLat | null | undefined
  return front && Number.isFinite(front.lon) && Number.isFinite(front.lat) ? front : null
}

export interface Given { x: number; y: number; datum: Datum }
export function givenOf(record: Flat): (Given & { at: LonLat }) | null {
  const given = record.given as Given | null | undefined
  if (!given || !Number.isFinite(given.x) || !Number.isFinite(given.y) || !isDatum(given.datum)) return null
  return { ...given, at: toWgs84(given.x, given.y, given.datum) }
}

export const apart = (a: LonLat | null, b: LonLat | null): number | null => (a && b ? metresBetween(a, b) : null)

/** A pair typed without care: the two numbers in either order of a Chinese place, with any separator. */
export function readPair(text: string): { lon: number; lat: number } | null {
  const numbers = text.match(/-?\d+(?:\.\d+)?/g)?.map(Number) ?? []
  if (numbers.length !== 2) return null
  const [a, b] = numbers
  if (Math.abs(a) <= 180 && Math.abs(b) <= 90) return { lon: a, lat: b }
  return Math.abs(b) <= 180 && Math.abs(a) <= 90 ? { lon: b, lat: a } : null
}

/** The places a typed pair would mean, once a datum; those that fall together are one. */
export function candidates(x: number, y: number): { datums: Datum[]; at: LonLat }[] {
  const out: { datums: Datum[]; at: LonLat }[] = []
  for (const datum of DATUMS) {
    const at = toWgs84(x, y, datum)
    const near = out.find((c) => metresBetween(c.at, at) < 1)
    if (near) near.datums.push(datum)
    else out.push({ datums: [datum], at })
  }
  return out
}
