// When a place was last checked, and when it is due again.

export type CheckState = 'fresh' | 'due_soon' | 'overdue' | 'never'

/** A vacancy the registry holds to be too old; `id` is `<facility>:<service type>`. */
export interface StaleVacancy { id: string; type: string; vacancy: number; vacancy_at: string | null }

export interface Check {
  id: string
  name: string
  kind: string
  division: string | null
  checked_on: string | null
  checked_by: string | null
  due_on: string | null
  days_overdue: number | null
  state: CheckState
  stale_vacancies: StaleVacancy[]
}
