// What waits for a second person.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listProposals = (query: Query, s?: Signal) => get<T.Page<T.Proposal>>(`${V1}/proposals`, query, s)
export const getProposal = (id: string, s?: Signal) => get<T.Proposal>(one('proposals', id), {}, s)
export const approveProposal = (id: string, note?: string) => send<T.Proposal>('POST', `${one('proposals', id)}/approve`, note ? { note } : {})
export const returnProposal = (id: string, reason: string) => send<T.Proposal>('POST', `${one('proposals', id)}/return`, { reason })
export const withdrawProposal = (id: string) => send<T.Proposal>('POST', `${one('proposals', id)}/withdraw`, {})
