// What everybody may ask about places and organisations.
import { get, type Query } from '../client'
import { asOf } from '../moment'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listFacilities = (query: Query, s?: Signal) => get<T.Page<T.Facility>>(`${V1}/facilities`, asOf(query), s)
export const getFacility = (id: string, s?: Signal) => get<T.Facility>(one('facilities', id), asOf({}), s)
export const listOrganizations = (query: Query, s?: Signal) => get<T.Page<T.Organization>>(`${V1}/organizations`, asOf(query), s)
export const getOrganization = (id: string, s?: Signal) => get<T.Organization>(one('organizations', id), {}, s)
/** `near`: of equal fits the nearer first; rounded to some hundred metres, since where somebody looks is nobody's business. */
export const search = (q: string, s?: Signal, near?: T.LonLat | null) =>
  get<{ items: T.SearchHit[] }>(`${V1}/search`, { q, limit: 8, lon: near?.lon.toFixed(3), lat: near?.lat.toFixed(3) }, s)
