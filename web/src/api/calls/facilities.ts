// What everybody may ask about places and organisations.
import { get, type Query } from '../client'
import { asOf } from '../moment'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listFacilities = (query: Query, s?: Signal) => get<T.Page<T.Facility>>(`${V1}/facilities`, asOf(query), s)
export const getFacility = (id: string, s?: Signal) => get<T.Facility>(one('facilities', id), asOf({}), s)
export const listOrganizations = (query: Query, s?: Signal) => get<T.Page<T.Organization>>(`${V1}/organizations`, asOf(query), s)
export const getOrganization = (id: string, s?: Signal) => get<T.Organization>(one('organizations', id), {}, s)
export const search = (q: string, s?: Signal) => get<{ items: T.SearchHit[] }>(`${V1}/search`, { q, limit: 8 }, s)
