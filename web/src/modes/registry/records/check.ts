// When a place was last checked and when it is due again, as the service counts it (domain/check.rs).
import type { CheckState } from '@/api/types'
import { addDays } from '../history/days'

const INTERVAL_DAYS = 180
const DUE_SOON_DAYS = 30

export interface CheckOf { state: CheckState; due_on: string | null }

export function checkOf(checkedOn: string | null, intervalDays: number | null | undefined, today: string): CheckOf {
  if (!checkedOn) return { state: 'never', due_on: null }
  const due = addDays(checkedOn, intervalDays ?? INTERVAL_DAYS)
  return { state: today > due ? 'overdue' : today >= addDays(due, -DUE_SOON_DAYS) ? 'due_soon' : 'fresh', due_on: due }
}
