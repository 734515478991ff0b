// Whether two records of one place are found, made one by a person, approved by another, and taken apart again.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'

const as = 'registrar'
let made = 0

/** A second record of a place that is there already, let in by somebody else. */
async function twin(visit) {
  const [register, approve] = [await acting(visit, 'registrar'), await acting(visit, 'approver')]
  const busy = new Set((await register('GET', 'proposals?state=open&limit=1000')).body.items.map((p) => p.record_id))
  const list = (await visit.api('facilities?status=operating&limit=300')).items.filter((f) => !f.protected && f.lon !== null && f.address && !f.operator && !busy.has(f.id))
  const first = list[made]
  made += 1
  const id = `D${process.pid}N${made}`
  const { body } = await register('POST', 'facilities', { id, name: first.name, kind: first.kind, address: first.address, lon: first.lon, lat: first.lat, precision: 'exact', status: 'operating', status_date: '2026-01-01', phone: '029-86000000', grade: '示例级' })
  if (!body.applied) await approve('POST', `proposals/${body.proposal.id}/approve`, {})
  const pair = (await register('GET', `duplicates?of=${id}`)).body.items.find((p) => [p.a.id, p.b.id].includes(first.id))
  assert.ok(pair, 'the twin is not found as one')
  return { first, id, pair, name: `${pair.a.id}~${pair.b.id}`, approve, register }
}
/** Two records of one organization, let in by somebody else. */
async function twinOrganizations(visit) {
  const [register, approve] = [await acting(visit, 'registrar'), await acting(visit, 'approver')]
  made += 1
  const [first, second] = ['A', 'B'].map((side) => `O${process.pid}${side}${made}`)
  const name = `示例望河第${made + 10}社会工作服务中心`
  for (const [id, over] of [[first, {}], [second, { filing_number: '示例备2026-9', phone: '029-86000009' }]]) {
    const { body } = await register('POST', 'organizations', { id, name, category: 'social-service-institution', address: `示例望河路${made + 20}号`, phone: '029-86000008', ...over })
    if (!body.applied) await approve('POST', `proposals/${body.proposal.id}/approve`, {})
  }
  const pair = (await register('GET', `duplicates?type=organization&of=${first}`)).body.items.find((p) => [p.a.id, p.b.id].includes(second))
  assert.ok(pair, 'the twin is not found as one')
  return { first, second, pair, name: `${pair.a.id}~${pair.b.id}`, register, approve }
}
const open = async (visit, name, { query = '', ...options } = {}) => {
  const page = await visit.open(`/registry/duplicates/${encodeURIComponent(name)}${query}`, { as, wait: false, ...options })
  await page.waitForSelector('[data-pair-card]')
  return page
}

export default {
  async 'a pair says why it is alike, part by part, and both places stand on the map'(visit) {
    const { name, pair } = await twin(visit)
    const page = await open(visit, name)
    assert.equal(await page.locator('[data-part]').count(), pair.parts.length)
    for (const part of pair.parts) assert.ok((await page.locator(`[data-part=${part.part}] .reason`).innerText()).length > 1, part.part)
    const ends = await visit.drawn(['pair-ends'])
    assert.deepEqual([...new Set(ends.map((e) => e.letter))].sort(), ['A', 'B'])
  },

  async 'two records are merged field by field, and the old id answers with the one that stays'(visit) {
    const { first, id, name, approve, pair } = await twin(visit)
    const page = await open(visit, name)
    await page.click('[data-merge]')
    await page.waitForSelector('[data-merge-table] [data-field=phone]')
    const [mine, other] = pair.a.id === first.id ? ['A', 'B'] : ['B', 'A']
    await page.check(`[data-keep=${mine}]`)
    await page.check(`[data-choice="phone:${other}"]`)
    await page.check(`[data-choice="grade:${other}"]`)
    assert.match(await page.locator('[data-field=phone] .result').innerText(), /029-86000000/)
    await page.click('[data-send-merge]')
    await page.waitForSelector('[data-wrong=reason]')
    await page.fill('[data-field=reason]', '同一地址，名称相同')
    await page.click('[data-send-merge]')
    await page.waitForSelector('[data-merge-table]', { state: 'detached' })
    assert.equal((await visit.api(`facilities/${id}`)).id, id, 'nothing happens before it is approved')
    const ask = await acting(visit, 'approver')
    const proposal = (await ask('GET', 'proposals?state=open&limit=1000')).body.items.find((p) => p.action === 'merge' && p.record_id === first.id)
    await approve('POST', `proposals/${proposal.id}/approve`, {})
    const now = await visit.api(`facilities/${id}`)
    assert.equal(now.id, first.id)
    assert.equal(now.phone, '029-86000000')
    assert.equal(now.grade, '示例级')
    assert.equal(now.address, first.address)
  },

  async 'a merge is taken apart again'(visit) {
    const { first, id, approve, register } = await twin(visit)
    const { body } = await register('POST', 'merges', { keep: first.id, drop: id, fields: {}, reason: '同址' })
    if (!body.applied) await approve('POST', `proposals/${body.proposal.id}/approve`, {})
    assert.equal((await visit.api(`facilities/${id}`)).id, first.id)
    const page = await visit.open('/registry/duplicates/merged', { as, wait: false })
    await page.click(`[data-undo-merge="${id}"]`)
    await page.fill('[data-reason-form] textarea', '其实是两处')
    await page.click('[data-reason-form] [data-send]')
    await page.waitForSelector('[data-merged-list] [role=status]')
    const proposal = (await register('GET', 'proposals?state=open&limit=1000')).body.items.find((p) => p.action === 'unmerge' && p.record_id === first.id)
    if (proposal) await approve('POST', `proposals/${proposal.id}/approve`, {})
    assert.equal((await visit.api(`facilities/${id}`)).id, id)
  },

  async 'two places that are not the same are not shown again'(visit) {
    const { id, name, register } = await twin(visit)
    const page = await open(visit, name)
    await page.click('[data-dismiss]')
    await page.click('[data-reason-form] [data-send]')
    await page.waitForSelector('[data-reason-form] .wrong')
    await page.fill('[data-reason-form] textarea', '去看过，是两处')
    await page.click('[data-reason-form] [data-send]')
    await page.waitForFunction((was) => !decodeURIComponent(location.pathname).endsWith(was), name)
    assert.equal((await register('GET', `duplicates?of=${id}`)).body.items.filter((p) => `${p.a.id}~${p.b.id}` === name).length, 0)
  },

  async 'organizations are a choice of their own, told part by part, and merged field by field'(visit) {
    const { first, second, pair, approve } = await twinOrganizations(visit)
    const page = await visit.open('/registry/duplicates', { as, wait: false })
    await page.waitForSelector('[data-pairs]')
    await page.click('[data-pairs] [data-of=organization]')
    await page.waitForFunction(() => new URLSearchParams(location.search).get('of') === 'organization')
    await page.click(`[data-pair="${pair.a.id}~${pair.b.id}"]`)
    await page.waitForSelector('[data-pair-card]')
    assert.equal(await page.locator('[data-part]').count(), pair.parts.length)
    assert.match(await visit.text('[data-pair-card] h2'), /同一家/)
    await page.click('[data-merge]')
    await page.waitForSelector('[data-merge-table] [data-field=phone]')
    const [mine, other] = pair.a.id === first ? ['A', 'B'] : ['B', 'A']
    await page.check(`[data-keep=${mine}]`)
    await page.check(`[data-choice="filing_number:${other}"]`)
    await page.check(`[data-choice="phone:${mine}"]`)
    const fields = await page.locator('[data-merge-table] tr[data-field]').evaluateAll((all) => all.map((e) => e.dataset.field))
    assert.deepEqual(fields.filter((f) => ['filing_number', 'phone'].includes(f)), ['filing_number', 'phone'], 'in the order of the form')
    await page.fill('.reason input', '同一家，登记了两次')
    await page.click('[data-send-merge]')
    await page.waitForSelector('[data-merge-table]', { state: 'detached' })
    const ask = await acting(visit, 'approver')
    const proposal = (await ask('GET', 'proposals?state=open&type=organization&limit=1000')).body.items.find((p) => p.action === 'merge' && p.record_id === first)
    await approve('POST', `proposals/${proposal.id}/approve`, {})
    const now = await visit.api(`organizations/${second}`)
    assert.deepEqual([now.id, now.phone, now.filing_number], [first, '029-86000008', '示例备2026-9'])
    await page.goto(`${visit.base}/registry/duplicates/merged?of=organization`)
    await page.waitForSelector(`[data-undo-merge="${second}"]`)
  },

  async 'two organizations that are not one are not shown again'(visit) {
    const { first, name, register } = await twinOrganizations(visit)
    const page = await open(visit, name, { query: '?of=organization' })
    await page.click('[data-dismiss]')
    await page.fill('[data-reason-form] textarea', '问过了，是两家')
    await page.click('[data-reason-form] [data-send]')
    await page.waitForFunction((was) => !decodeURIComponent(location.pathname).endsWith(was), name)
    assert.equal((await register('GET', `duplicates?type=organization&of=${first}`)).body.total, 0)
  },

  async 'pairs of organizations are clean, at a desk and in the hand'(visit) {
    const { name } = await twinOrganizations(visit)
    for (const [size, theme, lang] of [[undefined, 'light', 'zh'], [PHONE, 'dark', 'en']]) {
      const page = await open(visit, name, { query: '?of=organization', theme, lang, ...(size ? { size } : {}) })
      await clean(page, 'pair of organizations')
      await page.click('[data-merge]')
      await page.waitForSelector('[data-merge-table] tbody')
      await clean(page, 'merge of organizations')
      await page.goto(`${visit.base}/registry/duplicates?of=organization`)
      await page.waitForSelector('[data-pair]')
      await clean(page, 'list of organizations')
      await visit.close()
    }
  },

  async 'the pairs are walked by keyboard, and N goes on to the next'(visit) {
    await twin(visit)
    await twin(visit)
    const page = await visit.open('/registry/duplicates', { as, wait: false })
    await page.waitForSelector('[data-pair]')
    await page.locator('[data-pair]').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(() => document.activeElement?.closest('[data-index]')?.dataset.index === '1')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-pair-card]')
    const was = page.url().split('?')[0]
    await page.keyboard.press('n')
    await page.waitForFunction((url) => location.href.split('?')[0] !== url, was)
    await page.keyboard.press('p')
    await page.waitForFunction((url) => location.href.split('?')[0] === url, was)
  },

  async 'list, pair and merge are clean, at a desk and in the hand'(visit) {
    const { name } = await twin(visit)
    for (const [size, theme, lang] of [[undefined, 'light', 'zh'], [PHONE, 'dark', 'en']]) {
      const how = { theme, lang, ...(size ? { size } : {}) }
      const page = await open(visit, name, how)
      await clean(page, 'pair')
      await page.click('[data-merge]')
      await page.waitForSelector('[data-merge-table] tbody')
      await clean(page, 'merge')
      await page.goto(`${visit.base}/registry/duplicates`)
      await page.waitForSelector('[data-pair]')
      await clean(page, 'list')
      await visit.close()
    }
  },
}
