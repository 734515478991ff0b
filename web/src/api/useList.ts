// How a long list is read page by page: a new question starts afresh, `more` adds the next page.
import { computed, ref, shallowRef } from 'vue'
import { asProblem, isAbort, type Problem } from './problem'
import { useAsk } from './useAsk'
import type { Page } from './types'

export function useList<Q, T>(ask: (question: Q, cursor: string | null, signal: AbortSignal) => Promise<Page<T>>) {
  const added = shallowRef<T[]>([])
  const cursor = ref<string | null>(null)
  const adding = ref(false)
  const moreProblem = shallowRef<Problem | null>(null)
  let question: Q | undefined
  let turn = 0

  const first = useAsk(async (q: Q, signal) => {
    const page = await ask(q, null, signal)
    turn += 1
    added.value = []
    moreProblem.value = null
    cursor.value = page.next_cursor
    return page
  })

  const items = computed<T[]>(() => [...(first.answer.value?.items ?? []), ...added.value])
  const total = computed(() => first.answer.value?.total ?? null)

  function run(q: Q): Promise<void> {
    question = q
    return first.run(q)
  }

  async function more(): Promise<void> {
    if (adding.value || cursor.value === null || question === undefined) return
    const mine = turn
    adding.value = true
    moreProblem.value = null
    try {
      const page = await ask(question, cursor.value, new AbortController().signal)
      if (mine !== turn) return
      added.value = [...added.value, ...page.items]
      cursor.value = page.next_cursor
    } catch (error) {
      if (mine === turn && !isAbort(error)) moreProblem.value = asProblem(error)
    } finally {
      adding.value = false
    }
  }

  return { items, total, cursor, adding, moreProblem, more, run, again: first.again, stop: first.stop, problem: first.problem, pace: first.pace, answered: computed(() => first.answer.value !== null) }
}
