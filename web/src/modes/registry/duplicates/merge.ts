// Two records made one: which field comes from which, and what the one will say.
import type { Merge } from '@/api/types'
import { isEmpty, same, type Flat } from '../records/difference'

export type Side = 'keep' | 'drop'

/** Fields that belong to the record itself, not to what it says. */
const OWN = new Set(['id', 'datum', 'given', 'version'])
/** A position is one thing: its parts are never taken from two places. */
const POSITION = ['lon', 'lat', 'precision', 'front']


export interface MergeRow { field: string; keep: unknown; drop: unknown; same: boolean }

/** One row a field, position as one row; those that differ first. */
export function mergeRows(keep: Flat, drop: Flat): MergeRow[] {
  const fields = [...new Set([...Object.keys(keep), ...Object.keys(drop)])].filter((f) => !OWN.has(f) && !POSITION.includes(f))
  const place = (r: Flat) => (isEmpty(r.lon) ? null : { lon: r.lon, lat: r.lat, precision: r.precision ?? null })
  const rows = fields.map((field) => ({ field, keep: keep[field], drop: drop[field], same: same(keep[field], drop[field], field) }))
  rows.push({ field: 'position', keep: place(keep), drop: place(drop), same: same(place(keep), place(drop)) })
  const differs = rows.filter((r) => !r.same)
  return [...differs, ...rows.filter((r) => r.same && !isEmpty(r.keep))]
}

/** What stands is kept; what is missing is taken from the record that goes. */
export function firstChoice(rows: MergeRow[]): Record<string, Side> {
  return Object.fromEntries(rows.map((r) => [r.field, isEmpty(r.keep) && !isEmpty(r.drop) ? 'drop' : 'keep']))
}

/** The order the service takes: only fields from the dropped record are named, a position with all its parts. */
export function mergeOrder(keep: Flat, drop: Flat, rows: MergeRow[], choice: Record<string, Side>, reason: string): Merge {
  const fields: Record<string, 'drop'> = {}
  for (const row of rows) {
    if (row.same || choice[row.field] !== 'drop') continue
    if (row.field === 'position') for (const part of POSITION) { if (part in drop && !same(keep[part], drop[part])) fields[part] = 'drop' }
    else fields[row.field] = 'drop'
  }
  return { keep: String(keep.id), drop: String(drop.id), fields, reason }
}
