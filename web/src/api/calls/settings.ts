// The values an administrator may set.
import { get, send } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listSettings = (s?: Signal) => get<{ items: T.Setting[] }>(`${V1}/settings`, {}, s)
export const changeSetting = (key: string, body: { value: T.Setting['value']; reason: string }, ifMatch: string) =>
  send<T.Setting>('PATCH', one('settings', key), body, { ifMatch })
