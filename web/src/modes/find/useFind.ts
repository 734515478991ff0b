// How Find goes from the address to an answer and to the map.
import { computed, onScopeDispose, ref, shallowRef, watch, watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { getFacility, getNearest, listFacilities } from '@/api/calls'
import type { Query } from '@/api/client'
import { useAsk } from '@/api/useAsk'
import type { Facility, LonLat, Nearest } from '@/api/types'
import { boundsOf, stage } from '@/map/stage'
import { preferences } from '@/shell/preferences'
import { usePatch } from '@/shell/query'
import { reference } from '@/shell/reference'
import { writePoint } from '@/text/address'
import { usualBy } from '@/walking/by'
import { findOverlay, type Spot } from './overlay'
import { useWays } from './useWays'
import { hasStart, inViewQuery, isNarrow, nearestQuery, readFind } from './state'

/** The map moves when part of the answer is out of sight, or so small that its marks would cover each other. */
function bringIntoView(points: LonLat[], closer: boolean) {
  const bounds = boundsOf(points)
  if (!bounds || !stage.view.value) return
  const [w, s, e, n] = stage.view.value.bounds
  const hidden = points.some((p) => p.lon < w || p.lon > e || p.lat < s || p.lat > n)
  const tiny = (bounds[2] - bounds[0]) / (e - w) < 0.4 && (bounds[3] - bounds[1]) / (n - s) < 0.4
  if (hidden || (closer && tiny)) stage.camera.value?.fit(bounds)
}

export function useFind() {
  const route = useRoute()
  const patch = usePatch()
  /** The route changes to another mode before this one is gone: then the last question stands. */
  const usual = usualBy(reference.state.about)
  const state = shallowRef(readFind(route.query, usual))
  watch(() => route.query, (query) => { if (route.name === 'find') state.value = readFind(query, usual) })

  const nearest = useAsk((q: Query, signal) => getNearest(q, signal))
  const inView = useAsk((q: Query, signal) => listFacilities(q, signal))
  const card = useAsk((id: string, signal) => getFacility(id, signal))
  const hovered = ref<string | null>(null)
  let chosen = false
  let carded = ''
  let shown: Nearest | null = null
  const started = computed(() => hasStart(state.value))

  watch(() => (started.value ? JSON.stringify(nearestQuery(state.value)) : ''), (now) => {
    if (now) void nearest.run(nearestQuery(state.value))
    else nearest.clear()
  }, { immediate: true })

  watch(() => {
    const view = stage.view.value
    return !started.value && view ? JSON.stringify(inViewQuery(state.value, view.bounds)) : ''
  }, (now) => { if (now) void inView.run(inViewQuery(state.value, stage.view.value!.bounds)) }, { immediate: true })

  watch(() => state.value.open, (id) => {
    if (id) return void card.run(id)
    chosen = false
    carded = ''
    card.clear()
  }, { immediate: true })

  const opened = computed<Facility | null>(() => (card.answer.value?.id === state.value.open ? card.answer.value : null))
  const start = computed(() => nearest.answer.value?.at ?? state.value.at)

  /** A link that names its view is shown as it was sent; after that the map follows the answers. */
  const linked = route.query.view !== undefined
  const ways = useWays(state, opened, start, (points) => bringIntoView(points, true), linked)

  const spots = computed<Spot[]>(() => {
    const list: Spot[] = started.value
      ? (nearest.answer.value?.features ?? []).map((f) => ({ id: f.properties.id, kind: f.properties.kind, rank: f.properties.rank, lon: f.geometry.coordinates[0], lat: f.geometry.coordinates[1] }))
      : []
    const more = started.value ? [] : (inView.answer.value?.items ?? []).filter((f) => isNarrow(state.value) || f.id === hovered.value)
    for (const f of [...more, ...(opened.value ? [opened.value] : [])]) {
      if (f.lon != null && f.lat != null && !list.some((s) => s.id === f.id)) list.push({ id: f.id, kind: f.kind, rank: 0, lon: f.lon, lat: f.lat })
    }
    return list
  })

  watchEffect(() => {
    stage.overlay.value = findOverlay({
      theme: preferences.theme, lang: preferences.lang, kinds: state.value.kinds, start: started.value ? start.value : null, spots: spots.value,
      walk: ways.picture.value, straight: !nearest.answer.value?.measured,
      lit: [hovered.value, state.value.open || null], muted: started.value || isNarrow(state.value),
    })
  })

  let keepAnswer = linked && hasStart(state.value)
  let keepCard = linked ? state.value.open : ''
  watch([nearest.answer, stage.view], ([now, view]) => {
    if (!now || !view || now === shown) return
    shown = now
    if (keepAnswer) keepAnswer = false
    else if (!state.value.open) bringIntoView([now.at, ...now.features.map((f) => ({ lon: f.geometry.coordinates[0], lat: f.geometry.coordinates[1] }))], true)
  })
  watch([opened, stage.view], ([now, view]) => {
    if (!now || !view || now.id === carded) return
    carded = now.id
    if (now.id === keepCard) keepCard = ''
    else if (now.lon != null && now.lat != null && !ways.any()) bringIntoView([{ lon: now.lon, lat: now.lat }, ...(started.value && start.value ? [start.value] : [])], !chosen)
  })

  /** A place chosen in the list or on the map is in sight already: the map stays where it is. */
  function open(id: string) {
    chosen = true
    patch({ open: id })
  }

  stage.crosshair.value = true
  stage.ears.value = {
    onSpot: (at) => patch({ at: writePoint(at), address: null, name: null, open: null, reach: null }),
    onHit: (hit) => { if (hit.id) open(hit.id) },
    onHover: (hit) => { hovered.value = hit?.properties.cluster ? null : (hit?.id ?? null) },
  }
  onScopeDispose(stage.clear)
  return { state, usual, patch, open, ways, nearest, inView, card, opened, hovered, started, start }
}
