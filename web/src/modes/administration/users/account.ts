// What the page knows of accounts besides what it is told: the roles in their order, and what a lock means now.
import type { Account, Grant, Role } from '@/api/types'

export const ROLES: Role[] = ['organization', 'caseworker', 'planner', 'registrar', 'approver', 'auditor', 'administrator']

export const isLocked = (account: Pick<Account, 'locked_until'>, now = new Date()): boolean =>
  account.locked_until !== null && new Date(account.locked_until) > now

/** What is sent of a grant: the place's name is the service's own. */
export const bare = (grants: Grant[]): Grant[] => grants.map(({ role, jurisdiction }) => ({ role, jurisdiction }))
