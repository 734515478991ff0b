// One file on its way: what the service knows of it, and the changes a person makes, one after the other.
import { computed, ref, shallowRef } from 'vue'
import { changeImport, getImport } from '@/api/calls'
import { asProblem, type Problem } from '@/api/problem'
import type { Import, ImportChange } from '@/api/types'
import { useAsk } from '@/api/useAsk'
import { nextStep, stepStates } from './steps'

export function useImport() {
  const ask = useAsk((id: string, signal) => getImport(id, signal))
  const changed = shallowRef<Import | null>(null)
  const saving = ref(false)
  const saveProblem = shallowRef<Problem | null>(null)
  /** Counts up whenever the rows have to be asked for again. */
  const turn = ref(0)
  let queue: Promise<unknown> = Promise.resolve()

  const file = computed(() => changed.value ?? ask.answer.value)
  const states = computed(() => (file.value ? stepStates(file.value) : null))
  const now = computed(() => (file.value ? nextStep(file.value) : null))

  /** Whether an earlier file had decided about the headings of this one: as it was when it was opened. */
  const remembered = computed(() => ask.answer.value?.remembered ?? false)

  function open(id: string): Promise<void> {
    changed.value = null
    saveProblem.value = null
    return ask.run(id)
  }

  /** What a person changed, in the order it was changed: a second change waits for the first. */
  function change(body: ImportChange): Promise<void> {
    const id = file.value?.id
    if (!id) return Promise.resolve()
    saving.value = true
    const mine = queue.then(async () => {
      try {
        const { data } = await changeImport(id, body)
        if (file.value?.id === id) changed.value = data
        saveProblem.value = null
        turn.value += 1
      } catch (error) {
        saveProblem.value = asProblem(error)
      }
    })
    queue = mine
    return mine.finally(() => { if (queue === mine) saving.value = false })
  }

  /** Counts and state once more, after rows were mended or sent. */
  async function refresh(): Promise<void> {
    const id = file.value?.id
    if (!id) return
    try {
      const got = await getImport(id)
      if (file.value?.id === id) changed.value = got
    } catch (error) {
      saveProblem.value = asProblem(error)
    }
  }

  return { ask, file, states, now, remembered, saving, saveProblem, turn, open, change, refresh }
}
export type ImportWay = ReturnType<typeof useImport>
