// What two forms of a record differ in, what is sent of it, and what to do when somebody else was faster.
import type { FieldChange, RecordService } from '@/api/types'
import { SET_BY_REGISTRY } from './fields'

/** A record as it travels: its fields, whatever the type. */
export type Flat = Record<string, unknown>
type Value = unknown

const SETS = new Set(['barrier_free', 'target_groups'])

/** One spelling for what means the same: no text, no list and no value are all absence; sets have no order. */
function canonical(value: Value, field = ''): Value {
  if (value === undefined || value === null || value === '') return null
  if (Array.isArray(value)) {
    if (!value.length) return null
    const items = value.map((v) => canonical(v))
    if (SETS.has(field)) return items.map(String).sort()
    if (field === 'services') return items.sort((a, b) => String((a as Flat).type).localeCompare(String((b as Flat).type)))
    return items
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value as Flat).map(([k, v]) => [k, canonical(v, k)] as const).filter(([, v]) => v !== null)
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return value
}

export const same = (a: Value, b: Value, field = ''): boolean => JSON.stringify(canonical(a, field)) === JSON.stringify(canonical(b, field))
export const isEmpty = (value: Value): boolean => canonical(value) === null

export function changesOf(before: Flat, after: Flat, aside: ReadonlySet<string> = SET_BY_REGISTRY): FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields
    .filter((f) => !aside.has(f) && !same(before[f], after[f], f))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
}

export function apply(record: Flat, changes: readonly FieldChange[]): Flat {
  return { ...record, ...Object.fromEntries(changes.map((c) => [c.field, c.after])) }
}

/**
 * The merge patch of some changes. A position is one thing: when a part of it changed, all of it is sent, so that no
 * longitude of one point meets the latitude of another. A typed pair states its datum; a move on the map has none, and
 * the pair as given stays.
 */
export function patchOf(changes: readonly FieldChange[], record: Flat): Flat {
  const patch: Flat = {}
  for (const { field, after } of changes) patch[field] = isEmpty(after) ? (Array.isArray(after) ? [] : null) : after
  if ('lon' in patch || 'lat' in patch || 'datum' in patch) {
    for (const member of ['lon', 'lat', 'precision']) patch[member] = record[member] ?? null
    if (isEmpty(record.datum)) delete patch.datum
    else patch.datum = record.datum
  }
  if ('status' in patch) for (const member of ['status_date', 'status_reason']) if (!isEmpty(record[member])) patch[member] = record[member]
  return patch
}

export interface Clash { field: string; base: Value; theirs: Value; yours: Value }
export interface Settled {
  /** Changes nobody else touched: they go on as they are. */
  clean: FieldChange[]
  /** Fields both changed, differently: a person chooses. */
  clashes: Clash[]
  /** Changes somebody else has made in the same words: nothing left to send. */
  done: FieldChange[]
}

/** Compares what was typed with what the registry holds now. */
export function settle(mine: readonly FieldChange[], now: Flat): Settled {
  const out: Settled = { clean: [], clashes: [], done: [] }
  for (const change of mine) {
    const theirs = now[change.field] ?? null
    if (same(theirs, change.after, change.field)) out.done.push(change)
    else if (same(theirs, change.before, change.field)) out.clean.push(change)
    else out.clashes.push({ field: change.field, base: change.before, theirs, yours: change.after })
  }
  return out
}

/** The changes to send once every clash is decided, each against what the registry holds now. */
export function decided(settled: Settled, choice: Record<string, 'theirs' | 'yours'>): FieldChange[] {
  const kept = settled.clashes.filter((c) => choice[c.field] === 'yours').map((c) => ({ field: c.field, before: c.theirs, after: c.yours }))
  return [...settled.clean, ...kept]
}

export interface ServiceChange { type: string; how: 'added' | 'removed' | 'changed'; before: RecordService | null; after: RecordService | null }

/** A list of services is told service by service. */
export function serviceChanges(before: Value, after: Value): ServiceChange[] {
  const rows = (value: Value) => new Map((Array.isArray(value) ? (value as RecordService[]) : []).map((s) => [s.type, s]))
  const [old, now] = [rows(before), rows(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((type): ServiceChange[] => {
    const [b, a] = [old.get(type) ?? null, now.get(type) ?? null]
    if (b && a) return same(b, a) ? [] : [{ type, how: 'changed', before: b, after: a }]
    return [{ type, how: a ? 'added' : 'removed', before: b, after: a }]
  })
}

const PARTS_OF_POSITION = new Set(['lon', 'lat', 'datum', 'given'])
/** How many things a person sees change: the parts of a position are one. */
export function countTold(changes: readonly FieldChange[]): number {
  const others = changes.filter((c) => !PARTS_OF_POSITION.has(c.field)).length
  return others + (others < changes.length ? 1 : 0)
}
