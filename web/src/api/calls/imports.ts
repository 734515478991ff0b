// Files into the registry and out of it, and the batches that went in.
import { get, queryString, send, upload, type Query, type UploadOptions } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const startImport = (kind: T.ImportKind, file: File, options: UploadOptions = {}) =>
  upload<T.Import>(`${V1}/imports`, file, { ...options, query: { kind, name: file.name } })
export const listImports = (query: Query = {}, s?: Signal) => get<T.Page<T.Import>>(`${V1}/imports`, query, s)
export const getImport = (id: string, s?: Signal) => get<T.Import>(one('imports', id), {}, s)
export const changeImport = (id: string, body: T.ImportChange, s?: Signal) => send<T.Import>('PATCH', one('imports', id), body, { signal: s })
export const dropImport = (id: string) => send<null>('DELETE', one('imports', id))
export const listImportRows = (id: string, query: Query, s?: Signal) => get<T.Page<T.ImportRow>>(`${one('imports', id)}/rows`, query, s)
export const changeImportRow = (id: string, row: number, body: { cells?: Record<string, string>; chosen?: boolean }) =>
  send<T.ImportRow>('PATCH', `${one('imports', id)}/rows/${row}`, body)
export const applyImport = (id: string, reason?: string) => send<T.Applied>('POST', `${one('imports', id)}/apply`, reason ? { reason } : {})

export const listBatches = (query: Query = {}, s?: Signal) => get<T.Page<T.Batch>>(`${V1}/batches`, query, s)
export const undoBatch = (id: string, reason: string) => send<unknown>('POST', `${one('batches', id)}/undo`, { reason })

/** The address of a file of records, to be followed as a link. */
export const exportFile = (what: 'facilities' | 'organizations', ending: 'csv' | 'xlsx' | 'geojson' | 'gpkg' | 'fgb', query: Query = {}) =>
  `${V1}/exports/${what}.${ending}${queryString(query)}`
