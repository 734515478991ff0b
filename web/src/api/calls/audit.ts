// The log of every write, newest first.
import { get, type Query } from '../client'
import type * as T from '../types'
import { V1, type Signal } from './address'

export const listAudit = (query: Query, s?: Signal) => get<T.Page<T.AuditEntry>>(`${V1}/audit`, query, s)
