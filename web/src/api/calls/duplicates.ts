// Records that may be one place: finding, dismissing, merging, and undoing a merge.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listDuplicates = (query: Query, s?: Signal) => get<T.Duplicates>(`${V1}/duplicates`, query, s)
export const dismissDuplicate = (type: T.RecordType, [a, b]: [string, string], reason: string) => send<null>('POST', `${V1}/duplicates/dismiss`, { type, a, b, reason })
export const merge = (body: T.Merge) => send<T.Written>('POST', `${V1}/merges`, body)
export const undoMerge = (dropped: string, reason: string) => send<T.Written>('POST', `${one('merges', dropped)}/undo`, { reason })
