// An outside geocoder, asked only when somebody who edits records presses for it.
import { get } from '../client'
import type * as T from '../types'
import { V1, type Signal } from './address'

export const geocode = (q: string, s?: Signal) => get<T.Geocoded>(`${V1}/geocode`, { q }, s)
