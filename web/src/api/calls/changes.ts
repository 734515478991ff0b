// What changed, and the registry over time.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, type Signal } from './address'

export const listChanges = (query: Query, s?: Signal) => get<T.Changes>(`${V1}/changes`, query, s)
export const listChangeDays = (query: Query = {}, s?: Signal) => get<T.ChangeDays>(`${V1}/history/days`, query, s)
export const getCoverageHistory = (query: Query, s?: Signal) => get<T.CoverageHistory>(`${V1}/coverage/history`, query, s)
export const listDivisionChanges = (query: Query = {}, s?: Signal) => get<{ items: T.DivisionChange[] }>(`${V1}/divisions/changes`, query, s)
export const changeDivisions = (body: T.DivisionChange) => send<unknown>('POST', `${V1}/divisions/changes`, body)
