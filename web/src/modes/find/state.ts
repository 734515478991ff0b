// What Find was asked, read from the address, and how it is put to the service.
import type { LocationQuery } from 'vue-router'
import type { Bounds, LonLat } from '@/api/types'
import type { Query } from '@/api/client'
import { list, number, point, round4, text } from '@/text/address'

export interface FindState {
  at: LonLat | null
  address: string
  name: string
  kinds: string[]
  services: string[]
  groups: string[]
  within: number | null
  limit: number
  open: string
}

export const LIMITS = [5, 10, 20, 50]
export const DISTANCES = [300, 500, 1000, 2000, 5000]
export const IN_VIEW = 20
const DEFAULT_LIMIT = 5

export function readFind(query: LocationQuery): FindState {
  const at = point(query.at)
  return {
    at,
    address: at ? '' : text(query.address),
    name: text(query.name),
    kinds: list(query.kind),
    services: list(query.service),
    // The service takes one target group at a time.
    groups: list(query.group).slice(0, 1),
    within: number(query.within, 1, 1_000_000),
    limit: number(query.limit, 1, 100) ?? DEFAULT_LIMIT,
    open: text(query.open),
  }
}

export const hasStart = (s: FindState): boolean => s.at !== null || s.address !== ''
export const filtersOf = (s: FindState): Query => ({ kind: s.kinds, service: s.services, group: s.groups })
/** Filters the map's tiles do not know; with them the map draws the list itself. */
export const isNarrow = (s: FindState): boolean => s.services.length > 0 || s.groups.length > 0
export const hasFilters = (s: FindState): boolean => s.kinds.length > 0 || isNarrow(s) || s.within !== null

export function nearestQuery(s: FindState): Query {
  const start = s.at ? { lon: round4(s.at.lon), lat: round4(s.at.lat) } : { address: s.address }
  return { ...start, ...filtersOf(s), within_m: s.within, limit: s.limit, explain: true }
}

export function inViewQuery(s: FindState, bounds: Bounds): Query {
  return { ...filtersOf(s), status: 'operating', bbox: bounds.map((n) => n.toFixed(5)), limit: IN_VIEW }
}
