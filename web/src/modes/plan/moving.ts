// How far an arrow key moves a site, and how exactly a spot is kept.
import type { LonLat } from '@/api/types'

/** One press of an arrow key, and one with Shift. */
const STEP_M = 20
const FAR_M = 200
const DEGREE_M = 111_195
const ARROWS: Record<string, [east: number, north: number]> = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }
/** As exact as a point is kept. */
export const seven = (n: number) => Math.round(n * 1e7) / 1e7

export function stepped(at: LonLat, key: string, far: boolean): LonLat | null {
  const way = ARROWS[key]
  if (!way) return null
  const metres = far ? FAR_M : STEP_M
  return { lon: seven(at.lon + (way[0] * metres) / (DEGREE_M * Math.cos((at.lat * Math.PI) / 180))), lat: seven(at.lat + (way[1] * metres) / DEGREE_M) }
}
