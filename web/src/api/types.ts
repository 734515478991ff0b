// What the service answers: the shapes of docs/api.md, nothing the page invents.

export type Bounds = [west: number, south: number, east: number, north: number]
export interface LonLat { lon: number; lat: number }

export interface Basemap { style_url: string | null; tianditu_key: string | null; approval_number: string | null }

export interface About {
  version: string
  title_zh: string
  title_en: string
  sample: boolean
  snapshot: string
  data_as_of: string | null
  area: Bounds | null
  bounds: Bounds | null
  counts: Record<string, number>
  groups: string[]
  basemap: Basemap
}

export interface Named { code: string; name_zh: string; name_en: string }

export interface Kind extends Named {
  icon: string
  colour: string
  of: 'facility' | 'organization'
  capacity_unit_zh: string | null
  capacity_unit_en: string | null
  protected: boolean
  aliases: string[]
  count: number
  operating: number
}

export interface ServiceType extends Named { doorless?: boolean }
export interface TargetGroup extends Named { minors?: boolean }

export interface Standard extends Named {
  kind: string
  tier: string | null
  reach_m: number | null
  metric: string
  strength: string | null
  citation: string
  confidence: string
  verified: boolean
  active: boolean
}

export type Level = 'province' | 'city' | 'district' | 'street' | 'community'

export interface Division {
  code: string
  name: string
  name_en: string | null
  level: Level
  parent: string | null
  lon: number | null
  lat: number | null
}

export interface Page<T> { items: T[]; next_cursor: string | null; total: number }

export type Status = 'planned' | 'approved' | 'building' | 'accepted' | 'operating' | 'suspended' | 'closed'

export interface OfferedService {
  id: string
  type: string
  name: string | null
  target_groups: string[]
  fee: string | null
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
  type: 'facility' | 'organization' | 'division'
  id: string
  name: string
  detail: string | null
  kind: string | null
  lon: number | null
  lat: number | null
}

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
  inputs: { snapshot: string; data_as_of: string | null; facilities: number; cells: number; method: string }
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

export interface FieldError { field: string; value: string | null; reason: string; expected: string | null }

export interface ProblemBody {
  title?: string
  status?: number
  detail?: string
  code?: string
  request_id?: string
  errors?: FieldError[]
}
