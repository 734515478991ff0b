// A facility and an organisation as everybody sees them, and what the search finds.
export type Status = 'planned' | 'approved' | 'building' | 'accepted' | 'operating' | 'suspended' | 'closed'

export interface OfferedService {
  id: string
  type: string
  name: string | null
  target_groups: string[]
  fee: string | null
  capacity?: number | null
  vacancy?: number | null
  vacancy_at?: string | null
  phone: string | null
}

export interface Facility {
  id: string
  name: string
  name_en?: string | null
  kind: string
  status: Status
  status_date: string | null
  status_reason: string | null
  operator: { id: string; name: string } | null
  division: { code: string; name: string; path: string[] } | null
  address: string | null
  lon: number | null
  lat: number | null
  given: { x: number; y: number; datum: string } | null
  precision: string | null
  protected: boolean
  capacity: number | null
  floor_area_m2: number | null
  opening_hours: string | null
  phone: string | null
  barrier_free: string[]
  grade: string | null
  responsible_department: string | null
  notes: string | null
  opened_on: string | null
  checked_on: string | null
  source: string | null
  services: OfferedService[]
  target_groups: string[]
  updated_at: string
  version?: number
  merged_ids?: string[]
}

export interface Organization {
  id: string
  name: string
  category: string | null
  phone: string | null
  address: string | null
  sites: string[]
}

export interface SearchHit {
  type: 'facility' | 'organization' | 'division' | 'place' | 'landmark' | 'street' | 'house'
  id: string
  name: string
  name_en?: string | null
  detail: string | null
  kind: string | null
  attribution?: string | null
  lon: number | null
  lat: number | null
}
