// Whether a planner gets from the question to a plan to hand in, and whether figures, marks and list keep step while sites move.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'
import { wide } from './wide.mjs'

const as = 'planner'
const thousands = (n) => Math.round(n).toLocaleString('en-US')
const percent = (share) => `${(share * 100).toFixed(1)}%`
const TERMS = { kind: ['elderly-day-care'], group: 'elderly', by: 'walk', within_m: 300 }
const SITING = { model: 'mclp', sites: 5, candidates: { from: 'grid', spacing_m: 200 } }
const idOf = (page) => decodeURIComponent(new URL(page.url()).pathname.split('/')[2])

/** The answer stands, the run is over and the map has drawn what it was given. */
const stands = (page) => page.waitForFunction(() => document.querySelector('[data-map]')?.dataset.state === 'idle' && document.querySelector('[data-answer]')
  && document.querySelector('#answer').getAttribute('aria-busy') !== 'true' && !document.querySelector('[data-run]'), null, { timeout: 25_000 })

/** A plan with these steps, made beside the page. */
async function made(visit, actions, more = {}) {
  const ask = await acting(visit, as)
  return { ask, plan: (await ask('POST', 'plans', { name: '示例方案', terms: TERMS, actions, ...more })).body }
}
/** A plan whose search has ended. */
async function found(visit, siting = SITING) {
  const { ask, plan } = await made(visit, [], { siting })
  for (;;) {
    const now = (await ask('GET', `plans/${plan.id}`)).body
    if (now.run.state !== 'running') return { ask, plan: now }
    await new Promise((done) => setImmediate(done))
  }
}
/** Two spots in the middle of the city. */
async function spots(visit) {
  const { bounds: [w, s, e, n] } = await visit.api('about')
  const at = (x, y) => ({ lon: w + (e - w) * x, lat: s + (n - s) * y })
  return [at(0.5, 0.5), at(0.55, 0.4)]
}
const build = (id, at, name = id) => ({ id, do: 'build', name, ...at })
const marks = (page) => page.evaluate(() => window.__map.getSource('plan-sites').serialize().data.features.map((f) => ({ id: f.properties.id, lon: f.geometry.coordinates[0], lat: f.geometry.coordinates[1] })))
const onScreen = (page, id) => page.evaluate((one) => {
  const f = window.__map.getSource('plan-sites').serialize().data.features.find((x) => x.properties.id === one)
  const [p, box] = [window.__map.project(f.geometry.coordinates), window.__map.getCanvas().getBoundingClientRect()]
  return { x: p.x + box.x, y: p.y + box.y - 22 }
}, id)

export default {
  async 'from the start page to five new day-care centres with a list to hand in, in under ten clicks'(visit) {
    const page = await visit.open('/', { wait: false, before: (p) => p.addInitScript(() => {
      window.addEventListener('click', (event) => { if (event.isTrusted) sessionStorage.setItem('clicks', Number(sessionStorage.getItem('clicks') ?? 0) + 1) }, true)
    }) })
    const { login, password } = visit.account(as)
    await page.click('[data-sign-in-button]')
    await page.fill('[data-sign-in] [data-field=login]', login)
    await page.fill('[data-sign-in] [data-field=password]', password)
    await page.click('[data-sign-in] [data-send]')
    await page.click('nav a.plan')
    await page.click('[data-compute]')
    await page.waitForSelector('[data-report=xlsx]', { timeout: 25_000 })
    await stands(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-report=xlsx]')])
    assert.match(file.suggestedFilename(), /\.xlsx$/)
    assert.equal(await file.failure(), null)
    assert.ok(Number(await page.evaluate(() => sessionStorage.getItem('clicks'))) < 10)
    const plan = (await (await acting(visit, as))('GET', `plans/${idOf(page)}`)).body
    assert.deepEqual([plan.terms.kind, plan.terms.group, plan.terms.by, plan.terms.within_m], [['elderly-day-care'], 'elderly', 'walk', 300])
    assert.deepEqual(plan.actions.map((a) => a.do), Array(5).fill('build'))
  },

  async 'the answer, the list and the marks are the plan\'s, with their proof and how they were measured'(visit) {
    const { ask, plan } = await found(visit)
    const figures = (await ask('POST', 'plans/figures', { terms: plan.terms, actions: plan.actions })).body
    const page = await visit.open(`/plan/${plan.id}`, { as, wait: false })
    await stands(page)
    const sentence = await visit.text('[data-answer]')
    for (const part of ['新建 5 处', '步行 300 米', percent(figures.before.share), percent(figures.after.share), `新增 ${thousands(figures.after.covered - figures.before.covered)} 人`, '已证明最优']) assert.ok(sentence.includes(part), `${sentence} lacks ${part}`)
    assert.equal(await page.locator('#answer [data-measured]').innerText(), figures.measured ? '实测路网' : '估算')
    assert.deepEqual(await page.locator('[data-plan-steps] [data-step]').evaluateAll((all) => all.map((b) => b.dataset.step)), plan.actions.map((a) => a.id))
    const drawn = await visit.drawn(['plan-sites'])
    assert.deepEqual(new Set(drawn.map((f) => f.id)), new Set(plan.actions.map((a) => a.id)))
    const first = await visit.text(`[data-step="${plan.actions[0].id}"]`)
    assert.ok(first.includes(`新增 ${thousands(figures.per_action[0].newly_covered)} 人`), first)
    assert.ok((await visit.text('[data-after-covered]')).includes(thousands(figures.after.covered)))
    await page.click('[data-answer]')
    await page.waitForSelector('[data-inputs-list]')
    const inputs = await visit.text('[data-inputs-list]')
    for (const part of [thousands(figures.inputs.cells), figures.inputs.snapshot]) assert.ok(inputs.includes(part), `the inputs lack ${part}`)
  },

  async 'the search tells its progress and takes no for an answer'(visit) {
    const page = await visit.open('/plan?sites=40&spacing=100&model=p-median', { as, wait: false })
    await page.click('[data-compute]')
    await page.waitForSelector('[data-run], [data-report]')
    if (await page.locator('[data-stop]').count()) await page.click('[data-stop]', { timeout: 2000 }).catch(() => {})
    await stands(page)
    const plan = (await (await acting(visit, as))('GET', `plans/${idOf(page)}`)).body
    assert.ok(['done', 'cancelled'].includes(plan.run.state))
    assert.equal(await page.locator('[data-plan-steps] [data-step]').count(), plan.actions.length)
  },

  async 'dragging a site redraws figures and ground while it is dragged, and writes where it stands in the end'(visit) {
    const [one, two] = await spots(visit)
    const { ask, plan } = await made(visit, [build('a1', one), build('a2', two)])
    const page = await visit.open(`/plan/${plan.id}`, { as, wait: false })
    await stands(page)
    await visit.drawn(['plan-ground'])
    const before = await visit.text('[data-answer]')
    const from = await onScreen(page, 'a2')
    const tried = []
    page.on('response', (r) => { if (r.url().endsWith('/plans/try')) tried.push(r.status()) })
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    for (let n = 1; n <= 10; n++) await page.mouse.move(from.x + 16 * n, from.y + 6 * n)
    await page.waitForFunction((was) => document.querySelector('[data-answer]').textContent !== was, before)
    assert.ok((await visit.text('[data-answer]')).includes('试放中'))
    const held = (await marks(page)).find((m) => m.id === 'a2')
    assert.notEqual(held.lon, two.lon)
    assert.equal((await ask('GET', `plans/${plan.id}`)).body.actions[1].lon, two.lon, 'nothing is written while it is held')
    await page.mouse.up()
    await stands(page)
    assert.ok(tried.length && tried.every((status) => status === 200))
    const now = (await ask('GET', `plans/${plan.id}`)).body
    assert.ok(Math.abs(now.actions[1].lon - held.lon) < 2e-4 && now.actions[1].lon !== two.lon)
    const figures = (await ask('POST', 'plans/figures', { terms: now.terms, actions: now.actions })).body
    assert.ok((await visit.text('[data-answer]')).includes(percent(figures.after.share)))
    await page.click('[data-undo]')
    await stands(page)
    assert.equal((await ask('GET', `plans/${plan.id}`)).body.actions[1].lon, two.lon)
  },

  async 'arrow keys move a mark that has the focus, Escape puts it back, Enter down'(visit) {
    const [one] = await spots(visit)
    const { ask, plan } = await made(visit, [build('a1', one)])
    const page = await visit.open(`/plan/${plan.id}`, { as, wait: false })
    await stands(page)
    await page.focus('[data-handle-of=a1]')
    assert.ok(await page.evaluate(() => document.querySelector('[data-plan-steps] li').classList.contains('lit')), 'the list follows the mark')
    await page.keyboard.press('ArrowRight')
    assert.ok((await marks(page))[0].lon > one.lon)
    await page.keyboard.press('Escape')
    assert.ok(Math.abs((await marks(page))[0].lon - one.lon) < 1e-7)
    await page.keyboard.press('Shift+ArrowUp')
    await page.keyboard.press('Enter')
    await stands(page)
    const now = (await ask('GET', `plans/${plan.id}`)).body.actions[0]
    assert.ok(Math.abs((now.lat - one.lat) * 111_195 - 200) < 1)
    assert.ok(Math.abs(now.lon - one.lon) < 1e-6)
  },

  async 'a site is added by a click on the map, renamed, dated, priced and taken away'(visit) {
    const [one] = await spots(visit)
    const { ask, plan } = await made(visit, [build('a1', one)])
    const page = await visit.open(`/plan/${plan.id}`, { as, wait: false })
    await stands(page)
    await page.click('[data-add-step]')
    const box = await page.locator('[data-map] canvas').first().boundingBox()
    await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.35)
    await page.waitForSelector('[data-step=a2]')
    await stands(page)
    await page.click('[data-step=a2]')
    await page.fill('[data-step-detail] [data-field=name]', '城南日间照料中心')
    await page.fill('[data-step-detail] [data-field=year]', '2027')
    await page.fill('[data-step-detail] [data-field=cost]', '85.5')
    await page.keyboard.press('Tab')
    await stands(page)
    assert.ok((await visit.text('[data-step=a2]')).includes('城南日间照料中心'))
    await page.waitForFunction(() => document.querySelector('[data-before-after]').textContent.includes('86 万元'))
    const { name, year, cost } = (await ask('GET', `plans/${plan.id}`)).body.actions[1]
    assert.deepEqual({ name, year, cost }, { name: '城南日间照料中心', year: 2027, cost: 85.5 })
    await page.click('[data-remove-step]')
    await page.waitForSelector('[data-step=a2]', { state: 'detached' })
    await stands(page)
    assert.equal((await ask('GET', `plans/${plan.id}`)).body.actions.length, 1)
  },

  async 'an existing place is closed from the map, and fewer are reached'(visit) {
    const places = (await visit.api('facilities?kind=elderly-day-care&status=operating&limit=50')).items
    const place = places[0]
    const [one] = await spots(visit)
    const { ask, plan } = await made(visit, [build('a1', one)])
    const page = await visit.open(`/plan/${plan.id}?view=${place.lon.toFixed(4)},${place.lat.toFixed(4)},15.5`, { as, wait: false })
    await stands(page)
    const at = await page.evaluate(([lon, lat]) => {
      window.__map.jumpTo({ center: [lon, lat], zoom: 15.5 })
      const [p, box] = [window.__map.project([lon, lat]), window.__map.getCanvas().getBoundingClientRect()]
      return { x: p.x + box.x, y: p.y + box.y }
    }, [place.lon, place.lat])
    await visit.drawn(['facility-places'])
    await page.mouse.click(at.x, at.y)
    await page.click('[data-close-place]')
    await page.waitForSelector('[data-step=a2]')
    await stands(page)
    assert.ok((await visit.text('[data-answer]')).includes('撤并 1 处'))
    assert.deepEqual((await ask('GET', `plans/${plan.id}`)).body.actions[1].facility, place.id)
    await visit.drawn(['plan-closed'])
  },

  async 'another question finds other sites and keeps what was added by hand'(visit) {
    const [one] = await spots(visit)
    const { ask, plan } = await made(visit, [build('a1', one, '手工')], { siting: { ...SITING, sites: 2 } })
    const page = await visit.open(`/plan/${plan.id}`, { as, wait: false })
    await stands(page)
    await page.click('[data-edit-question]')
    await page.click('[data-reach="500"]')
    await page.waitForFunction(() => document.querySelector('[data-compute]').textContent.includes('重新计算'))
    await page.click('[data-compute]')
    await page.waitForFunction(() => document.querySelector('[data-answer]')?.textContent.includes('500 米'), null, { timeout: 25_000 })
    await stands(page)
    const now = (await ask('GET', `plans/${plan.id}`)).body
    assert.equal(now.terms.within_m, 500)
    assert.equal(now.actions.length, 3)
    assert.equal(now.actions.filter((a) => a.name === '手工').length, 1)
  },

  async 'what is missing is said beside its field before anything is sent'(visit) {
    const page = await visit.open('/plan?model=cmclp', { as, wait: false })
    const sent = []
    page.on('request', (r) => { if (r.method() === 'POST' && r.url().endsWith('/api/v1/plans')) sent.push(r.url()) })
    await page.click('[data-compute]')
    await page.waitForSelector('[data-errors]')
    assert.ok((await visit.text('[data-wrong=capacity_per_site]')).includes('容量'))
    assert.deepEqual(sent, [])
  },

  async 'a copy is compared with the plan it came from, division by division'(visit) {
    const [one, two] = await spots(visit)
    const { plan } = await made(visit, [build('a1', one)])
    const { plan: other } = await made(visit, [build('a1', one), build('a2', two)])
    const page = await visit.open(`/plan/${plan.id}?with=${other.id}`, { as, wait: false })
    await page.waitForSelector('[data-compare-zones] td')
    const ask = await acting(visit, as)
    const [a, b] = await Promise.all([plan, other].map(async (p) => (await ask('POST', 'plans/figures', { terms: p.terms, actions: p.actions })).body))
    const table = await visit.text('[data-compare-table]')
    for (const part of [percent(a.after.share), percent(b.after.share), thousands(b.after.covered)]) assert.ok(table.includes(part), `${table} lacks ${part}`)
    await clean(page, 'two plans')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-compare-table]', { state: 'detached' })
    await page.click('[data-copy-plan]')
    await page.waitForFunction((id) => !location.pathname.includes(id), plan.id)
    assert.ok((await visit.text('[data-plan-title]')).length > 0)
  },

  async 'another person approves, the plan stands still and its projects are on the board'(visit) {
    const [one] = await spots(visit)
    const { ask, plan } = await made(visit, [build('a1', one, '示例新建点')])
    const page = await visit.open(`/plan/${plan.id}`, { as: 'approver', wait: false })
    await page.waitForSelector('[data-plan-title]')
    assert.equal(await page.locator('[data-add-step], [data-compute], [data-delete-plan]').count(), 0, 'an approver makes no plans')
    await page.click('[data-approve-plan]')
    await page.click('[data-form] [data-send]')
    await page.waitForSelector('[data-plan-state=approved]')
    const project = (await ask('GET', `projects?plan=${plan.id}`)).body.items[0]
    await visit.close()

    const board = await visit.open(`/board?plan=${plan.id}`, { as, wait: false })
    await board.waitForSelector(`[data-project="${project.id}"]`)
    assert.ok((await visit.text('[data-answer]')).includes('1 个项目已完成 0 个'))
    await board.click(`[data-edit-project="${project.id}"]`)
    await board.fill('[data-field=owner_unit]', '示例区民政局')
    await board.selectOption('[data-form] [data-field=state]', 'under_way')
    await board.fill('[data-fund=budget]', '60')
    await board.click('[data-add-step]')
    await board.click('[data-form] [data-send]')
    await board.waitForSelector('[data-errors]')
    await board.fill('[data-step-name="0"]', '完成选址意见')
    await board.fill('[data-step-due="0"]', '2020-03-31')
    await board.click('[data-form] [data-send]')
    await board.waitForSelector('[data-form]', { state: 'detached' })
    await board.waitForSelector(`[data-project="${project.id}"] [data-late]`)
    assert.ok((await visit.text('[data-units]')).includes('示例区民政局'))
    const now = (await ask('GET', `projects?plan=${plan.id}`)).body.items[0]
    assert.deepEqual([now.state, now.owner_unit, now.funds_total, now.overdue], ['under_way', '示例区民政局', 60, true])
  },

  async 'without the right the mode is not there, and its address says what to do'(visit) {
    const page = await visit.open('/plan', { wait: false })
    await page.waitForSelector('[data-no-right]')
    assert.equal(await page.locator('nav a.plan, nav a.board').count(), 0)
    await page.click('[data-no-right] button')
    await page.waitForSelector('[data-sign-in]')
  },

  async 'a plan that is not there, and a service that is away, are said so'(visit) {
    const page = await visit.open('/plan/none-such', { as, wait: false })
    await page.waitForSelector('#answer [data-notice]')
    assert.match(await visit.text('#answer [data-notice]'), /没有找到/)
    await page.route('**/api/v1/plans/figures', (r) => r.abort())
    await page.goto(`${visit.base}/plan`)
    await page.waitForSelector('#answer [data-notice]')
    await page.unroute('**/api/v1/plans/figures')
    await page.click('#answer [data-notice] button')
    await page.waitForSelector('[data-answer]')
  },

  async 'a plan that is older than the registry says so, and one that nothing meets says why'(visit) {
    const [one] = await spots(visit)
    const { plan } = await made(visit, [build('a1', one)])
    const answer = (more) => (p) => p.route(`**/api/v1/plans/${plan.id}`, (r) => r.fulfill({ json: { ...plan, ...more } }))
    const page = await visit.open(`/plan/${plan.id}`, { as, wait: false, before: answer({ stale: true }) })
    await page.waitForSelector('[data-stale]')
    await visit.close()
    const nothing = { model: 'lscp', status: 'infeasible', objective: null, bound: null, gap: null, covered: null, covered_before: null, total: null, measured: false, candidates: 3, sites: [], closed: [], seconds: 1, infeasible_because: [{ demand: 'd1', lon: one.lon, lat: one.lat, reason: 'no candidate is near' }], what_would_do: 'a limit of 700 m' }
    const other = await visit.open(`/plan/${plan.id}`, { as, wait: false, before: answer({ actions: [], answer: nothing }) })
    await other.waitForSelector('[data-infeasible]')
    const words = await visit.text('[data-infeasible]')
    for (const part of ['no candidate is near', 'a limit of 700 m', one.lon.toFixed(4)]) assert.ok(words.includes(part), `${words} lacks ${part}`)
    await clean(other, 'nothing meets the question')
  },

  async 'question, plan and board are clean, at a desk and in the hand, in both languages'(visit) {
    const { plan } = await found(visit)
    for (const [size, theme, lang] of [[undefined, 'light', 'zh'], [PHONE, 'dark', 'en']]) {
      const page = await visit.open('/plan', { as, wait: false, theme, lang, ...(size ? { size } : {}) })
      await page.waitForSelector('[data-answer]')
      await page.click('[data-more-terms]')
      await clean(page, `question ${lang}`)
      await page.goto(`${visit.base}/plan/${plan.id}`)
      await stands(page)
      await page.locator('[data-step]').first().click()
      await page.waitForSelector('[data-step-detail]')
      await clean(page, `plan ${lang}`)
      await page.goto(`${visit.base}/board`)
      await page.waitForSelector('#answer [data-answer], #answer [data-notice]')
      await clean(page, `board ${lang}`)
      await visit.close()
    }
  },

  async 'nothing sticks out at 360 pixels with a plan open, compared, or on the board, in large type too'(visit) {
    const { plan } = await found(visit)
    for (const [lang, elder] of [['zh', true], ['en', false], ['en', true]]) {
      const page = await visit.open('/plan', { as, wait: false, lang, elder, size: PHONE })
      await page.waitForSelector('[data-answer]')
      await page.click('[data-more-terms]')
      assert.deepEqual(await wide(page), { page: 0, out: [] }, `question ${lang} ${elder}`)
      for (const [path, seen] of [[`/plan/${plan.id}`, '[data-step]'], [`/plan/${plan.id}?with=1`, '[data-compare-table] h3'], ['/board', '#answer [data-answer], #answer [data-notice]']]) {
        await page.goto(visit.base + path)
        await page.waitForSelector(seen)
        assert.deepEqual(await wide(page), { page: 0, out: [] }, `${path} ${lang} ${elder}`)
      }
      await visit.close()
    }
  },
}
