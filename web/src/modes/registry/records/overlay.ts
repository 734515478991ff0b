// What the map shows of a record's position: where it stood, where it was given, where it is put now, and how far that is.
import type { Feature, FeatureCollection } from 'geojson'
import type { LonLat } from '@/api/types'
import { FACILITY_LAYERS, facilityLayers, facilitySource } from '@/map/facilities'
import { pinId } from '@/map/icons'
import { metresBetween } from '@/map/datum'
import { PALETTES, type Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'
import { distance, type Lang } from '@/text/format'

export type MarkRole = 'now' | 'before' | 'given' | 'front' | 'candidate' | 'other'
export interface Mark extends LonLat { id: string; role: MarkRole; label: string; kind?: string; lit?: boolean }

export interface PositionPicture {
  theme: Theme
  lang: Lang
  marks: Mark[]
  /** Pairs of mark ids that are joined by a line with its length. */
  lines: [string, string][]
  /** Whether the point and the front point can be dragged. */
  mend: boolean
  /** Records the marks stand for: their own discs are left out. */
  hidden?: string[]
  kinds?: string[]
  statuses?: string[]
}

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })

export function positionOverlay(picture: PositionPicture): Overlay {
  const p = PALETTES[picture.theme]
  const byId = new Map(picture.marks.map((m) => [m.id, m]))
  const points = picture.marks.map((m): Feature => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [m.lon, m.lat] },
    properties: { id: m.id, role: m.role, label: m.label, image: m.kind ? pinId(m.kind, 0, m.role === 'now' || m.lit === true) : '', lit: m.lit === true },
  }))
  const lines = picture.lines.flatMap(([a, b]): Feature[] => {
    const [from, to] = [byId.get(a), byId.get(b)]
    if (!from || !to) return []
    const metres = metresBetween(from, to)
    if (metres < 0.5) return []
    return [{ type: 'Feature', geometry: { type: 'LineString', coordinates: [[from.lon, from.lat], [to.lon, to.lat]] }, properties: { length: distance(metres, picture.lang) } }]
  })
  const colour = ['match', ['get', 'role'], 'before', p.gapLine, 'given', p.label, 'front', p.covered, 'other', p.gapLine, p.accent] as unknown as string
  return {
    sources: {
      ...facilitySource({ kind: picture.kinds ?? [], status: picture.statuses?.length ? picture.statuses : 'any' }),
      'record-marks': { type: 'geojson', data: collection(points) },
      'record-lines': { type: 'geojson', data: collection(lines) },
    },
    under: [],
    over: [
      ...facilityLayers(picture.theme, picture.marks.length > 0, [...(picture.hidden ?? []), ...picture.marks.map((m) => m.id)]),
      { id: 'record-lines', type: 'line', source: 'record-lines', layout: { 'line-cap': 'round' }, paint: { 'line-color': p.accent, 'line-width': 2, 'line-dasharray': [1, 2] } },
      {
        id: 'record-lengths', type: 'symbol', source: 'record-lines',
        layout: { 'symbol-placement': 'line-center', 'text-field': ['get', 'length'], 'text-size': 13, 'text-offset': [0, -0.9], 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 2 },
      },
      {
        id: 'record-points', type: 'circle', source: 'record-marks', filter: ['!=', ['get', 'role'], 'now'],
        paint: { 'circle-radius': ['case', ['get', 'lit'], 10, 7], 'circle-color': ['match', ['get', 'role'], ['given', 'before'], p.ring, colour], 'circle-stroke-color': colour, 'circle-stroke-width': 3 },
      },
      {
        id: 'record-now', type: 'symbol', source: 'record-marks', filter: ['==', ['get', 'role'], 'now'],
        layout: { 'icon-image': ['get', 'image'], 'icon-anchor': 'bottom', 'icon-offset': [2, 3], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
      },
      {
        id: 'record-labels', type: 'symbol', source: 'record-marks', filter: ['!=', ['get', 'label'], ''],
        layout: { 'text-field': ['get', 'label'], 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.9], 'text-max-width': 12, 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 2 },
      },
    ],
    hits: ['record-now', 'record-points', ...[...FACILITY_LAYERS].reverse()],
    drags: picture.mend ? ['record-now', 'record-points'] : [],
  }
}
