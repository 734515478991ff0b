// Why a question got no answer: the service said no, or it did not speak at all.
import type { FieldError, ProblemBody } from './types'

export type Trouble = 'away' | 'unavailable' | 'refused' | 'missing' | 'broken'

export class Problem extends Error {
  readonly trouble: Trouble
  readonly code: string
  readonly detail: string
  readonly requestId: string | null
  readonly fields: FieldError[]

  constructor(trouble: Trouble, body: ProblemBody = {}) {
    super(body.detail ?? body.title ?? trouble)
    this.name = 'Problem'
    this.trouble = trouble
    this.code = body.code ?? trouble
    this.detail = body.detail ?? body.title ?? ''
    this.requestId = body.request_id ?? null
    this.fields = body.errors ?? []
  }

  /** The message that belongs beside one input, or null. */
  about(...names: string[]): string | null {
    const hit = this.fields.find((f) => names.includes(f.field))
    return hit ? [hit.reason, hit.expected].filter(Boolean).join(' · ') : null
  }
}

export function troubleOf(status: number): Trouble {
  if (status === 404) return 'missing'
  if (status === 503 || status === 502 || status === 504) return 'unavailable'
  if (status >= 400 && status < 500) return 'refused'
  return 'broken'
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
