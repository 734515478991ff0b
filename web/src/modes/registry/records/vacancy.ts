// How long a vacancy is worth something, and how a new one is put into a list of services.
import type { RecordService } from '@/api/types'

/** A figure older than the settings allow is shown as old, not as an answer. */
export function isStale(at: string | null | undefined, days: number | undefined, now = Date.now()): boolean {
  const then = at ? Date.parse(at) : Number.NaN
  return Number.isNaN(then) || (days !== undefined && now - then > days * 86_400_000)
}

export function withVacancy(services: unknown, type: string, vacancy: number, at: string): unknown {
  return Array.isArray(services) ? (services as RecordService[]).map((s) => (s.type === type ? { ...s, vacancy, vacancy_at: at } : s)) : services
}
