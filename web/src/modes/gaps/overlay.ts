// What Gaps draws: divisions filled by the share reached, the least reached hatched, near by the cells themselves.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'
import { tileAddress } from '@/api/calls'
import type { By, Level, Zone } from '@/api/types'
import { FACILITY_LAYERS, facilityLayers, facilitySource } from '@/map/facilities'
import { HATCH_ID } from '@/map/icons'
import { PALETTES, shareClass, type Palette, type Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'
import type { Lang } from '@/text/format'
import { share } from '@/text/format'
import { recordName } from '@/text/names'
import { bandOf } from './bands'

export interface GapsPicture {
  theme: Theme
  lang: Lang
  kinds: string[]
  group: string
  by: By
  /** The reach of the answer that is shown; it may lag behind the one asked for. */
  within: number
  level: Level
  zones: Zone[]
  lit: string | null
  selected: string
}

/** Farther out the names would not fit into their divisions. */
const LABELS_FROM: Record<Level, number> = { province: 4, city: 6, district: 8.5, street: 11.2, community: 12.6 }

/** From this zoom the cells are told one by one. */
const CELLS_FROM = 14

export function gapsOverlay(picture: GapsPicture): Overlay {
  const p = PALETTES[picture.theme]
  const known = picture.zones.filter((z) => z.code)
  const low = known.filter((z) => isLow(z, picture.within)).map((z) => z.code!)
  return {
    sources: {
      ...facilitySource({ kind: picture.kinds }),
      coverage: { type: 'vector', tiles: [tileAddress('coverage', { kind: picture.kinds, by: picture.by, within_m: picture.within, group: picture.group })], minzoom: 0, maxzoom: 16 },
      /** Asked by level: the base map's own tiles leave the small divisions out when far away. */
      zones: { type: 'vector', tiles: [tileAddress('divisions', { level: picture.level })], minzoom: 0, maxzoom: 16 },
      'gap-labels': { type: 'geojson', data: labels(known, picture) },
    },
    under: [...fills(picture, known, low, p), ...cells(p), ...outlines(picture, p)],
    over: [
      {
        id: 'gap-labels', type: 'symbol', source: 'gap-labels', minzoom: LABELS_FROM[picture.level], maxzoom: 15,
        layout: { 'text-field': ['get', 'text'], 'text-size': 13, 'text-line-height': 1.3, 'text-padding': 3, 'text-max-width': 9, 'text-variable-anchor': ['center', 'top', 'bottom'], 'text-radial-offset': 0.7 },
        paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 2 },
      },
      ...facilityLayers(picture.theme, false),
    ],
    hits: [...[...FACILITY_LAYERS].reverse(), 'gap-fill'],
  }
}

function isLow(zone: Zone, within: number): boolean {
  const value = bandOf(zone, within)?.share
  return value != null && shareClass(value) === 0
}

function fills(picture: GapsPicture, zones: Zone[], low: string[], p: Palette): LayerSpecification[] {
  const colours = zones.flatMap((z) => {
    const value = bandOf(z, picture.within)?.share
    return [z.code!, value == null ? p.noPeople : p.shares[shareClass(value)]]
  })
  const colour = (colours.length ? ['match', ['get', 'code'], ...colours, 'rgba(0,0,0,0)'] : 'rgba(0,0,0,0)') as unknown as ExpressionSpecification
  const common = { source: 'zones', 'source-layer': 'divisions', type: 'fill' } as const
  return [
    {
      id: 'gap-fill', ...common, filter: ['==', ['get', 'level'], picture.level],
      paint: { 'fill-color': colour, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13.6, 0.82, 15, 0.3] },
    },
    {
      id: 'gap-hatch', ...common,
      filter: ['all', ['==', ['get', 'level'], picture.level], ['in', ['get', 'code'], ['literal', low]]],
      paint: { 'fill-pattern': HATCH_ID, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13.6, 1, 15, 0.2] },
    },
  ]
}

function cells(p: Palette): LayerSpecification[] {
  const radius = ['interpolate', ['linear'], ['zoom'], 14, 3, 15, 5, 17, 10] as ExpressionSpecification
  const common = { source: 'coverage', 'source-layer': 'coverage', type: 'circle', minzoom: CELLS_FROM } as const
  return [
    {
      id: 'cells-covered', ...common, filter: ['==', ['get', 'covered'], true],
      paint: { 'circle-radius': radius, 'circle-color': p.covered, 'circle-opacity': 0.85 },
    },
    {
      id: 'cells-left', ...common, filter: ['==', ['get', 'covered'], false],
      paint: { 'circle-radius': radius, 'circle-opacity': 0, 'circle-stroke-color': p.gapLine, 'circle-stroke-width': 1.3 },
    },
  ]
}

function outlines(picture: GapsPicture, p: Palette): LayerSpecification[] {
  const common = { source: 'zones', 'source-layer': 'divisions', type: 'line' } as const
  return [
    {
      id: 'gap-edges', ...common, filter: ['==', ['get', 'level'], picture.level],
      paint: { 'line-color': p.borderStrong, 'line-width': picture.level === 'community' ? 0.6 : 1.2 },
    },
    { id: 'gap-lit', ...common, filter: ['==', ['get', 'code'], picture.lit ?? ''], paint: { 'line-color': p.accent, 'line-width': 2.4 } },
    { id: 'gap-selected', ...common, source: 'divisions', filter: ['==', ['get', 'code'], picture.selected], paint: { 'line-color': p.accent, 'line-width': 4 } },
  ]
}

function labels(zones: Zone[], picture: GapsPicture): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: zones.filter((z) => z.lon != null && z.lat != null).map((z) => ({
      type: 'Feature', geometry: { type: 'Point', coordinates: [z.lon!, z.lat!] },
      properties: { text: `${recordName(z, picture.lang)}\n${share(bandOf(z, picture.within)?.share)}` },
    })),
  }
}
