// Signing in and out, and what everybody keeps for themselves: password, second factor, sessions.
import { get, send } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const getSession = (s?: Signal) => get<T.SessionAnswer>(`${V1}/session`, {}, s)
export const signIn = (body: T.SignIn, s?: Signal) => send<T.SessionAnswer>('POST', `${V1}/session`, body, { signal: s })
export const signOut = () => send<null>('DELETE', `${V1}/session`)
export const changePassword = (old: string, next: string) => send<null>('PUT', `${V1}/session/password`, { old, new: next })

export const startSecondFactor = (password: string) => send<T.SecondFactorSecret>('POST', `${V1}/session/second-factor`, { password })
export const confirmSecondFactor = (code: string) => send<null>('PUT', `${V1}/session/second-factor`, { code })
export const stopSecondFactor = (password: string) => send<null>('DELETE', `${V1}/session/second-factor`, { password })

export const listSessions = (s?: Signal) => get<{ items: T.OpenSession[] }>(`${V1}/sessions`, {}, s)
export const endSession = (id: string) => send<null>('DELETE', one('sessions', id))

export const getSetup = (token: string, s?: Signal) => get<T.SetupPurpose>(`${V1}/setup`, { token }, s)
export const finishSetup = (body: T.Setup) => send<T.SessionAnswer>('POST', `${V1}/setup`, body)
/** Where a browser goes to sign in with the office's own provider. */
export const oidcStart = (to: string) => `${V1}/session/oidc?to=${encodeURIComponent(to)}`
