// How the way to the open place, and the ground within its reach, are asked for and brought into sight.
import { computed, watch, type ComputedRef, type ShallowRef } from 'vue'
import { getReach, getRoute } from '@/api/calls'
import type { Query } from '@/api/client'
import type { Facility, LonLat } from '@/api/types'
import { useAsk } from '@/api/useAsk'
import { stage } from '@/map/stage'
import type { WalkPicture } from '@/walking/overlay'
import { reachQuery, routeQuery, type FindState } from './state'

type Show = (points: LonLat[]) => void
const lonLat = ([lon, lat]: [number, number]): LonLat => ({ lon, lat })
const wayPoints = ({ way }: WalkPicture) => way?.geometry.coordinates.map(lonLat) ?? []
const reachPoints = ({ reach }: WalkPicture) => reach?.features.at(-1)?.geometry.coordinates.flat(2).map(lonLat) ?? []
/** What the ways depend on in the address. */
const asked = ({ at, address, open, by, reach }: FindState) => JSON.stringify([at, address, open, by, reach])

export function useWays(state: Readonly<ShallowRef<FindState>>, opened: ComputedRef<Facility | null>, start: ComputedRef<LonLat | null>, show: Show, linked: boolean) {
  let shown: WalkPicture = { way: null, reach: null }
  let sent = linked ? asked(state.value) : null
  const route = useAsk((q: Query, signal) => getRoute(q, signal))
  const reach = useAsk(({ id, ...q }: Query & { id: string }, signal) => getReach(id, q, signal))
  const placed = computed(() => opened.value?.lon != null)

  /** What was answered to another question is not shown beside this one. */
  watch(() => JSON.stringify(placed.value ? routeQuery(state.value, start.value) : null), (now) => {
    route.clear()
    if (now !== 'null') void route.run(JSON.parse(now) as Query)
  }, { immediate: true })
  watch(() => (placed.value && state.value.reach ? JSON.stringify({ id: state.value.open, ...reachQuery(state.value) }) : ''), (now) => {
    if (!now || reach.answer.value?.features[0]?.properties.id !== state.value.open) reach.clear()
    if (now) void reach.run(JSON.parse(now) as Query & { id: string })
  }, { immediate: true })

  const picture = computed<WalkPicture>(() => ({ way: route.answer.value, reach: state.value.reach ? reach.answer.value : null }))

  /** A link that names its view is shown as it was sent; after that the map follows what is found. */
  watch([picture, stage.view], ([now, view]) => {
    if (!view) return
    const [way, ground] = [now.way !== null && now.way !== shown.way, now.reach !== null && now.reach !== shown.reach]
    shown = now
    if (sent !== asked(state.value)) sent = null
    if ((way || ground) && sent === null) show([...wayPoints(now), ...reachPoints(now)])
  })
  return { route, reach, picture, any: () => picture.value.way !== null || picture.value.reach !== null }
}
