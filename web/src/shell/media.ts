// Whether the page is on a desk or in a hand.
import { onScopeDispose, ref } from 'vue'

export function useMedia(query: string) {
  const list = window.matchMedia(query)
  const matches = ref(list.matches)
  const change = () => (matches.value = list.matches)
  list.addEventListener('change', change)
  onScopeDispose(() => list.removeEventListener('change', change))
  return matches
}

export const useDesk = () => useMedia('(min-width: 1024px)')
