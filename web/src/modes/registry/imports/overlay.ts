// Where the rows of a file would lie, once a datum, with a line between the places of one row: which lies on the building?
import type { Feature } from 'geojson'
import type { DatumCandidate, LonLat } from '@/api/types'
import { FACILITY_LAYERS, facilityLayers, facilitySource } from '@/map/facilities'
import { PALETTES, type Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'

/** Datums are told apart by letter first, colour second. */
export const letter = (index: number): string => String.fromCharCode(65 + index)

/** wgs84 and cgcs2000 lie within a metre of each other: one mark stands for both. */
export function distinct(candidates: DatumCandidate[]): DatumCandidate[] {
  const near = (a: DatumCandidate, b: DatumCandidate) =>
    a.points.every((p, i) => b.points[i] && Math.abs(p.lon - b.points[i].lon) < 2e-5 && Math.abs(p.lat - b.points[i].lat) < 2e-5)
  return candidates.filter((c, i) => !candidates.slice(0, i).some((before) => near(before, c)))
}

/** The places of one row, in the order of the candidates. */
export function placesOf(candidates: DatumCandidate[], row: number): LonLat[] {
  return candidates.flatMap((c) => c.points.filter((p) => p.row === row))
}

const BLANK: Overlay = { sources: {}, under: [], over: [], hits: [] }

export function datumOverlay(candidates: DatumCandidate[], chosen: string | null, row: number | null, theme: Theme): Overlay {
  if (!candidates.length) return BLANK
  const p = PALETTES[theme]
  const colours = [p.accent, p.gapLine, p.label, p.covered]
  const points = candidates.flatMap((c, i) => c.points.map((point): Feature => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
    properties: { id: c.datum, letter: letter(i), name: i === 0 ? point.name : '', colour: colours[i % 4], on: chosen === c.datum, off: chosen !== null && chosen !== c.datum, row: point.row },
  })))
  const rows = [...new Set(candidates.flatMap((c) => c.points.map((point) => point.row)))]
  const lines = rows.map((r): Feature => ({
    type: 'Feature', properties: { on: r === row }, geometry: { type: 'LineString', coordinates: placesOf(candidates, r).map((at) => [at.lon, at.lat]) },
  }))
  const opacity = ['case', ['get', 'off'], 0.45, 1] as unknown as number
  return {
    sources: {
      ...facilitySource({}),
      'datum-points': { type: 'geojson', data: { type: 'FeatureCollection', features: points } },
      'datum-lines': { type: 'geojson', data: { type: 'FeatureCollection', features: lines } },
    },
    under: [],
    over: [
      ...facilityLayers(theme, true),
      { id: 'datum-lines', type: 'line', source: 'datum-lines', layout: { 'line-cap': 'round' }, paint: { 'line-color': p.label, 'line-width': ['case', ['get', 'on'], 2.4, 1.2], 'line-opacity': 0.7, 'line-dasharray': [1, 2] } },
      {
        id: 'datum-points', type: 'circle', source: 'datum-points',
        paint: { 'circle-radius': ['case', ['get', 'on'], 14, 11], 'circle-color': ['get', 'colour'], 'circle-opacity': opacity, 'circle-stroke-color': p.ring, 'circle-stroke-width': 2.5 },
      },
      {
        id: 'datum-letters', type: 'symbol', source: 'datum-points',
        layout: { 'text-field': ['get', 'letter'], 'text-size': 13, 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': p.ring },
      },
      {
        id: 'datum-names', type: 'symbol', source: 'datum-points', filter: ['!=', ['get', 'name'], ''],
        layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 1.2], 'text-max-width': 10, 'text-optional': true },
        paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 1.6 },
      },
    ],
    hits: ['datum-points', ...[...FACILITY_LAYERS].reverse()],
  }
}
