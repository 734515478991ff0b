// Whether people are brought in on the page: a grid or totals, said what they are, shown before they count, and taken out again.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { approve, csv, send } from './imports.test.mjs'
import { gridOf } from './tif.mjs'
import { PHONE } from './visit.mjs'

const as = 'registrar'
const thousands = (n) => n.toLocaleString('en-US')

export default {
  async 'a population grid is shown by group and division, said what it is, let in as a whole and taken out again'(visit) {
    const before = (await visit.api('about')).counts.people
    const [lon, lat] = visit.centre.split(',').map(Number)
    const values = [10, 20, 30, 40.5]
    const tif = { name: '示例人口.tif', mimeType: 'image/tiff', buffer: gridOf({ west: lon - 0.002, north: lat + 0.002, step: 0.002, width: 2, values }) }
    const page = await send(visit, null, tif)
    await page.waitForSelector('[data-step=figures][data-state=ask]')
    assert.equal(await page.locator('[data-step=columns]').count(), 0, 'a grid has no columns')
    await page.waitForSelector('[data-unsaid]')
    await clean(page, 'the figures of a grid')
    await page.fill('[data-field=definition]', '常住人口，示例')
    await page.fill('[data-field=year]', '99')
    await page.keyboard.press('Tab')
    await page.waitForSelector('[data-field=year][aria-invalid=true]')
    await page.fill('[data-field=year]', '2020')
    await page.keyboard.press('Tab')
    await page.waitForSelector('[data-step=figures][data-state=done]')
    await page.click('[data-next]')
    await page.waitForSelector('[data-people] [data-estimate]')
    const everybody = await page.locator('[data-groups] [data-group=population] td').allInnerTexts()
    assert.deepEqual(everybody, ['101', '0', thousands(Math.round(before))], '100.5 people, none replaced, all others kept')
    assert.match(await visit.text('[data-whose]'), /常住人口，示例、2020/)
    assert.ok(await page.locator('[data-divisions] tbody tr').count() > 0)
    await clean(page, 'the people of a grid')
    await page.click('[data-next]')
    assert.match(await visit.text('[data-people-sent]'), /101 人 · 口径：常住人口，示例 · 年份：2020/)
    await page.fill('[data-field=reason]', '示例')
    await page.click('[data-apply]')
    await page.waitForSelector('[data-came]')
    assert.equal((await visit.api('about')).counts.people, before, 'nobody is counted before it is approved')
    await approve(visit)
    assert.equal((await visit.api('about')).counts.people, before + 100.5)
    await visit.close()
    const other = await visit.open('/registry/imports', { as: 'approver', wait: false })
    await other.locator('[data-batch]', { hasText: '示例人口.tif' }).first().locator('button').click()
    await other.fill('[data-reason-form] textarea', '试过了')
    await other.click('[data-reason-form] [data-send]')
    await other.waitForSelector('[data-batches] [role=status]')
    assert.equal((await visit.api('about')).counts.people, before)
  },

  async 'totals of divisions are spread as an estimate, in the hand and in English too, and wrong rows say why'(visit) {
    const communities = (await visit.api('divisions?level=community&limit=2')).items
    const rows = [...communities.map((d, i) => [d.code, d.name, 1000 + i, '20%']), ['', '没有这个社区', 7, '20%']]
    const table = csv('示例总数.csv', [['区划代码', '区划名称', '人口', '老年人占比'], ...rows])
    const page = await visit.open('/registry/imports', { as, wait: false, lang: 'en', size: PHONE })
    await page.waitForSelector('[data-drop]')
    await page.setInputFiles('[data-file]', table)
    await page.check('[name=kind][value=demand]')
    await page.click('[data-begin]')
    await page.waitForSelector('[data-form=totals].on')
    await page.fill('[data-field=definition]', 'residents')
    await page.fill('[data-field=year]', '2020')
    await page.keyboard.press('Tab')
    await page.click('[data-step=changes]:not([disabled])')
    await page.waitForSelector('[data-people] [data-estimate]')
    const people = async (group) => (await page.locator(`[data-groups] [data-group=${group}] td`).allInnerTexts())[0]
    assert.deepEqual([await people('population'), await people('elderly')], ['2,001', '400'])
    assert.match(await visit.text('[data-estimate]'), /estimate/)
    assert.match(await visit.text('[data-refused] [data-row="4"]'), /no division in force has this name/)
    await clean(page, 'totals in the hand')
    await page.click('[data-step=figures]')
    await page.waitForSelector('[data-form=totals].on')
  },

  async 'a grid is offered as people only'(visit) {
    const page = await visit.open('/registry/imports', { as, wait: false })
    await page.waitForSelector('[data-drop]')
    await page.setInputFiles('[data-file]', { name: 'a.tif', mimeType: 'image/tiff', buffer: Buffer.from('II*\0') })
    assert.ok(await page.isChecked('[name=kind][value=demand]'))
    await page.check('[name=kind][value=facilities]')
    await page.waitForSelector('[data-unfit]')
    await page.check('[name=kind][value=demand]')
    await page.click('[data-begin]')
    await page.waitForSelector('[data-problem]')
    assert.match(await visit.text('[data-problem]'), /栅格/)
  },
}
