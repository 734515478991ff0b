// What an outside geocoder says of an address.
export type GeocodeLevel = 'house' | 'landmark' | 'street' | 'place' | 'division' | 'unknown'

export interface GeocodeItem {
  label: string
  level: GeocodeLevel
  /** The precision to keep with the point. */
  precision: string
  /** Whether somebody should look at the point before it is kept. */
  review: boolean
  lon: number
  lat: number
  given: { x: number; y: number; datum: string }
  inside_area: boolean
  division: { code: string; name: string; path: string[] } | null
}

export interface Geocoded { geocoder: 'nominatim' | 'tianditu' | 'amap'; items: GeocodeItem[]; attribution: string }
