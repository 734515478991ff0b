// Whether positions are mended on the map, checks take one click, and what people say is wrong gets an answer.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'

const as = 'registrar'
let used = 0

/** A place nobody has a change open for. */
async function free(visit) {
  const ask = await acting(visit, as)
  const busy = new Set((await ask('GET', 'proposals?state=open&limit=1000')).body.items.map((p) => p.record_id))
  const list = (await visit.api('facilities?status=operating&limit=300')).items.filter((f) => !f.protected && f.lon !== null && !busy.has(f.id))
  used += 1
  return list[list.length - used]
}
const itemName = (item) => [item.problem, ...item.ids].join('~')
/** A place whose position is only known to the community, let in by somebody else, so that there is something to review. */
async function coarse(visit) {
  const [register, approve] = [await acting(visit, 'registrar'), await acting(visit, 'approver')]
  const first = await free(visit)
  const id = `C${process.pid}N${used}`
  const { body } = await register('POST', 'facilities', { id, name: `示例粗略点${used}`, kind: first.kind, address: `示例路${used}号`, lon: first.lon + 0.001, lat: first.lat + 0.001, precision: 'community', status: 'operating', status_date: '2026-01-01' })
  if (!body.applied) await approve('POST', `proposals/${body.proposal.id}/approve`, {})
  const item = (await register('GET', 'review?problem=coarse_position&limit=1000')).body.items.find((i) => i.ids.includes(id))
  assert.ok(item, 'the coarse position is not in the queue')
  return { id, item, name: itemName(item), register, approve }
}
const pixel = (page) => page.evaluate(() => {
  const map = window.__map
  const spot = map.queryRenderedFeatures(undefined, { layers: ['review-spots'] })[0]
  const at = map.project(spot.geometry.coordinates)
  const box = map.getCanvas().getBoundingClientRect()
  return { x: at.x + box.left, y: at.y + box.top - 16 }
})

export default {
  async 'a position is mended by dragging it, and the one it had stays in sight'(visit) {
    const { id, name, register, approve } = await coarse(visit)
    const before = (await register('GET', `facilities/${id}/record`)).body.record
    const page = await visit.open(`/registry/review/${encodeURIComponent(name)}`, { as, wait: false })
    await page.waitForSelector('[data-review-card] [data-to]')
    await visit.drawn(['review-spots'])
    const from = await pixel(page)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 70, from.y - 40, { steps: 6 })
    await page.mouse.up()
    await page.waitForSelector('[data-far]')
    assert.ok((await visit.drawn(['review-from'])).length, 'where it was is not drawn')
    assert.match(await visit.text('[data-from]'), new RegExp(before.lon.toFixed(6)))
    await page.click('[data-save-place]')
    await page.waitForFunction((was) => !decodeURIComponent(location.pathname).endsWith(was), name)
    const proposal = (await register('GET', 'proposals?state=open&limit=1000')).body.items.find((p) => p.record_id === id)
    if (proposal) await approve('POST', `proposals/${proposal.id}/approve`, {})
    const after = (await register('GET', `facilities/${id}/record`)).body.record
    assert.ok(after.lon > before.lon && after.lat > before.lat, 'it lies where it was dragged to: east and north')
    assert.equal(after.precision, 'exact')
    assert.deepEqual(after.given, before.given, 'the pair as it was given stays')
  },

  async 'a position is typed where it cannot be dragged'(visit) {
    const { name } = await coarse(visit)
    const page = await visit.open(`/registry/review/${encodeURIComponent(name)}`, { as, wait: false })
    await page.waitForSelector('[data-review-card] [data-to]')
    await page.click('[data-type]')
    await page.fill('[data-pair]', visit.centre)
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-save-place]')
    assert.match(await visit.text('[data-to]'), new RegExp(Number(visit.centre.split(',')[0]).toFixed(6)))
  },

  async 'what is right as it is, is accepted with a reason and gone from the queue'(visit) {
    const { item, name, register } = await coarse(visit)
    const page = await visit.open(`/registry/review/${encodeURIComponent(name)}`, { as, wait: false })
    await page.click('[data-accept]')
    await page.fill('[data-reason-form] textarea', '流动服务车，没有固定的楼')
    await page.click('[data-reason-form] [data-send]')
    await page.waitForFunction((was) => !decodeURIComponent(location.pathname).endsWith(was), name)
    const left = (await register('GET', `review?problem=${item.problem}&limit=1000`)).body.items
    assert.ok(!left.some((i) => itemName(i) === name))
  },

  async 'a check takes one click, and several take one more'(visit) {
    const ask = await acting(visit, as)
    const due = (await ask('GET', 'checks?state=overdue,never,due_soon&limit=5')).body
    assert.ok(due.total > 3, 'nothing is due')
    const page = await visit.open('/registry/overdue', { as, wait: false })
    const row = page.locator(`[data-check="${due.items[0].id}"]`)
    await row.locator('[data-good]').click()
    await row.waitFor({ state: 'detached' })
    await page.waitForSelector('[data-settled]')
    for (const i of [1, 2]) await page.locator(`[data-check="${due.items[i].id}"] input`).check()
    await page.click('[data-good-all]')
    await page.locator(`[data-check="${due.items[2].id}"]`).waitFor({ state: 'detached' })
    await page.waitForFunction(() => /3/.test(document.querySelector('[data-settled]')?.textContent ?? ''))
    const now = (await ask('GET', 'checks?state=overdue,never,due_soon&limit=5')).body
    assert.equal(now.total, due.total - 3)
    const fresh = (await visit.api(`facilities/${due.items[0].id}`)).checked_on
    assert.ok(fresh && fresh > (due.items[0].checked_on ?? ''), 'the day of the check is on record')
  },

  async 'an old vacancy is shown with its age and given anew'(visit) {
    const page = await visit.open('/registry/overdue?of=vacancies', { as, wait: false })
    const row = page.locator('[data-vacancy]').first()
    await row.waitFor()
    const id = await row.getAttribute('data-vacancy')
    assert.match(await row.innerText(), /报/)
    await row.locator('input').fill('x')
    assert.ok(await row.getByRole('button').isDisabled())
    await row.locator('input').fill('1')
    await row.getByRole('button').click()
    await page.locator(`[data-vacancy="${id}"]`).waitFor({ state: 'detached' })
  },

  async 'anybody says what is wrong, gets a receipt, and reads the answer with it'(visit) {
    const place = await free(visit)
    const page = await visit.open(`/find?open=${place.id}`, { wait: false })
    await page.click('[data-wrong]')
    await page.fill('[data-wrong-form] textarea', '找示例 13900000000')
    await page.click('[data-send-wrong]')
    await page.waitForSelector('[data-wrong-form] [data-errors], [data-wrong-form] [data-wrong=text]')
    assert.match(await page.inputValue('[data-wrong-form] textarea'), /找示例/, 'what was typed is still there')
    await page.fill('[data-wrong-form] textarea', `已搬到对面一楼（${used}）`)
    await page.selectOption('[data-wrong-form] select', 'address')
    await page.click('[data-send-wrong]')
    await page.waitForSelector('[data-receipt]')
    const [id, code] = [await visit.text('[data-receipt-id]'), await visit.text('[data-receipt-code]')]
    await page.click('[data-see-status]')
    await page.waitForSelector('[data-report-state=open]')
    await visit.close()

    const desk = await visit.open('/registry/reports', { as, wait: false })
    const report = desk.locator(`[data-report="${id}"]`)
    await report.locator('[data-answer-report]').click()
    await report.locator('[data-close-report]').click()
    await report.locator('[role=alert]').first().waitFor()
    await report.locator('[data-outcome=mended]').check()
    await report.locator('textarea').fill('谢谢，地址已改正。')
    await report.locator('[data-close-report]').click()
    await report.locator('textarea').waitFor({ state: 'detached' })
    await visit.close()

    const later = await visit.open(`/find?report=${encodeURIComponent(id)}&receipt=${encodeURIComponent(code)}`, { wait: false })
    await later.waitForSelector('[data-report-state=closed]')
    assert.match(await visit.text('[data-report-status]'), /地址已改正/)
    await later.goto(`${visit.base}/find?report=${encodeURIComponent(id)}&receipt=wrong`)
    await later.waitForSelector('[data-report-status] [data-notice]')
    assert.doesNotMatch(await visit.text('[data-report-status]'), /地址已改正/)
  },

  async 'queue, clock, reports and the public form are clean, at a desk and in the hand'(visit) {
    const { name } = await coarse(visit)
    const place = await free(visit)
    for (const [size, theme, lang] of [[undefined, 'light', 'zh'], [PHONE, 'dark', 'en']]) {
      const page = await visit.open('/registry/review', { as, wait: false, theme, lang, ...(size ? { size } : {}) })
      const go = async (path, seen) => {
        await page.goto(visit.base + path)
        await page.waitForSelector(seen)
        await clean(page, path)
      }
      await page.waitForSelector('[data-item]')
      await clean(page, 'review')
      await go(`/registry/review/${encodeURIComponent(name)}`, '[data-review-card] [data-to]')
      await go('/registry/overdue', '[data-check]')
      await go('/registry/overdue?of=vacancies', '[data-vacancies]')
      await go('/registry/reports', '[data-reports]')
      await go(`/find?open=${place.id}`, '[data-wrong]')
      await page.click('[data-wrong]')
      await page.waitForSelector('[data-wrong-form]')
      await clean(page, 'form')
      await visit.close()
    }
  },
}
