// What is worked out: nearest, ways, reach, coverage, gaps; and the map's tiles.
import { get, queryString, send, type Query } from '../client'
import { asOf } from '../moment'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const getNearest = (query: Query, s?: Signal) => get<T.Nearest>(`${V1}/nearest`, asOf(query), s)
export const getRoute = (query: Query, s?: Signal) => get<T.Route>(`${V1}/route`, asOf(query), s)
export const getReach = (id: string, query: Query, s?: Signal) => get<T.Reach>(one('reach', id), asOf(query), s)
export const getCoverage = (query: Query, s?: Signal) => get<T.Coverage>(`${V1}/coverage`, asOf(query), s)
/** Every clause of every standard, judged by itself. */
export const getNorms = (query: Query, s?: Signal) => get<T.Norms>(`${V1}/norms`, asOf(query), s)
export const getGaps = (query: Query, s?: Signal) => get<T.Gaps>(`${V1}/gaps`, asOf(query), s)

/** A gap with what was decided about it and what is said of it. */
export const getGap = (id: string, s?: Signal) => get<T.GapDetail>(one('gaps', id), {}, s)
export const changeGap = (id: string, patch: T.GapPatch, ifMatch: string) => send<{ gap: T.GapDetail; calendar_verified: boolean | null }>('PATCH', one('gaps', id), patch, { ifMatch })
export const commentGap = (id: string, text: string) => send<T.GapDetail>('POST', `${one('gaps', id)}/comments`, { text })

export const gapsFile = (query: Query, format: 'csv' | 'xlsx') => `${V1}/gaps${queryString({ ...asOf(query), format })}`

/** Absolute, because the map's worker has no page address to resolve against. */
export const tileAddress = (layer: string, query: Query = {}) =>
  `${window.location.origin}/tiles/${layer}/{z}/{x}/{y}${queryString(asOf(query))}`
