// Reading a whole record and writing it; a write names the version it was made from.
import { send } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

const room = (type: T.RecordType) => (type === 'facility' ? 'facilities' : 'organizations')

/** The answer's `etag` is what a change of the record has to name. */
export const getRecord = <R = T.FacilityRecord>(type: T.RecordType, id: string, s?: Signal) =>
  send<T.RecordAnswer<R>>('GET', `${one(room(type), id)}/record`, undefined, { signal: s })
export const addRecord = <R = T.FacilityRecord>(type: T.RecordType, record: T.Patch) => send<T.Written<R>>('POST', `${V1}/${room(type)}`, record)
export const changeRecord = <R = T.FacilityRecord>(type: T.RecordType, id: string, patch: T.Patch, ifMatch: string) =>
  send<T.Written<R>>('PATCH', one(room(type), id), patch, { ifMatch })
export const removeRecord = <R = T.FacilityRecord>(type: T.RecordType, id: string, reason: string, ifMatch: string) =>
  send<T.Written<R>>('DELETE', one(room(type), id), { reason }, { ifMatch })

export const changeService = (facility: string, type: string, patch: Partial<T.RecordService>, ifMatch?: string) =>
  send<unknown>('PATCH', `${V1}/services/${encodeURIComponent(`${facility}:${type}`)}`, patch, { ifMatch })
