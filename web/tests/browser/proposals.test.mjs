// Whether a second person sees exactly what would change, on screen and on the map, and decides it.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'

/** A proposal of the registrar on a place that has none, and who made it. */
async function propose(visit, patch, reason = '示例原因') {
  const registrar = await acting(visit, 'registrar')
  const busy = new Set((await registrar('GET', 'proposals?state=open&limit=1000')).body.items.map((p) => p.record_id))
  const place = (await visit.api('facilities?status=operating&limit=200')).items.find((f) => !f.protected && f.lon !== null && !busy.has(f.id))
  assert.ok(place, 'no free record is left')
  const { etag } = await registrar('GET', `facilities/${place.id}/record`)
  const { body } = await registrar('PATCH', `facilities/${place.id}`, { ...patch(place), reason }, { 'if-match': etag })
  assert.equal(body.applied, false)
  return { place, proposal: body.proposal, registrar }
}
async function open(visit, id, as = 'approver', options = {}) {
  const page = await visit.open(`/registry/proposals/${id}`, { as, wait: false, ...options })
  await page.waitForSelector('[data-proposal-detail] h2')
  return page
}

export default {
  async 'a moved place shows both points and the metres between, and is approved'(visit) {
    const { place, proposal, registrar } = await propose(visit, (f) => ({ lon: f.lon + 0.003, lat: f.lat, precision: 'exact' }))
    const page = await open(visit, proposal.id)
    const metres = Math.round(6371008.8 * 2 * Math.asin(Math.cos((place.lat * Math.PI) / 180) * Math.sin((0.003 * Math.PI) / 360)))
    assert.ok((await visit.text('[data-diff=position]')).includes(`${metres} 米`), await visit.text('[data-diff=position]'))
    assert.deepEqual((await visit.drawn(['record-points'])).map((m) => m.role), ['before'])
    assert.ok((await visit.drawn(['record-now'])).length > 0)
    assert.ok((await visit.drawn(['record-lines'])).some((l) => l.length === `${metres} 米`))
    await page.click('[data-approve]')
    await page.click('.el-dialog [data-send]')
    await page.waitForSelector('[data-verdict]')
    assert.match(await visit.text('[data-verdict]'), /已批准/)
    const { record } = (await registrar('GET', `facilities/${place.id}/record`)).body
    assert.ok(Math.abs(record.lon - place.lon - 0.003) < 1e-6)
  },

  async 'every changed field is told with before and after, and no other'(visit) {
    const { proposal } = await propose(visit, () => ({ capacity: 33, grade: '示例二级' }))
    const page = await open(visit, proposal.id)
    assert.deepEqual((await page.locator('[data-diff]').evaluateAll((all) => all.map((e) => e.dataset.diff))).sort(), ['capacity', 'grade'])
    assert.match(await visit.text('[data-diff=capacity]'), /33/)
  },

  async 'sending back wants a reason, which the proposer reads'(visit) {
    const { proposal } = await propose(visit, () => ({ capacity: 34 }))
    const page = await open(visit, proposal.id)
    await page.click('[data-return]')
    await page.click('.el-dialog [data-send]')
    await page.waitForSelector('.el-dialog [data-wrong=reason]')
    await page.fill('.el-dialog [data-field=reason]', '请附上照片')
    await page.click('.el-dialog [data-send]')
    await page.waitForSelector('[data-verdict]')
    await visit.close()
    const again = await open(visit, proposal.id, 'registrar')
    assert.match(await visit.text('[data-verdict]'), /已退回[\s\S]*请附上照片/)
    assert.equal(await again.locator('[data-approve]').count(), 0)
  },

  async 'what was sent back is put right in its form with everything filled in, and the badge tells of it until then'(visit) {
    const returnedTold = (page) => page.locator('[data-section=proposals] [data-aside]').innerText({ timeout: 3000 }).then((text) => Number(text.match(/\d+/)?.[0] ?? 0), () => 0)
    const { place, proposal, registrar } = await propose(visit, (f) => ({ capacity: 34, address: '示例路新门牌88号', lon: f.lon + 0.001, lat: f.lat, precision: 'exact' }))
    const approver = await acting(visit, 'approver')
    await approver('POST', `proposals/${proposal.id}/return`, { reason: '门牌号请核对' })
    const page = await open(visit, proposal.id, 'registrar')
    await page.waitForSelector('[data-section=proposals] [data-aside]')
    const before = await returnedTold(page)
    assert.ok(before >= 1)
    await page.click('[data-correct]')
    await page.waitForSelector('[data-record-form]')
    assert.match(await visit.text('[data-came-back]'), /门牌号请核对/)
    assert.equal(await page.inputValue('[data-field=address]'), '示例路新门牌88号')
    await page.fill('[data-field=address]', '示例路新门牌99号')
    await page.click('[data-record-form] [data-send]')
    await page.waitForSelector('[data-outcome]')
    await page.waitForFunction((n) => Number((document.querySelector('[data-section=proposals] [data-aside]')?.textContent ?? '0').match(/\d+/)[0]) === n - 1, before)
    const anew = (await registrar('GET', 'proposals?mine=true&state=open&limit=1000')).body.items.find((p) => p.record_id === place.id)
    const wanted = Object.fromEntries(anew.fields.map((f) => [f.field, f.after]))
    assert.equal(wanted.address, '示例路新门牌99号')
    assert.equal(wanted.capacity, 34)
    assert.ok(Math.abs(wanted.lon - place.lon - 0.001) < 1e-6)
    assert.equal(anew.reason, '示例原因')
  },

  async 'a new record that was sent back is filled in again and proposed under the same id'(visit) {
    const registrar = await acting(visit, 'registrar')
    const [lon, lat] = visit.centre.split(',').map(Number)
    const { proposal } = (await registrar('POST', 'facilities', { name: '示例退回站', kind: 'community-service-station', lon, lat, datum: 'gcj02', precision: 'exact', status: 'operating', phone: '029-80000003' })).body
    const approver = await acting(visit, 'approver')
    await approver('POST', `proposals/${proposal.id}/return`, { reason: '名称不全' })
    const page = await open(visit, proposal.id, 'registrar')
    await page.click('[data-correct]')
    await page.waitForSelector('[data-record-form]')
    assert.equal(await page.inputValue('[data-field=name]'), '示例退回站')
    await page.fill('[data-field=name]', '示例退回服务站')
    await page.click('[data-record-form] [data-send]')
    await page.waitForSelector('[data-outcome]')
    const anew = (await registrar('GET', 'proposals?mine=true&state=open&limit=1000')).body.items.find((p) => p.record_id === proposal.record_id)
    assert.equal(anew.name, '示例退回服务站')
    assert.deepEqual(anew.after.given, proposal.after.given)
    assert.equal(anew.after.phone, '029-80000003')
  },

  async 'a removal that was sent back is sent again with another reason'(visit) {
    const registrar = await acting(visit, 'registrar')
    const busy = new Set((await registrar('GET', 'proposals?state=open&limit=1000')).body.items.map((p) => p.record_id))
    const place = (await visit.api('facilities?status=operating&limit=200')).items.filter((f) => !f.protected && !busy.has(f.id)).at(-1)
    const { etag } = await registrar('GET', `facilities/${place.id}/record`)
    const { proposal } = (await registrar('DELETE', `facilities/${place.id}`, { reason: '已拆' }, { 'if-match': etag })).body
    await (await acting(visit, 'approver'))('POST', `proposals/${proposal.id}/return`, { reason: '请写明何时拆的' })
    const page = await open(visit, proposal.id, 'registrar')
    await page.click('[data-correct]')
    await page.waitForSelector('[data-reason-form]')
    assert.equal(await page.inputValue('[data-reason-form] textarea'), '已拆')
    assert.match(await visit.text('[data-reason-form]'), /请写明何时拆的/)
    await page.fill('[data-reason-form] textarea', '2026年5月已拆')
    await page.click('[data-reason-form] [data-send]')
    await page.waitForURL((url) => !url.pathname.endsWith(proposal.id))
    const anew = (await registrar('GET', 'proposals?mine=true&state=open&limit=1000')).body.items.find((p) => p.record_id === place.id)
    assert.deepEqual([anew.action, anew.reason], ['remove', '2026年5月已拆'])
    assert.ok(page.url().includes(anew.id))
    await registrar('POST', `proposals/${anew.id}/withdraw`, {})
  },

  async 'a merge that was sent back is laid out with its choices, put right and sent again'(visit) {
    const [registrar, approver] = [await acting(visit, 'registrar'), await acting(visit, 'approver')]
    const [keep, drop] = ['K', 'D'].map((side) => `M${process.pid}${side}`)
    const [lon, lat] = visit.centre.split(',').map(Number)
    for (const [id, phone, grade] of [[keep, '029-80000011', '示例一级'], [drop, '029-80000012', '示例二级']]) {
      const { body } = await registrar('POST', 'facilities', { id, name: '示例并入站', kind: 'community-service-station', lon, lat, precision: 'exact', status: 'operating', phone, grade })
      if (!body.applied) await approver('POST', `proposals/${body.proposal.id}/approve`, {})
    }
    const { proposal } = (await registrar('POST', 'merges', { keep, drop, fields: { phone: 'drop' }, reason: '同一处' })).body
    await approver('POST', `proposals/${proposal.id}/return`, { reason: '等级也应取新的' })
    const page = await open(visit, proposal.id, 'registrar')
    await page.click('[data-correct]')
    await page.waitForSelector('[data-merge-table] [data-field=grade]')
    assert.match(await visit.text('[data-returned]'), /等级也应取新的/)
    assert.ok(await page.isChecked('[data-choice="phone:B"]'), 'what was chosen stands')
    assert.ok(await page.isChecked('[data-choice="grade:A"]'))
    await page.check('[data-choice="grade:B"]')
    await page.click('[data-send-merge]')
    await page.waitForSelector('[data-proposal-detail] h2')
    const anew = (await registrar('GET', 'proposals?mine=true&state=open&limit=1000')).body.items.find((p) => p.record_id === keep)
    assert.deepEqual([anew.action, anew.after.phone, anew.after.grade, anew.reason], ['merge', '029-80000012', '示例二级', '同一处'])
    assert.ok(page.url().includes(anew.id))
  },

  async 'nobody approves their own, and it says why; withdrawing is free'(visit) {
    const { proposal } = await propose(visit, () => ({ capacity: 35 }))
    const page = await open(visit, proposal.id, 'registrar')
    assert.match(await visit.text('[data-why-not]'), /自己|没有审批/)
    assert.equal(await page.locator('[data-approve]:enabled').count(), 0)
    await page.click('[data-withdraw]')
    await page.click('.el-dialog [data-send]')
    await page.waitForSelector('[data-verdict]')
    assert.match(await visit.text('[data-verdict]'), /已撤回/)
  },

  async 'j, k and Enter go through the queue'(visit) {
    await propose(visit, () => ({ capacity: 36 }))
    await propose(visit, () => ({ capacity: 37 }))
    const page = await visit.open('/registry/proposals?tab=decide', { as: 'approver' })
    await page.waitForSelector('[data-proposal]')
    const ids = await page.locator('[data-proposal]').evaluateAll((all) => all.map((e) => e.dataset.id))
    assert.ok(ids.length >= 2)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    assert.equal(await page.evaluate(() => document.activeElement.dataset.id), ids[1])
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-proposal-detail] h2')
    assert.ok(page.url().includes(`/registry/proposals/${ids[0]}`))
    await page.keyboard.press('j')
    await page.waitForURL((url) => url.pathname.endsWith(`/${ids[1]}`))
    await page.keyboard.press('Escape')
    await page.waitForFunction((id) => document.activeElement?.dataset.id === id, ids[1])
  },

  async 'the tab counts what waits, and counts anew after a decision'(visit) {
    const { proposal } = await propose(visit, () => ({ capacity: 38 }))
    const page = await open(visit, proposal.id)
    const number = () => page.locator('[data-section=proposals] .count').innerText().then(Number)
    await page.waitForSelector('[data-section=proposals] .count')
    const before = await number()
    await page.click('[data-approve]')
    await page.click('.el-dialog [data-send]')
    await page.waitForSelector('[data-verdict]')
    await page.waitForFunction((n) => Number(document.querySelector('[data-section=proposals] .count')?.textContent ?? 0) === n - 1, before)
  },

  async 'axe finds nothing in queue and detail, light and dark, desk and phone'(visit) {
    const { proposal } = await propose(visit, (f) => ({ lon: f.lon + 0.002, lat: f.lat, grade: '示例' }))
    for (const options of [{}, { theme: 'dark', lang: 'en' }, { size: PHONE }]) {
      const page = await visit.open('/registry/proposals?tab=decide', { as: 'approver', ...options })
      await page.waitForSelector('[data-proposal]')
      await clean(page, `queue ${JSON.stringify(options)}`)
      await page.goto(`${visit.base}/registry/proposals/${proposal.id}`)
      await page.waitForSelector('[data-difference]')
      await clean(page, `detail ${JSON.stringify(options)}`)
      await page.click('[data-return]')
      await page.waitForSelector('.el-dialog:visible')
      await clean(page, `reason ${JSON.stringify(options)}`)
      await visit.close()
    }
  },
}
