// How Gaps goes from the address to its figures, its ranking and the map.
import { computed, onScopeDispose, ref, shallowRef, watch, watchEffect } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { getCoverage, getGaps } from '@/api/calls'
import type { Query } from '@/api/client'
import { Problem, isAbort } from '@/api/problem'
import type { GapRow, LonLat } from '@/api/types'
import { useAsk } from '@/api/useAsk'
import { stage } from '@/map/stage'
import { taker } from '@/shell/found'
import { preferences } from '@/shell/preferences'
import { usePatch } from '@/shell/query'
import { reference } from '@/shell/reference'
import { bandOf } from './bands'
import { gapsOverlay } from './overlay'
import { coverageQuery, gapsQuery, PAGE, readGaps } from './state'

const ZOOMS: Record<string, number> = { province: 7, city: 10, district: 12, street: 13.2, community: 14.4 }

export function useGaps() {
  const route = useRoute()
  const router = useRouter()
  const patch = usePatch()
  const { about, kinds, standards } = reference.state
  const state = shallowRef(readGaps(route.query, about!, kinds, standards))
  watch(() => route.query, (query) => { if (route.name === 'gaps') state.value = readGaps(query, about!, kinds, standards) })

  const coverage = useAsk((q: Query, signal) => getCoverage(q, signal))
  const ranking = useAsk((q: Query, signal) => getGaps({ ...q, limit: PAGE }, signal))
  const further = shallowRef<{ rows: GapRow[]; cursor: string | null } | null>(null)
  const moreProblem = shallowRef<Problem | null>(null)
  const lit = ref<string | null>(null)

  watch(() => JSON.stringify(coverageQuery(state.value)), () => void coverage.run(coverageQuery(state.value)), { immediate: true })
  watch(() => JSON.stringify(gapsQuery(state.value)), () => {
    moreProblem.value = null
    void ranking.run(gapsQuery(state.value))
  }, { immediate: true })
  watch(ranking.answer, () => (further.value = null))

  const rows = computed(() => [...(ranking.answer.value?.items ?? []), ...(further.value?.rows ?? [])])
  const cursor = computed(() => (further.value ? further.value.cursor : (ranking.answer.value?.next_cursor ?? null)))

  async function more() {
    const asked = ranking.answer.value
    if (!cursor.value || !asked) return
    try {
      const page = await getGaps({ ...gapsQuery(state.value), limit: PAGE, cursor: cursor.value })
      if (ranking.answer.value === asked) further.value = { rows: [...(further.value?.rows ?? []), ...page.items], cursor: page.next_cursor }
    } catch (error) {
      if (!isAbort(error)) moreProblem.value = error instanceof Problem ? error : new Problem('broken')
    }
  }

  /** The answer may lag behind the question: what is drawn and said follows the answer's own reach. */
  const within = ref(state.value.within)
  watch([() => state.value.within, coverage.answer], ([asked, now]) => {
    const known = now?.bands.map((b) => b.within_m) ?? []
    if (known.includes(asked)) within.value = asked
    else if (!known.includes(within.value)) within.value = known[0] ?? asked
  })
  const band = computed(() => coverage.answer.value?.bands.find((b) => b.within_m === within.value) ?? null)
  const zones = computed(() => [...(coverage.answer.value?.zones ?? [])].sort((a, b) => (bandOf(b, within.value)?.left_over ?? 0) - (bandOf(a, within.value)?.left_over ?? 0)))

  watchEffect(() => {
    const s = state.value
    stage.overlay.value = gapsOverlay({
      theme: preferences.theme, lang: preferences.lang, kinds: s.kinds, group: s.group, by: s.by, within: within.value, level: s.level,
      zones: coverage.answer.value?.zones ?? [], lit: lit.value, selected: s.selected,
    })
  })

  function select(code: string | null, at: LonLat | null, level: string) {
    patch({ sel: code && code === state.value.selected ? null : code, table: null })
    if (at) stage.camera.value?.fly(at, ZOOMS[level] ?? 14.4)
  }

  stage.ears.value = {
    onHit: (hit) => {
      if (hit.layer === 'gap-fill') patch({ sel: hit.id === state.value.selected ? null : hit.id })
      else if (hit.id) void router.push({ path: '/find', query: { open: hit.id, kind: state.value.kinds.join(','), by: route.query.by, view: route.query.view, as_of: route.query.as_of } })
    },
    onHover: (hit) => (lit.value = hit?.layer === 'gap-fill' ? hit.id : null),
  }
  const take = (what: Parameters<NonNullable<typeof taker.value>>[0]) => {
    if (typeof what === 'string' || what.type !== 'division' || what.lon == null || what.lat == null) return false
    select(what.id, { lon: what.lon, lat: what.lat }, 'street')
    return true
  }
  taker.value = take
  onScopeDispose(() => {
    if (taker.value === take) taker.value = null
    stage.clear()
  })
  return { state, patch, coverage, ranking, rows, cursor, more, moreProblem, within, band, zones, lit, select }
}
