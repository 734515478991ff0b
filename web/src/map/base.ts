// What lies beneath the answers: the registry's own divisions, water, green and roads, or an outer base map where one is configured.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import { tileAddress } from '@/api/calls'
import type { Basemap } from '@/api/types'
import type { Lang } from '@/text/format'
import { PALETTES, type Palette, type Theme } from './palette'

export interface BaseStyle {
  style: StyleSpecification
  /** Answers are drawn under this layer, so that names stay readable. */
  labelsFrom: string | null
}

const vector = (layer: string): SourceSpecification => ({ type: 'vector', tiles: [tileAddress(layer)], minzoom: 0, maxzoom: 16 })

const width = (z10: number, z14: number, z18: number) =>
  ['interpolate', ['exponential', 1.5], ['zoom'], 10, z10, 14, z14, 18, z18] as unknown as number

export function ownBase(theme: Theme, lang: Lang): BaseStyle {
  const p = PALETTES[theme]
  return {
    labelsFrom: 'road-names',
    style: {
      version: 8,
      sources: { base: vector('base'), divisions: vector('divisions') },
      layers: [...ground(p), ...borders(p), ...names(p, lang)],
    },
  }
}

function ground(p: Palette): LayerSpecification[] {
  const road = (id: string, classes: string[], colour: string, w: number, minzoom: number): LayerSpecification => ({
    id, type: 'line', source: 'base', 'source-layer': 'roads', minzoom,
    filter: ['in', ['get', 'class'], ['literal', classes]],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': w },
  })
  return [
    { id: 'land', type: 'background', paint: { 'background-color': p.land } },
    { id: 'green', type: 'fill', source: 'base', 'source-layer': 'green', paint: { 'fill-color': p.green } },
    { id: 'water', type: 'fill', source: 'base', 'source-layer': 'water', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': p.water } },
    { id: 'streams', type: 'line', source: 'base', 'source-layer': 'water', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': p.water, 'line-width': width(1, 3, 10) } },
    road('roads-residential', ['residential'], p.road, width(0.3, 1.6, 12), 12),
    road('roads-secondary', ['secondary'], p.road, width(0.7, 2.6, 16), 10),
    road('roads-primary', ['primary'], p.roadMajor, width(1, 3.6, 20), 7),
    road('roads-bridge', ['bridge'], p.bridge, width(1.2, 4, 22), 9),
  ]
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

const localName = (lang: Lang) =>
  (lang === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name']) as unknown as string

function names(p: Palette, lang: Lang): LayerSpecification[] {
  const division = (level: string, minzoom: number, maxzoom: number, size: number, colour: string): LayerSpecification => ({
    id: `name-${level}`, type: 'symbol', source: 'divisions', 'source-layer': 'division_labels', minzoom, maxzoom,
    filter: ['==', ['get', 'level'], level],
    layout: { 'text-field': localName(lang), 'text-size': size, 'text-max-width': 8, 'text-padding': 6, 'text-letter-spacing': 0.04 },
    paint: { 'text-color': colour, 'text-halo-color': p.halo, 'text-halo-width': 1.6 },
  })
  return [
    {
      id: 'road-names', type: 'symbol', source: 'base', 'source-layer': 'roads', minzoom: 14, filter: ['has', 'name'],
      layout: { 'symbol-placement': 'line', 'text-field': localName(lang), 'text-size': 11, 'symbol-spacing': 380 },
      paint: { 'text-color': p.labelSoft, 'text-halo-color': p.halo, 'text-halo-width': 1.4 },
    },
    {
      id: 'water-names', type: 'symbol', source: 'base', 'source-layer': 'water', minzoom: 11, filter: ['has', 'name'],
      layout: { 'text-field': localName(lang), 'text-size': 12, 'text-letter-spacing': 0.2 },
      paint: { 'text-color': p.waterLabel, 'text-halo-color': p.water, 'text-halo-width': 1 },
    },
    division('community', 14, 24, 11, p.labelSoft),
    division('street', 12, 14, 12, p.labelSoft),
    {
      id: 'place-names', type: 'symbol', source: 'base', 'source-layer': 'places', minzoom: 10, filter: ['has', 'name'],
      layout: { 'text-field': localName(lang), 'text-size': 12, 'text-max-width': 8 },
      paint: { 'text-color': p.labelSoft, 'text-halo-color': p.halo, 'text-halo-width': 1.4 },
    },
    division('district', 8, 13.5, 14, p.label),
    division('city', 5, 10, 15, p.label),
  ]
}

function tianditu(theme: Theme, key: string): BaseStyle {
  const raster = (layer: string): SourceSpecification => ({
    type: 'raster', tileSize: 256, maxzoom: 18, attribution: '天地图',
    tiles: Array.from({ length: 8 }, (_, host) =>
      `https://t${host}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default` +
      `&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`),
  })
  const dim = theme === 'dark' ? { 'raster-brightness-max': 0.62, 'raster-saturation': -0.4 } : {}
  return {
    labelsFrom: 'tianditu-names',
    style: {
      version: 8,
      sources: { tianditu: raster('vec'), 'tianditu-names': raster('cva'), divisions: vector('divisions') },
      layers: [
        { id: 'tianditu', type: 'raster', source: 'tianditu', paint: dim },
        { id: 'tianditu-names', type: 'raster', source: 'tianditu-names', paint: dim },
      ],
    },
  }
}

async function outer(url: string, signal: AbortSignal): Promise<BaseStyle> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`style ${response.status}`)
  const style = (await response.json()) as StyleSpecification
  style.sources.divisions ??= vector('divisions')
  return { style, labelsFrom: style.layers.find((layer) => layer.type === 'symbol')?.id ?? null }
}

/** The configured base map; when an outer style cannot be had, the registry's own takes its place. */
export async function baseStyle(basemap: Basemap | null, theme: Theme, lang: Lang, signal: AbortSignal): Promise<BaseStyle> {
  if (basemap?.style_url) {
    try {
      return await outer(basemap.style_url, signal)
    } catch (error) {
      if (signal.aborted) throw error
      return ownBase(theme, lang)
    }
  }
  return basemap?.tianditu_key ? tianditu(theme, basemap.tianditu_key) : ownBase(theme, lang)
}
