// Whether administrators do their work on screen: users, rights, settings, rows, and reading the audit.
import assert from 'node:assert/strict'
import { deskOf, person } from './people.mjs'

const open = (visit, section, options = {}) => visit.open(`/administration/${section}`, { as: 'administrator', wait: false, ...options })
const dialog = '[data-form]'

export default {
  async 'a user is made with a role and a place, gets a link, and is found again'(visit) {
    const page = await open(visit, 'users')
    const login = `new-${process.pid}`
    const place = (await visit.api('divisions?level=district&limit=1')).items[0]
    await page.click('[data-new-user]')
    await page.fill(`${dialog} [data-field=login]`, login)
    await page.fill(`${dialog} [data-field=name]`, '示例新人')
    await page.selectOption(`${dialog} [data-role]`, 'approver')
    await page.selectOption(`${dialog} select[data-field="grants.0.jurisdiction"]`, 'division')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector('[data-errors]')
    await page.fill(`${dialog} [data-narrow]`, place.name)
    await page.locator(`${dialog} [data-hit]`).filter({ hasText: place.code }).click()
    assert.match(await visit.text(`${dialog} [data-division]`), new RegExp(place.name))
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector('[data-copy-text]')
    assert.ok((await page.inputValue('[data-copy-text]')).startsWith(`${visit.base}/setup?token=`))
    await page.click('[data-handed]')
    await page.fill('.section [data-narrow]', login)
    await page.waitForFunction(() => document.querySelectorAll('[data-user]').length === 1)
    const row = await visit.text(`[data-user="${login}"]`)
    assert.match(row, /示例新人/)
    assert.match(row, /审核员/)
    assert.ok(row.includes(place.name), row)
    assert.equal(visit.query().get('q'), login, 'the search is in the address')
  },

  async 'a login that is taken is refused, and what was typed stays'(visit) {
    const page = await open(visit, 'users')
    await page.click('[data-new-user]')
    await page.fill(`${dialog} [data-field=login]`, visit.account('registrar').login)
    await page.fill(`${dialog} [data-field=name]`, '示例重名')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector(`${dialog} [data-notice], ${dialog} [data-errors]`)
    assert.equal(await page.inputValue(`${dialog} [data-field=name]`), '示例重名')
    await page.click(`${dialog} button:has-text("取消")`)
    await page.reload()
    await page.click('[data-new-user]')
    assert.equal(await page.inputValue(`${dialog} [data-field=name]`), '示例重名', 'a draft survives a reload')
  },

  async 'an account is switched off and on, and cannot sign in between'(visit) {
    const who = await person(visit, 'planner')
    const page = await open(visit, `users?q=${who.login}`)
    const press = async (name) => {
      await page.click(`[data-user="${who.login}"] [data-edit]`)
      await page.click(`${dialog} [data-${name}]`)
      await page.waitForSelector(dialog, { state: 'detached' })
    }
    const signIn = () => who.desk.call('POST', 'session', { login: who.login, password: who.password })
    await press('disable')
    await page.locator(`[data-user="${who.login}"]`).getByText('已停用').waitFor()
    assert.ok((await signIn()).status >= 400)
    await press('disable')
    await page.locator(`[data-user="${who.login}"]`).getByText('已停用').waitFor({ state: 'detached' })
    assert.equal((await signIn()).status, 200)
  },

  async 'a reset gives a new link and ends the sessions'(visit) {
    const who = await person(visit, 'planner')
    const page = await open(visit, `users?q=${who.login}`)
    await page.click(`[data-user="${who.login}"] [data-edit]`)
    await page.click(`${dialog} [data-reset]`)
    await page.waitForSelector('[data-copy-text]')
    const link = await page.inputValue('[data-copy-text]')
    await page.goto(link)
    await page.waitForSelector('[data-answer]')
    assert.match(await visit.text('[data-answer]'), /重置/)
  },

  async 'two administrators on one account: the later one sees what stands and decides'(visit) {
    const who = await person(visit, 'planner')
    const page = await open(visit, `users?q=${who.login}`)
    await page.click(`[data-user="${who.login}"] [data-edit]`)
    await page.fill(`${dialog} [data-field=name]`, '示例后来')
    const { etag } = await who.desk.call('GET', `accounts/${who.id}`)
    await who.desk.must('PATCH', `accounts/${who.id}`, { name: '示例先到' }, { 'if-match': etag })
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector('[data-clash]')
    assert.match(await visit.text('[data-clash]'), /示例先到/)
    await page.click('[data-clash] button')
    await page.waitForSelector(dialog, { state: 'detached' })
    assert.equal((await who.desk.must('GET', `accounts/${who.id}`)).name, '示例后来')
  },

  async 'the table of rights is the service\'s own'(visit) {
    const page = await open(visit, 'roles')
    await page.waitForSelector('[data-roles]')
    const { items } = await visit.api('roles')
    const ticks = await page.locator('[data-roles] td svg').count()
    assert.equal(ticks, items.reduce((sum, one) => sum + one.rights.length, 0))
    const approver = items.findIndex((one) => one.role === 'approver')
    assert.equal(await page.locator('[data-right=approve_changes] td').nth(approver).locator('svg').count(), 1)
  },

  async 'a setting is changed with a reason, refused beside the field when out of bounds, and marked when unverified'(visit) {
    const page = await open(visit, 'settings')
    const row = '[data-setting=lock_minutes]'
    await page.waitForSelector(`${row} [data-unverified]`)
    await page.click(`${row} [data-edit]`)
    await page.fill(`${dialog} [data-field=value]`, '45')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector('.field[data-wrong=reason]')
    await page.fill(`${dialog} [data-field=reason]`, '示例决定')
    await page.fill(`${dialog} [data-field=value]`, '-3')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector('.field[data-wrong=value]')
    assert.equal(await page.inputValue(`${dialog} [data-field=reason]`), '示例决定')
    await page.fill(`${dialog} [data-field=value]`, '45')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector(dialog, { state: 'detached' })
    await page.locator(row).getByText('45 分钟').waitFor()
    assert.match(await visit.text(row), /30 分钟/, 'the default stays in sight')
  },

  async 'a kind is renamed, and the whole page knows it'(visit) {
    const page = await open(visit, 'kinds')
    const row = '[data-kind=elderly-day-care]'
    await page.click(`${row} [data-edit]`)
    const before = await page.inputValue(`${dialog} [data-field=name_zh]`)
    await page.fill(`${dialog} [data-field=name_zh]`, '')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector('.field[data-wrong=name_zh]')
    const rename = async (name) => {
      await page.fill(`${dialog} [data-field=name_zh]`, name)
      await page.click(`${dialog} [data-send]`)
      await page.waitForSelector(dialog, { state: 'detached' })
      await page.locator(row).getByText(name, { exact: true }).first().waitFor()
    }
    await rename('示例日间照料')
    const { items } = await visit.api('kinds')
    assert.equal(items.find((k) => k.code === 'elderly-day-care').name_zh, '示例日间照料')
    await page.click(`${row} [data-edit]`)
    await rename(before)
  },

  async 'a standard that nobody verified is marked, and its row can be read and changed whole'(visit) {
    const page = await open(visit, 'standards')
    const { items } = await visit.api('standards')
    await page.waitForSelector('[data-standard]')
    assert.equal(await page.locator('[data-standard] [data-unverified]').count(), items.filter((s) => !s.verified).length)
    const one = items.find((s) => !s.verified && s.reach_m !== null)
    await page.click(`[data-standard="${one.code}"] [data-edit]`)
    assert.equal(await page.inputValue(`${dialog} [data-field=citation]`), one.citation)
    await page.fill(`${dialog} [data-field=tier]`, '示例层级')
    await page.click(`${dialog} [data-send]`)
    await page.waitForSelector(dialog, { state: 'detached' })
    const after = (await visit.api('standards')).items.find((s) => s.code === one.code)
    assert.equal(after.tier, '示例层级')
    for (const field of ['reach_m', 'metric', 'citation', 'verified', 'name_zh']) assert.equal(after[field], one[field], field)
  },

  async 'an entry of the audit opens field by field and leads on; its filters are in the address'(visit) {
    const desk = await deskOf(visit, 'administrator')
    const setting = (await desk.must('GET', 'settings')).items.find((s) => s.key === 'vacancy_stale_days')
    await desk.must('PATCH', 'settings/vacancy_stale_days', { value: setting.value + 1, reason: '示例审计' }, { 'if-match': `"${setting.version}"` })
    const page = await open(visit, 'audit')
    await page.selectOption('[data-audit-filters] [data-field=type]', 'setting')
    await page.waitForURL('**type=setting*')
    await page.fill('[data-audit-filters] [data-field=id]', 'vacancy_stale_days')
    await page.keyboard.press('Enter')
    await page.waitForURL('**id=vacancy_stale_days*')
    const entry = page.locator('[data-entry]').filter({ hasText: '示例审计' }).first()
    await entry.locator('[data-open]').click()
    await page.waitForSelector('[data-entry-detail]')
    const detail = await visit.text('[data-entry-detail]')
    assert.match(detail, /示例审计/)
    assert.ok(detail.includes(String(setting.value)) && detail.includes(String(setting.value + 1)), detail)
    await page.click('[data-to-record]')
    await page.waitForURL('**/administration/settings*')
    await page.goBack()
    await page.waitForURL('**type=setting*')
    assert.equal(await page.inputValue('[data-audit-filters] [data-field=id]'), 'vacancy_stale_days')
  },

  async 'who may not administrate is told so, by a name of the right'(visit) {
    const page = await visit.open('/administration/users', { as: 'registrar', wait: false })
    await page.waitForSelector('[data-no-right]')
    assert.equal(await page.locator('[data-users]').count(), 0)
    await page.goto(`${visit.base}/administration/audit`)
    await page.waitForSelector('[data-no-right]')
  },

  async 'an auditor reads the audit and sees nothing else of the administration'(visit) {
    const page = await visit.open('/administration', { as: 'auditor', wait: false })
    await page.waitForSelector('[data-sections]')
    assert.deepEqual(await page.locator('[data-section]').evaluateAll((tabs) => tabs.map((tab) => tab.dataset.section)), ['roles', 'audit'])
  },

  async 'the administration is worked by keys alone'(visit) {
    const page = await open(visit, 'users')
    await page.waitForSelector('[data-users]')
    await page.focus('[data-new-user]')
    await page.keyboard.press('Enter')
    await page.waitForSelector(dialog)
    await page.waitForFunction((s) => document.querySelector(s)?.closest('.el-dialog')?.contains(document.activeElement), dialog)
    await page.keyboard.press('Escape')
    await page.waitForSelector(dialog, { state: 'detached' })
    await page.waitForFunction(() => document.activeElement?.matches('[data-new-user]'))
  },
}
