// What is due, in which order it is offered, and which figures have grown old.
import type { Check, CheckState, StaleVacancy } from '@/api/types'

export const DUE: CheckState[] = ['overdue', 'never', 'due_soon']

/** Without a choice everything that is due. */
export function readStates(asked: string[]): CheckState[] {
  const known = DUE.filter((s) => asked.includes(s))
  return known.length ? known : DUE
}

export interface Vacancy extends StaleVacancy { facility: string; name: string; kind: string }

/** Every vacancy the registry holds to be too old, the oldest first; one without a time is older than all. */
export function vacancies(rows: Check[]): Vacancy[] {
  return rows
    .flatMap((row) => row.stale_vacancies.map((v): Vacancy => ({ ...v, facility: row.id, name: row.name, kind: row.kind })))
    .sort((a, b) => (a.vacancy_at ?? '').localeCompare(b.vacancy_at ?? '') || a.id.localeCompare(b.id))
}
