// N goes on to the next item of a queue, P to the one before, unless something is being typed or a dialog stands open.
import { onBeforeUnmount, onMounted } from 'vue'

const typing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target instanceof HTMLInputElement && !/^(checkbox|radio|button)$/.test(target.type)))

export function useNextKeys(step: (by: 1 | -1) => void): void {
  const press = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('.el-overlay:not([style*="display: none"]) .el-dialog')) return
    const by = { n: 1, p: -1 }[event.key.toLowerCase()] as 1 | -1 | undefined
    if (!by) return
    event.preventDefault()
    step(by)
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
