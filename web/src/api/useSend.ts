// How a write is made from a form: one at a time, its refusal kept for the form to show.
import { ref, shallowRef } from 'vue'
import { Problem, asProblem, isAbort } from './problem'

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

  /** What the form itself finds missing is shown as the service's own refusals are. Answers whether all is well. */
  function complete(missing: Record<string, string | false | null | undefined>): boolean {
    const errors = Object.entries(missing).flatMap(([field, reason]) => (reason ? [{ field, value: null, reason, expected: null }] : []))
    problem.value = errors.length ? new Problem('refused', { code: 'incomplete', errors }) : null
    return !errors.length
  }

  const clear = () => (problem.value = null)
  return { busy, problem, run, complete, clear }
}
