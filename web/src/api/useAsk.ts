// How long an answer takes and what is shown meanwhile: the newest question wins, the old answer stays until then.
import { onScopeDispose, ref, shallowRef } from 'vue'
import { presence } from './presence'
import { type Problem, asProblem, isAbort } from './problem'

/** Nothing is shown for this long; a thin bar after it; words and a stop button after SLOW_MS. */
export const QUIET_MS = 100
export const SLOW_MS = 1000

export type Pace = 'still' | 'quiet' | 'bar' | 'slow'

export function useAsk<Q, A>(ask: (question: Q, signal: AbortSignal) => Promise<A>) {
  const answer = shallowRef<A | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const pace = ref<Pace>('still')
  let current: AbortController | null = null
  let timers: ReturnType<typeof setTimeout>[] = []
  let last: Q | undefined

  function settle() {
    timers.forEach(clearTimeout)
    timers = []
    pace.value = 'still'
  }

  async function run(question: Q): Promise<void> {
    current?.abort()
    settle()
    last = question
    const mine = new AbortController()
    current = mine
    pace.value = 'quiet'
    timers = [
      setTimeout(() => (pace.value = 'bar'), QUIET_MS),
      setTimeout(() => (pace.value = 'slow'), SLOW_MS),
    ]
    try {
      const got = await ask(question, mine.signal)
      if (mine !== current) return
      answer.value = got
      problem.value = null
    } catch (error) {
      if (mine !== current || isAbort(error)) return
      problem.value = asProblem(error)
    } finally {
      if (mine === current) settle()
    }
  }

  function stop() {
    current?.abort()
    current = null
    settle()
  }

  function clear() {
    stop()
    answer.value = null
    problem.value = null
  }

  function again() {
    if (last !== undefined) void run(last)
  }

  /** What was refused because nobody was signed in is asked again once somebody is. */
  const deaf = presence.back.on(() => { if (problem.value?.trouble === 'signed_out') again() })
  onScopeDispose(() => { deaf(); stop() })
  return { answer, problem, pace, run, stop, clear, again }
}
