// Who takes what the search found: the open mode if it listens, otherwise Find.
import { shallowRef } from 'vue'
import type { Router } from 'vue-router'
import { getOrganization } from '@/api/calls'
import type { SearchHit } from '@/api/types'
import { writePoint } from '@/text/address'

/** A hit of the search, or the typed text as an address. */
export type Found = SearchHit | string
export type Taker = (found: Found) => boolean

export const taker = shallowRef<Taker | null>(null)
/** The name of something found that has no place on the map. */
export const nowhere = shallowRef<string | null>(null)

export function found(router: Router, what: Found): void {
  nowhere.value = null
  if (taker.value?.(what)) return
  void toFind(router, what)
}

async function toFind(router: Router, what: Found): Promise<void> {
  const before = router.currentRoute.value.name === 'find' ? router.currentRoute.value.query : { as_of: router.currentRoute.value.query.as_of }
  const go = (query: Record<string, string | undefined>) => router.push({ path: '/find', query: { ...before, ...query } })
  if (typeof what === 'string') return void go({ address: what, at: undefined, name: undefined, open: undefined })
  if (what.type === 'facility') return void go({ open: what.id })
  if (what.type === 'organization') {
    const organization = await getOrganization(what.id).catch(() => null)
    if (organization?.sites[0]) return void go({ open: organization.sites[0] })
  }
  if (what.lon == null || what.lat == null) {
    nowhere.value = what.name
    return
  }
  void go({ at: writePoint({ lon: what.lon, lat: what.lat }), name: what.name, address: undefined, open: undefined })
}
