// How the state of a mode is changed in the address: changes made in the same moment are joined, never lost.
import { type LocationQueryRaw, type Router, useRouter } from 'vue-router'
import { tidy } from '@/text/address'

export type Changes = Record<string, string | null | undefined>
let wanted: LocationQueryRaw | null = null

export function patchQuery(router: Router, changes: Changes, how: 'push' | 'replace' = 'push'): void {
  const before = (wanted ?? router.currentRoute.value.query) as Changes
  const next = tidy({ ...before, ...changes })
  if (JSON.stringify(next) === JSON.stringify(tidy(before))) return
  wanted = next
  void router[how]({ query: next }).finally(() => {
    if (wanted === next) wanted = null
  })
}

export function usePatch() {
  const router = useRouter()
  return (changes: Changes, how: 'push' | 'replace' = 'push') => patchQuery(router, changes, how)
}
