// What Find was asked, read from the address, and how it is put to the service.
import type { LocationQuery } from 'vue-router'
import type { Bounds, By, LonLat } from '@/api/types'
import type { Query } from '@/api/client'
import { list, number, point, round4, text } from '@/text/address'
import { readBy } from '@/walking/by'
import { RINGS } from '@/walking/overlay'

export interface FindState {
  at: LonLat | null
  address: string
  name: string
  by: By
  kinds: string[]
  services: string[]
  groups: string[]
  within: number | null
  limit: number
  open: string
  /** Whether the ground within reach of the open place is shown. */
  reach: boolean
}

export const LIMITS = [5, 10, 20, 50]
export const DISTANCES = [300, 500, 1000, 2000, 5000]
export const IN_VIEW = 20
const DEFAULT_LIMIT = 5

/** `usual`: how one gets there when the address does not say. */
export function readFind(query: LocationQuery, usual: By): FindState {
  const at = point(query.at)
  const by = readBy(query.by, usual)
  const open = text(query.open)
  return {
    at,
    address: at ? '' : text(query.address),
    name: text(query.name),
    by,
    kinds: list(query.kind),
    services: list(query.service),
    // The service takes one target group at a time.
    groups: list(query.group).slice(0, 1),
    within: number(query.within, 1, 1_000_000),
    limit: number(query.limit, 1, 100) ?? DEFAULT_LIMIT,
    open,
    // Nobody walks a straight line.
    reach: open !== '' && by !== 'straight' && text(query.reach) === '1',
  }
}

export const hasStart = (s: FindState): boolean => s.at !== null || s.address !== ''
export const filtersOf = (s: FindState): Query => ({ kind: s.kinds, service: s.services, group: s.groups })
/** Filters the map's tiles do not know; with them the map draws the list itself. */
export const isNarrow = (s: FindState): boolean => s.services.length > 0 || s.groups.length > 0
export const hasFilters = (s: FindState): boolean => s.kinds.length > 0 || isNarrow(s) || s.within !== null

export function nearestQuery(s: FindState): Query {
  const start = s.at ? { lon: round4(s.at.lon), lat: round4(s.at.lat) } : { address: s.address }
  return { ...start, ...filtersOf(s), by: s.by, within_m: s.within, limit: s.limit, explain: true }
}

/** The way from the start to the open place; none where it is a straight line. */
export function routeQuery(s: FindState, from: LonLat | null): Query | null {
  return from && s.open && s.by !== 'straight' ? { lon: from.lon, lat: from.lat, to: s.open, by: s.by } : null
}

export const reachQuery = (s: FindState): Query => ({ by: s.by, within_s: RINGS })

export function inViewQuery(s: FindState, bounds: Bounds): Query {
  return { ...filtersOf(s), status: 'operating', bbox: bounds.map((n) => n.toFixed(5)), limit: IN_VIEW }
}
