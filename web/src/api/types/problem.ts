// How the service says no.
export interface FieldError { field: string; value: string | null; reason: string; expected: string | null }

export interface ProblemBody {
  title?: string
  status?: number
  detail?: string
  code?: string
  request_id?: string
  errors?: FieldError[]
  /** Only with 412: what is stored now, what was sent, and the fields in which they differ. */
  current?: Record<string, unknown>
  yours?: Record<string, unknown>
  fields?: string[]
}
