// The projects of approved plans.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listProjects = (query: Query, s?: Signal) => get<T.Page<T.Project>>(`${V1}/projects`, query, s)
export const changeProject = (id: string, patch: T.ProjectPatch, ifMatch: string) => send<T.Project>('PATCH', one('projects', id), patch, { ifMatch })
