// Whether a form sends what was typed, keeps what was refused, and says what is missing.
import { effectScope } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { localPath } from '@/account/localPath'
import { isComplete, joinJurisdiction, splitJurisdiction } from '@/account/jurisdiction'
import { agentName } from '@/account/agent'
import { passwordFacts } from '@/account/passwordFacts'
import { etagOf, send } from '@/api/client'
import { Problem } from '@/api/problem'
import { useList } from '@/api/useList'
import { useSend } from '@/api/useSend'
import type { Page, Setting } from '@/api/types'
import { auditQuery, placeOf, readAudit } from '@/modes/administration/audit/audit'
import { readRow, rowFaults, typeRow, type RowField } from '@/modes/administration/rows/row'
import { isDefault, kindOf, typedOf, valueOf, valueText } from '@/modes/administration/settings/setting'
import { isLocked } from '@/modes/administration/users/account'

afterEach(() => vi.unstubAllGlobals())

describe('a write', () => {
  it('names the version it was made from and gives back the next one', async () => {
    const calls: RequestInit[] = []
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      calls.push(init)
      return Promise.resolve(new Response('{"applied":true}', { status: 200, headers: { etag: '"4"' } }))
    })
    const answer = await send('PATCH', '/api/v1/facilities/F1', { phone: '0999-1' }, { ifMatch: etagOf(3) })
    expect(calls[0]).toMatchObject({ method: 'PATCH', body: '{"phone":"0999-1"}', headers: { 'if-match': '"3"', 'content-type': 'application/json' } })
    expect(answer).toEqual({ data: { applied: true }, etag: '"4"', status: 200 })
  })

  it('without a body sends none, and an empty answer is null', async () => {
    const fetched = vi.fn((_: string, init: RequestInit) => {
      expect(init.body).toBeUndefined()
      return Promise.resolve(new Response(null, { status: 204 }))
    })
    vi.stubGlobal('fetch', fetched)
    expect(await send('DELETE', '/api/v1/session')).toEqual({ data: null, etag: null, status: 204 })
    expect(fetched).toHaveBeenCalledOnce()
  })

  it('on an old version is told what stands now', async () => {
    const body = { code: 'stale', current: { phone: 'a' }, yours: { phone: 'b' }, fields: ['phone'] }
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status: 412 })))
    await expect(send('PATCH', '/x', {})).rejects.toMatchObject({ trouble: 'stale', clash: { current: { phone: 'a' }, yours: { phone: 'b' }, fields: ['phone'] } })
  })

  it('told to wait knows how long', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"code":"too_many_requests"}', { status: 429, headers: { 'retry-after': '7' } })))
    await expect(send('POST', '/x', {})).rejects.toMatchObject({ trouble: 'refused', retryAfter: 7 })
  })

  it.each([[403, 'forbidden'], [409, 'conflict'], [410, 'refused'], [404, 'missing'], [503, 'unavailable']])('%i is %s', async (status, trouble) => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { status })))
    await expect(send('POST', '/x', {})).rejects.toMatchObject({ trouble })
  })

  it('is made once, however often the button is pressed', async () => {
    const form = useSend()
    let made = 0
    const write = () => new Promise<string>((done) => { made += 1; setTimeout(() => done('ok'), 0) })
    expect(await Promise.all([form.run(write), form.run(write)])).toEqual(['ok', null])
    expect(made).toBe(1)
  })

  it('shows what the form finds missing as the service would', () => {
    const form = useSend()
    expect(form.complete({ login: false, name: 'needed', new: null })).toBe(false)
    expect(form.problem.value?.about('name')).toBe('needed')
    expect(form.problem.value?.about('login')).toBeNull()
    expect(form.complete({ login: false, name: false })).toBe(true)
    expect(form.problem.value).toBeNull()
  })

  it('that breaks several rules of one field names each', () => {
    const problem = new Problem('refused', { errors: [{ field: 'new', value: null, reason: 'short', expected: '8' }, { field: 'new', value: null, reason: 'no digit', expected: null }] })
    expect(problem.allAbout('new')).toEqual(['short · 8', 'no digit'])
  })
})

describe('a long list', () => {
  const pages: Record<string, Page<number>> = { first: { items: [1, 2], next_cursor: 'x', total: 3 }, x: { items: [3], next_cursor: null, total: 3 } }
  it('adds the next page, and a new question starts afresh', async () => {
    const list = effectScope().run(() => useList((_: string, cursor: string | null) => Promise.resolve(pages[cursor ?? 'first'])))!
    await list.run('all')
    await list.more()
    expect(list.items.value).toEqual([1, 2, 3])
    await list.more()
    expect(list.items.value).toEqual([1, 2, 3])
    await list.run('all')
    expect(list.items.value).toEqual([1, 2])
    expect(list.total.value).toBe(3)
  })
})

describe('where a role counts', () => {
  it.each([['all', 'all', ''], ['990102000000', 'division', '990102000000'], ['unit:yangling', 'unit', 'yangling']])('%s is read and written back', (text, scope, code) => {
    expect(splitJurisdiction(text)).toEqual({ scope, code })
    expect(joinJurisdiction(scope as 'all', code)).toBe(text)
    expect(isComplete(text)).toBe(true)
  })
  it('a place that is not chosen yet is no jurisdiction', () => {
    expect(isComplete(joinJurisdiction('division', ''))).toBe(false)
    expect(isComplete(joinJurisdiction('unit', ' '))).toBe(false)
  })
})

it('after signing in one goes to a page of this site only', () => {
  expect(localPath('/registry/proposals?state=open')).toBe('/registry/proposals?state=open')
  for (const bad of ['https://example.org', '//example.org', '/\\example.org', '', undefined]) expect(localPath(bad)).toBe('/find')
})

it('a password is told of by its characters, of any script', () => {
  expect(passwordFacts('aB3!')).toEqual({ length: 4, lower: true, upper: true, digit: true, other: true })
  expect(passwordFacts('密码密码')).toEqual({ length: 4, lower: false, upper: false, digit: false, other: true })
  expect(passwordFacts('')).toEqual({ length: 0, lower: false, upper: false, digit: false, other: false })
})

it('a browser is known by two words', () => {
  expect(agentName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge · Windows')
  expect(agentName('curl/8.0')).toBe('curl/8.0')
  expect(agentName(null)).toBeNull()
})

describe('a setting', () => {
  const setting = (over: Partial<Setting>) => ({ key: 'k', value: 8, default: 8, unit: 'minutes', name_zh: '', name_en: '', source: null, confidence: null, verified: false, version: 1, ...over }) as Setting
  it('that is a number stays one, and what is no number is not sent', () => {
    expect(valueOf(setting({}), ' 12 ')).toBe(12)
    expect(valueOf(setting({}), '')).toBeUndefined()
    expect(valueOf(setting({}), 'zwölf')).toBeUndefined()
    expect(valueText(setting({}), 30)).toBe('30 分钟')
  })
  it('that is a yes or no, or a text, stays one', () => {
    expect(kindOf(setting({ default: false }))).toBe('flag')
    expect(valueOf(setting({ default: false }), 'true')).toBe(true)
    expect(valueOf(setting({ default: 'phone' }), '12')).toBe('12')
  })
  it('that is a list is typed with any comma and read back', () => {
    const list = setting({ default: ['phone'], value: ['phone', 'fee'] })
    expect(typedOf(list)).toBe('phone、fee')
    expect(valueOf(list, 'phone, fee；notes')).toEqual(['phone', 'fee', 'notes'])
  })
  it('that holds weights takes numbers only', () => {
    const weights = setting({ default: { name: 1 }, value: { name: 2 } })
    expect(valueOf(weights, '{"name":"0.5"}')).toEqual({ name: 0.5 })
    expect(valueOf(weights, '{"name":""}')).toBeUndefined()
    expect(valueOf(weights, '{"name":"much"}')).toBeUndefined()
  })
  it('that may be empty is null when it is', () => {
    const kept = setting({ default: null, value: null, unit: 'days' })
    expect(kindOf(kept)).toBe('number')
    expect(valueOf(kept, ' ')).toBeNull()
    expect(valueOf(kept, '180')).toBe(180)
    expect(isDefault(kept)).toBe(true)
  })
  it('with the same weights in another order is the default', () => {
    expect(isDefault(setting({ default: { a: 1, b: 2 }, value: { b: 2, a: 1 } }))).toBe(true)
    expect(isDefault(setting({ default: { a: 1, b: 2 }, value: { b: 3, a: 1 } }))).toBe(false)
  })
})

describe('a whole row', () => {
  const fields: RowField[] = [{ name: 'code', type: 'text' }, { name: 'reach_m', type: 'number', optional: true }, { name: 'aliases', type: 'list', optional: true }, { name: 'ratio', type: 'quantity', optional: true }, { name: 'verified', type: 'flag' }]
  const row = { code: 'a', reach_m: 300, aliases: ['甲', '乙'], ratio: { value: 30, unit: 'm² per 100 households' }, verified: false, hidden: 'kept', count: 7 }
  it('untouched is sent as it was, without what the list counts', () => {
    expect(readRow(fields, typeRow(fields, row), row, ['count'])).toEqual({ code: 'a', reach_m: 300, aliases: ['甲', '乙'], ratio: { value: 30, unit: 'm² per 100 households' }, verified: false, hidden: 'kept' })
  })
  it('emptied of an optional field has null there, and any comma parts a list', () => {
    expect(readRow(fields, { code: 'a', reach_m: ' ', aliases: '甲,乙；丙、', ratio: '', verified: true }, null)).toEqual({ code: 'a', reach_m: null, aliases: ['甲', '乙', '丙'], ratio: null, verified: true })
  })
  it('says which fields are missing and which is no number', () => {
    expect(rowFaults(fields, { code: '', reach_m: 'far', aliases: '', ratio: 'much', verified: false }, { needed: 'n', number: 'x', quantity: 'q' })).toEqual({ code: 'n', reach_m: 'x', aliases: false, ratio: 'q', verified: false })
  })
})

describe('the audit', () => {
  it('is asked what its address says', () => {
    expect(auditQuery(readAudit({ since: '2026-11-01', actor: ' deng ', nonsense: '1' }))).toEqual({ since: '2026-11-01', until: '', actor: 'deng', type: '', id: '', action: '' })
  })
  it('leads to a record where it has a page', () => {
    expect(placeOf({ type: 'facility', id: 'F 1' })).toEqual({ path: '/registry/records/F%201' })
    expect(placeOf({ type: 'session', id: 'S1' })).toBeNull()
  })
})

it('a lock that has run out is no lock', () => {
  const now = new Date('2026-11-24T10:00:00Z')
  expect(isLocked({ locked_until: '2026-11-24T10:30:00Z' }, now)).toBe(true)
  expect(isLocked({ locked_until: '2026-11-24T09:30:00Z' }, now)).toBe(false)
  expect(isLocked({ locked_until: null }, now)).toBe(false)
})
