// Whether the page knows who is signed in, what that person may do, and when the session ends.
import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { send } from '@/api/client'
import { useAsk } from '@/api/useAsk'
import type { Right, SessionAnswer } from '@/api/types'

const memory = new Map<string, string>()
vi.stubGlobal('localStorage', { getItem: (k: string) => memory.get(k) ?? null, setItem: (k: string, v: string) => memory.set(k, v) })

const { session } = await import('@/shell/session')
const { WARN_S, watchIdle } = await import('@/shell/idle')

const registrar = (over: Partial<SessionAnswer> = {}): SessionAnswer => ({
  account: {
    id: 'A1', login: 'deng', name: '示例登记员', grants: [{ role: 'registrar', jurisdiction: 'all' }], rights: ['read_records', 'write_records'],
    must_change_password: false, second_factor: { enabled: false, required: false }, last_sign_in_at: null,
  },
  idle_timeout_s: 1800, oidc: false, setup_needed: false, ...over,
})
const nobody: SessionAnswer = { account: null, idle_timeout_s: 1800, oidc: false, setup_needed: false }
const answering = (status: number, body: unknown) => vi.stubGlobal('fetch', () => Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status })))

beforeEach(() => {
  vi.useFakeTimers()
  memory.clear()
  session.forget()
})
afterEach(() => vi.useRealTimers())

it('nobody may do anything that needs a right', () => {
  expect(session.may('read_records')).toBe(false)
  expect(session.mayAny(['read_records', 'read_audit'])).toBe(false)
})

it('what needs no right is open to everybody', () => {
  expect(session.mayAny(undefined)).toBe(true)
  expect(session.mayAny([])).toBe(true)
})

it('one of several rights is enough, and no other is taken for granted', () => {
  session.adopt(registrar())
  expect(session.may('write_records')).toBe(true)
  expect(session.may('approve_changes')).toBe(false)
  expect(session.mayAny(['approve_changes', 'read_records'])).toBe(true)
  expect(session.mayAny(['approve_changes'] as Right[])).toBe(false)
})

it('a 401 in the middle of work asks to sign in again and keeps the account, so that its forms stay', async () => {
  session.adopt(registrar())
  answering(401, { code: 'signed_out' })
  await expect(send('PATCH', '/x', {})).rejects.toMatchObject({ trouble: 'signed_out' })
  expect(session.state).toMatchObject({ lost: true, asking: true })
  expect(session.state.account?.login).toBe('deng')
})

it('a wrong password is an answer to the form and no lost session', async () => {
  session.adopt(registrar())
  answering(401, { code: 'sign_in_failed' })
  await expect(send('POST', '/api/v1/session', {})).rejects.toMatchObject({ trouble: 'refused', code: 'sign_in_failed' })
  expect(session.state.lost).toBe(false)
})

it('a question refused while signed out is asked again once somebody has signed in', async () => {
  session.adopt(registrar())
  let turn = 0
  const ask = effectScope().run(() => useAsk(async () => {
    turn += 1
    return (await send<string>('GET', '/x')).data
  }))!
  answering(401, { code: 'signed_out' })
  await ask.run(null)
  expect(ask.problem.value?.trouble).toBe('signed_out')
  answering(200, 'there')
  session.adopt(registrar())
  await vi.waitFor(() => expect(ask.answer.value).toBe('there'))
  expect(turn).toBe(2)
  expect(session.state.lost).toBe(false)
})

it('the service saying that nobody is signed in counts as a lost session, not as a sign-out', () => {
  session.adopt(registrar())
  session.adopt(nobody)
  expect(session.state).toMatchObject({ lost: true, asking: true })
  session.forget()
  session.adopt(nobody)
  expect(session.state).toMatchObject({ account: null, lost: false, asking: false })
})

it('signing out of a session that has ended already is signing out', async () => {
  session.adopt(registrar())
  answering(401, { code: 'signed_out' })
  await session.signOut()
  expect(session.state).toMatchObject({ account: null, asking: false })
})

it('a registry that cannot say who is signed in is shown to everybody', async () => {
  answering(404, { code: 'not_found' })
  await session.load()
  expect(session.state.loaded).toBe(true)
  expect(session.state.account).toBeNull()
})

function clock(limitS: number) {
  const heard = { warnings: [] as (number | null)[], ended: 0 }
  const idle = watchIdle({ warn: (s) => heard.warnings.push(s), ended: () => (heard.ended += 1) })
  idle.start(limitS)
  return { idle, heard }
}

it('the end of a session is said two minutes before', () => {
  const { heard } = clock(1800)
  vi.advanceTimersByTime((1800 - WARN_S) * 1000 - 1)
  expect(heard.warnings.at(-1)).toBeNull()
  vi.advanceTimersByTime(1)
  expect(heard.warnings.at(-1)).toBe(WARN_S)
  vi.advanceTimersByTime(WARN_S * 1000)
  expect(heard.ended).toBe(1)
})

it('an answer of the service, also to another tab, puts the end off', () => {
  const { idle, heard } = clock(1800)
  vi.advanceTimersByTime(1_700_000)
  expect(heard.warnings.at(-1)).not.toBeNull()
  idle.touch()
  expect(heard.warnings.at(-1)).toBeNull()
  vi.advanceTimersByTime(1_600_000)
  memory.set('carereach.heard', String(Date.now()))
  vi.advanceTimersByTime(1_000_000)
  expect(heard.ended).toBe(0)
})

it('a very short session is warned of at its half', () => {
  const { heard } = clock(60)
  vi.advanceTimersByTime(30_000)
  expect(heard.warnings.at(-1)).toBe(30)
})
