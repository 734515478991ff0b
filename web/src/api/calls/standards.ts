// The rows a planner keeps: kinds and standards, written whole.
import { etagOf, get, send } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

/** `etag` of the row as it was read, or null for a new one. */
const conditions = (etag: string | null) => (etag === null ? { ifNoneMatch: '*' } : { ifMatch: etag })

/** Which version of a row stands: the lists do not carry it, the log does. */
export async function rowEtag(type: 'kind' | 'standard', code: string, s?: Signal): Promise<string> {
  const { items } = await get<T.Changes>(`${V1}/changes`, { type, id: code, limit: 1000 }, s)
  const last = items.at(-1)
  return last ? etagOf(last.version) : '*'
}

export const putKind = (code: string, row: Partial<T.Kind>, etag: string | null) => send<T.Kind>('PUT', one('kinds', code), row, conditions(etag))
export const putStandard = (code: string, row: Partial<T.Standard>, etag: string | null) =>
  send<T.Standard>('PUT', one('standards', code), row, conditions(etag))
