// What Review draws: everything in the queue, the open item's places to be dragged, where they were, and the boundary they should lie in.
import type { Feature } from 'geojson'
import { tileAddress } from '@/api/calls'
import type { LonLat, ReviewItem } from '@/api/types'
import { FACILITY_LAYERS, facilityLayers, facilitySource } from '@/map/facilities'
import { pinId } from '@/map/icons'
import { PALETTES, type Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'
import { declared, itemId, levelOf } from './state'

export interface Spot extends LonLat { id: string; kind: string; name: string; held: boolean; from: LonLat | null }

export interface ReviewPicture { theme: Theme; items: ReviewItem[]; open: ReviewItem | null; spots: Spot[]; chosen: string | null; lit: string | null }

const data = (features: Feature[]) => ({ type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features } })
const point = (at: LonLat, properties: Record<string, unknown>): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [at.lon, at.lat] }, properties })

export function reviewOverlay(picture: ReviewPicture): Overlay {
  const p = PALETTES[picture.theme]
  const code = picture.open && declared(picture.open)
  const queue = picture.items.filter((i) => i !== picture.open).map((i) => point(i, { id: itemId(i), lit: itemId(i) === picture.lit }))
  const moved = picture.spots.filter((s) => s.from)
  const boundary: Overlay['sources'] = code ? { boundary: { type: 'vector', tiles: [tileAddress('divisions', { level: levelOf(code) })], minzoom: 0, maxzoom: 16 } } : {}
  const within = { source: 'boundary', 'source-layer': 'divisions', filter: ['==', ['get', 'code'], code ?? ''] as ['==', ['get', string], string] }
  return {
    sources: {
      ...facilitySource({}), ...boundary,
      'review-queue': data(queue),
      'review-spots': data(picture.spots.map((s) => point(s, { id: s.id, name: s.name, image: pinId(s.kind, 0, s.id === picture.chosen), order: s.id === picture.chosen ? 2 : 1 }))),
      'review-from': data(moved.map((s) => point(s.from!, { id: s.id }))),
      'review-lines': data(moved.map((s): Feature => ({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [[s.from!.lon, s.from!.lat], [s.lon, s.lat]] } }))),
    },
    under: code ? [
      { id: 'review-inside', type: 'fill', ...within, paint: { 'fill-color': p.accent, 'fill-opacity': 0.1 } },
      { id: 'review-boundary', type: 'line', ...within, paint: { 'line-color': p.accent, 'line-width': 3 } },
    ] : [],
    over: [
      ...facilityLayers(picture.theme, true, picture.spots.map((s) => s.id)),
      {
        id: 'review-queue', type: 'circle', source: 'review-queue',
        paint: { 'circle-radius': ['case', ['get', 'lit'], 11, 7], 'circle-color': p.cluster, 'circle-stroke-color': p.gapLine, 'circle-stroke-width': 3 },
      },
      { id: 'review-lines', type: 'line', source: 'review-lines', layout: { 'line-cap': 'round' }, paint: { 'line-color': p.gapLine, 'line-width': 2.4, 'line-dasharray': [1, 2] } },
      { id: 'review-from', type: 'circle', source: 'review-from', paint: { 'circle-radius': 8, 'circle-opacity': 0, 'circle-stroke-color': p.gapLine, 'circle-stroke-width': 2.5 } },
      {
        id: 'review-spots', type: 'symbol', source: 'review-spots',
        layout: {
          'icon-image': ['get', 'image'], 'icon-anchor': 'bottom', 'icon-offset': [2, 3], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'order'],
          'text-field': ['get', 'name'], 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.4], 'text-max-width': 10, 'text-optional': true,
        },
        paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 1.8 },
      },
    ],
    hits: ['review-spots', 'review-queue', ...[...FACILITY_LAYERS].reverse()],
    drags: picture.spots.filter((s) => !s.held).length ? ['review-spots'] : [],
  }
}
