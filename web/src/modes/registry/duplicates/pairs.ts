// How a pair is named in an address, where its two places are, and how its score is put in words.
import type { Duplicate, LonLat } from '@/api/types'

const BETWEEN = '~'
export const pairId = (pair: Duplicate): string => `${pair.a.id}${BETWEEN}${pair.b.id}`
export function splitPair(id: string): [string, string] {
  const at = id.indexOf(BETWEEN)
  return at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)]
}

export function placed(pair: Duplicate): LonLat[] {
  return [pair.a, pair.b].filter((p) => p.lon !== null && p.lat !== null).map((p) => ({ lon: p.lon!, lat: p.lat! }))
}

export type Likeness = 'sure' | 'likely' | 'maybe'
export const likeness = (score: number): Likeness => (score >= 0.9 ? 'sure' : score >= 0.75 ? 'likely' : 'maybe')
export const THRESHOLDS = [0.6, 0.75, 0.9]
/** Rounded down, so that nothing but a whole match is told as one. */
export const percent = (value: number): string => `${Math.floor(value * 100 + 1e-9)}%`
