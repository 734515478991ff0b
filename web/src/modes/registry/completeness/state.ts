// What completeness was asked, read from the address, and how it is put to the service.
import type { LocationQuery } from 'vue-router'
import type { Query } from '@/api/client'
import type { CompletenessRow, Level } from '@/api/types'
import { text } from '@/text/address'

export const LEVELS: Level[] = ['district', 'street', 'community']

export interface CompletenessState {
  by: 'kind' | 'division'
  level: Level
  kind: string
  division: string
  /** The row whose records are listed, and the field they lack; `*` is everything that is asked for. */
  row: string
  field: string
}

export function readCompleteness(query: LocationQuery): CompletenessState {
  return {
    by: text(query.by) === 'division' ? 'division' : 'kind',
    level: LEVELS.find((l) => l === text(query.level)) ?? 'district',
    kind: text(query.kind), division: text(query.division), row: text(query.row), field: text(query.field),
  }
}

export function completenessQuery(s: CompletenessState): Query {
  return s.by === 'division' ? { by: 'division', level: s.level, kind: s.kind, division: s.division } : { by: 'kind', kind: s.kind, division: s.division }
}

/** Which records stand behind a row. */
export function recordsQuery(s: CompletenessState): Query {
  if (s.row === '*') return { kind: s.kind, division: s.division }
  return s.by === 'kind' ? { kind: s.row, division: s.division } : { kind: s.kind, division: s.row }
}

/** The least complete first; a row without records says nothing and comes last. */
export const ranked = (rows: readonly CompletenessRow[]): CompletenessRow[] =>
  [...rows].sort((a, b) => Number(a.count === 0) - Number(b.count === 0) || a.score - b.score || (a.code < b.code ? -1 : 1))
