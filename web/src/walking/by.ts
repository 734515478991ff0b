// How one gets there: which manners there are, which one the address asks for, and how each is named.
import type { LocationQuery } from 'vue-router'
import type { About, By } from '@/api/types'
import { text } from '@/text/address'

export const BYS: By[] = ['straight', 'walk', 'elder', 'step-free']

/** On foot where there is a map of streets to walk on, otherwise straight. */
export const usualBy = (about: Pick<About, 'map_attribution'> | null): By => (about?.map_attribution ? 'walk' : 'straight')

export function readBy(raw: LocationQuery[string] | undefined, usual: By): By {
  return BYS.find((by) => by === text(raw)) ?? usual
}

/** What is usual is left unsaid in the address. */
export const writeBy = (by: By, usual: By): string | null => (by === usual ? null : by)

/** The key of the sentence that says how a figure came about. */
export const methodKey = (by: By, measured: boolean): string =>
  by === 'straight' ? 'walking.method.straight' : measured ? 'walking.method.measured' : 'walking.method.estimated'
