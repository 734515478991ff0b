// What was typed and not yet sent: kept in this tab until it is sent or given up, so that nothing typed is lost.
import { computed, reactive, watch, onScopeDispose } from 'vue'

const PREFIX = 'carereach.draft.'
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** What a form would begin with; null where nothing is kept. */
export function keptDraft<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null') as T | null
  } catch {
    return null
  }
}

/** Nothing typed by one person is left for the next one in the same tab. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Lays something into a form before it is opened, as if it had been typed there. */
export function keepDraft(key: string, value: object): void {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // A browser that keeps nothing opens the form as it stands.
  }
}

/** `initial` is what the form shows first; never for passwords. */
export function useDraft<T extends object>(key: string, initial: () => T) {
  let base = copy(initial())
  const found = keptDraft<T>(key)
  const draft = reactive(copy({ ...base, ...found })) as T
  const dirty = computed(() => JSON.stringify(draft) !== JSON.stringify(base))

  function keep(): void {
    try {
      if (dirty.value) sessionStorage.setItem(PREFIX + key, JSON.stringify(draft))
      else sessionStorage.removeItem(PREFIX + key)
    } catch {
      // A browser that keeps nothing still lets the form be sent.
    }
  }

  /** Back to what the form showed first, or to what stands now after it was sent. */
  function reset(next: T = copy(base)): void {
    base = copy(next)
    for (const name of Object.keys(draft)) if (!(name in base)) delete (draft as Record<string, unknown>)[name]
    Object.assign(draft, copy(base))
    keep()
  }

  watch(draft, keep, { deep: true })
  onScopeDispose(keep)
  return { draft, dirty, reset, restored: found !== null }
}
