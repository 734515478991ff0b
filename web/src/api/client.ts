// How the page asks the service: one GET, typed answer or a Problem, stoppable.
import { Problem, isAbort, troubleOf } from './problem'
import type { ProblemBody } from './types'

export type Query = Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>

/** Leaves out what is empty, so that an address says only what was asked. */
export function queryString(query: Query): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value == null ? '' : String(value)
    if (text !== '') parts.push(`${name}=${encodeURIComponent(text).replace(/%2C/g, ',')}`)
  }
  return parts.length ? `?${parts.join('&')}` : ''
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path + queryString(query), { signal, headers: { accept: 'application/json' } })
  } catch (error) {
    if (isAbort(error)) throw error
    throw new Problem('away')
  }
  const body = await read(response)
  if (!response.ok) throw new Problem(troubleOf(response.status), (body ?? {}) as ProblemBody)
  if (body === null) throw new Problem('broken')
  return body as T
}

async function read(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (isAbort(error)) throw error
    return null
  }
}
