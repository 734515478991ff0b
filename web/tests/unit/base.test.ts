// Whether a base map's style holds together, and whose tiles it takes for whose.
import { describe, expect, it, vi } from 'vitest'
import type { StyleSpecification } from 'maplibre-gl'
import { archiveBase, baseStyle, ownBase, type BaseStyle, type TileJson } from '@/map/base'
import { schemaOf } from '@/map/schema'

// Addresses of tiles are absolute.
vi.stubGlobal('window', { location: { origin: 'http://map.example' } })

const archive = (format: string, layers: string[] = []): TileJson => ({
  tiles: ['/tiles/basemap/{z}/{x}/{y}'], format, minzoom: 0, maxzoom: 14, bounds: [108, 34, 109, 35], vector_layers: layers.map((id) => ({ id })),
})
const OPENMAPTILES = ['water', 'waterway', 'transportation', 'transportation_name', 'place', 'building']
const PROTOMAPS = ['earth', 'landuse', 'water', 'roads', 'buildings', 'places', 'boundaries']

/** Every layer's source is there, no layer comes twice, answers have their place. */
function holdsTogether({ style, labelsFrom }: BaseStyle) {
  const ids = style.layers.map((layer) => layer.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const layer of style.layers) if ('source' in layer) expect(Object.keys(style.sources)).toContain(layer.source)
  expect(ids).toContain(labelsFrom)
}

const sourceLayers = (style: StyleSpecification) => new Set(style.layers.flatMap((layer) => ('source' in layer && layer.source === 'base' ? [layer['source-layer']] : [])))

describe('the style', () => {
  it('holds together in both themes and languages, whatever lies beneath', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const lang of ['zh', 'en'] as const) {
        holdsTogether(ownBase(theme, lang))
        for (const json of [archive('pbf', OPENMAPTILES), archive('pbf', PROTOMAPS), archive('pbf'), archive('png')]) holdsTogether(archiveBase(json, theme, lang))
      }
    }
  })
  it('draws the layers that the tiles have', () => {
    expect([...sourceLayers(ownBase('light', 'zh').style)]).toEqual(expect.arrayContaining(['green', 'water', 'buildings', 'roads', 'places', 'area_names']))
    expect([...sourceLayers(archiveBase(archive('pbf', OPENMAPTILES), 'light', 'zh').style)]).toEqual(expect.arrayContaining(['transportation', 'place', 'building', 'water']))
    expect([...sourceLayers(archiveBase(archive('pbf', PROTOMAPS), 'light', 'zh').style)]).toEqual(expect.arrayContaining(['roads', 'places', 'landuse', 'water']))
  })
  it('puts the Chinese name over the English one in both languages', () => {
    const field = (lang: 'zh' | 'en') => JSON.stringify(ownBase('light', lang).style.layers.find((layer) => layer.id === 'place-names')?.layout)
    expect(field('zh')).toBe(field('en'))
    expect(field('zh')).toMatch(/"format",.*"name".*\\n.*"name_en".*font-scale/)
  })
  it('shows pictures as wide as they say', () => {
    expect(archiveBase({ ...archive('png'), tile_size: 512 }, 'light', 'zh').style.sources.base).toMatchObject({ type: 'raster', tileSize: 512 })
    expect(archiveBase(archive('jpg'), 'light', 'zh').style.sources.base).toMatchObject({ type: 'raster', tileSize: 256 })
  })
})

it('tiles are told apart by their layers', () => {
  expect(schemaOf(null).roads.layer).toBe('roads')
  expect(schemaOf(OPENMAPTILES).roads.layer).toBe('transportation')
  expect(schemaOf(PROTOMAPS).placeClass).not.toEqual(schemaOf(null).placeClass)
  expect(schemaOf(['green', 'water', 'roads', 'places'])).toBe(schemaOf(null))
})

it('an outer map that cannot be had gives way to the registry’s own', async () => {
  const basemap = { style_url: null, tiles_url: 'http://127.0.0.1:9/none', tianditu_key: null, approval_number: null }
  const got = await baseStyle(basemap, 'light', 'zh', new AbortController().signal)
  expect(got.style.layers.map((layer) => layer.id)).toEqual(ownBase('light', 'zh').style.layers.map((layer) => layer.id))
})
