// Who works with the registry in a test: the sample accounts the demo prints, and people made for one test only.
import { createHmac } from 'node:crypto'
import { address } from './visit.mjs'

let made = 0
export const PASSWORD = 'Weir-quarry-47'

/** The service as a program speaks to it, with a cookie of its own. */
export class Desk {
  constructor(base) {
    this.base = base
    this.cookie = null
    this.address = address()
  }

  async call(method, path, body, headers = {}) {
    const response = await fetch(`${this.base}/api/v1/${path}`, {
      method,
      headers: { accept: 'application/json', 'x-forwarded-for': this.address, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const set = response.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0]
    const text = await response.text()
    return { status: response.status, etag: response.headers.get('etag'), data: text ? JSON.parse(text) : null }
  }

  /** As `call`, for what has to succeed. */
  async must(method, path, body, headers) {
    const answer = await this.call(method, path, body, headers)
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.data)}`)
    return answer.data
  }
}

export async function deskOf(visit, role) {
  const desk = new Desk(visit.base)
  const { login, password } = visit.account(role)
  await desk.must('POST', 'session', { login, password })
  return desk
}

/** Somebody beside the page, asking and writing as a sample account; throws what is refused. */
export async function acting(visit, role) {
  const desk = await deskOf(visit, role)
  return async (method, path, body, headers) => {
    const { status, data, etag } = await desk.call(method, path, body, headers)
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`)
    return { body: data, etag }
  }
}

/** A person of this test only; `link` is the one-time link, `password` is set when `ready`. */
export async function person(visit, role, { ready = true } = {}) {
  const desk = await deskOf(visit, 'administrator')
  const login = `person-${process.pid}-${(made += 1)}`
  const { account, setup_link: link } = await desk.must('POST', 'accounts', { login, name: `示例${made}号`, grants: [{ role, jurisdiction: 'all' }] })
  if (ready) await new Desk(visit.base).must('POST', 'setup', { token: new URL(link, visit.base).searchParams.get('token'), password: PASSWORD })
  return { id: account.id, login, link, password: PASSWORD, desk }
}

/** The six digits of RFC 6238 for a secret in base 32, as an authenticator shows them. */
export function sixDigits(secret, at = Date.now()) {
  const bits = [...secret.replace(/=+$/, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const from = mac[19] & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
