// Which questions the page asks: one function an address of docs/api.md.
import { get, queryString, type Query } from './client'
import type * as T from './types'

const V1 = '/api/v1'
type Signal = AbortSignal | undefined

export const getAbout = (s?: Signal) => get<T.About>(`${V1}/about`, {}, s)
export const listKinds = (s?: Signal) => get<{ items: T.Kind[] }>(`${V1}/kinds`, {}, s)
export const listServiceTypes = (s?: Signal) => get<{ items: T.ServiceType[] }>(`${V1}/service-types`, {}, s)
export const listTargetGroups = (s?: Signal) => get<{ items: T.TargetGroup[] }>(`${V1}/target-groups`, {}, s)
export const listStandards = (s?: Signal) => get<{ items: T.Standard[] }>(`${V1}/standards`, {}, s)

export const listDivisions = (level: T.Level, parent?: string, s?: Signal) =>
  get<T.Page<T.Division>>(`${V1}/divisions`, { level, parent, limit: 500 }, s)

export const listFacilities = (query: Query, s?: Signal) => get<T.Page<T.Facility>>(`${V1}/facilities`, query, s)
export const getFacility = (id: string, s?: Signal) => get<T.Facility>(`${V1}/facilities/${encodeURIComponent(id)}`, {}, s)
export const getOrganization = (id: string, s?: Signal) =>
  get<T.Organization>(`${V1}/organizations/${encodeURIComponent(id)}`, {}, s)

export const search = (q: string, s?: Signal) => get<{ items: T.SearchHit[] }>(`${V1}/search`, { q, limit: 8 }, s)
export const getNearest = (query: Query, s?: Signal) => get<T.Nearest>(`${V1}/nearest`, query, s)
export const getCoverage = (query: Query, s?: Signal) => get<T.Coverage>(`${V1}/coverage`, query, s)
export const getGaps = (query: Query, s?: Signal) => get<T.Gaps>(`${V1}/gaps`, query, s)

export const gapsFile = (query: Query, format: 'csv' | 'xlsx') => `${V1}/gaps${queryString({ ...query, format })}`

/** Absolute, because the map's worker has no page address to resolve against. */
export const tileAddress = (layer: string, query: Query = {}) =>
  `${window.location.origin}/tiles/${layer}/{z}/{x}/{y}${queryString(query)}`
