// Which day's registry is asked for: today's, or as it was at the end of a past day; every question of the page asks for the same.
import { ref } from 'vue'
import type { Query } from './client'

/** A day of the calendar, or null: an address is typed by people and cut by mail programs. */
export function readDay(text: unknown): string | null {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null
}

/** The past day, or null for today. */
export const moment = ref<string | null>(readDay(new URLSearchParams(globalThis.location?.search ?? '').get('as_of')))

/** A question put to the day that is shown. */
export const asOf = (query: Query): Query => (moment.value ? { ...query, as_of: moment.value } : query)
