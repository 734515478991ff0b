// The projects that somebody may see, asked page by page, and which of them the address wants.
import { computed, watch } from 'vue'
import { useRoute } from 'vue-router'
import { listProjects } from '@/api/calls'
import type { Project, ProjectState } from '@/api/types'
import { useAsk } from '@/api/useAsk'
import { usePatch } from '@/shell/query'
import { text } from '@/text/address'
import { byUnit, STATES, whole } from './progress'

const PAGE = 100
/** More are not listed; the page says so. */
const MOST = 2000
/** How the address names projects that are nobody's yet. */
export const NOBODY = '-'

export function useBoard() {
  const route = useRoute()
  const patch = usePatch()
  const here = () => route.name === 'board'
  const plan = computed(() => (here() ? text(route.query.plan) : ''))
  const unit = computed(() => (here() ? text(route.query.unit) : ''))
  const state = computed(() => STATES.find((one) => one === text(route.query.state)) ?? null)
  const late = computed(() => text(route.query.late) === '1')

  const asked = useAsk(async (of: string, signal): Promise<{ items: Project[]; cut: boolean }> => {
    const items: Project[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listProjects>> = await listProjects({ plan: of, limit: PAGE, cursor }, signal)
      items.push(...page.items)
      cursor = page.next_cursor
    } while (cursor && items.length < MOST)
    return { items, cut: cursor !== null }
  })
  watch(plan, () => { if (here()) void asked.run(plan.value) }, { immediate: true })

  const all = computed(() => asked.answer.value?.items ?? [])
  const units = computed(() => byUnit(all.value))
  const total = computed(() => whole(all.value))
  const rows = computed(() => all.value.filter((one) =>
    (!unit.value || (unit.value === NOBODY ? one.owner_unit === null : one.owner_unit === unit.value)) && (!state.value || one.state === state.value as ProjectState) && (!late.value || one.overdue)))

  /** What was just written stands in the list without asking for all of it again. */
  function put(now: Project): void {
    const before = asked.answer.value
    if (before) asked.answer.value = { ...before, items: before.items.map((one) => (one.id === now.id ? now : one)) }
  }
  return { plan, unit, state, late, asked, all, units, total, rows, put, patch }
}
