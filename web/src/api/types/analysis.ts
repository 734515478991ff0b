// What can be worked out: nearest, ways, reach, coverage, gaps.
import type { Status } from './facilities'
import type { LonLat } from './place'
import type { Level } from './reference'

/** How distances are measured: straight, or on foot by one of the profiles. */
export type By = 'straight' | 'walk' | 'elder' | 'step-free'

export interface NearestMatch {
  id: string
  name: string
  name_en?: string | null
  kind: string
  distance_m: number
  /** Seconds on foot; absent from straight lines. */
  walk_s?: number
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
  by: By
  /** Over the streets of a map; otherwise an estimate. */
  measured: boolean
  at: LonLat & { label: string | null }
  limit: number
  features: { id: string; geometry: { type: 'Point'; coordinates: [number, number] }; properties: NearestMatch }[]
  doorless?: Doorless[]
  left_out?: LeftOut[]
  data_as_of: string | null
}

/** What figures of people are: no figure without its definition and its year. */
export interface Figures { definition: string | null; year: number | null; method: 'counted' | 'estimated'; how: string | null; file_name: string }

export type Turn = 'start' | 'straight' | 'slight-left' | 'left' | 'sharp-left' | 'slight-right' | 'right' | 'sharp-right' | 'back'
/** `class` is null between the streets and a door. */
/** `direction`: whether steps lead up or down, where the map says it. */
export interface RouteStep { street: string | null; street_en: string | null; class: string | null; direction: 'up' | 'down' | null; turn: Turn; length_m: number; walk_s: number }

export interface Route {
  type: 'Feature'
  geometry: { type: 'LineString'; coordinates: [number, number][] }
  properties: { to: string; name: string; by: By; measured: boolean; length_m: number; walk_s: number | null; steps: RouteStep[] }
}

/** One feature a limit, in the order of the question. */
export interface Reach {
  type: 'FeatureCollection'
  features: {
    type: 'Feature'
    geometry: { type: 'MultiPolygon'; coordinates: [number, number][][][] }
    properties: { id: string; name: string; by: By; measured: boolean; within_s: number }
  }[]
}

/** A count that is too small to be told is null: see `withheld_below` of the answer. */
export interface Band { within_m: number; covered: number | null; left_over: number | null; total: number | null; share: number | null }

export interface Zone {
  code: string | null
  name: string | null
  name_en: string | null
  level: Level | null
  lon: number | null
  lat: number | null
  total: number | null
  facilities: number
  bands: Band[]
  rounded: boolean
}

export interface Coverage {
  by: By
  measured: boolean
  kind: string[]
  group: string
  within_m: number[]
  standard: string | null
  /** Counts above 0 and below this are withheld; rows marked as rounded are multiples of it. */
  withheld_below: number | null
  bands: Band[]
  rounded: boolean
  facilities: number
  communities: { with_one: number; total: number; share: number | null } | null
  zones: Zone[]
  unreachable: number
  /** Cells too far from any street to be walked to. */
  off_road: number
  skipped: { id: string; reason: string }[]
  inputs: { snapshot: string; data_as_of: string | null; facilities: number; cells: number; method: string; figures?: Figures[] }
}

export type GapState = 'open' | 'planned' | 'under_way' | 'closed' | 'accepted'
/** The parts of a rank; the score is their weighed mean, 0 to 1. */
export interface RankParts { score: number; people_left_over: number | null; mean_distance_m: number | null; share_uncovered: number | null; unmet_requests: number | null }

/** What people decided about a gap; told only to those who keep records or make plans there. */
export interface GapDecision {
  /** Null for cells and outside every division. */
  id?: string | null
  /** Null of the past. */
  state?: GapState | null
  reason?: string | null
  owner_unit?: string | null
  owner_unit_name?: string | null
  owner_post?: string | null
  deadline?: string | null
  overdue?: boolean | null
  /** 0 where nobody has decided anything. */
  version?: number
  rank_parts?: RankParts
}
/** What is left out stays, null takes away. */
export interface GapPatch { state?: GapState; reason?: string | null; owner_unit?: string | null; owner_post?: string | null; deadline?: string | null; working_days?: number }
export interface GapComment { id: string; text: string; by_name: string; at: string }
export interface GapEvent { seq: number; at: string; actor_name: string; action: string; reason: string | null; fields: { field: string; before: unknown; after: unknown }[] }
export interface GapDetail {
  gap: Omit<GapRow, 'rank'>
  kind: string[]
  withheld_below: number | null
  /** Null to whoever may not know whose the gap is, as is the history. */
  comments: GapComment[] | null
  history: GapEvent[] | null
}

export interface GapRow extends GapDecision {
  rank: number
  code: string | null
  name: string | null
  name_en: string | null
  street: string | null
  district: string | null
  lon: number
  lat: number
  people: number | null
  left_over: number | null
  covered: number | null
  share: number | null
  rounded: boolean
  nearest: { id: string; name: string; distance_m: number } | null
}

export interface Gaps {
  unit: 'community' | 'cell'
  total: number
  withheld_below: number | null
  people_left_over: number | null
  people_total: number | null
  rounded: boolean
  items: GapRow[]
  next_cursor: string | null
}

export type NormStatus = 'met' | 'failed' | 'not_checkable' | 'off'

/** A part of the land in which a clause fails: people of it and those affected, or how many there are and should be. */
export interface NormDivision {
  code: string; name: string; name_en: string | null
  people: number | null; affected: number | null; there: number | null; required: number | null; missing: number | null
  not_stated: number; rounded: boolean
}

/** One clause of one standard, judged by itself. */
export interface NormItem {
  standard: string; set: string; name_zh: string; name_en: string; kind: string; tier: string | null; strength: string; citation: string
  confidence: string; verified: boolean; valid_from: string | null; valid_to: string | null; area: string | null
  clause: 'reach' | 'administrative' | 'ratio' | 'minimum_area' | 'minimum_places'
  requirement: { value: number | null; unit: string }
  status: NormStatus; why: string | null; group: string; by: By | null; measured: boolean | null; method: string | null
  people: number | null; affected: number | null; rounded: boolean; withheld_below: number | null; facilities: number | null
  divisions: NormDivision[]; divisions_withheld: number
  facilities_failing: { id: string; name: string; division: string | null; stated: number | null; missing: number | null }[]
  facilities_not_stated: number
}

/** Every clause of every standard, for one division. */
export interface Norms {
  division: string | null; level: Level; day: string; unverified: boolean; group: string
  sets: { set: string; met: number; failed: number; not_checkable: number; off: number }[]
  items: NormItem[]
  inputs: { snapshot: string; data_as_of: string | null; cells: number }
}
