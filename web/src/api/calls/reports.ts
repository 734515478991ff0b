// 'This is wrong': said by anybody, closed with an answer by the registrar.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listReports = (query: Query, s?: Signal) => get<T.Page<T.Report>>(`${V1}/reports`, query, s)
export const reportWrong = (facility: string, body: { field?: string; text: string }) =>
  send<T.ReportReceipt>('POST', `${one('facilities', facility)}/reports`, body)
export const getReport = (id: string, receipt: string, s?: Signal) => get<T.ReportState>(one('reports', id), { receipt }, s)
export const closeReport = (id: string, body: { outcome: T.ReportOutcome; answer: string }) => send<T.Report>('POST', `${one('reports', id)}/close`, body)
