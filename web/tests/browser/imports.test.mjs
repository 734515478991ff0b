// Whether a registrar who has never seen it brings a messy file in, mends what was refused and has it approved.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'
import { zipOf } from './zip.mjs'

const as = 'registrar'
let made = 0

/** A spot beside the middle of the data; every one of a run is another. */
function spot(visit) {
  const [lon, lat] = visit.centre.split(',').map(Number)
  made += 1
  return [(lon + (made % 20) * 0.0007).toFixed(6), (lat + Math.floor(made / 20) * 0.0007).toFixed(6)]
}
const id = (word) => `T${process.pid}${word}${(made += 1)}`
export const csv = (name, rows) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${rows.map((r) => r.map((c) => (/[",\n]/.test(String(c)) ? `"${String(c).replaceAll('"', '""')}"` : String(c))).join(',')).join('\r\n')}\r\n`) })
const HEADINGS = ['编号', '设施名称', '类型', '详细地址', '经度', '纬度', '联系电话', '床位', '经办人签字']
const KIND = '社区老年人日间照料中心'
/** One row of a list, with what is wrong in it. */
const row = (visit, over = {}) => {
  const [lon, lat] = spot(visit)
  const whole = { 编号: id('F'), 设施名称: `示例甲日间照料中心${made}`, 类型: KIND, 详细地址: `示例路${made}号`, 经度: lon, 纬度: lat, 联系电话: '029-80000001', 床位: 12, 经办人签字: '', ...over }
  return HEADINGS.map((h) => whole[h])
}

export async function send(visit, page, file) {
  if (!page) {
    page = await visit.open('/registry/imports', { as, wait: false })
    await page.waitForSelector('[data-drop]')
  }
  await page.setInputFiles('[data-file]', file)
  await page.click('[data-begin]')
  await page.waitForSelector('[data-steps]')
  return page
}
/** Up to what would change; the datum is the first one offered. */
async function compare(page) {
  await page.waitForSelector('[data-step=datum][data-state=ask]')
  await page.click('[data-step=datum]')
  await page.click('[data-datum=wgs84]')
  await page.click('[data-step=changes]:not([disabled])')
  await page.waitForSelector('[data-changes] [data-tab]')
}
const count = (page, tab) => page.locator(`[data-tab=${tab}] b`).textContent()
const counts = async (page, wanted) => {
  for (const [tab, n] of Object.entries(wanted)) await page.waitForFunction(([t, c]) => document.querySelector(`[data-tab=${t}] b`)?.textContent === c, [tab, String(n)])
}
/** A cell of few words is picked from a list that can be searched. */
async function pick(page, row, heading, name) {
  await row.locator(`[data-cell="${heading}"]`).click()
  await page.keyboard.type(name.slice(0, 6))
  await page.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click()
}
export async function approve(visit) {
  const ask = await acting(visit, 'approver')
  const list = (await ask('GET', 'proposals?state=open&limit=1000')).body.items.filter((p) => p.type === 'import')
  for (const p of list) await ask('POST', `proposals/${p.id}/approve`, {})
  return list
}

export default {
  async 'a messy file is read, mended on screen, sent, and let in by somebody else'(visit) {
    const [good, kindless, bedless] = [row(visit), row(visit, { 类型: '日照之家' }), row(visit, { 床位: '约30' })]
    const page = await send(visit, null, csv('示例设施清单.csv', [HEADINGS, good, kindless, bedless]))

    await page.click('[data-step=columns]')
    await page.waitForSelector('[data-heading="设施名称"]')
    assert.match(await visit.text('[data-ignored]'), /经办人签字/)

    await page.click('[data-step=datum]')
    const points = await visit.drawn(['datum-points'])
    const datums = new Set(points.map((p) => p.id))
    assert.ok(datums.has('wgs84') && datums.has('gcj02') && datums.has('bd09'), `on the map: ${[...datums]}`)
    assert.ok((await visit.drawn(['datum-lines'])).length)
    await compare(page)
    await counts(page, { refused: 2, added: 1 })

    await page.click('[data-tab=refused]')
    const first = page.locator('[data-window] form', { hasText: kindless[1] })
    const told = await first.innerText()
    assert.doesNotMatch(told, /one of|elderly-day-care|near:/, 'what would be right is told in the language of the page')
    await first.locator('details summary').click()
    assert.match(await first.locator('details').innerText(), new RegExp(KIND))
    await pick(page, first, '类型', KIND)
    await first.locator('[data-mend]').click()
    await page.waitForSelector('[data-mended]')
    await page.waitForFunction(() => document.activeElement?.dataset.cell === '床位')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('30')
    await page.keyboard.press('Enter')
    await counts(page, { refused: 0, added: 3 })

    await page.click('[data-step=send]')
    await page.waitForSelector('[data-sum]')
    await page.fill('[data-field=reason]', '三季度报送')
    await page.click('[data-apply]')
    await page.waitForSelector('[data-came]')
    assert.match(await visit.text('[data-came]'), /另一人批准/)
    await assert.rejects(visit.api(`facilities/${good[0]}`), /404/, 'nothing is written before it is approved')

    const waiting = (await (await acting(visit, 'approver'))('GET', 'proposals?state=open&limit=1000')).body.items.find((p) => p.type === 'import')
    await visit.close()
    const approving = await visit.open(`/registry/proposals/${waiting.id}`, { as: 'approver', wait: false })
    await approving.waitForSelector('[data-import-counts]')
    assert.match(await visit.text('[data-import-counts]'), /3\s*新增/)
    await approving.click('[data-see-import]')
    await approving.waitForSelector('[data-changes] [data-tab=added][aria-selected=true]')
    await approving.waitForSelector('[data-window] [data-row]')

    assert.ok((await approve(visit)).length)
    const now = await visit.api(`facilities/${bedless[0]}`)
    assert.equal(now.capacity, 30)
    assert.equal((await visit.api(`facilities/${kindless[0]}`)).name, kindless[1])
  },

  async 'a state nobody knows is picked from the seven there are'(visit) {
    const headings = [...HEADINGS, '运营状态']
    const page = await send(visit, null, csv('状态.csv', [headings, [...row(visit), '在营']]))
    await compare(page)
    await page.click('[data-tab=refused]')
    const first = page.locator('[data-window] form').first()
    assert.doesNotMatch(await first.innerText(), /planned|operating/)
    await first.locator('[data-cell="运营状态"]').click()
    assert.equal(await page.locator('.el-select-dropdown__item:visible').count(), 7)
    await page.locator('.el-select-dropdown__item:visible', { hasText: '运营中' }).click()
    await first.locator('[data-mend]').click()
    await counts(page, { refused: 0, added: 1 })
  },

  async 'rows that are wrong in the same way are mended together'(visit) {
    const rows = Array.from({ length: 4 }, () => row(visit, { 类型: '日照之家' }))
    const page = await send(visit, null, csv('同样的错.csv', [HEADINGS, row(visit), ...rows]))
    await compare(page)
    await page.click('[data-tab=refused]')
    await counts(page, { refused: 4 })
    const first = page.locator('[data-window] form').first()
    await pick(page, first, '类型', KIND)
    await first.locator('.kin input').check()
    await first.locator('[data-mend]').click()
    await counts(page, { refused: 0, added: 5 })
  },

  async 'longitude and latitude that were swapped are exchanged in all rows at once'(visit) {
    const swapped = Array.from({ length: 3 }, () => {
      const it = row(visit)
      return [...it.slice(0, 4), it[5], it[4], ...it.slice(6)]
    })
    const page = await send(visit, null, csv('写反了.csv', [HEADINGS, row(visit), ...swapped]))
    await compare(page)
    await page.click('[data-tab=refused]')
    await counts(page, { refused: 3 })
    await page.locator('[data-swap-all]').first().click()
    await counts(page, { refused: 0, added: 4 })
  },

  async 'a record on the list is changed field by field, and a row that is left out is not'(visit) {
    const known = (await visit.api('facilities?kind=elderly-day-care&status=operating&limit=50')).items.filter((f) => f.lon !== null && !f.protected).slice(0, 2)
    assert.equal(known.length, 2)
    const line = (f, phone) => [f.id, f.name, f.kind, f.address ?? '', f.lon, f.lat, phone, f.capacity ?? '', '']
    const page = await send(visit, null, csv('改电话.csv', [HEADINGS, line(known[0], '029-87654321'), line(known[1], '029-87654322')]))
    await compare(page)
    await page.click('[data-tab=changed]')
    const phone = page.locator(`[data-window] [data-row="2"] [data-field=phone]`)
    assert.match(await phone.innerText(), /029-87654321/)
    await page.locator('[data-window] [data-row="3"] [data-choose]').uncheck()
    await page.waitForSelector('[data-not-chosen]')
    assert.match(await visit.text('[data-not-chosen]'), /1/)
    assert.ok(!(await page.locator('[data-window] [data-row="3"] [data-choose]').isChecked()))
    await page.click('[data-step=send]')
    assert.match(await visit.text('[data-apply]'), /1/)
  },

  async 'only a whole list puts the missing up for removal, and says so'(visit) {
    const division = (await visit.api('divisions?level=district&limit=1')).items[0]
    const page = await send(visit, null, csv('完整名单.csv', [HEADINGS, row(visit)]))
    await compare(page)
    assert.equal(await count(page, 'removed'), '0')
    await page.click('[data-whole-ask]')
    const dialog = page.locator('.el-dialog:visible')
    await dialog.locator('.el-select').first().click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: KIND }).click()
    await dialog.locator('[data-field=division]').click()
    await page.keyboard.type(division.name.slice(0, 3))
    await page.locator('.el-select-dropdown__item:visible', { hasText: division.name }).first().click()
    await dialog.getByText(/都会列为移除/).waitFor()
    await page.click('[data-whole-set]')
    await page.waitForSelector('[data-whole]')
    const there = (await visit.api(`facilities?kind=elderly-day-care&division=${division.code}&limit=1`)).total
    await counts(page, { removed: there })
    await page.click('[data-tab=removed]')
    assert.equal(await page.locator('[data-window] [data-choose]').count() > 0, there > 0)
    await page.click('[data-leave-all]')
    await page.waitForFunction(() => [...document.querySelectorAll('[data-window] [data-choose]')].every((box) => !box.checked))
    await page.click('[data-take-all]')
    await page.waitForFunction(() => [...document.querySelectorAll('[data-window] [data-choose]')].every((box) => box.checked))
  },

  async 'a required field that is missing is named, and one kind can stand for the whole file'(visit) {
    const [lon, lat] = spot(visit)
    const page = await send(visit, null, csv('没有类别.csv', [['编号', '名称', '经度', '纬度', '坐标系'], [id('K'), '示例乙', lon, lat, 'wgs84']]))
    await page.waitForSelector('[data-missing]')
    assert.match(await visit.text('[data-missing]'), /类别/)
    assert.ok(await page.locator('[data-next]').isDisabled())
    await page.click('[data-default-kind]')
    await page.locator('.el-select-dropdown__item:visible', { hasText: KIND }).click()
    await page.waitForSelector('[data-missing]', { state: 'detached' })
    await page.waitForSelector('[data-step=changes]:not([disabled])')
  },

  async 'what a column holds is remembered for the next file like it'(visit) {
    const headings = ['编号', '名称', '类别', '经度', '纬度', '坐标系', '值班座机']
    const line = () => [id('M'), '示例丙日间照料中心', KIND, ...spot(visit), 'wgs84', '029-80000002']
    const page = await send(visit, null, csv('第一次.csv', [headings, line()]))
    await page.click('[data-step=columns]')
    const choice = page.locator('[data-heading="值班座机"] .el-select')
    await choice.click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: /^电话$/ }).click()
    await page.waitForFunction(() => !/值班座机/.test(document.querySelector('[data-ignored]')?.textContent ?? ''))
    await page.click('[data-all]')
    await page.waitForSelector('[data-drop]')
    await send(visit, page, csv('第二次.csv', [headings, line()]))
    await page.click('[data-step=columns]')
    await page.waitForSelector('[data-remembered]')
    assert.match(await page.locator('[data-heading="值班座机"]').innerText(), /电话/)
  },

  async 'a file that cannot be read says why and what to do; one that cannot be sent is not'(visit) {
    const page = await send(visit, null, csv('只有列名.csv', [HEADINGS]))
    await page.waitForSelector('[data-problem]')
    assert.ok((await visit.text('[data-problem]')).length > 5)
    await page.click('[data-all]')
    await page.waitForSelector('[data-drop]')
    await page.setInputFiles('[data-file]', { name: '旧表.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('x') })
    assert.match(await visit.text('[data-unfit]'), /另存为/)
    assert.ok(await page.locator('[data-begin]').isDisabled())
  },

  async 'a batch that is in is taken back as a whole'(visit) {
    const it = row(visit)
    const page = await send(visit, null, csv('要撤销的.csv', [HEADINGS, it]))
    await compare(page)
    await page.click('[data-step=send]')
    await page.click('[data-apply]')
    await page.waitForSelector('[data-came]')
    await approve(visit)
    await visit.api(`facilities/${it[0]}`)
    await visit.close()
    const other = await visit.open('/registry/imports', { as: 'approver', wait: false })
    const batch = other.locator('[data-batch]', { hasText: '要撤销的.csv' }).first()
    await batch.getByRole('button').click()
    await other.fill('[data-reason-form] textarea', '报错了')
    await other.click('[data-reason-form] [data-send]')
    await other.waitForSelector('[data-batches] [role=status]')
    await assert.rejects(visit.api(`facilities/${it[0]}`), /404/)
  },

  async 'a hundred thousand rows are walked with a few in the document'(visit) {
    const TOTAL = 100_000
    const page = await send(visit, null, csv('大表.csv', [HEADINGS, row(visit)]))
    await page.route(/\/imports\/[^/]+\/rows\?/, (route) => {
      const q = new URL(route.request().url()).searchParams
      const from = Number(q.get('cursor') ?? 0)
      const to = Math.min(TOTAL, from + Number(q.get('limit')))
      const items = Array.from({ length: to - from }, (_, i) => ({ row: from + i + 2, state: 'added', id: `X${from + i}`, name: `示例 ${from + i}`, fields: [{ field: 'phone', before: null, after: '029-80000000' }], errors: [], cells: {}, chosen: true }))
      return route.fulfill({ json: { items, next_cursor: to < TOTAL ? String(to) : null, total: TOTAL } })
    })
    await compare(page)
    await page.click('[data-tab=added]')
    await page.waitForSelector('[data-window] [data-index="3"]')
    assert.ok((await page.locator('[data-window] [data-index]').count()) < 60)
    await page.evaluate(() => { const box = document.querySelector('[data-window]'); box.scrollTop = box.scrollHeight })
    await page.waitForSelector('[data-window] [data-index="99999"]')
    assert.ok((await page.locator('[data-window] [data-index]').count()) < 60)
  },

  async 'every step is clean, at a desk and in the hand'(visit) {
    const file = csv('每一步.csv', [HEADINGS, row(visit), row(visit, { 类型: '日照之家', 床位: 'x' })])
    for (const [size, theme, lang] of [[undefined, 'light', 'zh'], [PHONE, 'dark', 'en']]) {
      const page = await visit.open('/registry/imports', { as, wait: false, theme, lang, ...(size ? { size } : {}) })
      await page.waitForSelector('[data-drop]')
      await clean(page, 'start')
      await send(visit, page, file)
      await page.click('[data-step=columns]')
      await page.waitForSelector('[data-heading]')
      await clean(page, 'columns')
      await page.click('[data-step=datum]')
      await page.waitForSelector('[data-datum]')
      await clean(page, 'datum')
      await compare(page)
      for (const tab of ['refused', 'added']) {
        await page.click(`[data-tab=${tab}]`)
        await page.waitForSelector('[data-window] [data-row]')
        await clean(page, tab)
      }
      await page.click('[data-step=send]')
      await page.waitForSelector('[data-sum]')
      await clean(page, 'send')
      await visit.close()
    }
  },

  async 'a package comes in file by file, is approved, and taken out again as one batch'(visit) {
    const [lon, lat] = spot(visit)
    const [who, where] = [id('O'), id('P')]
    const buffer = zipOf({
      'organizations.csv': `id,name\n${who},示例数据包中心\n`,
      'locations.csv': `id,organization_id,name,latitude,longitude\n${where},${who},示例数据包日间照料中心,${lat},${lon}\n${where}X,${who},示例数据包日间照料分中心,91,${lon}\n`,
    })
    const page = await send(visit, null, { name: '示例数据包.zip', mimeType: 'application/zip', buffer })
    await page.waitForSelector('[data-changes] [data-tab]')
    await counts(page, { refused: 1, added: 2 })
    assert.match(await visit.text('[data-window]'), /locations\.csv 第 3 行[\s\S]*latitude/)
    assert.equal(await page.locator('[data-mend]').count(), 0, 'a package is mended in its files')
    await page.click('[data-tab=added]')
    await page.waitForSelector('[data-window] [data-choose]')
    await page.click('[data-step=columns]')
    await page.waitForSelector('[data-default-kind]')
    await page.click('[data-step=send]')
    await page.fill('[data-field=reason]', '示例')
    await page.click('[data-apply]')
    await page.waitForSelector('[data-came]')
    await approve(visit)
    assert.equal((await visit.api(`facilities/${where}`)).operator.id, who)
    await visit.close()
    const other = await visit.open('/registry/imports', { as: 'approver', wait: false })
    const batch = other.locator('[data-batch]', { hasText: '示例数据包.zip' }).first()
    await batch.locator('button').click()
    await other.fill('[data-reason-form] textarea', '试过了')
    await other.click('[data-reason-form] [data-send]')
    await other.waitForSelector('[data-batches] [role=status]')
    assert.equal((await fetch(`${visit.base}/api/v1/organizations/${who}`)).status, 404)
  },

  async 'a zip that is no package, and a list that is none, say so before and after they are sent'(visit) {
    const page = await visit.open('/registry/imports', { as, wait: false })
    await page.waitForSelector('[data-drop]')
    await page.setInputFiles('[data-file]', { name: 'a.zip', mimeType: 'application/zip', buffer: zipOf({ 'x.csv': 'id\n' }) })
    assert.ok(await page.isChecked('[name=kind][value=hsds]'))
    await page.check('[name=kind][value=facilities]')
    await page.waitForSelector('[data-unfit]')
    await page.check('[name=kind][value=hsds]')
    await page.click('[data-begin]')
    await page.waitForSelector('[data-problem]')
    assert.match(await visit.text('[data-problem]'), /locations\.csv/)
  },

  async 'rows in the wrong place are warned of, can be seen alone and are left out together'(visit) {
    const places = (await visit.api('facilities?status=operating&limit=300')).items.filter((f) => f.division && f.lon !== null)
    const districts = [...new Set(places.map((f) => f.division.code.slice(0, 6)))]
    const [home, away] = districts.map((code) => places.find((f) => f.division.code.startsWith(code)))
    assert.ok(home && away, 'the sample has two districts')
    const headings = ['id', 'name', 'kind', 'lon', 'lat', 'datum', 'division']
    const line = (word, at) => [id(word), `示例位置${word}`, 'community-service-station', at.lon, at.lat, 'wgs84', `${home.division.code.slice(0, 6)}000000`]
    const page = await send(visit, null, csv('位置.csv', [headings, line('H', home), line('A', away)]))
    await page.click('[data-step=changes]:not([disabled])')
    await page.click('[data-tab=added]')
    await page.waitForSelector('[data-warned]')
    assert.equal(await page.locator('[data-window] [data-row]').count(), 2)
    await page.check('[data-warned]')
    await page.waitForFunction(() => document.querySelectorAll('[data-window] [data-row]').length === 1)
    assert.match(await visit.text('[data-warning=outside_division]'), /之外/)
    await clean(page, 'warned rows')
    await page.click('[data-leave-all]')
    await page.waitForSelector('[data-not-chosen]')
    await page.uncheck('[data-warned]')
    await page.waitForFunction(() => document.querySelectorAll('[data-window] [data-row]').length === 2)
    assert.deepEqual(await page.locator('[data-choose]').evaluateAll((all) => all.map((e) => e.checked)), [true, false])
  },
}
