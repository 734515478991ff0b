// How a pair is named in an address, where its two places are, and how its score is put in words.
import type { Duplicate, LonLat } from '@/api/types'

const BETWEEN = '~'
export const nameOfPair = (a: string, b: string): string => `${a}${BETWEEN}${b}`
export const pairId = (pair: Duplicate): string => nameOfPair(pair.a.id, pair.b.id)
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
/** Weights as whole hundredths that add up to a hundred: what is lost in rounding goes to the largest remainders. */
export function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum <= 0) return weights.map(() => 0)
  const exact = weights.map((w) => (w / sum) * 100)
  const whole = exact.map((x) => Math.floor(x + 1e-9))
  const lost = 100 - whole.reduce((a, b) => a + b, 0)
  const order = exact.map((x, i) => ({ i, rest: x - whole[i] })).sort((a, b) => b.rest - a.rest)
  for (const { i } of order.slice(0, lost)) whole[i] += 1
  return whole
}

/** Rounded down, so that nothing but a whole match is told as one. */
export const percent = (value: number): string => `${Math.floor(value * 100 + 1e-9)}%`
