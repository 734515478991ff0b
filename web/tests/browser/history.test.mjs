// Whether a past day is shown everywhere at once, what changed is told, and completeness leads to its records.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'

const as = 'approver'
const yesterday = () => new Date(Date.now() - 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' })

export default {
  async 'a past day goes with every question and every tile, in every mode, until one goes back'(visit) {
    const day = (await visit.api('history/days')).last
    const asked = []
    const page = await visit.open(`/find?as_of=${day}`, { before: (p) => p.on('request', (r) => asked.push(r.url())) })
    await page.waitForSelector('[data-moment]')
    await page.click('nav a.gaps')
    await page.waitForFunction(() => location.pathname === '/gaps' && document.querySelector('[data-answer]'))
    await page.waitForSelector('[data-moment]')
    await visit.settled()
    const dated = asked.filter((u) => /\/api\/v1\/(facilities|coverage|gaps|nearest|about)\b|\/tiles\//.test(u) && !u.includes('.json'))
    assert.ok(dated.some((u) => u.includes('/tiles/')) && dated.some((u) => u.includes('/coverage')))
    assert.deepEqual(dated.filter((u) => !u.includes(`as_of=${day}`)), [])
    asked.length = 0
    await page.click('[data-today]')
    await page.waitForSelector('[data-moment]', { state: 'detached' })
    await page.waitForFunction(() => !location.search.includes('as_of'))
    await visit.settled()
    assert.ok(asked.some((u) => u.includes('/coverage')), 'today is asked anew')
    assert.deepEqual(asked.filter((u) => u.includes('as_of=')), [])
  },

  async 'the slider, the date and the arrows choose the same day'(visit) {
    const { first, days } = await visit.api('history/days')
    const page = await visit.open('/registry/history', { as })
    await page.waitForSelector('[data-slider]')
    await page.focus('[data-range]')
    await page.keyboard.press('Home')
    const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' })
    if (first < today) {
      await page.waitForFunction((d) => new URLSearchParams(location.search).get('as_of') === d, first)
      assert.equal(await page.inputValue('[data-day]'), first)
      const second = days.find((d) => d.date > first)
      if (second && second.date < today) {
        await page.click('[data-later]')
        await page.waitForFunction((d) => new URLSearchParams(location.search).get('as_of') === d, second.date)
      }
    } else assert.equal(await page.inputValue('[data-day]'), today)
  },

  async 'the changes of a day are told with before and after'(visit) {
    const registrar = await acting(visit, 'registrar')
    const approver = await acting(visit, 'approver')
    const busy = new Set((await registrar('GET', 'proposals?state=open&limit=1000')).body.items.map((p) => p.record_id))
    const place = (await visit.api('facilities?status=operating&limit=200')).items.find((f) => !f.protected && !busy.has(f.id))
    const { etag } = await registrar('GET', `facilities/${place.id}/record`)
    const { body } = await registrar('PATCH', `facilities/${place.id}`, { grade: '示例三级' }, { 'if-match': etag })
    if (!body.applied) await approver('POST', `proposals/${body.proposal.id}/approve`, {})
    const page = await visit.open(`/registry/history?record=facility:${place.id}`, { as })
    await page.waitForSelector('[data-record-history] [data-change]')
    await page.waitForSelector('[data-record-history] [data-diff=grade]')
    assert.match(await visit.text('[data-record-history] [data-diff=grade]'), /示例三级/)
    await page.click('[data-record-history] [data-back]')
    await page.waitForSelector('[data-day-changes] [data-change]')
    assert.ok((await visit.text('[data-day-changes]')).includes(place.name))
  },

  async 'coverage over time draws the service\'s numbers'(visit) {
    const answers = []
    const page = await visit.open('/registry/history', { as, before: (p) => p.on('response', async (r) => { if (r.url().includes('/coverage/history')) answers.push(await r.json().catch(() => null)) }) })
    await page.waitForSelector('[data-chart]')
    await page.click('[data-coverage-history] details summary')
    const shown = await page.locator('[data-coverage-history] tbody tr').evaluateAll((all) => all.map((tr) => tr.lastElementChild.textContent.trim()))
    assert.deepEqual(shown, answers.at(-1).points.map((p) => `${(p.share * 100).toFixed(1)}%`))
    assert.equal(await page.locator('[data-chart] circle').count(), shown.length)
    const onFoot = page.waitForResponse((r) => r.url().includes('/coverage/history') && r.url().includes('by=walk'))
    await page.click('[data-coverage-history] [data-by=walk]')
    const walked = (await (await onFoot).json()).points
    await page.waitForSelector('[data-coverage-history] [data-measured=false]')
    assert.ok((await visit.text('[data-coverage-history] .sentence')).includes('步行'))
    assert.ok(walked.every((p, i) => p.measured === false && p.share <= answers[0].points[i].share), 'a detour reaches no more people')
    assert.equal(visit.query().get('by'), 'walk')
  },

  async 'completeness shows its weights and leads from a number to a record\'s field'(visit) {
    const ask = await acting(visit, 'registrar')
    const answer = (await ask('GET', 'completeness?by=kind')).body
    const page = await visit.open('/registry/completeness', { as: 'registrar' })
    await page.waitForSelector('[data-completeness]')
    const weights = await page.locator('[data-weight]').evaluateAll((all) => all.map((e) => [e.dataset.weight, Number(e.querySelector('small').textContent.replace(/[^\d.]/g, ''))]))
    assert.deepEqual(weights, answer.weights.map((w) => [w.field, w.weight]))
    const lacking = answer.weights.find((w) => answer.total.filled[w.field] < 1 && w.field !== 'position').field
    await page.click(`[data-row="*"] [data-cell="${lacking}"]`)
    await page.waitForSelector('[data-incomplete] [data-count]')
    const said = Number((await visit.text('[data-incomplete] [data-count]')).replace(/\D/g, ''))
    const all = (await ask('GET', 'completeness/records?limit=1000')).body.items
    assert.equal(said, all.filter((r) => r.missing.includes(lacking)).length)
    await page.locator('[data-incomplete] li a').first().click()
    await page.waitForSelector('[data-record-form]')
    assert.equal(visit.query().get('focus'), lacking)
  },

  async 'axe finds nothing in history and completeness, light and dark, desk and phone'(visit) {
    for (const options of [{}, { theme: 'dark', lang: 'en' }, { size: PHONE }]) {
      const page = await visit.open(`/registry/history?as_of=${yesterday()}`, { as, ...options })
      await page.waitForSelector('[data-slider]')
      await page.waitForSelector('[data-batches]')
      await clean(page, `history ${JSON.stringify(options)}`)
      await page.goto(`${visit.base}/registry/completeness?row=*`)
      await page.waitForSelector('[data-incomplete]')
      await clean(page, `completeness ${JSON.stringify(options)}`)
      await visit.close()
    }
  },
}
