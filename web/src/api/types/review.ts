// What looks wrong with a position or an address, and is looked at by a person.

export type ReviewProblem = 'outside_division' | 'coarse_position' | 'two_addresses' | 'far_apart' | 'shared_point' | 'outside_area'

export interface ReviewItem {
  problem: ReviewProblem
  ids: string[]
  names: string[]
  lon: number | null
  lat: number | null
  detail: Record<string, unknown>
  suggestion: string | null
}
