// What Plan draws: divisions by the share that is reached before or after, the ground around the sites, the sites with their numbers, and what is closed.
import type { Feature, FeatureCollection, Polygon } from 'geojson'
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { By, Ground, Level, LonLat, PlanZone, Ring, Zone } from '@/api/types'
import { pinId } from '@/map/icons'
import { PALETTES, type Palette, type Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'
import type { Lang } from '@/text/format'
import { gapsOverlay } from '../gaps/overlay'

export interface Mark extends LonLat { id: string; rank: number; kind: string }
export type Side = 'before' | 'after'

export interface PlanPicture {
  theme: Theme
  lang: Lang
  kinds: string[]
  group: string
  by: By
  within: number
  level: Level
  side: Side
  zones: PlanZone[]
  marks: Mark[]
  closed: LonLat[]
  /** By step; a straight line needs none, its ground is a circle. */
  grounds: Record<string, Ground>
  measured: boolean
  exclude: Ring[]
  /** Corners of an area that is being drawn. */
  corners: LonLat[] | null
  lit: string | null
  selected: string
  editable: boolean
}

const EARTH_M = 6_371_008.8
const CORNERS = 72
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })

/** A circle of so many metres; small enough for the plane to be good. */
export function circle(at: LonLat, metres: number): Polygon {
  const lat = (metres / EARTH_M) * (180 / Math.PI)
  const lon = lat / Math.cos((at.lat * Math.PI) / 180)
  const ring = Array.from({ length: CORNERS + 1 }, (_, n): [number, number] => {
    const turn = (2 * Math.PI * (n % CORNERS)) / CORNERS
    return [at.lon + lon * Math.cos(turn), at.lat + lat * Math.sin(turn)]
  })
  return { type: 'Polygon', coordinates: [ring] }
}

/** A division as Gaps shades it, with the figures of one side. */
export function zoneOf(zone: PlanZone, side: Side, within: number, level: Level): Zone {
  const covered = zone[side]
  const share = covered === null || !zone.total ? null : covered / zone.total
  const left = covered === null || zone.total === null ? null : zone.total - covered
  return {
    code: zone.code, name: zone.name, name_en: zone.name_en ?? null, level, lon: null, lat: null, total: zone.total, facilities: 0, rounded: false,
    bands: [{ within_m: within, covered, left_over: left, total: zone.total, share }],
  }
}

function groundFeatures(ground: Ground, properties: Record<string, unknown>): Feature[] {
  if (ground.type === 'FeatureCollection') return ground.features.map((one) => ({ ...one, properties }))
  if (ground.type === 'Feature') return [{ ...ground, properties }]
  return [{ type: 'Feature', geometry: ground, properties }]
}

export function planOverlay(picture: PlanPicture): Overlay {
  const p = PALETTES[picture.theme]
  const { side, within, level } = picture
  const below = gapsOverlay({
    theme: picture.theme, lang: picture.lang, kinds: picture.kinds, group: picture.group, by: picture.by, within, level,
    zones: picture.zones.map((zone) => zoneOf(zone, side, within, level)), lit: null, selected: picture.selected,
  })
  const marks = side === 'after' ? picture.marks : []
  const ground = marks.flatMap((mark) => {
    const drawn = picture.grounds[mark.id] ?? (picture.by === 'straight' ? circle(mark, within) : null)
    return drawn ? groundFeatures(drawn, { id: mark.id }) : []
  })
  const sites = marks.map((mark): Feature => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [mark.lon, mark.lat] },
    properties: { id: mark.id, image: pinId(mark.kind, mark.rank, mark.id === picture.lit), order: mark.id === picture.lit ? 1000 : 500 - mark.rank },
  }))
  const points = (side === 'after' ? picture.closed : []).map((at): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [at.lon, at.lat] }, properties: {} }))
  return {
    ...below,
    sources: {
      ...below.sources,
      'plan-ground': { type: 'geojson', data: collection(ground) },
      'plan-sites': { type: 'geojson', data: collection(sites) },
      'plan-closed': { type: 'geojson', data: collection(points) },
      'plan-exclude': { type: 'geojson', data: collection(areas(picture)) },
    },
    under: [...below.under, ...groundLayers(picture, p), ...excludeLayers(p)],
    over: [...below.over, closedLayer(p), {
      id: 'plan-sites', type: 'symbol', source: 'plan-sites',
      layout: { 'icon-image': ['get', 'image'], 'icon-anchor': 'bottom', 'icon-offset': [2, 3], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'order'] },
    }],
    hits: ['plan-sites', ...below.hits],
    drags: picture.editable ? ['plan-sites'] : [],
  }
}

function areas({ exclude, corners }: PlanPicture): Feature[] {
  const ring = (coordinates: Ring): Feature => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [coordinates] }, properties: {} })
  const drawn = (corners ?? []).map(({ lon, lat }): [number, number] => [lon, lat])
  const line: Feature[] = drawn.length ? [{ type: 'Feature', geometry: { type: 'LineString', coordinates: drawn.length > 1 ? drawn : [drawn[0], drawn[0]] }, properties: {} }] : []
  const dots = drawn.map((coordinates): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates }, properties: {} }))
  return [...exclude.map(ring), ...(drawn.length > 2 ? [ring([...drawn, drawn[0]])] : line), ...dots]
}

function groundLayers({ lit, measured }: PlanPicture, p: Palette): LayerSpecification[] {
  const on = ['==', ['get', 'id'], lit ?? ''] as ExpressionSpecification
  return [
    { id: 'plan-ground', type: 'fill', source: 'plan-ground', paint: { 'fill-color': p.accent, 'fill-opacity': ['case', on, 0.42, 0.26] } },
    { id: 'plan-ground-edge', type: 'line', source: 'plan-ground', layout: { 'line-join': 'round' }, paint: { 'line-color': p.accent, 'line-width': ['case', on, 2.6, 1.4], ...(measured ? {} : { 'line-dasharray': [1.6, 1.6] }) } },
  ]
}

function excludeLayers(p: Palette): LayerSpecification[] {
  return [
    { id: 'plan-exclude', type: 'fill', source: 'plan-exclude', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': p.label, 'fill-opacity': 0.16 } },
    { id: 'plan-exclude-edge', type: 'line', source: 'plan-exclude', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': p.label, 'line-width': 2, 'line-dasharray': [3, 2] } },
    { id: 'plan-exclude-corners', type: 'circle', source: 'plan-exclude', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 5, 'circle-color': p.ring, 'circle-stroke-color': p.label, 'circle-stroke-width': 2 } },
  ]
}

function closedLayer(p: Palette): LayerSpecification {
  return {
    id: 'plan-closed', type: 'symbol', source: 'plan-closed',
    layout: { 'text-field': '✕', 'text-size': 30, 'text-allow-overlap': true, 'text-ignore-placement': true },
    paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 2 },
  }
}
