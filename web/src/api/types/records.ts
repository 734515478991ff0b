// A record with every field the caller may see, and what a write of it is answered with.
import type { LonLat } from './place'
import type { Proposal } from './proposals'
import type { ReviewProblem } from './review'
import type { Status } from './facilities'
import type { CheckState } from './checks'

export type RecordType = 'facility' | 'organization'
/** What a write sends: some of the fields of a record, and why. */
export type Patch = Record<string, unknown> & { reason?: string }

export interface RecordService {
  type: string
  target_groups: string[]
  fee: string | null
  capacity: number | null
  vacancy: number | null
  vacancy_at: string | null
  phone: string | null
}

export interface FacilityRecord {
  id: string
  name: string
  name_en: string | null
  kind: string
  operator: string | null
  credit_code: string | null
  division: string | null
  address: string | null
  lon: number | null
  lat: number | null
  datum: string
  given: { x: number; y: number; datum: string } | null
  precision: string | null
  front: LonLat | null
  status: Status
  status_date: string | null
  status_reason: string | null
  capacity: number | null
  floor_area_m2: number | null
  opening_hours: string | null
  phone: string | null
  contact_mobile?: string | null
  barrier_free: string[]
  grade: string | null
  responsible_department: string | null
  notes: string | null
  opened_on: string | null
  checked_on: string | null
  checked_by: string | null
  source: string | null
  services: RecordService[]
}

export interface OrganizationRecord {
  id: string
  name: string
  name_en: string | null
  category: string | null
  credit_code: string | null
  filing_number: string | null
  phone: string | null
  contact_mobile?: string | null
  address: string | null
  division: string | null
  services: RecordService[]
  notes: string | null
  source: string | null
}

export interface RecordAnswer<R = FacilityRecord> {
  version: number
  record: R
  /** Fields that exist and the caller may not see. */
  withheld: string[]
  proposal: Proposal | null
  check?: { checked_on: string | null; checked_by: string | null; due_on: string | null; state: CheckState }
  review?: { problem: ReviewProblem; detail?: Record<string, unknown>; suggestion?: string | null }[]
}

/** 202: somebody has to approve it; 200 or 201: it stands. */
export type Written<R = FacilityRecord> =
  | { applied: false; proposal: Proposal }
  | { applied: true; version: number; record: R }
