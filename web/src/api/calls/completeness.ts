// How much of the records is filled in.
import { get, type Query } from '../client'
import type * as T from '../types'
import { V1, type Signal } from './address'

export const getCompleteness = (query: Query, s?: Signal) => get<T.Completeness>(`${V1}/completeness`, query, s)
export const listIncomplete = (query: Query, s?: Signal) => get<T.Page<T.IncompleteRecord>>(`${V1}/completeness/records`, query, s)
