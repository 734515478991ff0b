// How the page asks and writes: typed answers or a Problem, stoppable, with the version a write was made from.
import { presence } from './presence'
import { Problem, isAbort, troubleOf } from './problem'
import type { ProblemBody } from './types'

export type Query = Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Sent<T> {
  data: T
  /** Names the version that was answered; a later write sends it back. */
  etag: string | null
  status: number
}

export interface SendOptions { ifMatch?: string; ifNoneMatch?: string; query?: Query; signal?: AbortSignal }
export interface UploadOptions { query?: Query; signal?: AbortSignal; onProgress?: (sent: number, total: number) => void }

/** How a version is named in If-Match, where a row carries its version and not its ETag. */
export const etagOf = (version: number): string => `"${version}"`

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
  const { data } = await send<T | null>('GET', path, undefined, { query, signal })
  if (data === null) throw new Problem('broken')
  return data
}

export async function send<T>(method: Method, path: string, body?: unknown, options: SendOptions = {}): Promise<Sent<T>> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.ifMatch) headers['if-match'] = options.ifMatch
  if (options.ifNoneMatch) headers['if-none-match'] = options.ifNoneMatch
  let response: Response
  try {
    response = await fetch(path + queryString(options.query ?? {}), { method, headers, signal: options.signal, body: body === undefined ? undefined : JSON.stringify(body) })
  } catch (error) {
    if (isAbort(error)) throw error
    throw new Problem('away')
  }
  return conclude<T>(response.status, await read(response), (name) => response.headers.get(name))
}

/** A file as it is, with the share that has been sent; fetch cannot tell that, XMLHttpRequest can. */
export function upload<T>(path: string, file: Blob, options: UploadOptions = {}): Promise<Sent<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    const ended = (settle: () => void) => () => {
      options.signal?.removeEventListener('abort', stop)
      settle()
    }
    request.open('POST', path + queryString(options.query ?? {}))
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => options.onProgress?.(event.loaded, event.lengthComputable ? event.total : file.size)
    request.onload = ended(() => {
      try {
        resolve(conclude<T>(request.status, parse(request.responseText), (name) => request.getResponseHeader(name)))
      } catch (error) {
        reject(error as Error)
      }
    })
    request.onerror = ended(() => reject(new Problem('away')))
    request.onabort = ended(() => reject(new DOMException('stopped', 'AbortError')))
    if (options.signal?.aborted) return request.onabort?.(new ProgressEvent('abort'))
    options.signal?.addEventListener('abort', stop, { once: true })
    request.send(file)
  })
}

function conclude<T>(status: number, body: unknown, header: (name: string) => string | null): Sent<T> {
  if (status >= 200 && status < 300) {
    presence.heard.ring()
    return { data: body as T, etag: header('etag'), status }
  }
  const said = (body ?? {}) as ProblemBody
  const trouble = troubleOf(status, said.code)
  if (trouble === 'signed_out') presence.lost.ring()
  const wait = Number(header('retry-after'))
  throw new Problem(trouble, said, wait > 0 ? wait : null)
}

async function read(response: Response): Promise<unknown> {
  try {
    return parse(await response.text())
  } catch (error) {
    if (isAbort(error)) throw error
    return null
  }
}

/** An answer that is no JSON, or none at all (204), is null. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
