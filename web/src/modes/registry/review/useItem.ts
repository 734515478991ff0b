// The records of the open item: where they lie, where a person has dragged them to, and how that is saved.
import { computed, reactive, ref, shallowRef } from 'vue'
import { changeRecord, getRecord } from '@/api/calls'
import { etagOf, type Sent } from '@/api/client'
import type { LonLat, Patch, RecordAnswer, ReviewItem } from '@/api/types'
import { useAsk } from '@/api/useAsk'
import { useSend } from '@/api/useSend'
import { metresBetween } from '@/map/datum'
import type { Spot } from './overlay'

/** More records than this on one point are listed, not loaded. */
const MOST = 8
/** What is moved by less than this was not meant to be moved. */
const NEAR_M = 0.5

export function useItem() {
  const item = shallowRef<ReviewItem | null>(null)
  const ask = useAsk((ids: string[], signal) => Promise.all(ids.slice(0, MOST).map((id) => getRecord('facility', id, signal))))
  const send = useSend()
  const moved = reactive(new Map<string, LonLat>())
  const chosen = ref<string | null>(null)

  const records = computed<Sent<RecordAnswer>[]>(() => ask.answer.value ?? [])
  const placeOf = (r: RecordAnswer): LonLat | null => (r.record.lon == null || r.record.lat == null ? null : { lon: r.record.lon, lat: r.record.lat })
  const heldOf = (r: RecordAnswer) => r.withheld.includes('lon') || r.proposal !== null
  const spots = computed<Spot[]>(() => records.value.flatMap(({ data }): Spot[] => {
    const from = placeOf(data)
    const at = moved.get(data.record.id) ?? from
    return at ? [{ ...at, id: data.record.id, kind: data.record.kind, name: data.record.name, held: heldOf(data), from: moved.has(data.record.id) ? from : null }] : []
  }))
  const now = computed(() => records.value.find((r) => r.data.record.id === chosen.value) ?? null)
  const far = computed(() => {
    const from = now.value && placeOf(now.value.data)
    const to = chosen.value ? moved.get(chosen.value) : undefined
    return from && to ? metresBetween(from, to) : null
  })

  const changed = computed(() => chosen.value !== null && moved.has(chosen.value))

  async function open(next: ReviewItem | null): Promise<void> {
    item.value = next
    moved.clear()
    send.clear()
    chosen.value = next?.ids[0] ?? null
    if (next) await ask.run(next.ids)
    else ask.clear()
  }

  function move(id: string, at: LonLat) {
    const record = records.value.find((r) => r.data.record.id === id)?.data
    if (!record || heldOf(record)) return
    chosen.value = id
    const from = placeOf(record)
    if (from && metresBetween(from, at) < NEAR_M) moved.delete(id)
    else moved.set(id, at)
  }

  /** Whether it holds at once or waits for somebody; null when it was refused. */
  async function write(patch: Patch): Promise<boolean | null> {
    const record = now.value
    if (!record) return null
    const sent = await send.run(() => changeRecord('facility', record.data.record.id, patch, record.etag ?? etagOf(record.data.version)))
    return sent ? sent.data.applied : null
  }

  /** The given pair stays with the record; only where it lies is changed, and it is exact from now on. */
  function save(reason: string): Promise<boolean | null> {
    const at = chosen.value ? moved.get(chosen.value) : undefined
    return at ? write({ lon: at.lon, lat: at.lat, precision: 'exact', ...(reason ? { reason } : {}) }) : Promise.resolve(null)
  }

  return { item, ask, send, records, spots, chosen, moved, changed, now, far, open, move, write, save, undo: () => { if (chosen.value) moved.delete(chosen.value) } }
}
export type ItemWay = ReturnType<typeof useItem>
