// How exactly a point is known that was found by an address, and what is put into the form for it.
import type { GeocodeItem, GeocodeLevel, SearchHit } from '@/api/types'

export interface Placing {
  label: string
  detail: string
  level: GeocodeLevel
  precision: string
  /** Whether the point waits for a look after it was sent: the street or worse, or outside the area. */
  review: boolean
  inside: boolean
  lon: number
  lat: number
  /** What the pair refers to; null for WGS84. */
  datum: string | null
}

const LEVELS: Partial<Record<SearchHit['type'], GeocodeLevel>> = { house: 'house', landmark: 'landmark', facility: 'landmark', street: 'street', place: 'place', division: 'division' }
const PRECISION: Record<GeocodeLevel, string> = { house: 'building', landmark: 'building', street: 'street', place: 'community', division: 'centroid', unknown: 'unknown' }
/** Levels that are good enough to be kept as they are. */
const FINE: GeocodeLevel[] = ['house', 'landmark']

/** A hit of the own search; null where it has no place. */
export function ofHit(hit: SearchHit): Placing | null {
  const level = LEVELS[hit.type]
  if (!level || hit.lon == null || hit.lat == null) return null
  return { label: hit.name, detail: hit.detail ?? '', level, precision: PRECISION[level], review: !FINE.includes(level), inside: true, lon: hit.lon, lat: hit.lat, datum: null }
}

/** What an outside geocoder found: the pair as it was given, with its datum, so that it stays in sight. */
export function ofGeocoded(item: GeocodeItem): Placing {
  const datum = item.given.datum === 'wgs84' ? null : item.given.datum
  const [lon, lat] = datum ? [item.given.x, item.given.y] : [item.lon, item.lat]
  return { label: item.label, detail: item.division?.path.join(' ') ?? '', level: item.level, precision: item.precision, review: item.review, inside: item.inside_area, lon, lat, datum }
}

export const placed = ({ lon, lat, datum, precision }: Placing) => ({ lon, lat, datum, precision })
