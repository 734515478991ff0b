// What the review was asked, how an item is named in an address, and what its detail says.
import type { ReviewItem, ReviewProblem } from '@/api/types'

export const PROBLEMS: ReviewProblem[] = ['outside_division', 'coarse_position', 'two_addresses', 'far_apart', 'shared_point', 'outside_area']
const BETWEEN = '~'
export const itemId = (item: ReviewItem): string => [item.problem, ...item.ids].join(BETWEEN)

/** Other names the service has for the same problems. */
const SAME: Record<string, ReviewProblem> = { imprecise: 'coarse_position', one_spot_several_addresses: 'two_addresses', one_address_several_spots: 'far_apart' }
export const kindOf = (item: ReviewItem): ReviewProblem => SAME[item.problem] ?? item.problem

/** The service may call the same thing by more than one name; the first that is there is taken. */
export function pick(detail: Record<string, unknown>, ...names: string[]): string | null {
  for (const name of names) {
    const value = detail[name]
    if (value && typeof value === 'object' && 'name' in value) return String((value as { name: unknown }).name)
    if (value != null && value !== '' && !(Array.isArray(value) && !value.length)) return Array.isArray(value) ? value.map(String).join(' / ') : String(value)
  }
  return null
}
export function metres(detail: Record<string, unknown>): number | null {
  const value = detail.distance_m ?? detail.metres
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The code of the division a record says it lies in, whose boundary is drawn. */
export const declared = (item: ReviewItem): string | null => codeIn(item.detail.declared ?? item.detail.division)
/** The code of the division it really lies in. */
export const foundIn = (item: ReviewItem): string | null => codeIn(item.detail.found)

function codeIn(raw: unknown): string | null {
  if (raw && typeof raw === 'object' && 'code' in raw) return String((raw as { code: unknown }).code)
  return typeof raw === 'string' && /^\d{12}$/.test(raw) ? raw : null
}

/** The level of a code, from the zeros it ends in; boundaries are asked for by level. */
export function levelOf(code: string): 'province' | 'city' | 'district' | 'street' | 'community' {
  if (!code.endsWith('000')) return 'community'
  if (!code.endsWith('000000')) return 'street'
  if (!code.endsWith('00000000')) return 'district'
  return code.endsWith('0000000000') ? 'province' : 'city'
}
