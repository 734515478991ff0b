// How one asks while a hand moves: one question on its way, and of those that came meanwhile only the newest is asked next.
import { onScopeDispose, ref } from 'vue'
import { isAbort } from './problem'

export function useLatest<Q, A>(ask: (question: Q, signal: AbortSignal) => Promise<A>, take: (answer: A, question: Q) => void, refuse: (error: unknown) => void = () => {}) {
  let waiting: { question: Q } | null = null
  let current: AbortController | null = null
  /** A question is on its way. */
  const busy = ref(false)

  async function run(question: Q): Promise<void> {
    if (current) {
      waiting = { question }
      return
    }
    const mine = new AbortController()
    current = mine
    busy.value = true
    try {
      const answer = await ask(question, mine.signal)
      if (!mine.signal.aborted) take(answer, question)
    } catch (error) {
      if (!isAbort(error) && !mine.signal.aborted) refuse(error)
    } finally {
      if (current === mine) {
        current = null
        busy.value = false
        const next = waiting
        waiting = null
        if (next) void run(next.question)
      }
    }
  }

  /** Nothing that is on its way is wanted any more. */
  function stop(): void {
    waiting = null
    current?.abort()
    current = null
    busy.value = false
  }
  onScopeDispose(stop)
  return { run, stop, busy }
}
