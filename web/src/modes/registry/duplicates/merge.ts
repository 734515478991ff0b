// Two records made one: which field comes from which, and what the one will say.
import type { Merge } from '@/api/types'
import { isEmpty, same, type Flat } from '../records/difference'

export type Side = 'keep' | 'drop'

/** Fields that belong to the record itself, not to what it says. */
const OWN = new Set(['id', 'version', 'datum', 'given'])
/** What is one thing is never put together from two records. */
const WHOLES: Record<string, readonly string[]> = {
  position: ['lon', 'lat', 'precision'],
  status: ['status', 'status_date', 'status_reason'],
}
const PART = new Map(Object.entries(WHOLES).flatMap(([whole, parts]) => parts.map((part) => [part, whole] as const)))
const partsOf = (field: string): readonly string[] => WHOLES[field] ?? [field]

export interface MergeRow { field: string; keep: unknown; drop: unknown; same: boolean }

/** What a record says of a field; of a whole all its parts, or nothing while its first part is missing. */
function said(record: Flat, field: string): unknown {
  const parts = partsOf(field)
  if (parts.length === 1) return record[field]
  return isEmpty(record[parts[0]]) ? null : Object.fromEntries(parts.map((part) => [part, record[part] ?? null]))
}

/** One row a field; those that differ first. */
export function mergeRows(keep: Flat, drop: Flat): MergeRow[] {
  const fields = [...new Set([...Object.keys(keep), ...Object.keys(drop)].filter((f) => !OWN.has(f)).map((f) => PART.get(f) ?? f))]
  const rows = fields.map((field): MergeRow => {
    const [a, b] = [said(keep, field), said(drop, field)]
    return { field, keep: a, drop: b, same: same(a, b, field) }
  })
  return [...rows.filter((r) => !r.same), ...rows.filter((r) => r.same && !isEmpty(r.keep))]
}

/** What stands is kept; what is missing is taken from the record that goes. */
export function firstChoice(rows: MergeRow[]): Record<string, Side> {
  return Object.fromEntries(rows.map((r) => [r.field, isEmpty(r.keep) && !isEmpty(r.drop) ? 'drop' : 'keep']))
}

/** The order the service takes: only fields from the dropped record are named, a whole with all its parts. */
export function mergeOrder(keep: Flat, drop: Flat, rows: MergeRow[], choice: Record<string, Side>, reason: string): Merge {
  const taken = rows.filter((row) => !row.same && choice[row.field] === 'drop').flatMap((row) => partsOf(row.field).filter((part) => part in drop))
  return { keep: String(keep.id), drop: String(drop.id), fields: Object.fromEntries(taken.map((part) => [part, 'drop' as const])), reason }
}
