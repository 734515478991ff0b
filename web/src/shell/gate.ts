// Whether the person who is signed in may see what an address shows.
import type { RouteLocationNormalizedLoaded } from 'vue-router'
import { MODES } from '@/modes'
import { session } from './session'

/** Open to all, or one of the rights it needs is held. */
export function mayStay(route: Pick<RouteLocationNormalizedLoaded, 'name'>): boolean {
  if (route.name === 'account') return session.signedIn.value
  return session.mayAny(MODES.find((mode) => mode.name === route.name)?.needs)
}

/** The modes of the rail. */
export const openModes = () => MODES.filter((mode) => session.mayAny(mode.needs))
