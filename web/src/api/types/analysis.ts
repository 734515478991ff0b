// What can be worked out: nearest, coverage, gaps.
import type { Status } from './facilities'
import type { LonLat } from './place'
import type { Level } from './reference'

export interface NearestMatch {
  id: string
  name: string
  kind: string
  distance_m: number
  rank: number
  status: Status
  address: string | null
  phone: string | null
  capacity: number | null
  operator: string | null
  because?: string[]
}

export interface LeftOut { id: string; name: string; kind: string; distance_m: number; reasons: string[] }
export interface Doorless { id: string; type: string; name: string; phone: string | null }

export interface Nearest {
  by: string
  at: LonLat & { label: string | null }
  limit: number
  features: { id: string; geometry: { type: 'Point'; coordinates: [number, number] }; properties: NearestMatch }[]
  doorless?: Doorless[]
  left_out?: LeftOut[]
  data_as_of: string | null
}

/** What figures of people are: no figure without its definition and its year. */
export interface Figures { definition: string | null; year: number | null; method: 'counted' | 'estimated'; how: string | null; file_name: string }

export interface Band { within_m: number; covered: number; left_over: number; total: number; share: number | null }

export interface Zone {
  code: string | null
  name: string | null
  name_en: string | null
  level: Level | null
  lon: number | null
  lat: number | null
  total: number
  facilities: number
  bands: Band[]
}

export interface Coverage {
  by: string
  kind: string[]
  group: string
  within_m: number[]
  standard: string | null
  bands: Band[]
  facilities: number
  communities: { with_one: number; total: number; share: number | null } | null
  zones: Zone[]
  unreachable: number
  skipped: { id: string; reason: string }[]
  inputs: { snapshot: string; data_as_of: string | null; facilities: number; cells: number; method: string; figures?: Figures[] }
}

export interface GapRow {
  rank: number
  code: string | null
  name: string | null
  name_en: string | null
  street: string | null
  district: string | null
  lon: number
  lat: number
  people: number
  left_over: number
  covered: number
  share: number | null
  nearest: { id: string; name: string; distance_m: number } | null
}

export interface Gaps {
  unit: 'community' | 'cell'
  total: number
  people_left_over: number
  people_total: number
  items: GapRow[]
  next_cursor: string | null
}
