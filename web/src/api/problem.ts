// Why a question got no answer: the service said no, or it did not speak at all.
import { i18n } from '@/i18n'
import { said } from '@/text/said'
import { SHAPE, shapeText } from '@/text/shape'
import type { FieldError, ProblemBody } from './types'

export type Trouble = 'away' | 'unavailable' | 'refused' | 'missing' | 'broken' | 'signed_out' | 'forbidden' | 'stale' | 'conflict'

/** What a stale write is told: what is stored now, what was sent, and where they differ. */
export interface Clash { current: Record<string, unknown>; yours: Record<string, unknown>; fields: string[] }

/** What is wrong with one field and what would be right, in the reader's language. */
export function faultText(fault: { reason: string; expected: string | null }): string {
  const shape = fault.expected === SHAPE ? shapeText(fault.reason, i18n.global.locale.value) : null
  if (shape) return shape
  return [fault.reason, fault.expected].flatMap((text) => (text ? [said(text, i18n.global.locale.value)] : [])).join(' · ')
}

/** Several faults of one field; what would be right is told once where it is the same for all of them. */
export function faultTexts(faults: readonly FieldError[]): string[] {
  return faults.map((fault, i) => faultText(faults.slice(i + 1).some((later) => later.expected === fault.expected) ? { ...fault, expected: fault.expected === SHAPE ? SHAPE : null } : fault))
}

export class Problem extends Error {
  readonly trouble: Trouble
  readonly code: string
  readonly detail: string
  readonly requestId: string | null
  readonly fields: FieldError[]
  readonly clash: Clash | null
  /** After how many seconds it may be tried again, where the service says so. */
  readonly retryAfter: number | null

  constructor(trouble: Trouble, body: ProblemBody = {}, retryAfter: number | null = null) {
    super(body.detail ?? body.title ?? trouble)
    this.name = 'Problem'
    this.trouble = trouble
    this.code = body.code ?? trouble
    this.detail = body.detail ?? body.title ?? ''
    this.requestId = body.request_id ?? null
    this.fields = body.errors ?? []
    this.clash = trouble === 'stale' && body.current ? { current: body.current, yours: body.yours ?? {}, fields: body.fields ?? [] } : null
    this.retryAfter = retryAfter
  }

  /** The service's own sentence in the reader's language. */
  get sentence(): string {
    return said(this.detail, i18n.global.locale.value)
  }

  /** The message that belongs beside one input, or null. */
  about(...names: string[]): string | null {
    const hit = this.fields.find((f) => names.includes(f.field))
    return hit ? faultText(hit) : null
  }

  /** Every message that belongs beside one input: a password may break several rules at once. */
  allAbout(...names: string[]): string[] {
    return faultTexts(this.fields.filter((f) => names.includes(f.field)))
  }
}

/** A wrong password or a missing second factor is an answer to a form, not a lost session. */
const FORM_ANSWERS = ['sign_in_failed', 'second_factor_needed']

export function troubleOf(status: number, code = ''): Trouble {
  if (status === 401) return FORM_ANSWERS.includes(code) ? 'refused' : 'signed_out'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'missing'
  if (status === 409) return 'conflict'
  if (status === 412) return 'stale'
  if (status === 503 || status === 502 || status === 504) return 'unavailable'
  if (status >= 400 && status < 500) return 'refused'
  return 'broken'
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('broken', { detail: String(error) })
}
