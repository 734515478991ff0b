// The accounts an administrator keeps.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listRoles = (s?: Signal) => get<{ items: T.RoleRights[] }>(`${V1}/roles`, {}, s)

export const listAccounts = (query: Query, s?: Signal) => get<T.Page<T.Account>>(`${V1}/accounts`, query, s)
export const getAccount = (id: string, s?: Signal) => send<T.Account>('GET', one('accounts', id), undefined, { signal: s })
export const createAccount = (body: T.NewAccount) => send<{ account: T.Account; setup_link: string }>('POST', `${V1}/accounts`, body)
export const changeAccount = (id: string, body: T.AccountChange, ifMatch: string) =>
  send<T.Account>('PATCH', one('accounts', id), body, { ifMatch })
export const resetAccount = (id: string) => send<{ setup_link: string }>('POST', `${one('accounts', id)}/reset`)
export const unlockAccount = (id: string) => send<null>('POST', `${one('accounts', id)}/unlock`)
