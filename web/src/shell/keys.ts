// Keys that work everywhere: / searches, ? explains, g f, g g, g p, g b and g r change the mode.
import type { Router } from 'vue-router'

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function useKeys(router: Router, help: () => void): () => void {
  let before = ''
  const press = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    const pair = before + event.key
    before = event.key === 'g' && before !== 'g' ? 'g' : ''
    if (event.key === '/') {
      event.preventDefault()
      document.querySelector<HTMLElement>('[data-search]')?.focus()
    } else if (event.key === '?') help()
    else if (pair === 'gf') void router.push('/find')
    else if (pair === 'gg') void router.push('/gaps')
    else if (pair === 'gp') void router.push('/plan')
    else if (pair === 'gb') void router.push('/board')
    else if (pair === 'gr') void router.push('/registry')
  }
  window.addEventListener('keydown', press)
  return () => window.removeEventListener('keydown', press)
}
