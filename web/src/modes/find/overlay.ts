// What Find draws: the kind's places, muted beneath an answer, the results with their ranks, the start, the ways and what is within reach.
import type { Feature, FeatureCollection } from 'geojson'
import type { LonLat } from '@/api/types'
import type { Overlay } from '@/map/stage'
import { FACILITY_LAYERS, facilityLayers, facilitySource } from '@/map/facilities'
import { pinId } from '@/map/icons'
import { PALETTES, type Theme } from '@/map/palette'
import type { Lang } from '@/text/format'
import { reachLayers, reachNames, walkSources, wayLayers, type WalkPicture } from '@/walking/overlay'

export interface Spot extends LonLat { id: string; kind: string; rank: number }

export interface FindPicture {
  theme: Theme
  lang: Lang
  kinds: string[]
  start: LonLat | null
  spots: Spot[]
  /** The id under the pointer or the focus, and the id whose card is open. */
  lit: (string | null)[]
  muted: boolean
  walk: WalkPicture
  /** Whether straight lines lead to the results: what was measured on streets is not drawn as if flown. */
  straight: boolean
}

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })
const at = (p: LonLat): [number, number] => [p.lon, p.lat]

export function findOverlay(picture: FindPicture): Overlay {
  const p = PALETTES[picture.theme]
  const results = picture.spots.map((spot): Feature => {
    const on = picture.lit.includes(spot.id)
    return {
      type: 'Feature', geometry: { type: 'Point', coordinates: at(spot) },
      properties: { id: spot.id, image: pinId(spot.kind, spot.rank, on), order: on ? 1000 : 500 - spot.rank },
    }
  })
  const way = picture.walk.way?.properties.to
  const lines = picture.start && picture.straight
    ? picture.spots.filter((s) => s.rank > 0 && s.id !== way).map((spot): Feature => ({
        type: 'Feature', geometry: { type: 'LineString', coordinates: [at(picture.start!), at(spot)] },
        properties: { lit: picture.lit.includes(spot.id) },
      }))
    : []
  const start = picture.start ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: at(picture.start) }, properties: {} } as Feature] : []
  return {
    sources: {
      ...facilitySource({ kind: picture.kinds }),
      'find-results': { type: 'geojson', data: collection(results) },
      'find-lines': { type: 'geojson', data: collection(lines) },
      ...walkSources(picture.walk, picture.lang),
      'find-start': { type: 'geojson', data: collection(start) },
    },
    under: reachLayers(picture.walk, p),
    over: [
      reachNames(p),
      ...facilityLayers(picture.theme, picture.muted, picture.spots.map((s) => s.id)),
      {
        id: 'find-lines', type: 'line', source: 'find-lines', layout: { 'line-cap': 'round' },
        paint: { 'line-color': p.accent, 'line-width': ['case', ['get', 'lit'], 3, 1.4], 'line-opacity': ['case', ['get', 'lit'], 0.95, 0.5], 'line-dasharray': [1, 2.2] },
      },
      ...wayLayers(picture.walk, p),
      { id: 'find-start-halo', type: 'circle', source: 'find-start', paint: { 'circle-radius': 15, 'circle-color': p.accent, 'circle-opacity': 0.2 } },
      { id: 'find-start', type: 'circle', source: 'find-start', paint: { 'circle-radius': 7, 'circle-color': p.accent, 'circle-stroke-color': p.ring, 'circle-stroke-width': 3 } },
      {
        id: 'find-results', type: 'symbol', source: 'find-results',
        layout: { 'icon-image': ['get', 'image'], 'icon-anchor': 'bottom', 'icon-offset': [2, 3], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'order'] },
      },
    ],
    hits: ['find-results', ...[...FACILITY_LAYERS].reverse()],
  }
}
