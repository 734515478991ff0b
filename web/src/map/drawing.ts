// How a base map is drawn so that data can lie on it: land, water and green quiet, roads by class, names on top.
import type { LayerSpecification } from 'maplibre-gl'
import type { Lang } from '@/text/format'
import type { Palette } from './palette'
import { ROADS, type Cut, type Road, type Schema } from './schema'

type Expression = unknown[]
type Line = Extract<LayerSpecification, { type: 'line' }>
type Symbols = Extract<LayerSpecification, { type: 'symbol' }>

/** Answers are drawn under this layer, so that names stay readable. */
export const NAMES_FROM = 'road-names'

const width = (...stops: number[]) => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as unknown as number
const all = (...filters: (Expression | undefined)[]) => ['all', ...filters.filter(Boolean)] as Line['filter']

interface RoadLook { from: number; width: number[]; colour: (p: Palette) => string; casing?: number }

/** From the least to the greatest, as they are drawn over each other; widths as pairs of zoom and pixels. */
const LOOKS: [Road, RoadLook][] = [
  ['service', { from: 14.5, width: [14, 0.5, 16, 1.8, 19, 9], colour: (p) => p.road }],
  ['minor', { from: 12.5, width: [12, 0.4, 14, 1.6, 16, 4.6, 19, 17], colour: (p) => p.road, casing: 14.5 }],
  ['tertiary', { from: 10.5, width: [10, 0.4, 12, 0.9, 14, 2.3, 16, 6, 19, 20], colour: (p) => p.road, casing: 13.5 }],
  ['secondary', { from: 9.5, width: [9, 0.4, 12, 1.3, 14, 3, 16, 7.5, 19, 23], colour: (p) => p.roadMajor, casing: 13 }],
  ['primary', { from: 8.5, width: [8, 0.5, 12, 1.8, 14, 3.8, 16, 9, 19, 26], colour: (p) => p.roadMajor, casing: 12.5 }],
  ['bridge', { from: 8.5, width: [8, 0.5, 12, 1.9, 14, 4, 16, 9.5, 19, 27], colour: (p) => p.bridge, casing: 12.5 }],
  ['motorway', { from: 5.5, width: [5, 0.5, 9, 1.2, 12, 2.4, 14, 4.6, 16, 10, 19, 28], colour: (p) => p.motorway, casing: 11 }],
]

export function ground(source: string, schema: Schema, p: Palette): LayerSpecification[] {
  const from = (cut: Cut) => ({ source, 'source-layer': cut.layer, ...(cut.filter ? { filter: cut.filter as Line['filter'] } : {}) })
  const fills = (id: string, cuts: Cut[], paint: Record<string, string>) =>
    cuts.map((cut, n): LayerSpecification => ({ id: n ? `${id}-${n}` : id, type: 'fill', ...from(cut), paint }))
  return [
    { id: 'land', type: 'background', paint: { 'background-color': p.land } },
    ...fills('green', schema.green, { 'fill-color': p.green }),
    ...fills('water', schema.water, { 'fill-color': p.water }),
    { id: 'streams', type: 'line', ...from(schema.streams), minzoom: 8, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': p.water, 'line-width': width(8, 0.8, 12, 1.4, 14, 2.4, 18, 9) } },
    {
      id: 'buildings', type: 'fill', ...from(schema.buildings), minzoom: 14,
      paint: { 'fill-color': p.building, 'fill-outline-color': p.buildingLine, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0, 15, 1] },
    },
    ...roads(source, schema, p),
  ]
}

function roads(source: string, schema: Schema, p: Palette): LayerSpecification[] {
  const line = (id: string, road: Road, minzoom: number, paint: Line['paint'], cap: 'round' | 'butt' = 'round'): LayerSpecification => ({
    id, type: 'line', source, 'source-layer': schema.roads.layer, minzoom,
    filter: all(['in', schema.roadClass, ['literal', ROADS[road]]], ['==', ['geometry-type'], 'LineString'], schema.roads.filter),
    layout: { 'line-cap': cap, 'line-join': 'round' }, paint,
  })
  const cased = LOOKS.filter(([, look]) => look.casing)
  const wider = (stops: number[]) => stops.map((stop, n) => (n % 2 ? stop + 2 : stop))
  return [
    line('roads-path', 'path', 14.5, { 'line-color': p.path, 'line-width': width(14, 0.7, 16, 1.1, 19, 3), 'line-dasharray': [2.5, 1.5] }, 'butt'),
    line('roads-steps', 'steps', 14.5, { 'line-color': p.path, 'line-width': width(14, 1.2, 16, 2.2, 19, 7), 'line-dasharray': [0.5, 0.5] }, 'butt'),
    line('roads-rail', 'rail', 9.5, { 'line-color': p.rail, 'line-width': width(9, 0.5, 14, 1.3, 19, 4) }),
    line('roads-rail-ties', 'rail', 13.5, { 'line-color': p.land, 'line-width': width(13, 0.5, 14, 0.7, 19, 2.4), 'line-dasharray': [5, 5] }, 'butt'),
    ...cased.map(([road, look]) => line(`roads-${road}-casing`, road, look.casing!, { 'line-color': p.roadCasing, 'line-width': width(...wider(look.width)) })),
    ...LOOKS.map(([road, look]) => line(`roads-${road}`, road, look.from, { 'line-color': look.colour(p), 'line-width': width(...look.width) })),
  ]
}

/** The name, and the English one under it, smaller, where it is another. */
export function twoNames(name: Expression, nameEn: Expression) {
  const other = ['all', ['to-boolean', nameEn], ['!=', nameEn, ['to-string', name]]]
  return ['case', other, ['format', ['to-string', name], {}, '\n', {}, nameEn, { 'font-scale': 0.78 }], ['to-string', name]] as unknown as string
}

export function names(source: string, schema: Schema, p: Palette, lang: Lang): { lines: LayerSpecification[]; places: LayerSpecification[] } {
  const one = (lang === 'en' ? ['coalesce', schema.nameEn, schema.name] : ['coalesce', schema.name, schema.nameEn]) as unknown as string
  const two = twoNames(schema.name, schema.nameEn)
  const named = ['to-boolean', schema.name]
  const label = (id: string, cut: Cut, minzoom: number, layout: Symbols['layout'], colour: string, more?: Expression): LayerSpecification => ({
    id, type: 'symbol', source, 'source-layer': cut.layer, minzoom, filter: all(named, cut.filter, more),
    layout: { 'text-max-width': 8, 'text-padding': 4, ...layout },
    paint: { 'text-color': colour, 'text-halo-color': p.halo, 'text-halo-width': 1.4 },
  })
  const along = { 'symbol-placement': 'line', 'text-field': one, 'symbol-spacing': 380 } as const
  const roadNames = (id: string, roads: Road[], minzoom: number, size: number) =>
    label(id, schema.roadNames, minzoom, { ...along, 'text-size': size }, p.labelSoft, ['in', schema.roadClass, ['literal', roads.flatMap((road) => [...ROADS[road]])]])
  const water = schema.waterNames.flatMap((cut, n) => [
    label(`water-names-${n}`, cut, 12, { 'text-field': two, 'text-size': 12, 'text-letter-spacing': 0.1 }, p.waterLabel, ['==', ['geometry-type'], 'Point']),
    label(`water-names-${n}-along`, cut, 12, { ...along, 'text-size': 12, 'text-letter-spacing': 0.15 }, p.waterLabel, ['==', ['geometry-type'], 'LineString']),
  ])
  const placed = (id: string, classes: string[], [minzoom, maxzoom]: [number, number], size: number, colour = p.labelSoft): LayerSpecification =>
    ({ ...label(id, schema.places, minzoom, { 'text-field': two, 'text-size': size }, colour, ['in', schema.placeClass, ['literal', classes]]), maxzoom }) as LayerSpecification
  return {
    lines: [
      roadNames(NAMES_FROM, ['minor', 'tertiary', 'service', 'path', 'steps'], 15, 11),
      roadNames('road-names-major', ['motorway', 'primary', 'secondary', 'bridge'], 13, 12),
      ...schema.buildingNames.map((cut) => label('building-names', cut, 16.5, { 'text-field': two, 'text-size': 11 }, p.labelSoft)),
      ...schema.greenNames.map((cut) => label('green-names', cut, 13, { 'text-field': two, 'text-size': 11 }, p.greenLabel)),
      ...water,
    ],
    places: [
      placed('place-names-small', ['neighbourhood', 'quarter', 'hamlet', 'isolated_dwelling', 'locality'], [14, 24], 11),
      placed('place-names', ['suburb', 'street', 'village', 'town'], [11, 16], 12),
      placed('place-names-district', ['district', 'borough', 'county'], [8, 14], 14, p.label),
      placed('place-names-city', ['city'], [3, 12], 16, p.label),
    ],
  }
}
