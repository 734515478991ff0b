// What lies beneath the answers: the registry's own base map, an archive of tiles that the service holds, or an outer map where one is configured.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import { tileAddress } from '@/api/calls'
import type { Basemap } from '@/api/types'
import type { Lang } from '@/text/format'
import { NAMES_FROM, ground, names, twoNames } from './drawing'
import { PALETTES, type Palette, type Theme } from './palette'
import { schemaOf } from './schema'

export interface BaseStyle {
  style: StyleSpecification
  /** Answers are drawn under this layer, so that names stay readable. */
  labelsFrom: string | null
  /** Whose the map is, where its tiles tell. */
  attribution?: string | null
}

/** What the service tells of an archive of tiles. */
export interface TileJson {
  tiles: string[]
  format: string
  minzoom: number
  maxzoom: number
  bounds: [number, number, number, number]
  attribution?: string
  vector_layers?: { id: string }[]
  tile_size?: number
}

const vector = (layer: string): SourceSpecification => ({ type: 'vector', tiles: [tileAddress(layer)], minzoom: 0, maxzoom: 16 })

export function ownBase(theme: Theme, lang: Lang): BaseStyle {
  return drawn({ base: vector('base') }, null, theme, lang)
}

function drawn(source: Record<'base', SourceSpecification>, layers: string[] | null, theme: Theme, lang: Lang): BaseStyle {
  const [p, schema] = [PALETTES[theme], schemaOf(layers)]
  const { lines, places } = names('base', schema, p, lang)
  return {
    labelsFrom: NAMES_FROM,
    style: {
      version: 8,
      sources: { ...source, divisions: vector('divisions') },
      layers: [...ground('base', schema, p), ...borders(p), ...lines, ...divisionNames(p, places)],
    },
  }
}

function borders(p: Palette): LayerSpecification[] {
  const line = (level: string, minzoom: number, colour: string, w: number, dash?: number[]): LayerSpecification => ({
    id: `border-${level}`, type: 'line', source: 'divisions', 'source-layer': 'divisions', minzoom,
    filter: ['==', ['get', 'level'], level],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': w, ...(dash ? { 'line-dasharray': dash } : {}) },
  })
  return [
    line('community', 12.5, p.border, 0.6, [2, 2]),
    line('street', 11, p.border, 0.9, [4, 2]),
    line('district', 7, p.borderStrong, 1.3),
    line('city', 4, p.borderStrong, 1.8),
  ]
}

/** Names of divisions with the places' among them; what comes later has its place first. */
function divisionNames(p: Palette, places: LayerSpecification[]): LayerSpecification[] {
  const name = (level: string, minzoom: number, maxzoom: number, size: number, colour: string): LayerSpecification => ({
    id: `name-${level}`, type: 'symbol', source: 'divisions', 'source-layer': 'division_labels', minzoom, maxzoom,
    filter: ['==', ['get', 'level'], level],
    layout: { 'text-field': twoNames(['get', 'name'], ['get', 'name_en']), 'text-size': size, 'text-max-width': 8, 'text-padding': 6, 'text-letter-spacing': 0.04 },
    paint: { 'text-color': colour, 'text-halo-color': p.halo, 'text-halo-width': 1.6 },
  })
  return [
    name('community', 14, 24, 11, p.labelSoft),
    name('street', 12, 14, 12, p.labelSoft),
    ...places,
    name('district', 8, 13.5, 14, p.label),
    name('city', 5, 10, 15, p.label),
  ]
}

const dim = (theme: Theme) => (theme === 'dark' ? { 'raster-brightness-max': 0.62, 'raster-saturation': -0.4 } : {})

function tianditu(theme: Theme, key: string): BaseStyle {
  const raster = (layer: string): SourceSpecification => ({
    type: 'raster', tileSize: 256, maxzoom: 18, attribution: '天地图',
    tiles: Array.from({ length: 8 }, (_, host) =>
      `https://t${host}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default` +
      `&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`),
  })
  return {
    labelsFrom: 'tianditu-names',
    style: {
      version: 8,
      sources: { tianditu: raster('vec'), 'tianditu-names': raster('cva'), divisions: vector('divisions') },
      layers: [
        { id: 'tianditu', type: 'raster', source: 'tianditu', paint: dim(theme) },
        { id: 'tianditu-names', type: 'raster', source: 'tianditu-names', paint: dim(theme) },
      ],
    },
  }
}

async function fetched<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return (await response.json()) as T
}

async function outer(url: string, signal: AbortSignal): Promise<BaseStyle> {
  const style = await fetched<StyleSpecification>(url, signal)
  style.sources.divisions ??= vector('divisions')
  return { style, labelsFrom: style.layers.find((layer) => layer.type === 'symbol')?.id ?? null }
}

/** Tiles that the service holds: vector ones in the registry's own style, pictures as they are with the divisions over them. */
export function archiveBase(json: TileJson, theme: Theme, lang: Lang): BaseStyle {
  const p = PALETTES[theme]
  const attribution = json.attribution ? plain(json.attribution) : null
  const { tiles, minzoom, maxzoom, bounds } = json
  if (json.format === 'pbf') {
    const ids = (json.vector_layers ?? []).map((layer) => layer.id)
    return { ...drawn({ base: { type: 'vector', tiles, minzoom, maxzoom, bounds } }, ids, theme, lang), attribution }
  }
  const labels = divisionNames(p, [])
  return {
    attribution,
    labelsFrom: labels[0].id,
    style: {
      version: 8,
      sources: { base: { type: 'raster', tiles, minzoom, maxzoom, bounds, tileSize: json.tile_size ?? 256 }, divisions: vector('divisions') },
      layers: [
        { id: 'land', type: 'background', paint: { 'background-color': p.land } },
        { id: 'pictures', type: 'raster', source: 'base', paint: dim(theme) },
        ...labels,
      ],
    },
  }
}

/** Attributions may come with links; the words are enough. */
export const plain = (html: string) => new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? ''

/** The configured base map; when it cannot be had, the registry's own takes its place. */
export async function baseStyle(basemap: Basemap | null, theme: Theme, lang: Lang, signal: AbortSignal): Promise<BaseStyle> {
  try {
    if (basemap?.style_url) return await outer(basemap.style_url, signal)
    if (basemap?.tiles_url) return archiveBase(await fetched<TileJson>(basemap.tiles_url, signal), theme, lang)
  } catch (error) {
    if (signal.aborted) throw error
    return ownBase(theme, lang)
  }
  return basemap?.tianditu_key ? tianditu(theme, basemap.tianditu_key) : ownBase(theme, lang)
}
