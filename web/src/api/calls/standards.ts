// The rows a planner keeps: kinds and standards, written whole.
import { send } from '../client'
import type * as T from '../types'
import { one } from './address'

/** `etag` of the row as it was read, or null for a new one. */
const conditions = (etag: string | null) => (etag === null ? { ifNoneMatch: '*' } : { ifMatch: etag })

export const putKind = (code: string, row: Partial<T.Kind>, etag: string | null) => send<T.Kind>('PUT', one('kinds', code), row, conditions(etag))
export const putStandard = (code: string, row: Partial<T.Standard>, etag: string | null) =>
  send<T.Standard>('PUT', one('standards', code), row, conditions(etag))
