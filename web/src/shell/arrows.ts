// How the arrow keys walk through a list of buttons, and what Home and End do.
export function walk(event: KeyboardEvent, selector = '[data-walk]'): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
  const stops = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(selector)]
  if (!stops.length) return
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? stops.length - 1 : Math.min(stops.length - 1, Math.max(0, at + step!))
  event.preventDefault()
  stops[next].focus()
}
