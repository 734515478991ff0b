// What the review was asked, how an item is named in an address, and which divisions it is about.
import type { ReviewItem, ReviewProblem } from '@/api/types'

/** In the order of the service: the worse first. */
export const PROBLEMS: ReviewProblem[] = ['outside_area', 'outside_division', 'in_no_division', 'coarse_position', 'shared_point', 'two_addresses', 'far_apart']
const BETWEEN = '~'
export const itemId = (item: ReviewItem): string => [item.problem, ...item.ids].join(BETWEEN)

/** The division whose boundary is drawn: the one on record, or the nearest above it that has a boundary. */
export const declared = (item: ReviewItem): string | null => item.detail.declared ?? null

/** The level of a code, from the zeros it ends in; boundaries are asked for by level. */
export function levelOf(code: string): 'province' | 'city' | 'district' | 'street' | 'community' {
  if (!code.endsWith('000')) return 'community'
  if (!code.endsWith('000000')) return 'street'
  if (!code.endsWith('00000000')) return 'district'
  return code.endsWith('0000000000') ? 'province' : 'city'
}
