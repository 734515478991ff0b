// Plans: what is to be built where, what a siting run was asked and answered, and what a plan does for people.
import type { LonLat } from './place'
import type { By } from './analysis'
import type { Level } from './reference'

export type PlanState = 'draft' | 'approved' | 'archived'
export type SitingModel = 'lscp' | 'mclp' | 'cmclp' | 'p-median' | 'p-center'

/** Whose reach is wanted, how it is measured and where. */
export interface Terms { kind: string[]; group?: string | null; by: By; within_m: number; division?: string | null; standard?: string | null }

/** A ring of longitude and latitude whose last point is its first. */
export type Ring = [number, number][]
export interface CandidatePoint extends LonLat { id: string; cost?: number | null; capacity?: number | null }
export type Candidates =
  | { from: 'grid'; spacing_m: number }
  | { from: 'streets'; spacing_m: number }
  | { from: 'idle' }
  | { from: 'points'; points: CandidatePoint[] }

export interface SitingQuestion {
  model: SitingModel
  sites?: number | null
  /** In 10,000 yuan, as every cost. */
  budget?: number | null
  cost_per_site?: number | null
  capacity_per_site?: number | null
  candidates: Candidates
  closable?: boolean
  exclude?: Ring[]
  weights?: Record<string, number>
  time_limit_s?: number | null
}

export type Doing = 'build' | 'upgrade' | 'add-places' | 'extend-hours' | 'move' | 'close'
/** One step of a plan; `facility` is the existing place it is about, lon and lat are where something comes to stand. */
export interface PlanAction {
  id: string
  do: Doing
  name?: string
  lon?: number
  lat?: number
  facility?: string
  capacity?: number | null
  places?: number
  opening_hours?: string
  premises?: string | null
  floor_area_m2?: number | null
  cost?: number | null
  year?: number | null
}

export interface RunProgress { best: number | null; bound: number | null; gap: number | null; seconds: number }
export interface PlanRun {
  state: 'running' | 'done' | 'cancelled' | 'failed'
  objective?: number | null
  bound?: number | null
  gap?: number | null
  seconds?: number | null
  why_failed?: string | null
}

export interface PlanSite extends LonLat {
  id: string
  name: string
  rank: number
  cost: number | null
  capacity: number | null
  newly_reached: number | null
  communities: { code: string | null; name: string | null; people: number | null }[]
  lost_without: number | null
  /** The best other candidate in its place, with the objective it would give. */
  second_best: ({ id: string; objective: number | null } & LonLat) | null
  /** The step of the plan that builds it. */
  action?: string
}

export interface PlanAnswer {
  model: SitingModel
  status: 'optimal' | 'feasible' | 'infeasible'
  objective: number | null
  bound: number | null
  gap: number | null
  covered: number | null
  covered_before: number | null
  total: number | null
  measured: boolean
  candidates: number
  sites: PlanSite[]
  /** Ids of the places to close. */
  closed: string[]
  infeasible_because?: { demand: string | null; lon: number | null; lat: number | null; reason: string }[]
  what_would_do?: string | null
  seconds: number
}

export interface Baseline { change_seq: number; revision: number; people_revision: number; streets: string | null; standards: string }

export interface Plan {
  id: string
  name: string
  state: PlanState
  version: number
  terms: Terms
  baseline: Baseline
  actions: PlanAction[]
  siting: SitingQuestion | null
  run: PlanRun | null
  answer: PlanAnswer | null
  copied_from: string | null
  created_by_name: string
  created_at: string
  /** The registry has changed since. */
  stale: boolean
  total_cost: number | null
  withheld_below?: number | null
}

export interface NewPlan { name?: string; terms: Terms; actions?: PlanAction[]; siting?: SitingQuestion | null }

export interface Side { covered: number | null; left_over: number | null; share: number | null }
export interface PlanZone { code: string | null; name: string | null; name_en?: string | null; level?: Level | null; total: number | null; before: number | null; after: number | null }
export interface PlanFigures {
  by: By
  measured: boolean
  within_m: number
  group: string
  total: number | null
  before: Side
  after: Side
  newly_covered: number | null
  newly_lost: number | null
  by_division: PlanZone[]
  by_group: { group: string; total: number | null; before: number | null; after: number | null }[]
  /** Places (beds) of the serving facilities, as far as they are on record. */
  places: { before: number; after: number; unstated?: number }
  cost_total: number | null
  per_action: { id: string; newly_covered: number | null; lost_without: number | null; covered_alone: number | null; off_road?: boolean }[]
  withheld_below?: number | null
  inputs: { snapshot?: string; data_as_of?: string | null; cells?: number; method?: string; hash?: string; facilities?: number }
}

/** The ground that is reached, as the service draws it. */
export type Ground = GeoJSON.Geometry | GeoJSON.Feature | GeoJSON.FeatureCollection
export interface PlanTry {
  covered: number | null
  left_over: number | null
  total: number | null
  share: number | null
  newly_covered: number | null
  lost_without: number | null
  measured: boolean
  off_road?: boolean
  reach?: Ground | null
  /** The divisions whose figures differ from before. */
  by_division: PlanZone[]
}
export interface TryQuestion { terms: Terms; actions: PlanAction[]; moving: { action: string } & LonLat; level?: Level; with_reach?: boolean }
export interface PlanQuestion { terms: Terms; actions: PlanAction[]; level?: Level }
