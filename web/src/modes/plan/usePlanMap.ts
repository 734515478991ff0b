// How Plan and the map hear each other: sites dragged or moved by keys, spots clicked to add one, areas drawn, places picked.
import { computed, onScopeDispose, ref, shallowReactive, watch, watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { getFacility, tryPlan } from '@/api/calls'
import type { Facility, LonLat, PlanAction, Ring } from '@/api/types'
import { FACILITY_LAYERS } from '@/map/facilities'
import { boundsOf, middle, stage } from '@/map/stage'
import { preferences } from '@/shell/preferences'
import { reference } from '@/shell/reference'
import { text } from '@/text/address'
import { recordName } from '@/text/names'
import { planOverlay, type Mark, type Side } from './overlay'
import { seven, stepped } from './moving'
import { nextId, replaced } from './rows'
import type { PlanDesk } from './usePlan'
import type { Translate } from './words'

/** Beyond so many sites their ground is asked for only when one is moved. */
const MANY = 40
export function usePlanMap(desk: PlanDesk, t: Translate) {
  const route = useRoute()
  const { plan, rows, trying, lit, editable } = desk
  const side = ref<Side>('after')
  /** The next click on the map adds a site there. */
  const adding = ref(false)
  const corners = ref<LonLat[] | null>(null)
  /** The existing place that was clicked. */
  const picked = ref<string | null>(null)
  const places = shallowReactive<Record<string, Facility>>({})
  const names = computed(() => Object.fromEntries(Object.entries(places).map(([id, f]) => [id, recordName(f, preferences.lang)])))

  watch(() => rows.value.map((r) => r.action.facility), (ids) => {
    for (const id of ids) if (id && !places[id]) void getFacility(id).then((f) => (places[id] = f), () => undefined)
  }, { immediate: true })

  const kind = computed(() => (plan.value?.terms.kind ?? desk.ask.value.kinds)[0] ?? '')
  const marks = computed<Mark[]>(() => rows.value.flatMap((row) => {
    const at = trying.at.value?.id === row.id ? trying.at.value : row.at
    return at ? [{ id: row.id, rank: row.rank, kind: kind.value, lon: at.lon, lat: at.lat }] : []
  }))
  const closed = computed(() => rows.value.flatMap((row) => {
    const place = row.action.do === 'close' || row.action.do === 'move' ? places[row.action.facility ?? ''] : null
    return place?.lon != null && place.lat != null ? [{ lon: place.lon, lat: place.lat }] : []
  }))

  watchEffect(() => {
    const terms = plan.value?.terms
    const ask = desk.ask.value
    stage.overlay.value = planOverlay({
      theme: preferences.theme, lang: preferences.lang, kinds: terms?.kind ?? ask.kinds, group: terms ? (terms.group ?? 'population') : ask.group,
      by: terms?.by ?? ask.by, within: terms?.within_m ?? ask.within, level: desk.level, side: side.value, zones: desk.told.value?.zones ?? [],
      marks: marks.value, closed: closed.value, grounds: trying.grounds.value, measured: desk.told.value?.measured ?? false, exclude: desk.ground.exclude,
      corners: corners.value, lit: lit.value ?? trying.at.value?.id ?? null, selected: desk.selected.value, editable: editable.value && side.value === 'after',
    })
  })
  watchEffect(() => { stage.crosshair.value = adding.value || corners.value !== null })
  watchEffect(() => {
    stage.handles.value = editable.value && side.value === 'after' ? marks.value.map((m) => ({ id: m.id, lon: m.lon, lat: m.lat, label: t('plan.handle', { n: m.rank, name: rows.value.find((r) => r.id === m.id)?.action.name ?? '' }) })) : []
  })

  /** A plan that was just opened or found is looked at as a whole, unless its address says where to look. */
  let looked = desk.id.value && text(route.query.view) ? null : ''
  watch(() => [plan.value?.id ?? '', plan.value?.answer?.seconds ?? '', desk.run.running.value ?? '', stage.camera.value ? 1 : 0].join(), () => {
    const what = `${plan.value?.id ?? ''} ${plan.value?.answer?.seconds ?? ''}`
    if (!stage.camera.value || !plan.value || desk.run.running.value || what === looked) return
    const told = looked === null
    looked = what
    const bounds = told ? null : boundsOf(marks.value, 0.012)
    if (bounds) stage.camera.value.fit(bounds)
  }, { flush: 'post' })

  /** The ground around each site, asked for one after the other once the figures are there. */
  const known = new Map<string, string>()
  watch(desk.figures.answer, async () => {
    const now = plan.value
    if (!now || now.terms.by === 'straight' || marks.value.length > MANY) return
    for (const mark of marks.value) {
      const spot = `${now.id} ${mark.lon},${mark.lat} ${JSON.stringify(now.terms)}`
      if (known.get(mark.id) === spot) continue
      const got = await tryPlan({ terms: now.terms, actions: now.actions, moving: { action: mark.id, lon: mark.lon, lat: mark.lat }, level: desk.level, with_reach: true }).catch(() => null)
      if (plan.value?.id !== now.id) return
      if (!got) return
      known.set(mark.id, spot)
      if (got.reach) trying.grounds.value = { ...trying.grounds.value, [mark.id]: got.reach }
    }
  })
  watch(() => plan.value?.id, () => { trying.grounds.value = {}; known.clear() })

  function put(id: string, at: LonLat): void {
    trying.release()
    const now = plan.value
    if (now) void desk.act(replaced(now.actions, id, { lon: seven(at.lon), lat: seven(at.lat) }))
  }
  function add(at: LonLat): void {
    const now = plan.value
    adding.value = false
    if (!now) return
    const id = nextId(now.actions)
    void desk.act([...now.actions, { id, do: 'build', name: t('plan.newName', { n: now.actions.length + 1 }), lon: seven(at.lon), lat: seven(at.lat) }])
    lit.value = id
  }
  function addStep(step: Omit<PlanAction, 'id'>, place: Facility): void {
    const now = plan.value
    picked.value = null
    places[place.id] = place
    if (now) void desk.act([...now.actions, { ...step, id: nextId(now.actions) }])
  }
  function draw(what: 'begin' | 'centre' | 'finish' | 'drop'): void {
    if (what === 'begin') corners.value = []
    else if (what === 'drop') desk.ground.exclude = []
    else if (what === 'centre') corner(middle())
    else {
      const ring = (corners.value ?? []).map(({ lon, lat }): [number, number] => [lon, lat])
      if (ring.length >= 3) desk.ground.exclude = [...desk.ground.exclude, [...ring, ring[0]] as Ring]
      corners.value = null
    }
  }
  const corner = (at: LonLat | null) => { if (at && corners.value) corners.value = [...corners.value, { lon: seven(at.lon), lat: seven(at.lat) }] }

  stage.ears.value = {
    onSpot: (at) => {
      if (corners.value) corner(at)
      else if (adding.value) add(at)
      else picked.value = null
    },
    onHit: (hit) => {
      if (corners.value) return corner(hit.at)
      if (hit.layer === 'plan-sites') return void (lit.value = hit.id)
      if (adding.value) return add(hit.at)
      if ((FACILITY_LAYERS as readonly string[]).includes(hit.layer)) return void (picked.value = plan.value && editable.value ? hit.id : null)
      if (hit.layer === 'gap-fill') desk.patch({ sel: hit.id === desk.selected.value ? null : hit.id }, 'replace')
    },
    onHover: (hit) => (lit.value = hit?.layer === 'plan-sites' ? hit.id : null),
    onDrag: (id, at, done) => {
      lit.value = id
      if (done) put(id, at)
      else trying.hold(id, { lon: seven(at.lon), lat: seven(at.lat) })
    },
    onKey: (id, key, far) => {
      const held = trying.at.value?.id === id ? trying.at.value : null
      const at = held ?? marks.value.find((m) => m.id === id)
      const to = at ? stepped(at, key, far) : null
      if (to) trying.hold(id, to)
      else if (held && key === 'Enter') put(id, held)
      else if (held && key === 'Escape') {
        trying.release()
        trying.forget()
      } else return false
      return true
    },
    onFocus: (id) => {
      const held = trying.at.value
      if (id === null && held) put(held.id, held)
      lit.value = id
    },
  }
  onScopeDispose(() => stage.clear())

  const addCentre = () => { const at = middle(); if (at) add(at) }
  const title = computed(() => reference.kindName(kind.value))
  return { side, adding, corners, picked, names, kind, title, draw, addCentre, addStep }
}
