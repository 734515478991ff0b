// Whether somebody sees which clauses of the standards fail, where, for how many people, and comes from there to the gaps.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { PHONE } from './visit.mjs'

const norms = async (visit, query = '') => (await fetch(`${visit.base}/api/v1/norms?level=district${query}`)).json()

export default {
  async 'the clauses of the standards are judged one by one, and those that fail stand first'(visit) {
    const page = await visit.open('/gaps?level=district&group=population')
    await page.click('[data-open-norms]')
    await page.waitForSelector('[data-norm-tally]')
    const told = await norms(visit, '&group=population')
    const off = told.items.filter((one) => one.status === 'off').length
    const failed = told.items.filter((one) => one.status === 'failed').length
    assert.ok(failed > 0 && off > 0)
    assert.equal(await page.locator('[data-norm]').count(), told.items.length)
    assert.equal(await page.locator('[data-norm-is=failed]').count(), failed)
    assert.equal(await page.locator('[data-norm]').first().getAttribute('data-norm-is'), 'failed')
    await page.selectOption('[data-norm-status]', 'off')
    await page.waitForFunction((n) => document.querySelectorAll('[data-norm]').length === n, off)
    assert.ok((await visit.text('[data-norm]')).includes('未核实'))
    await clean(page, 'the check of standards')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-norms]', { state: 'detached' })
    assert.equal(visit.query().get('norms'), null)
  },

  async 'unverified standards are judged when asked for, and a failed reach leads to its gaps'(visit) {
    const page = await visit.open('/gaps?norms=1&level=district&group=population', { lang: 'en', size: PHONE, theme: 'dark' })
    await page.check('[data-norm-unverified]')
    const reach = '[data-norm-clause=reach][data-norm-is=failed]'
    await page.waitForSelector(reach)
    const told = (await norms(visit, '&group=population&unverified=true')).items.find((one) => one.clause === 'reach' && one.status === 'failed')
    const row = `[data-norm="${told.standard}"][data-norm-clause=reach]`
    assert.ok((await visit.text(`${row} [data-norm-found]`)).includes(Math.round(told.affected).toLocaleString('en-US')))
    await page.click(`${row} summary`)
    assert.equal(await page.locator(`${row} tbody tr`).count(), told.divisions.length)
    await clean(page, 'a clause in the hand')
    await page.click(`${row} [data-norm-gaps]`)
    await page.waitForSelector('[data-answer]')
    assert.deepEqual(['kind', 'within', 'norms'].map((name) => visit.query().get(name)), [told.kind, String(told.requirement.value), null])
  },
}
