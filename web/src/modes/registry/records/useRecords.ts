// How the records go from the address to rows: pages as far as somebody looks, or the whole list where it must be known whole.
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { listChecks, listFacilities, listOrganizations } from '@/api/calls'
import { moment } from '@/api/moment'
import { presence } from '@/api/presence'
import type { CheckState, Facility, Organization, Page } from '@/api/types'
import { reference } from '@/shell/reference'
import { facilityRow, organizationRow, sorted, type Row } from './columns'
import { NEXT, usePages, type AskPage } from './pages'
import { listQuery, needsWhole, readRecords, type RecordsState } from './state'

const UNFRESH = ['overdue', 'due_soon', 'never'] as const

/** Whether each place was checked in time; those the list of checks does not name are fresh. */
async function checkStates(s: RecordsState, signal: AbortSignal): Promise<Map<string, CheckState>> {
  const states = new Map<string, CheckState>()
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listChecks>> = await listChecks({ state: UNFRESH, kind: s.kinds, division: s.division, limit: NEXT, cursor }, signal)
    for (const check of page.items) states.set(check.id, check.state)
    cursor = page.next_cursor
  } while (cursor)
  return states
}

function asking(s: RecordsState): AskPage<Row> {
  if (s.of === 'organization') {
    return async (cursor, limit, signal) => {
      const page = await listOrganizations({ ...listQuery(s), limit, cursor }, signal)
      return { ...page, items: page.items.map((o: Organization) => organizationRow(o)) }
    }
  }
  let checks: Promise<Map<string, CheckState>> | null = null
  return async (cursor, limit, signal) => {
    const page: Page<Facility> = await listFacilities({ ...listQuery(s), limit, cursor }, signal)
    if (!s.checked.length) return { ...page, items: page.items.map((f) => facilityRow(f)) }
    const states = await (checks ??= checkStates(s, signal))
    return { ...page, items: page.items.map((f) => facilityRow(f, states.get(f.id) ?? 'fresh')) }
  }
}

/** Codes are put in order by the words people see. */
function shownValue(row: Row, column: keyof Row): Row {
  if (column === 'kind' && row.kind) return { ...row, kind: reference.kindName(row.kind) }
  return row
}

export function useRecords() {
  const route = useRoute()
  const read = () => readRecords(route.query, String(route.params.id ?? ''))
  const state = shallowRef(read())
  watch(() => [route.query, route.params.id] as const, () => { if (route.name === 'registry' && route.params.section === 'records') state.value = read() })
  const pages = usePages<Row>()
  const whole = computed(() => needsWhole(state.value))

  const question = computed(() => JSON.stringify([state.value.of, listQuery(state.value), state.value.checked, whole.value, moment.value]))
  async function load(): Promise<void> {
    await pages.start(asking(state.value))
    if (whole.value) await pages.all()
  }
  watch(question, () => void load(), { immediate: true })
  const deaf = presence.back.on(() => { if (pages.problem.value?.trouble === 'signed_out') void load() })
  onScopeDispose(deaf)

  const rows = computed<Row[]>(() => {
    const s = state.value
    const kept = s.checked.length ? pages.rows.value.filter((r) => r.checked && s.checked.includes(r.checked)) : pages.rows.value
    if (!s.sort || !pages.whole.value) return kept
    const column = s.sort.column as keyof Row
    if (column !== 'kind') return sorted(kept, column, s.sort.down)
    const byId = new Map(kept.map((r) => [r.id, r]))
    return sorted(kept.map((r) => shownValue(r, column)), column, s.sort.down).map((r) => byId.get(r.id)!)
  })
  /** How many there are; null while only a part of the list that must be filtered here has come in. */
  const total = computed(() => (state.value.checked.length ? (pages.whole.value ? rows.value.length : null) : pages.total.value))
  /** How far the whole list has come in, while it must and has not. */
  const progress = computed(() => (whole.value && !pages.whole.value && pages.total.value ? { done: pages.rows.value.length, of: pages.total.value } : null))
  return { state, pages, rows, total, progress, load }
}
