// Recording that a place was checked, and what is due.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listChecks = (query: Query, s?: Signal) => get<T.Page<T.Check>>(`${V1}/checks`, query, s)
export const recordCheck = (id: string, body: { on?: string; note?: string } = {}) => send<{ version: number }>('POST', `${one('facilities', id)}/checks`, body)
