// What is due, in which order it is offered, and which figures have grown old.
import type { Check, CheckState, Facility } from '@/api/types'

export const DUE: CheckState[] = ['overdue', 'never', 'due_soon']

/** Without a choice everything that is due. */
export function readStates(asked: string[]): CheckState[] {
  const known = DUE.filter((s) => asked.includes(s))
  return known.length ? known : DUE
}

/** The service names a division by its code or with its name. */
export function placeName(row: Check): string | null {
  const at = row.division as unknown
  if (at && typeof at === 'object') return String((at as { name?: string }).name ?? '') || null
  return row.division
}

export interface Vacancy { facility: string; name: string; kind: string; type: string; vacancy: number; capacity: number | null; at: string | null }

/** Every vacancy that somebody once gave, the oldest first; one without a time is older than all. */
export function vacancies(places: Facility[]): Vacancy[] {
  return places
    .flatMap((f) => f.services.flatMap((s): Vacancy[] => (s.vacancy == null ? [] : [{ facility: f.id, name: f.name, kind: f.kind, type: s.type, vacancy: s.vacancy, capacity: s.capacity ?? null, at: s.vacancy_at ?? null }])))
    .sort((a, b) => (a.at ?? '').localeCompare(b.at ?? '') || a.facility.localeCompare(b.facility))
}
