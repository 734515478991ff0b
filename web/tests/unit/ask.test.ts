// Whether the newest question wins and old answers stay until it is answered.
import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { get } from '@/api/client'
import { Problem } from '@/api/problem'
import { QUIET_MS, SLOW_MS, useAsk } from '@/api/useAsk'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function later<T>() {
  let give!: (value: T) => void
  let fail!: (error: unknown) => void
  const promise = new Promise<T>((resolve, reject) => { give = resolve; fail = reject })
  return { promise, give, fail }
}

it('an answer to an older question is thrown away and its request stopped', async () => {
  const answers = { a: later<string>(), b: later<string>() }
  const signals: AbortSignal[] = []
  const ask = effectScope().run(() => useAsk((q: 'a' | 'b', signal) => { signals.push(signal); return answers[q].promise }))!
  const [first, second] = [ask.run('a'), ask.run('b')]
  expect(signals[0].aborted).toBe(true)
  answers.b.give('new')
  await second
  answers.a.give('old')
  await first
  expect(ask.answer.value).toBe('new')
})

it('the old answer stays while the new one is on its way, and after it failed', async () => {
  const answers = [later<string>(), later<string>()]
  const ask = effectScope().run(() => useAsk((i: number) => answers[i].promise))!
  const first = ask.run(0)
  answers[0].give('one')
  await first
  const second = ask.run(1)
  expect(ask.answer.value).toBe('one')
  answers[1].fail(new Problem('away'))
  await second
  expect(ask.answer.value).toBe('one')
  expect(ask.problem.value?.trouble).toBe('away')
})

it('waiting shows nothing, then a bar, then words', async () => {
  const answer = later<string>()
  const ask = effectScope().run(() => useAsk(() => answer.promise))!
  const run = ask.run(0)
  expect(ask.pace.value).toBe('quiet')
  vi.advanceTimersByTime(QUIET_MS)
  expect(ask.pace.value).toBe('bar')
  vi.advanceTimersByTime(SLOW_MS - QUIET_MS)
  expect(ask.pace.value).toBe('slow')
  answer.give('done')
  await run
  expect(ask.pace.value).toBe('still')
})

const answering = (status: number, body: unknown) => vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })))

it('a refusal keeps the fields it names', async () => {
  answering(422, { code: 'invalid_input', request_id: 'r1', errors: [{ field: 'limit', value: '900', reason: 'too many', expected: '1 to 100' }] })
  const problem = (await get('/x').catch((e: unknown) => e)) as Problem
  expect(problem).toBeInstanceOf(Problem)
  expect(problem.trouble).toBe('refused')
  expect(problem.about('limit')).toBe('too many · 1 到 100')
  expect(problem.about('kind')).toBeNull()
})

it('a server that is away, not ready, or broken is told apart', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
  await expect(get('/x')).rejects.toMatchObject({ trouble: 'away' })
  answering(503, { code: 'unavailable' })
  await expect(get('/x')).rejects.toMatchObject({ trouble: 'unavailable' })
  answering(500, { code: 'internal', request_id: 'r2' })
  await expect(get('/x')).rejects.toMatchObject({ trouble: 'broken', requestId: 'r2' })
  answering(404, { code: 'not_found' })
  await expect(get('/x')).rejects.toMatchObject({ trouble: 'missing' })
})
