// Where a base map's vector tiles keep what: the registry's own, and the two that PMTiles archives are made in, OpenMapTiles and Protomaps.

type Expression = unknown[]
/** A layer of a tile, and which of its features. */
export interface Cut { layer: string; filter?: Expression }

export interface Schema {
  green: Cut[]
  water: Cut[]
  streams: Cut
  buildings: Cut
  roads: Cut
  /** What a road is, in the words of `ROADS`. */
  roadClass: Expression
  roadNames: Cut
  /** Names of waters and greens, where the tiles have points for them. */
  waterNames: Cut[]
  greenNames: Cut[]
  buildingNames: Cut[]
  places: Cut
  placeClass: Expression
  name: Expression
  nameEn: Expression
}

/** The words of all three for a sort of road. */
export const ROADS = {
  motorway: ['motorway', 'motorway_link', 'trunk', 'trunk_link', 'highway'],
  primary: ['primary', 'primary_link', 'major_road'],
  secondary: ['secondary', 'secondary_link'],
  tertiary: ['tertiary', 'tertiary_link', 'medium_road'],
  bridge: ['bridge'],
  minor: ['residential', 'unclassified', 'living_street', 'road', 'minor', 'minor_road', 'pedestrian', 'busway'],
  service: ['service', 'driveway', 'alley', 'parking_aisle'],
  path: ['path', 'footway', 'track', 'cycleway', 'bridleway', 'corridor', 'other'],
  steps: ['steps'],
  rail: ['rail', 'subway', 'light_rail', 'tram', 'narrow_gauge', 'monorail', 'transit'],
} as const

export type Road = keyof typeof ROADS

const get = (key: string): Expression => ['get', key]
const isIn = (value: Expression, words: readonly string[]): Expression => ['in', value, ['literal', words]]
const first = (...keys: string[]): Expression => ['coalesce', ...keys.map(get)]
const polygon: Expression = ['==', ['geometry-type'], 'Polygon']
const line: Expression = ['==', ['geometry-type'], 'LineString']

const OWN: Schema = {
  green: [{ layer: 'green', filter: polygon }],
  water: [{ layer: 'water', filter: polygon }],
  streams: { layer: 'water', filter: line },
  buildings: { layer: 'buildings' },
  roads: { layer: 'roads' },
  roadClass: get('class'),
  roadNames: { layer: 'roads' },
  waterNames: [{ layer: 'water', filter: line }, { layer: 'area_names', filter: isIn(get('class'), ['river', 'stream', 'lake', 'canal', 'water', 'pond', 'reservoir']) }],
  greenNames: [{ layer: 'area_names', filter: isIn(get('class'), ['park', 'wood', 'grass', 'garden']) }],
  buildingNames: [{ layer: 'area_names', filter: ['==', get('class'), 'building'] }],
  // Names of greens stand in them already.
  places: { layer: 'places', filter: ['!=', get('class'), 'park'] },
  placeClass: get('class'),
  name: get('name'),
  nameEn: get('name_en'),
}

const OPENMAPTILES: Schema = {
  green: [{ layer: 'landcover', filter: isIn(get('class'), ['wood', 'grass', 'wetland']) }, { layer: 'park', filter: polygon }, { layer: 'landuse', filter: isIn(get('class'), ['cemetery', 'park', 'garden']) }],
  water: [{ layer: 'water' }],
  streams: { layer: 'waterway' },
  buildings: { layer: 'building' },
  roads: { layer: 'transportation', filter: ['match', get('brunnel'), 'tunnel', false, true] },
  roadClass: ['case', ['==', get('subclass'), 'steps'], 'steps', get('class')],
  roadNames: { layer: 'transportation_name' },
  waterNames: [{ layer: 'water_name' }, { layer: 'waterway' }],
  greenNames: [{ layer: 'park', filter: ['==', ['geometry-type'], 'Point'] }],
  buildingNames: [],
  places: { layer: 'place' },
  placeClass: get('class'),
  name: first('name', 'name:zh'),
  nameEn: first('name:en', 'name_en'),
}

const PROTOMAPS: Schema = {
  green: [{ layer: 'landuse', filter: isIn(get('kind'), ['park', 'forest', 'wood', 'grass', 'garden', 'nature_reserve', 'cemetery', 'golf_course', 'meadow', 'recreation_ground', 'village_green']) }, { layer: 'landcover', filter: isIn(get('kind'), ['forest', 'grassland']) }],
  water: [{ layer: 'water', filter: polygon }],
  streams: { layer: 'water', filter: line },
  buildings: { layer: 'buildings' },
  roads: { layer: 'roads', filter: ['!', ['to-boolean', first('is_tunnel')]] },
  roadClass: first('kind_detail', 'kind'),
  roadNames: { layer: 'roads' },
  waterNames: [{ layer: 'water', filter: ['!=', ['geometry-type'], 'Polygon'] }],
  greenNames: [],
  buildingNames: [],
  places: { layer: 'places' },
  placeClass: ['match', first('kind_detail', 'kind'), ['country', 'region', 'city'], 'city', 'town', 'town', 'village', 'village', ['neighbourhood', 'macrohood'], 'neighbourhood', 'suburb'],
  name: first('name', 'name:zh'),
  nameEn: first('name:en'),
}

/** Which one the layers of an archive tell of; of an unknown one what happens to fit is drawn. */
export function schemaOf(layers: readonly string[] | null): Schema {
  if (!layers) return OWN
  if (layers.includes('transportation')) return OPENMAPTILES
  return layers.includes('area_names') || layers.includes('green') ? OWN : PROTOMAPS
}
