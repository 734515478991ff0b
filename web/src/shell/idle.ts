// When a session ends for want of use: the page counts along, across its tabs, and warns before.

/** How long before the end it is said. */
export const WARN_S = 120
const KEY = 'carereach.heard'

interface Ears { warn: (seconds: number | null) => void; ended: () => void }

export function watchIdle(ears: Ears) {
  let limitMs = 0
  let heard = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Another tab of the same browser may have spoken to the service since. */
  const lastHeard = () => Math.max(heard, Number(localStorage.getItem(KEY)) || 0)

  function look(): void {
    clearTimeout(timer)
    if (!limitMs) return
    const left = lastHeard() + limitMs - Date.now()
    const warnMs = Math.min(WARN_S * 1000, limitMs / 2)
    if (left <= 0) {
      stop()
      return ears.ended()
    }
    ears.warn(left <= warnMs ? Math.ceil(left / 1000) : null)
    timer = setTimeout(look, left <= warnMs ? Math.min(1000, left) : left - warnMs)
  }

  function touch(): void {
    if (!limitMs) return
    heard = Date.now()
    localStorage.setItem(KEY, String(heard))
    look()
  }

  function start(limitS: number): void {
    limitMs = limitS * 1000
    touch()
  }

  function stop(): void {
    clearTimeout(timer)
    limitMs = 0
    ears.warn(null)
  }

  return { start, stop, touch }
}
