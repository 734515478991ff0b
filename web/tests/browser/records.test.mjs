// Whether a registrar can find, mend and send a record, and loses nothing on the way.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { startRegistry } from './server.mjs'
import { PHONE } from './visit.mjs'

const thousands = (n) => n.toLocaleString('en-US')
const rows = (page) => page.locator('[data-records-table] [data-id]')
const ids = (page) => rows(page).evaluateAll((all) => all.map((r) => r.dataset.id))
const as = 'registrar'
const file = (name) => fileURLToPath(new URL(name, import.meta.url))

/** A place nobody else has a change open for, with a position and some text. */
async function free(visit, skip = 0) {
  const ask = await acting(visit, as)
  const busy = new Set((await ask('GET', 'proposals?state=open&limit=1000')).body.items.map((p) => p.record_id))
  const list = (await visit.api('facilities?status=operating&limit=200')).items.filter((f) => !f.protected && f.lon !== null && !busy.has(f.id))
  assert.ok(list.length > skip, 'no free record is left')
  return list[skip]
}
const open = async (visit, id, options = {}) => {
  const page = await visit.open(`/registry/records/${id}`, { as, wait: false, ...options })
  await page.waitForSelector('[data-record-form]')
  return page
}

export default {
  async 'the table counts what the service counts, and narrows as it does'(visit) {
    const page = await visit.open('/registry/records', { as })
    const all = await visit.api('facilities?status=any&limit=1')
    await page.waitForFunction((n) => document.querySelector('[data-answer]')?.textContent.includes(n), thousands(all.total))
    const word = (await visit.api('facilities?limit=1')).items[0].name.slice(0, 2)
    await page.fill('[data-filter-text]', word)
    await page.waitForFunction((q) => new URLSearchParams(location.search).get('q') === q, word)
    const some = await visit.api(`facilities?q=${encodeURIComponent(word)}&status=any&limit=100`)
    await page.waitForFunction((n) => document.querySelector('[data-answer]')?.textContent.includes(`${n} 处`) , thousands(some.total))
    await page.waitForFunction((first) => document.querySelector('[data-records-table] [data-index="0"]')?.dataset.id === first, some.items[0].id)
    assert.deepEqual(await ids(page), some.items.slice(0, (await ids(page)).length).map((f) => f.id))
  },

  async 'an input method is left alone until the word stands'(visit) {
    const asked = []
    const page = await visit.open('/registry/records', { as })
    page.on('request', (r) => { if (/\/facilities\?.*q=/.test(r.url())) asked.push(new URL(r.url()).searchParams.get('q')) })
    await page.evaluate(() => {
      const box = document.querySelector('[data-filter-text]')
      const type = (value) => {
        box.value = value
        box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
      }
      box.focus()
      box.dispatchEvent(new CompositionEvent('compositionstart'))
      type('qing')
      type('qing quan')
      box.value = '晴泉'
      box.dispatchEvent(new CompositionEvent('compositionend'))
      box.dispatchEvent(new InputEvent('input', { bubbles: true }))
    })
    await page.waitForResponse((r) => /\/facilities\?.*q=/.test(r.url()))
    assert.deepEqual([...new Set(asked)], ['晴泉'])
  },

  async 'a hundred thousand rows are walked with a few in the document'(visit) {
    const TOTAL = 100_000
    const { kind, status } = (await visit.api('facilities?limit=1')).items[0]
    const page = await visit.open('/registry/records', {
      as,
      before: (p) => p.route(/\/api\/v1\/facilities\?/, (route) => {
        const q = new URL(route.request().url()).searchParams
        const from = Number(q.get('cursor') ?? 0)
        const to = Math.min(TOTAL, from + Number(q.get('limit')))
        const items = Array.from({ length: to - from }, (_, i) => ({ kind, status, division: null, operator: null, id: `X${String(from + i).padStart(6, '0')}`, name: `示例 ${from + i}` }))
        return route.fulfill({ json: { items, next_cursor: to < TOTAL ? String(to) : null, total: TOTAL } })
      }),
    })
    await page.waitForFunction(() => document.querySelector('[data-answer]')?.textContent.includes('100,000'))
    assert.ok((await rows(page).count()) < 80)
    await page.focus('[data-records-table]')
    await page.keyboard.press('PageDown')
    await page.waitForFunction(() => Number(document.activeElement?.dataset.index) > 5)
    await page.keyboard.press('End')
    await page.waitForSelector('[data-id="X099999"]')
    assert.ok((await rows(page).count()) < 80, 'the rows before the end stayed in the document')
    await page.keyboard.press('Home')
    await page.waitForFunction(() => document.activeElement?.dataset.index === '0')
  },

  async 'arrow keys walk, Enter opens, and going back is going back'(visit) {
    const page = await visit.open('/registry/records', { as })
    await page.waitForSelector('[data-index="3"]')
    await page.focus('[data-records-table]')
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
    const id = await page.evaluate(() => document.activeElement.dataset.id)
    assert.equal(id, (await visit.api('facilities?status=any&limit=4')).items[3].id)
    await page.keyboard.press('Enter')
    await page.waitForSelector(`[data-record-form][data-record="${id}"]`)
    await page.click('[data-back]')
    await page.waitForFunction((was) => document.activeElement?.dataset.id === was, id)
  },

  async 'a heading sorts the whole table, and a named view brings the question back'(visit) {
    const page = await visit.open('/registry/records', { as })
    await page.click('[data-columns]')
    await page.check('[data-column=capacity]')
    await page.keyboard.press('Escape')
    await page.click('[data-sort=capacity]')
    await page.click('[data-sort=capacity]')
    await page.waitForFunction(() => new URLSearchParams(location.search).get('sort') === 'capacity:down')
    const all = (await visit.api('facilities?status=any&limit=1000')).items
    const most = Math.max(...all.map((f) => f.capacity ?? 0))
    await page.waitForFunction((ids) => ids.includes(document.querySelector('[data-index="0"]')?.dataset.id), all.filter((f) => f.capacity === most).map((f) => f.id))
    await page.click('[data-name-view]')
    await page.fill('[data-view-name]', '容量大的')
    await page.click('[data-save-view]')
    await page.goto(`${visit.base}/registry/records`)
    await page.click('[data-view="容量大的"]')
    await page.waitForFunction(() => new URLSearchParams(location.search).get('sort') === 'capacity:down')
    assert.equal(await page.getAttribute('[data-view="容量大的"]', 'aria-pressed'), 'true')
  },

  async 'what was typed survives a reload, is shown as a difference and goes to an approver'(visit) {
    const place = await free(visit)
    let page = await open(visit, place.id)
    await page.fill('[data-field=grade]', '示例四级')
    await page.reload()
    await page.waitForSelector('[data-record-form]')
    assert.equal(await page.inputValue('[data-field=grade]'), '示例四级')
    await page.click('.send details summary')
    assert.match(await visit.text('[data-diff=grade]'), /示例四级/)
    await page.fill('[data-field=reason]', '现场看到的牌子')
    await page.click('.send [data-send]')
    await page.waitForSelector('[data-outcome]')
    const ask = await acting(visit, as)
    const record = (await ask('GET', `facilities/${place.id}/record`)).body
    assert.deepEqual(record.proposal.fields.map((f) => [f.field, f.after]), [['grade', '示例四级']])
    assert.equal(record.proposal.reason, '现场看到的牌子')
    assert.notEqual(record.record.grade, '示例四级', 'nothing is in effect before it is approved')
    await page.click('[data-outcome] [data-notice] button')
    await page.waitForSelector('[data-proposal-detail]')
    await page.goBack()
    await page.waitForSelector('[data-record-form]')
    assert.ok(await page.locator('.send [data-send]').isDisabled(), 'one open change a record')
    await ask('POST', `proposals/${record.proposal.id}/withdraw`, {})
  },

  async 'the pin is dragged, the distance told, and the given pair stays'(visit) {
    const place = await free(visit)
    const page = await open(visit, place.id)
    await visit.drawn(['record-now'])
    const from = await page.evaluate(([lon, lat]) => window.__map.project([lon, lat]), [place.lon, place.lat])
    const box = await page.locator('[data-map] canvas').boundingBox()
    await page.mouse.move(box.x + from.x, box.y + from.y - 20)
    await page.mouse.down()
    await page.mouse.move(box.x + from.x + 60, box.y + from.y - 60, { steps: 5 })
    await page.mouse.up()
    await page.waitForSelector('[data-moved]')
    await page.waitForFunction(() => window.__map.queryRenderedFeatures(undefined, { layers: ['record-lines'] }).length > 0)
    if (place.given) assert.ok((await visit.text('[data-given]')).includes(String(place.given.x)), 'the given pair is still told')
    await page.click('.send [data-send]')
    await page.waitForSelector('[data-outcome]')
    const ask = await acting(visit, as)
    const { proposal } = (await ask('GET', `facilities/${place.id}/record`)).body
    const lon = proposal.fields.find((f) => f.field === 'lon')
    assert.ok(lon && Math.abs(lon.after - place.lon) > 1e-5)
    assert.deepEqual(proposal.after.given, proposal.before.given, 'the given pair stays')
    await ask('POST', `proposals/${proposal.id}/withdraw`, {})
  },

  async 'a typed pair shows every place it could mean'(visit) {
    const place = await free(visit)
    const page = await open(visit, place.id)
    await page.click('[data-type-pair]')
    await page.fill('[data-pair]', `${place.lat}, ${place.lon}`)
    await page.waitForSelector('[data-datum=bd09]')
    assert.equal(await page.locator('[data-datum]').count(), 3)
    await page.waitForFunction(() => window.__map.queryRenderedFeatures(undefined, { layers: ['record-points'] }).filter((m) => m.properties.role === 'candidate').length === 3)
    await page.click('[data-datum=gcj02]')
    await page.waitForSelector('[data-moved]')
    assert.match(await visit.text('[data-moved]'), /\d{3} 米/)
  },

  async 'two writers: both versions stand side by side, and the choice is sent'(visit) {
    const place = await free(visit)
    const page = await open(visit, place.id)
    const [registrar, approver] = [await acting(visit, 'registrar'), await acting(visit, 'approver')]
    const now = await registrar('GET', `facilities/${place.id}/record`)
    const { body } = await registrar('PATCH', `facilities/${place.id}`, { capacity: 41, reason: '示例' }, { 'if-match': now.etag })
    if (!body.applied) await approver('POST', `proposals/${body.proposal.id}/approve`, {})
    await page.fill('[data-field=capacity]', '57')
    await page.fill('[data-field=grade]', '示例等级')
    await page.click('.send [data-send]')
    await page.waitForSelector('[data-clash]')
    assert.match(await visit.text('[data-clash-field=capacity]'), /41[\s\S]*57/)
    assert.ok(await page.locator('[data-choose]').isDisabled())
    await page.locator('[data-clash-field=capacity] input[value=yours]').check()
    await page.click('[data-choose]')
    await page.waitForSelector('[data-outcome]')
    const { proposal } = (await registrar('GET', `facilities/${place.id}/record`)).body
    assert.deepEqual(Object.fromEntries(proposal.fields.map((f) => [f.field, [f.before, f.after]])), { capacity: [41, 57], grade: [now.body.record.grade, '示例等级'] })
    await registrar('POST', `proposals/${proposal.id}/withdraw`, {})
  },

  async 'a new record asks for what it needs and warns of what is there already'(visit) {
    const page = await visit.open('/registry/records?new=1', { as, wait: false })
    await page.waitForSelector('[data-record-form]')
    await page.click('.send [data-send]')
    await page.waitForSelector('[data-errors]')
    assert.equal(await page.locator('[data-errors] li').count(), 3)
    const twin = (await visit.api('facilities?status=operating&limit=1')).items[0]
    await page.fill('[data-field=name]', twin.name)
    await page.waitForSelector('[data-twins]')
    assert.ok((await visit.text('[data-twins]')).includes(twin.name))
    await page.reload()
    await page.waitForSelector('[data-twins]')
    assert.equal(await page.inputValue('[data-field=name]'), twin.name, 'nothing typed is lost')
    await page.click('[data-throw-away]')
    assert.equal(await page.inputValue('[data-field=name]'), '')
  },

  async 'closing a place wants a day and a reason'(visit) {
    const place = await free(visit)
    const page = await open(visit, place.id)
    await page.click('[data-action-status]')
    const dialog = page.locator('.el-dialog:visible')
    await dialog.locator('[data-status-step=closed]').click()
    await dialog.locator('[data-take-status]').click()
    await dialog.locator('[data-wrong=status_reason]').waitFor()
    await dialog.locator('[data-field=status_reason]').fill('示例：已搬迁')
    await dialog.locator('[data-take-status]').click()
    await dialog.waitFor({ state: 'hidden' })
    await page.click('.send details summary')
    assert.match(await visit.text('[data-diff=status]'), /关闭/)
    await page.click('[data-throw-away]')
    await page.waitForFunction(() => document.querySelector('.send [data-send]')?.disabled)
  },

  async 'a refusal is brought into sight at the field it is about, and says what is expected'(visit) {
    const place = await free(visit, 3)
    const page = await open(visit, place.id)
    await page.fill('[data-field=capacity]', '99999999999999')
    await page.evaluate(() => document.querySelector('[data-field=notes]').focus())
    await page.locator('[data-record-form] [data-send]').click()
    await page.waitForSelector('[data-wrong=capacity]')
    assert.match(await visit.text('[data-wrong=capacity] .wrong'), /0 到 4,294,967,295 的整数/)
    await page.waitForFunction(() => document.activeElement?.dataset.field === 'capacity')
    assert.ok(await page.locator('[data-field=capacity]').evaluate((e) => { const { top, bottom } = e.getBoundingClientRect(); return top > 0 && bottom < innerHeight }))
    await page.click('[data-throw-away]')
  },

  async 'a check is recorded at once, without an approver'(visit) {
    const place = await free(visit)
    const page = await open(visit, place.id)
    await page.click('[data-action-check]')
    await page.click('[data-save-check]')
    await page.waitForFunction(() => /按期核查/.test(document.querySelector('[data-check-state]')?.textContent ?? ''))
  },

  async 'a planner reads and cannot change'(visit) {
    const place = await free(visit)
    const page = await open(visit, place.id, { as: 'planner' })
    assert.equal(await page.locator('.send').count(), 0)
    assert.ok(await page.locator('[data-field=name]').isDisabled())
  },

  async 'axe finds nothing in table, form and dialogs, light and dark, desk and phone'(visit) {
    for (const options of [{ theme: 'light' }, { theme: 'dark', lang: 'en' }, { theme: 'light', size: PHONE }]) {
      const page = await visit.open('/registry/records', { as, ...options })
      await page.waitForSelector('[data-index="0"]')
      await clean(page, `table ${JSON.stringify(options)}`)
      const place = await free(visit)
      await page.goto(`${visit.base}/registry/records/${place.id}`)
      await page.waitForSelector('[data-record-form]')
      await page.fill('[data-field=notes]', '示例备注')
      await clean(page, `form ${JSON.stringify(options)}`)
      await page.click('[data-action-status]')
      await page.waitForSelector('.el-dialog:visible')
      await clean(page, `status ${JSON.stringify(options)}`)
      await visit.close()
    }
  },

  async 'an address typed in the form offers its places, and the point is kept as exactly as it is known'(visit) {
    const asked = []
    const outside = createServer((request, response) => {
      asked.push(decodeURIComponent(request.url))
      const house = { lat: '34.2561', lon: '108.9362', display_name: '示例二街5号, 示例市', place_rank: 30, addresstype: 'house' }
      response.setHeader('content-type', 'application/json').end(JSON.stringify([house, { ...house, display_name: '示例市', place_rank: 16, addresstype: 'city' }]))
    })
    await new Promise((ready) => outside.listen(0, '127.0.0.1', ready))
    const imports = [['osm', file('streets.osm')], ['facilities', file('streets-facilities.csv'), '--datum', 'wgs84']]
    const server = await startRegistry(imports, { roles: [as], options: ['--geocoder', 'nominatim', '--geocoder-url', `http://127.0.0.1:${outside.address().port}`] })
    Object.assign(visit, { base: server.base, accounts: server.accounts })
    try {
      const page = await open(visit, 'corner')
      await page.fill('[data-field=address]', '示例二街')
      await page.click('[data-address-places] [data-place=street]')
      assert.match(await visit.text('[data-placed]'), /位置核对/)
      assert.equal(await page.locator('[data-field=precision]').inputValue(), 'street')
      assert.equal(asked.length, 0, 'nobody outside hears of what is typed')
      await page.fill('[data-field=address]', '示例二街5号')
      await page.waitForSelector('[data-ask-outside]')
      await page.click('[data-ask-outside]')
      await page.waitForSelector('[data-outside=house]')
      await page.waitForSelector('[data-outside=division]')
      assert.equal(asked.length, 1)
      await clean(page, 'the places of an address')
      await page.click('[data-outside=house]')
      await page.waitForSelector('[data-placed]')
      assert.equal(await page.locator('[data-field=precision]').inputValue(), 'building')
      assert.match(await visit.text('[data-at]'), /108\.936200, 34\.256100/)
      assert.doesNotMatch(await visit.text('[data-placed]'), /位置核对/)
    } finally {
      await visit.close()
      await server.stop()
      outside.close()
    }
  },

  async 'without an outside geocoder none is offered'(visit) {
    const record = await free(visit)
    const page = await open(visit, record.id)
    await page.click('[data-find-address]')
    await page.waitForSelector('[data-address-places] .found')
    assert.equal(await page.locator('[data-ask-outside]').count(), 0)
  },
}
