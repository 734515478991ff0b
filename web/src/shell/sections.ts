// What a section of a mode is: who may use it, how much room it takes, what it counts.
import { onScopeDispose, reactive, ref, watch } from 'vue'
import type { Right } from '@/api/types'
import type { Layout } from './layout'

export interface Section {
  name: string
  /** One of these rights is enough. */
  needs: Right[]
  /** What it opens with; the section itself may set `layout` (shell/layout) as it goes on. */
  layout: Layout
  component: () => Promise<unknown>
  /** A small question whose answer stands on the tab. */
  count?: (signal: AbortSignal) => Promise<number>
  /** A second number of another sort, with the word it is told with. */
  aside?: { says: string; count: (signal: AbortSignal) => Promise<number> }
}

const turn = ref(0)
/** What the tabs count has changed: after approving, closing, checking. */
export const recount = (): void => void (turn.value += 1)

/** Where a section's second number stands among the numbers of the tabs. */
export const asideOf = (section: Section): string => `${section.name}:aside`

/** Numbers for the tabs; a number that cannot be had is left out, the section itself says why. */
export function useCounts(sections: () => Section[]): Record<string, number> {
  const counts = reactive<Record<string, number>>({})
  let current: AbortController | null = null
  watch([turn, () => sections().map((s) => s.name).join()], () => {
    current?.abort()
    current = new AbortController()
    const { signal } = current
    for (const section of sections()) {
      for (const [name, ask] of [[section.name, section.count], [asideOf(section), section.aside?.count]] as const) {
        ask?.(signal).then((n) => { if (!signal.aborted) counts[name] = n }, () => delete counts[name])
      }
    }
  }, { immediate: true })
  onScopeDispose(() => current?.abort())
  return counts
}
