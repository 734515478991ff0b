// When the map has taken the room a section leaves it: only then does a view that was asked for fit.
import { onBeforeUnmount, onMounted } from 'vue'

/** MapLibre follows a change of its room after at most 50 ms. */
const SETTLED_MS = 80

export function useMapSized(run: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const watching = new ResizeObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(run, SETTLED_MS)
  })
  onMounted(() => { const map = document.querySelector('[data-map]'); if (map) watching.observe(map) })
  onBeforeUnmount(() => { clearTimeout(timer); watching.disconnect() })
}
