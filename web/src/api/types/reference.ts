// The rows every mode needs: what this registry is, kinds, services, groups, standards, divisions.
import type { Bounds } from './place'

export interface Basemap { style_url: string | null; tiles_url?: string | null; tianditu_key: string | null; approval_number: string | null }

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
  /** The sort of outside geocoder that who edits records may ask. */
  geocoder?: 'nominatim' | 'tianditu' | 'amap' | null
  /** Whose the imported map is, to be shown with it. */
  map_attribution?: string | null
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
  osm_tags?: string[]
  hsds_term?: string | null
  source?: string | null
  confidence?: string | null
  check_interval_days?: number | null
  version?: number
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
  ratio?: { value: number; unit: string } | null
  min_area_m2?: number | null
  source?: string
  strength: string | null
  citation: string
  confidence: string
  verified: boolean
  active: boolean
  valid_from?: string | null
  valid_to?: string | null
  version?: number
}

export interface ReportingUnit extends Named { divisions: string[] }

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
