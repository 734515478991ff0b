// Two records made one: which field comes from which, and what the one will say.
import type { Merge, RecordType } from '@/api/types'
import { isEmpty, same, type Flat } from '../records/difference'
import { order } from '../records/fields'

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

/** One row a field, in the order of the form; those that differ first. */
export function mergeRows(keep: Flat, drop: Flat, type: RecordType = 'facility'): MergeRow[] {
  const named = [...new Set([...Object.keys(keep), ...Object.keys(drop)])].filter((f) => !OWN.has(f))
  const fields = [...new Set(order(type, named).map((f) => PART.get(f) ?? f))]
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

/** What a proposal to merge had chosen: a field whose value it took from the record that goes. */
export function choiceOf(rows: MergeRow[], keep: Flat, after: Flat): Record<string, Side> {
  const chosen = firstChoice(rows)
  for (const row of rows) if (!row.same) chosen[row.field] = same(said(keep, row.field), said(after, row.field), row.field) ? 'keep' : 'drop'
  return chosen
}

/** The order the service takes: only fields from the dropped record are named, a whole with all its parts. */
export function mergeOrder([keep, drop]: [Flat, Flat], rows: MergeRow[], choice: Record<string, Side>, reason: string, type: RecordType = 'facility'): Merge {
  const taken = rows.filter((row) => !row.same && choice[row.field] === 'drop').flatMap((row) => partsOf(row.field).filter((part) => part in drop))
  return { type, keep: String(keep.id), drop: String(drop.id), fields: Object.fromEntries(taken.map((part) => [part, 'drop' as const])), reason }
}
