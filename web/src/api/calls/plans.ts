// Plans: kept, worked out, tried while a site is dragged, and handed in as files.
import { get, queryString, send, type Query } from '../client'
import type * as T from '../types'
import { V1, one, type Signal } from './address'

export const listPlans = (query: Query = {}, s?: Signal) => get<T.Page<T.Plan>>(`${V1}/plans`, query, s)
/** The answer's `etag` is what a change of the plan has to name. */
export const getPlan = (id: string, s?: Signal) => send<T.Plan>('GET', one('plans', id), undefined, { signal: s })
/** With `siting` the search begins at once. */
export const addPlan = (body: T.NewPlan) => send<T.Plan>('POST', `${V1}/plans`, body)
export const changePlan = (id: string, patch: Partial<Omit<T.NewPlan, 'siting'>> & { state?: T.PlanState }, ifMatch: string) => send<T.Plan>('PATCH', one('plans', id), patch, { ifMatch })
export const dropPlan = (id: string) => send<null>('DELETE', one('plans', id))
export const copyPlan = (id: string) => send<T.Plan>('POST', `${one('plans', id)}/copy`, {})
export const approvePlan = (id: string, ifMatch: string) => send<unknown>('POST', `${one('plans', id)}/approve`, {}, { ifMatch })

export const startRun = (id: string, question: T.SitingQuestion) => send<T.Plan>('POST', `${one('plans', id)}/run`, question)
export const stopRun = (id: string) => send<unknown>('DELETE', `${one('plans', id)}/run`)
/** A stream of events: `progress` while the search goes on, `done` when it ended. */
export const runEvents = (id: string) => `${one('plans', id)}/events`

export const planFigures = (question: T.PlanQuestion, s?: Signal) => send<T.PlanFigures>('POST', `${V1}/plans/figures`, question, { signal: s }).then((sent) => sent.data)
export const tryPlan = (question: T.TryQuestion, s?: Signal) => send<T.PlanTry>('POST', `${V1}/plans/try`, question, { signal: s }).then((sent) => sent.data)

/** The address of the files that are handed in, to be followed as a link. */
export const planFile = (id: string, ending: 'xlsx' | 'html' | 'geojson' | 'gpkg', query: Query = {}) => `${one('plans', id)}/report.${ending}${queryString(query)}`
