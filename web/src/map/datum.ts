// Where a typed pair lies when it is read in each datum: shown before it is sent; the service does the binding conversion.
import type { LonLat } from '@/api/types'

export const DATUMS = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const
export type Datum = (typeof DATUMS)[number]

type Pair = [number, number]
const KRASOVSKY_A_M = 6_378_245
const KRASOVSKY_EE = 0.006_693_421_622_965_943
const BD_STEP = (Math.PI * 3000) / 180
const RESIDUAL_DEG = 1e-11
const STEPS = 12
const { PI, abs, atan2, cos, hypot, sin, sqrt } = Math

/** The public GCJ-02 formula; the same steps as src/domain/datum.rs. */
function gcjFromWgs([lon, lat]: Pair): Pair {
  const [x, y] = [lon - 105, lat - 35]
  const root = sqrt(abs(x))
  const ripple = ((20 * sin(6 * PI * x) + 20 * sin(2 * PI * x)) * 2) / 3
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    + ((20 * sin(PI * y) + 40 * sin((PI * y) / 3)) * 2) / 3 + ((160 * sin((PI * y) / 12) + 320 * sin((PI * y) / 30)) * 2) / 3
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    + ((20 * sin(PI * x) + 40 * sin((PI * x) / 3)) * 2) / 3 + ((150 * sin((PI * x) / 12) + 300 * sin((PI * x) / 30)) * 2) / 3
  const rad = (lat * PI) / 180
  const m = 1 - KRASOVSKY_EE * sin(rad) ** 2
  return [
    lon + (east * 180) / ((KRASOVSKY_A_M / sqrt(m)) * cos(rad) * PI),
    lat + (north * 180) / (((KRASOVSKY_A_M * (1 - KRASOVSKY_EE)) / (m * sqrt(m))) * PI),
  ]
}

function bdFromGcj([lon, lat]: Pair): Pair {
  const z = hypot(lon, lat) + 0.000_02 * sin(lat * BD_STEP)
  const theta = atan2(lat, lon) + 0.000_003 * cos(lon * BD_STEP)
  return [z * cos(theta) + 0.0065, z * sin(theta) + 0.006]
}

/** Neither formula has a closed inverse: map forward, subtract what it is off, until it maps back. */
function inverse(forward: (pair: Pair) => Pair, target: Pair, guess: Pair): Pair {
  let pair = guess
  for (let i = 0; i < STEPS; i++) {
    const mapped = forward(pair)
    const off: Pair = [mapped[0] - target[0], mapped[1] - target[1]]
    pair = [pair[0] - off[0], pair[1] - off[1]]
    if (Math.max(abs(off[0]), abs(off[1])) < RESIDUAL_DEG) break
  }
  return pair
}

export function toWgs84(x: number, y: number, datum: Datum): LonLat {
  let pair: Pair = [x, y]
  if (datum === 'bd09') pair = inverse(bdFromGcj, pair, [x - 0.0065, y - 0.006])
  if (datum === 'bd09' || datum === 'gcj02') pair = inverse(gcjFromWgs, pair, pair)
  return { lon: pair[0], lat: pair[1] }
}

export function fromWgs84(lon: number, lat: number, datum: Datum): LonLat {
  let pair: Pair = [lon, lat]
  if (datum === 'bd09' || datum === 'gcj02') pair = gcjFromWgs(pair)
  if (datum === 'bd09') pair = bdFromGcj(pair)
  return { lon: pair[0], lat: pair[1] }
}

/** Great-circle metres on the sphere the service measures on. */
export function metresBetween(a: LonLat, b: LonLat): number {
  const rad = PI / 180
  const [dLat, dLon] = [(b.lat - a.lat) * rad, (b.lon - a.lon) * rad]
  const h = sin(dLat / 2) ** 2 + cos(a.lat * rad) * cos(b.lat * rad) * sin(dLon / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, sqrt(h)))
}
