// What changed and when, in the form everybody may see, and what the registry was like on a past day.
import type { FieldChange } from './proposals'

export interface Change {
  seq: number
  at: string
  action: string
  type: string
  id: string
  version: number
  /** What changed, as far as the caller may see it. */
  fields: FieldChange[]
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  batch: string | null
  reason: string | null
  actor_name?: string | null
  hash: string
}

export interface Changes { items: Change[]; next: number; head: number }
export interface ChangeDays { first: string | null; last: string | null; days: { date: string; changes: number }[] }

export interface CoverageHistory {
  withheld_below: number | null
  points: { date: string; covered: number | null; total: number | null; share: number | null; rounded: boolean; facilities: number; measured: boolean }[]
}

export interface DivisionChange {
  kind: 'split' | 'merge' | 'rename'
  on: string
  from: string[]
  to: { code: string; name: string; boundary?: unknown }[]
  reason: string
}
