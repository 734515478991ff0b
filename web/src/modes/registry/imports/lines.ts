// The changed fields of a row as lines to read: the two halves of a position as one, with how far it moves.
import type { FieldChange } from '@/api/types'
import { metresBetween } from '@/map/datum'

export interface Line extends FieldChange { metres: number | null }

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

export function lines(fields: readonly FieldChange[]): Line[] {
  const [lon, lat] = ['lon', 'lat'].map((field) => fields.find((f) => f.field === field))
  const plain = (f: FieldChange): Line => ({ ...f, metres: null })
  if (!lon || !lat) return fields.map(plain)
  const pair = (side: 'before' | 'after') => {
    const [x, y] = [number(lon[side]), number(lat[side])]
    return x === null || y === null ? null : [x, y]
  }
  const [before, after] = [pair('before'), pair('after')]
  const metres = before && after ? metresBetween({ lon: before[0], lat: before[1] }, { lon: after[0], lat: after[1] }) : null
  return fields.filter((f) => f !== lat).map((f) => (f === lon ? { field: 'position', before, after, metres } : plain(f)))
}
