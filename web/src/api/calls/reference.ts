// What is asked once, when the page opens, and the divisions of a level.
import { get } from '../client'
import { asOf } from '../moment'
import type * as T from '../types'
import { V1, type Signal } from './address'

export const getAbout = (s?: Signal) => get<T.About>(`${V1}/about`, asOf({}), s)
export const listKinds = (s?: Signal) => get<{ items: T.Kind[] }>(`${V1}/kinds`, {}, s)
export const listServiceTypes = (s?: Signal) => get<{ items: T.ServiceType[] }>(`${V1}/service-types`, {}, s)
export const listTargetGroups = (s?: Signal) => get<{ items: T.TargetGroup[] }>(`${V1}/target-groups`, {}, s)
export const listStandards = (s?: Signal) => get<{ items: T.Standard[] }>(`${V1}/standards`, {}, s)
export const listReportingUnits = (s?: Signal) => get<{ items: T.ReportingUnit[] }>(`${V1}/reporting-units`, {}, s)

export const listDivisions = (level: T.Level, parent?: string, s?: Signal) =>
  get<T.Page<T.Division>>(`${V1}/divisions`, asOf({ level, parent, limit: 500 }), s)
export const searchDivisions = (q: string, s?: Signal) => get<T.Page<T.Division>>(`${V1}/divisions`, { q, limit: 12 }, s)
export const getDivision = (code: string, s?: Signal) => get<T.Division>(`${V1}/divisions/${encodeURIComponent(code)}`, {}, s)
