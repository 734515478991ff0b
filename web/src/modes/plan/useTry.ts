// A site on its way: where it is held, and what it would do there; the newest spot is asked, the others are let go.
import { ref, shallowRef } from 'vue'
import { tryPlan } from '@/api/calls'
import { asProblem, type Problem } from '@/api/problem'
import type { Ground, Level, LonLat, Plan, PlanTry, TryQuestion } from '@/api/types'
import { useLatest } from '@/api/useLatest'

export function useTry(plan: () => Plan | null, level: Level) {
  /** Which step is held where; null when none is. */
  const at = shallowRef<({ id: string } & LonLat) | null>(null)
  const answer = shallowRef<PlanTry | null>(null)
  /** The ground around each step's site, as it was told last. */
  const grounds = shallowRef<Record<string, Ground>>({})
  const problem = shallowRef<Problem | null>(null)
  /** Milliseconds from the hand to the figures, the newest last. */
  const waits = ref<number[]>([])

  const asking = useLatest(
    (q: TryQuestion & { from: number }, signal) => tryPlan({ terms: q.terms, actions: q.actions, moving: q.moving, level: q.level, with_reach: q.with_reach }, signal),
    (got, q) => {
      problem.value = null
      if (got.reach) grounds.value = { ...grounds.value, [q.moving.action]: got.reach }
      if (at.value?.id === q.moving.action) {
        answer.value = got
        waits.value = [...waits.value.slice(-99), performance.now() - q.from]
      }
    },
    (error) => (problem.value = asProblem(error)),
  )

  function hold(id: string, to: LonLat): void {
    const now = plan()
    if (!now) return
    at.value = { id, ...to }
    void asking.run({ terms: now.terms, actions: now.actions, moving: { action: id, ...to }, level, with_reach: true, from: performance.now() })
  }
  /** The hand is off; what was said stays until the figures of the whole plan are there. */
  const release = () => (at.value = null)
  function forget(): void {
    if (!at.value) answer.value = null
  }
  return { at, answer, grounds, problem, waits, hold, release, forget, stop: asking.stop }
}
