// What the records were asked, read from the address, and how it is put to the service.
import type { LocationQuery } from 'vue-router'
import type { Query } from '@/api/client'
import type { CheckState, RecordType } from '@/api/types'
import { list, text } from '@/text/address'
import { COLUMNS, type Column } from './columns'

export interface Sort { column: string; down: boolean }
export interface RecordsState {
  of: RecordType
  text: string
  kinds: string[]
  statuses: string[]
  division: string
  checked: CheckState[]
  columns: string[]
  sort: Sort | null
  /** The record whose form is open. */
  open: string
  /** A record that does not exist yet is being filled in. */
  adding: boolean
}

/** What belongs to a view that can be named. */
export const VIEW_KEYS = ['of', 'q', 'kind', 'status', 'division', 'checked', 'cols', 'sort'] as const
export const CHECKED: CheckState[] = ['fresh', 'due_soon', 'overdue', 'never']

const ofKind = (raw: string): RecordType => (raw === 'organization' ? 'organization' : 'facility')
export const columnsOf = (of: RecordType): Column[] => COLUMNS[of]
export const usualColumns = (of: RecordType): string[] => columnsOf(of).filter((c) => c.usual).map((c) => c.code)

export function readRecords(query: LocationQuery, id = ''): RecordsState {
  const of = ofKind(text(query.of))
  const known = columnsOf(of).map((c): string => c.code)
  const asked = list(query.cols).filter((c) => known.includes(c))
  const [column, way] = text(query.sort).split(':')
  return {
    of,
    text: text(query.q),
    kinds: list(query.kind),
    statuses: of === 'facility' ? list(query.status) : [],
    division: text(query.division),
    checked: of === 'facility' ? CHECKED.filter((c) => list(query.checked).includes(c)) : [],
    columns: asked.length ? known.filter((c) => asked.includes(c)) : usualColumns(of),
    sort: known.includes(column) ? { column, down: way === 'down' } : null,
    open: id,
    adding: text(query.new) === '1' && !id,
  }
}

/** What the service itself can choose by. The rest — checked state, another order — needs the whole list here. */
export function listQuery(s: RecordsState): Query {
  if (s.of === 'organization') return { q: s.text, category: s.kinds[0], division: s.division }
  return { q: s.text, kind: s.kinds, status: s.statuses, division: s.division }
}

export const needsWhole = (s: RecordsState): boolean => s.sort !== null || s.checked.length > 0
export const narrow = (s: RecordsState): boolean => !!(s.text || s.kinds.length || s.statuses.length || s.division || s.checked.length)
export const writeSort = (sort: Sort | null): string | null => (sort ? `${sort.column}:${sort.down ? 'down' : 'up'}` : null)
/** One click sorts up, the next down, the third gives the registry's own order back. */
export const nextSort = (now: Sort | null, column: string): Sort | null =>
  now?.column !== column ? { column, down: false } : now.down ? null : { column, down: true }
