// What the audit is asked, read from the address, and where an entry's record is shown.
import type { LocationQuery, RouteLocationRaw } from 'vue-router'
import type { AuditEntry } from '@/api/types'
import type { Query } from '@/api/client'
import { text } from '@/text/address'

export const FILTERS = ['since', 'until', 'actor', 'type', 'id', 'action'] as const
export type AuditFilter = Record<(typeof FILTERS)[number], string>

export const TYPES = [
  'facility', 'organization', 'division', 'demand', 'base-map', 'kind', 'standard', 'reference', 'setting', 'account', 'session', 'token', 'proposal', 'batch', 'report', 'verdict',
] as const
export const ACTIONS = [
  'add', 'change', 'remove', 'merge', 'unmerge', 'import', 'undo', 'check', 'propose', 'approve', 'return', 'withdraw', 'close', 'sign-in', 'sign-in-failed', 'sign-out', 'lock', 'unlock', 'reset', 'forget', 'export',
] as const

export function readAudit(query: LocationQuery): AuditFilter {
  return Object.fromEntries(FILTERS.map((name) => [name, text(query[name])])) as AuditFilter
}

export const auditQuery = (filter: AuditFilter): Query => ({ ...filter, actor: filter.actor.trim(), id: filter.id.trim() })

/** The page where a record stands, or null for what has none of its own. */
export function placeOf(entry: Pick<AuditEntry, 'type' | 'id'>): RouteLocationRaw | null {
  const id = encodeURIComponent(entry.id)
  switch (entry.type) {
    case 'facility': return { path: `/registry/records/${id}` }
    case 'organization': return { path: `/registry/records/${id}`, query: { type: 'organization' } }
    case 'proposal': return { path: `/registry/proposals/${id}` }
    case 'batch': return { path: '/registry/imports' }
    case 'report': return { path: '/registry/reports' }
    case 'kind': return { path: '/administration/kinds' }
    case 'standard': return { path: '/administration/standards' }
    case 'setting': return { path: '/administration/settings' }
    case 'token': return { path: '/administration/tokens' }
    case 'account': return { path: '/administration/users' }
    default: return null
  }
}
