// What a mode puts on the map and what it hears from it: the one place where panel and map meet.
import { reactive, ref, shallowRef } from 'vue'
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl'
import type { Bounds, LonLat } from '@/api/types'
import type { View } from '@/text/address'

export interface Overlay {
  sources: Record<string, SourceSpecification>
  /** Drawn beneath the names of the base map. */
  under: LayerSpecification[]
  /** Drawn above everything. */
  over: LayerSpecification[]
  /** Layers that answer to the pointer, the foremost first. */
  hits: string[]
  /** Layers whose points can be dragged. */
  drags?: string[]
}

export interface Hit { layer: string; id: string | null; at: LonLat; properties: Record<string, unknown> }

/** A spot of the map that can be reached by keyboard; what it looks like is drawn by the overlay. */
export interface Handle extends LonLat { id: string; label: string }

export interface Ears {
  onSpot?: (at: LonLat) => void
  onHit?: (hit: Hit) => void
  onHover?: (hit: Hit | null) => void
  /** A point of a `drags` layer is on its way, and in the end stands. */
  onDrag?: (id: string, at: LonLat, done: boolean) => void
  /** A key was pressed on a handle; true where it was of use. */
  onKey?: (id: string, key: string, far: boolean) => boolean
  /** A handle has the focus, or none has it any more. */
  onFocus?: (id: string | null) => void
}

export interface Camera {
  fly: (at: LonLat, zoom?: number) => void
  fit: (bounds: Bounds) => void
  zoomBy: (steps: number) => void
  picture: (words: PictureWords) => string | null
  focus: () => void
  /** Where something lies within the map, in pixels. */
  project: (at: LonLat) => { x: number; y: number }
}

export interface PictureWords { north: string; metres: (m: number) => string; marks: string[] }

const EMPTY: Overlay = { sources: {}, under: [], over: [], hits: [] }

const overlay = shallowRef<Overlay>(EMPTY)
const ears = shallowRef<Ears>({})
const camera = shallowRef<Camera | null>(null)
/** How many metres one pixel is in the middle of the map. */
const scale = ref(0)
const view = ref<(View & { bounds: Bounds }) | null>(null)
const padding = reactive({ bottom: 0, right: 0 })
const crosshair = ref(false)
const failed = ref(false)
const handles = shallowRef<Handle[]>([])
/** Counts the map's movements, for what has to move with it. */
const moves = ref(0)
/** Whose the base map is, where its own tiles tell. */
const attribution = ref<string | null>(null)

function clear() {
  overlay.value = EMPTY
  ears.value = {}
  crosshair.value = false
  handles.value = []
}

export const stage = { overlay, ears, camera, view, scale, padding, crosshair, failed, attribution, handles, moves, clear }

/** The bounds of some points, widened so that a single point is not a speck. */
export function boundsOf(points: LonLat[], margin = 0.002): Bounds | null {
  if (!points.length) return null
  const lons = points.map((p) => p.lon)
  const lats = points.map((p) => p.lat)
  return [Math.min(...lons) - margin, Math.min(...lats) - margin, Math.max(...lons) + margin, Math.max(...lats) + margin]
}

/** The middle of what can be seen of the map, as exact as a point is kept; null before there is a map. */
export function middle(): LonLat | null {
  const bounds = view.value?.bounds
  if (!bounds) return null
  const round = (n: number) => Math.round(n * 1e7) / 1e7
  return { lon: round((bounds[0] + bounds[2]) / 2), lat: round((bounds[1] + bounds[3]) / 2) }
}
