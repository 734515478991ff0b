// Keys for programs.
import { get, send } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listTokens = (s?: Signal) => get<{ items: T.Token[] }>(`${V1}/tokens`, {}, s)
export const createToken = (body: T.NewToken) => send<T.MadeToken>('POST', `${V1}/tokens`, body)
export const revokeToken = (id: string) => send<null>('DELETE', one('tokens', id))
