// A siting run as it goes on: the best so far, the bound and the gap, heard from the service until it ended or was stopped.
import { onScopeDispose, ref, shallowRef } from 'vue'
import { runEvents, stopRun } from '@/api/calls'
import type { RunProgress } from '@/api/types'

export function useRun(ended: () => void) {
  const progress = shallowRef<RunProgress | null>(null)
  /** The plan whose run is listened to. */
  const running = ref<string | null>(null)
  let source: EventSource | null = null

  function leave(): void {
    source?.close()
    source = null
    running.value = null
    progress.value = null
  }

  function listen(id: string): void {
    if (running.value === id) return
    leave()
    running.value = id
    source = new EventSource(runEvents(id))
    source.addEventListener('progress', (event) => (progress.value = JSON.parse((event as MessageEvent<string>).data) as RunProgress))
    const over = () => {
      leave()
      ended()
    }
    source.addEventListener('done', over)
    /** A stream that broke comes back by itself; one that was refused does not, and the plan tells how it stands. */
    source.addEventListener('error', () => { if (source?.readyState === EventSource.CLOSED) over() })
  }

  /** What is best until now becomes the answer. */
  async function stop(): Promise<void> {
    const id = running.value
    if (id) await stopRun(id).catch(() => undefined)
  }

  onScopeDispose(leave)
  return { progress, running, listen, stop, leave }
}
