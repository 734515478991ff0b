// When the map has taken the room a section leaves it: only then does a view that was asked for fit.
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { stage } from '@/map/stage'

/** MapLibre follows a change of its room after at most 50 ms. */
const SETTLED_MS = 80

export function useMapSized(run: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(run, SETTLED_MS)
  }
  const watching = new ResizeObserver(soon)
  /** In the hand the map keeps its size, and the sheet covers more or less of it. */
  watch(() => stage.padding.bottom, soon)
  onMounted(() => { const map = document.querySelector('[data-map]'); if (map) watching.observe(map) })
  onBeforeUnmount(() => { clearTimeout(timer); watching.disconnect() })
}
