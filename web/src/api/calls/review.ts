// Positions and addresses a person has to look at.
import { get, send, type Query } from '../client'
import type * as T from '../types'
import { V1, type Signal } from './address'

export const listReview = (query: Query, s?: Signal) => get<T.Page<T.ReviewItem>>(`${V1}/review`, query, s)
export const acceptReview = (body: { problem: T.ReviewProblem; ids: string[]; reason: string }) => send<null>('POST', `${V1}/review/accept`, body)
