// What walking draws: a way as a line, and the ground within reach as rings that grow darker towards the door.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl'
import type { Feature } from 'geojson'
import type { Reach, Route } from '@/api/types'
import type { Palette } from '@/map/palette'
import { minutes, type Lang } from '@/text/format'

/** The limits of the rings, in seconds: 5, 10 and 15 minutes. */
export const RINGS = [300, 600, 900]
/** Each ring lies over the wider ones, so that the nearest ground is the darkest. */
export const RING_OPACITY = 0.2

export interface WalkPicture { way: Route | null; reach: Reach | null }
type Sources = Record<string, SourceSpecification>
const geojson = (features: Feature[]): SourceSpecification => ({ type: 'geojson', data: { type: 'FeatureCollection', features } })

/** Where a ring's name stands: its edge is too ragged to be written along. */
function northernmost(area: [number, number][][][]): [number, number] | null {
  return area.flat(2).reduce<[number, number] | null>((top, at) => (top && top[1] >= at[1] ? top : at), null)
}

export function walkSources({ way, reach }: WalkPicture, lang: Lang): Sources {
  const rings = (reach?.features ?? []).map((one): Feature => ({
    type: 'Feature', geometry: one.geometry,
    properties: { within_s: one.properties.within_s },
  }))
  const names = (reach?.features ?? []).flatMap((one): Feature[] => {
    const top = northernmost(one.geometry.coordinates)
    return top ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: top }, properties: { text: minutes(one.properties.within_s, lang) } }] : []
  })
  return {
    'walk-reach': geojson(rings),
    'walk-reach-names': geojson(names),
    'walk-way': geojson(way ? [{ type: 'Feature', geometry: way.geometry, properties: { measured: way.properties.measured } }] : []),
  }
}

/** An estimate is dashed, wherever it is drawn. */
const ESTIMATE = [1.6, 1.6]

export function reachLayers({ reach }: WalkPicture, p: Palette): LayerSpecification[] {
  const measured = reach?.features[0]?.properties.measured ?? false
  const wide = ['match', ['get', 'within_s'], RINGS[0], 2, RINGS[1], 1.5, 1] as ExpressionSpecification
  return [
    { id: 'walk-reach', type: 'fill', source: 'walk-reach', paint: { 'fill-color': p.accent, 'fill-opacity': RING_OPACITY } },
    {
      id: 'walk-reach-edge', type: 'line', source: 'walk-reach', layout: { 'line-join': 'round' },
      paint: { 'line-color': p.accent, 'line-width': wide, ...(measured ? {} : { 'line-dasharray': ESTIMATE }) },
    },
  ]
}

export function reachNames(p: Palette): LayerSpecification {
  return {
    id: 'walk-reach-names', type: 'symbol', source: 'walk-reach-names',
    layout: { 'text-field': ['get', 'text'], 'text-size': 12.5, 'text-anchor': 'bottom', 'text-offset': [0, -0.25], 'text-allow-overlap': true },
    paint: { 'text-color': p.accent, 'text-halo-color': p.halo, 'text-halo-width': 2 },
  }
}

export function wayLayers({ way }: WalkPicture, p: Palette): LayerSpecification[] {
  const measured = way?.properties.measured ?? false
  const common = { type: 'line', source: 'walk-way', layout: { 'line-cap': measured ? 'round' : 'butt', 'line-join': 'round' } } as const
  return [
    { id: 'walk-way-casing', ...common, paint: { 'line-color': p.ring, 'line-width': 8, 'line-opacity': 0.9 } },
    { id: 'walk-way', ...common, paint: { 'line-color': p.accent, 'line-width': 4.5, ...(measured ? {} : { 'line-dasharray': ESTIMATE }) } },
  ]
}
