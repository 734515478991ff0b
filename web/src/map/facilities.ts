// How the registry's places lie on the map: clusters with their number far out, discs with the kind's glyph near.
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl'
import { tileAddress } from '@/api/calls'
import type { Query } from '@/api/client'
import { PALETTES, type Theme } from './palette'

export const FACILITY_LAYERS = ['facility-clusters', 'facility-places'] as const

export function facilitySource(query: Query): Record<string, SourceSpecification> {
  return { facilities: { type: 'vector', tiles: [tileAddress('facilities', query)], minzoom: 0, maxzoom: 16 } }
}

/** `drawn` are places that stand on the map as pins already. */
export function facilityLayers(theme: Theme, muted: boolean, drawn: string[] = []): LayerSpecification[] {
  const p = PALETTES[theme]
  const opacity = muted ? 0.4 : 1
  const size = ['interpolate', ['linear'], ['ln', ['max', 1, ['get', 'count']]], 0, 11, 2.3, 14, 4.6, 19, 7, 25] as unknown as number
  return [
    {
      id: 'facility-clusters', type: 'circle', source: 'facilities', 'source-layer': 'facilities', filter: ['has', 'cluster'],
      paint: {
        'circle-radius': size, 'circle-color': p.cluster, 'circle-opacity': 0.94,
        'circle-stroke-color': p.accent, 'circle-stroke-width': 2, 'circle-stroke-opacity': opacity,
      },
    },
    {
      id: 'facility-cluster-counts', type: 'symbol', source: 'facilities', 'source-layer': 'facilities', filter: ['has', 'cluster'],
      layout: { 'text-field': ['to-string', ['get', 'count']], 'text-size': 12, 'text-allow-overlap': true, 'text-padding': 6 },
      paint: { 'text-color': p.clusterText, 'text-opacity': muted ? 0.6 : 1 },
    },
    {
      id: 'facility-places', type: 'symbol', source: 'facilities', 'source-layer': 'facilities', filter: ['all', ['!', ['has', 'cluster']], ['!', ['in', ['get', 'id'], ['literal', drawn]]]],
      layout: {
        'icon-image': ['concat', 'disc:', ['get', 'kind']], 'icon-allow-overlap': true,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.72, 14, 0.9, 16, 1.1],
        'text-field': ['step', ['zoom'], '', 16, ['get', 'name']], 'text-size': 11, 'text-anchor': 'top', 'text-offset': [0, 1.3], 'text-optional': true, 'text-max-width': 9,
      },
      paint: { 'icon-opacity': opacity, 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 1.4 },
    },
  ]
}
