// What looks wrong with a position or an address, and is looked at by a person.

export type ReviewProblem = 'outside_division' | 'in_no_division' | 'coarse_position' | 'two_addresses' | 'far_apart' | 'shared_point' | 'outside_area'

export type NextStep = 'swap_coordinates' | 'check_datum' | 'move_point' | 'change_division' | 'find_exact_position' | 'compare_addresses'

/** What is behind a problem; which of these are there depends on it. */
export interface ReviewDetail {
  declared?: string
  found?: string | null
  distance_m?: number
  precision?: string
  swapped?: boolean
  records?: number
  addresses?: number
  address?: string
  least_likeness?: number
}

export interface ReviewItem {
  problem: ReviewProblem
  ids: string[]
  names: string[]
  lon: number
  lat: number
  detail: ReviewDetail
  suggestion: NextStep
}
