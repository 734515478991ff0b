// When a place was last checked and when it is due again, as the service counts it (domain/check.rs) and the settings say.
import type { CareLimits, CheckState } from '@/api/types'
import { addDays } from '../history/days'

export interface CheckOf { state: CheckState; due_on: string | null }

/** Without limits nothing is said of the state: a guess would be a number nobody can follow. */
export function checkOf(checkedOn: string | null, kind: string, limits: CareLimits | null, today: string): CheckOf | null {
  if (!checkedOn) return { state: 'never', due_on: null }
  if (!limits) return null
  const due = addDays(checkedOn, limits.check_every_days_by_kind[kind] ?? limits.check_every_days)
  return { state: today > due ? 'overdue' : today >= addDays(due, -limits.check_due_soon_days) ? 'due_soon' : 'fresh', due_on: due }
}
