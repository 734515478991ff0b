// Beside which field of the form a refusal belongs: the service names `services[1].fee`, the form has one entry for all services.
import { Problem } from '@/api/problem'
import type { FieldError, RecordService } from '@/api/types'
import type { Flat } from './difference'

/** How a service and a field are called. */
export interface Names { service: (code: string) => string; field: (code: string) => string }

const INDEXED = /^(\w+)\[(\d+)\](?:\.(\w+))?$/

export function besideField(error: FieldError, record: Flat, names: Names): FieldError {
  const parts = INDEXED.exec(error.field)
  if (!parts) return { ...error, field: error.field.split('.')[0] }
  const [, field, at, member] = parts
  const entry = (record[field] as unknown[] | null)?.[Number(at)]
  const what = field === 'services' && entry ? names.service((entry as RecordService).type) : String(entry ?? '')
  return { ...error, field, reason: [what, member ? names.field(member) : '', error.reason].filter(Boolean).join(' · ') }
}

export function besideFields(problem: Problem | null, record: Flat, names: Names): Problem | null {
  if (!problem?.fields.some((f) => /[.[]/.test(f.field))) return problem
  return new Problem(problem.trouble, { code: problem.code, detail: problem.detail, request_id: problem.requestId ?? undefined, errors: problem.fields.map((f) => besideField(f, record, names)) })
}
