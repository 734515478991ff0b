// How a long list comes in: pages by cursor, one after another, only as far as somebody looks.
import { onScopeDispose, ref, shallowRef } from 'vue'
import { asProblem, isAbort, type Problem } from '@/api/problem'
import type { Page } from '@/api/types'

/** The first page is small, so that something is there at once; the next are as large as the service gives. */
export const FIRST = 100
export const NEXT = 1000

export type AskPage<T> = (cursor: string | null, limit: number, signal: AbortSignal) => Promise<Page<T>>

export function usePages<T>() {
  const rows = shallowRef<T[]>([])
  const total = ref<number | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  /** All there is has come in. */
  const whole = ref(false)
  let ask: AskPage<T> | null = null
  let cursor: string | null = null
  /** Nothing of this list has come in yet; what is shown is the list before. */
  let fresh = true
  let wanted = 0
  let current: AbortController | null = null

  function stop() {
    current?.abort()
    current = null
    loading.value = false
    wanted = fresh ? 1 : rows.value.length
  }

  /** Another list: the old rows stay until its first page is here. */
  async function start(list: AskPage<T>): Promise<void> {
    stop()
    ask = list
    cursor = null
    fresh = true
    whole.value = false
    wanted = 1
    await run()
  }

  /** Makes sure that the row is here; pages on the way come in too, since a cursor knows only the next. */
  async function reach(row: number): Promise<void> {
    if (!ask || whole.value || (!fresh && row < rows.value.length)) return
    wanted = Math.max(wanted, row + 1)
    if (!loading.value) await run()
  }

  async function run(): Promise<void> {
    const mine = new AbortController()
    current = mine
    loading.value = true
    problem.value = null
    try {
      while (fresh || (!whole.value && rows.value.length < wanted)) {
        const page = await ask!(cursor, fresh ? FIRST : NEXT, mine.signal)
        if (mine !== current) return
        rows.value = fresh ? page.items : rows.value.concat(page.items)
        fresh = false
        cursor = page.next_cursor
        whole.value = cursor === null
        total.value = whole.value ? rows.value.length : Math.max(page.total, rows.value.length)
      }
      wanted = rows.value.length
    } catch (error) {
      if (mine !== current || isAbort(error)) return
      problem.value = asProblem(error)
    } finally {
      if (mine === current) loading.value = false
    }
  }

  /** What failed is asked again, from where it stood. */
  const again = (): Promise<void> => (ask && !loading.value ? run() : Promise.resolve())
  onScopeDispose(stop)
  return { rows, total, problem, loading, whole, start, reach, all: () => reach(Number.MAX_SAFE_INTEGER - 1), stop, again }
}
