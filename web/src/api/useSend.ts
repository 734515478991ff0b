// How a write is made from a form: one at a time, its refusal kept for the form to show.
import { ref, shallowRef } from 'vue'
import { type Problem, asProblem, isAbort } from './problem'

export function useSend() {
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)

  /** Null when it was refused (see `problem`) or when the one before is still on its way. */
  async function run<T>(write: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      return await write()
    } catch (error) {
      if (!isAbort(error)) problem.value = asProblem(error)
      return null
    } finally {
      busy.value = false
    }
  }

  const clear = () => (problem.value = null)
  return { busy, problem, run, clear }
}
