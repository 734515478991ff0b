// What the registry of record answers: flat records, proposals, history, completeness; the shapes of docs/api.md.
import type { LonLat, Status } from './types'

export type RecordType = 'facility' | 'organization'
export type Value = unknown
export type Flat = Record<string, Value>

export interface ServiceRow {
  type: string
  target_groups: string[]
  fee: string | null
  capacity: number | null
  vacancy: number | null
  vacancy_at: string | null
  phone: string | null
}

export interface Change { field: string; before: Value; after: Value }

export type CheckState = 'fresh' | 'due_soon' | 'overdue' | 'never'
export interface Check { checked_on: string | null; checked_by: string | null; due_on: string | null; state: CheckState }
export interface CheckRow extends Check { id: string; name: string; kind: string; division: string | null; days_overdue: number | null }

export interface RecordAnswer {
  version: number
  record: Flat
  /** Fields the asking account may not see: null in the record, and never sent back. */
  withheld: string[]
  proposal: Proposal | null
  check?: Check | null
  review?: { problem: string }[]
}

export type ProposalState = 'open' | 'approved' | 'returned' | 'withdrawn'
export type ProposalAction = 'add' | 'change' | 'remove' | 'merge' | 'unmerge' | 'import'
export type WhyNot = 'own_proposal' | 'forbidden' | 'stale_proposal' | 'decided'

export interface Proposal {
  id: string
  type: RecordType | 'import'
  record_id: string
  name: string
  action: ProposalAction
  state: ProposalState
  division: string | null
  proposed_by: string
  proposed_by_name: string
  proposed_at: string
  reason: string | null
  fields: Change[]
  before: Flat | null
  after: Flat | null
  others: { id: string; before: Flat | null; after: Flat | null }[]
  base_version: number | null
  current_version: number | null
  stale: boolean
  decided_by_name: string | null
  decided_at: string | null
  decision_reason: string | null
  may: { approve: boolean; return: boolean; withdraw: boolean; why_not: WhyNot | null }
}

/** What became of a write: applied at once, or sent to somebody who approves. */
export type Written =
  | { applied: false; proposal: Proposal }
  | { applied: true; version: number; record: Flat }

export interface ChangeRow {
  seq: number
  at: string
  action: string
  type: string
  id: string
  version: number
  fields: string[] | Change[]
  before: Flat | null
  after: Flat | null
  batch: string | null
  reason: string | null
  actor_name?: string | null
  hash: string
}
export interface Changes { items: ChangeRow[]; next: number; head: number }

export interface HistoryDays { first: string | null; last: string | null; days: { date: string; changes: number }[] }
export interface CoveragePoint { date: string; covered: number; total: number; share: number | null; facilities: number }

export interface Batch {
  id: string
  kind: string
  file_name: string
  at: string
  by_name: string
  added: number
  changed: number
  removed: number
  undone_at: string | null
  may_undo: boolean
}

export interface CompletenessRow { code: string; name: string; count: number; score: number | null; filled: Record<string, number> }
export interface Completeness { weights: { field: string; weight: number }[]; rows: CompletenessRow[]; total: CompletenessRow | null }
export interface IncompleteRow { id: string; name: string; kind: string; score: number; missing: string[] }

export interface FieldOf { type: RecordType; status?: Status }
export type Front = LonLat | null
