// What Duplicates draws: every pair of the list as a spot, the open one as A and B with a line between.
import type { Feature } from 'geojson'
import type { Duplicate, Twin } from '@/api/types'
import { FACILITY_LAYERS, facilityLayers, facilitySource } from '@/map/facilities'
import { PALETTES, type Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'
import { pairId, placed } from './pairs'

/** Each name stands on the outer side of its own mark, never beside the other's. */
function side(place: Twin, other: Twin): { anchor: 'left' | 'right' } {
  const west = other.lon !== null && (place.lon! < other.lon || (place.lon === other.lon && place.id < other.id))
  return west ? { anchor: 'right' } : { anchor: 'left' }
}

export function pairOverlay(pairs: Duplicate[], open: Duplicate | null, lit: string | null, theme: Theme): Overlay {
  const p = PALETTES[theme]
  const spots = pairs.flatMap((pair): Feature[] => {
    const at = placed(pair)[0]
    return at && pair !== open ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [at.lon, at.lat] }, properties: { id: pairId(pair), lit: pairId(pair) === lit } }] : []
  })
  const ends = open ? [open.a, open.b].flatMap((place, i): Feature[] => (place.lon === null || place.lat === null ? [] : [{
    type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties: { letter: 'AB'[i], name: place.name, colour: i ? p.gapLine : p.accent, ...side(place, i ? open.a : open.b) },
  }])) : []
  const line: Feature[] = open && placed(open).length === 2
    ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: placed(open).map((at) => [at.lon, at.lat]) } }]
    : []
  const data = (features: Feature[]) => ({ type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features } })
  return {
    sources: { ...facilitySource({}), 'pair-spots': data(spots), 'pair-ends': data(ends), 'pair-line': data(line) },
    under: [],
    over: [
      ...facilityLayers(theme, true, open ? [open.a.id, open.b.id] : []),
      { id: 'pair-line', type: 'line', source: 'pair-line', layout: { 'line-cap': 'round' }, paint: { 'line-color': p.label, 'line-width': 2, 'line-dasharray': [1, 2] } },
      {
        id: 'pair-spots', type: 'circle', source: 'pair-spots',
        paint: { 'circle-radius': ['case', ['get', 'lit'], 11, 7], 'circle-color': p.cluster, 'circle-stroke-color': p.gapLine, 'circle-stroke-width': 3 },
      },
      { id: 'pair-ends', type: 'circle', source: 'pair-ends', paint: { 'circle-radius': 14, 'circle-color': ['get', 'colour'], 'circle-stroke-color': p.ring, 'circle-stroke-width': 2.5 } },
      {
        id: 'pair-letters', type: 'symbol', source: 'pair-ends',
        layout: { 'text-field': ['get', 'letter'], 'text-size': 14, 'text-allow-overlap': true, 'text-ignore-placement': true }, paint: { 'text-color': p.ring },
      },
      {
        id: 'pair-names', type: 'symbol', source: 'pair-ends',
        layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-anchor': ['get', 'anchor'], 'text-offset': ['match', ['get', 'anchor'], 'right', ['literal', [-1.5, 0]], ['literal', [1.5, 0]]], 'text-max-width': 10, 'text-justify': 'auto', 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 1.8 },
      },
    ],
    hits: ['pair-spots', ...[...FACILITY_LAYERS].reverse()],
  }
}
