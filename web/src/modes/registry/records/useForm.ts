// What happens to a record between opening its form and sending it: what was typed is kept, what others did meanwhile is settled.
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { addRecord, changeRecord } from '@/api/calls'
import { Problem } from '@/api/problem'
import { useSend } from '@/api/useSend'
import type { FieldChange, Proposal, RecordAnswer, RecordType, Written } from '@/api/types'
import { fieldName } from '@/record/fields'
import { reference } from '@/shell/reference'
import { recount } from '@/shell/sections'
import { useDraft } from '@/shell/draft'
import { draftKey } from './drafts'
import { apply, changesOf, decided, isEmpty, patchOf, settle, type Flat, type Settled } from './difference'
import { GROUPS } from './fields'
import { load } from './load'
import { besideFields } from './wrong'
import { pointOf } from './position'

export interface Loaded { answer: RecordAnswer<Flat>; etag: string }
/** What is kept of a form until it is sent. `returned`: the proposal that came back and is being put right, the id it gave a new record, and why it came back. */
export interface Kept { version: number | null; changes: FieldChange[]; reason: string; returned?: { proposal: string; record: string | null; words: string | null } }

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
/** The registry keeps WGS84. In the form `datum` is that of a pair somebody typed; a point moved on the map has none. */
const untyped = (type: RecordType, record: Flat): Flat => (type === 'facility' ? { ...record, datum: null } : record)

/** An empty record to be filled in. */
export function blank(type: RecordType): Flat {
  const none = Object.fromEntries(GROUPS[type].flatMap((g) => g.fields).map((f) => [f.code, null]))
  const more = type === 'facility' ? { lon: null, lat: null, datum: null, precision: null, status: 'operating', status_date: null, status_reason: null, barrier_free: [] } : {}
  delete none.position
  return { ...none, services: [], ...more }
}

export function useForm(type: RecordType, first: Loaded | null, needed: string) {
  const id = first ? String(first.answer.record.id) : ''
  const loaded = shallowRef<Loaded | null>(first)
  const base = shallowRef<Flat>(copy(first ? untyped(type, first.answer.record) : blank(type)))
  const kept = useDraft<Kept>(draftKey(type, id), () => ({ version: first?.answer.version ?? null, changes: [], reason: '' }))
  const now = reactive<Flat>(copy(base.value))
  const { busy, problem, run, clear } = useSend()
  const missing = shallowRef<Problem | null>(null)
  /** Settled once for each refusal: what is typed afterwards does not make it a new one. */
  const refused = shallowRef<Problem | null>(null)
  watch(problem, (it) => (refused.value = besideFields(it, now, { service: reference.serviceName, field: fieldName })), { flush: 'sync' })
  const written = shallowRef<Written<Flat> | null>(null)
  const clash = shallowRef<{ settled: Settled; since: FieldChange[] } | null>(null)
  const blocking = ref<Proposal | null>(first?.answer.proposal ?? null)

  const withheld = computed(() => new Set(loaded.value?.answer.withheld ?? []))
  const changes = computed(() => changesOf(base.value, now).filter((c) => !withheld.value.has(c.field)))
  const dirty = computed(() => changes.value.length > 0)

  function show(record: Flat): void {
    for (const name of Object.keys(now)) if (!(name in record)) delete now[name]
    Object.assign(now, copy(record))
  }

  /** What was typed before is put into the form again; where the record has changed since, a person chooses. */
  if (kept.draft.changes.length) {
    const settled = settle(kept.draft.changes, base.value)
    show(apply(base.value, [...settled.clean, ...settled.clashes.map((c) => ({ field: c.field, before: c.theirs, after: c.yours }))]))
    if (settled.clashes.length) clash.value = { settled, since: [] }
  }
  const restored = kept.restored && kept.draft.changes.length > 0
  watch(changes, (list) => {
    kept.draft.changes = copy(list)
    kept.draft.version = loaded.value?.answer.version ?? null
  }, { deep: true })

  /** The record as it stands now becomes what the form starts from; what was typed stays on top of it. */
  async function refresh(keep: readonly FieldChange[]): Promise<void> {
    loaded.value = await load(type, id)
    blocking.value = loaded.value.answer.proposal
    base.value = copy(untyped(type, loaded.value.answer.record))
    show(apply(base.value, keep))
  }

  function complete(): boolean {
    const lacking = GROUPS[type].flatMap((g) => g.fields).filter((f) => f.required && isEmpty(now[f.code])).map((f) => f.code)
    if (type === 'facility' && !withheld.value.has('lon') && !pointOf(now)) lacking.push('lon')
    const errors = lacking.map((field) => ({ field, value: null, reason: needed, expected: null }))
    if (type === 'facility' && now.status !== base.value.status) {
      if (first && isEmpty(now.status_date)) errors.push({ field: 'status_date', value: null, reason: needed, expected: null })
      if ((now.status === 'suspended' || now.status === 'closed') && isEmpty(now.status_reason)) errors.push({ field: 'status_reason', value: null, reason: needed, expected: null })
    }
    missing.value = errors.length ? new Problem('refused', { code: 'invalid_input', errors }) : null
    return !errors.length
  }

  /** What is proposed again is the same record as before, so that its first proposal is known to be settled. */
  const sameId = () => (kept.draft.returned?.record ? { id: kept.draft.returned.record } : {})

  async function send(): Promise<void> {
    clear()
    if (!complete()) return
    const reason = kept.draft.reason.trim()
    const because = reason ? { reason } : {}
    const mine = changes.value
    const answer = await run(() => (first ? changeRecord<Flat>(type, id, { ...patchOf(mine, now), ...because }, loaded.value!.etag) : addRecord<Flat>(type, { ...filled(now), ...sameId(), ...because })))
    if (answer) {
      written.value = answer.data
      recount()
      kept.reset({ version: null, changes: [], reason: '' })
    } else if (problem.value?.trouble === 'stale') await compare(mine)
    else if (problem.value?.trouble === 'conflict' && first) await refresh(mine).catch(() => undefined)
  }

  async function compare(mine: readonly FieldChange[]): Promise<void> {
    const before = base.value
    try {
      await refresh(mine)
    } catch {
      return
    }
    clear()
    const settled = settle(mine, base.value)
    clash.value = { settled, since: changesOf(before, base.value, new Set(['id'])).filter((c) => !mine.some((m) => m.field === c.field)) }
  }

  async function choose(choice: Record<string, 'theirs' | 'yours'>): Promise<void> {
    if (!clash.value) return
    show(apply(base.value, decided(clash.value.settled, choice)))
    clash.value = null
    if (changes.value.length) await send()
  }

  function throwAway(): void {
    show(base.value)
    kept.reset({ version: loaded.value?.answer.version ?? null, changes: [], reason: '' })
    missing.value = null
    clear()
  }

  return {
    type, id, isNew: !first, loaded, base, now, changes, dirty, restored, withheld, busy, problem: computed(() => missing.value ?? refused.value),
    written, clash, blocking, draft: kept.draft, send, choose, refresh, throwAway,
  }
}

/** A new record is sent without what was left empty; its place without a datum other than the one stated. */
function filled(now: Flat): Flat {
  const out = Object.fromEntries(Object.entries(now).filter(([, v]) => !isEmpty(v)))
  if (out.lon === undefined || out.lat === undefined) for (const part of ['lon', 'lat', 'datum', 'precision']) delete out[part]
  return out
}

export type Form = ReturnType<typeof useForm>
