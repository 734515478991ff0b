// Whether people sign in and out, keep their own account, and lose nothing when a session ends.
import assert from 'node:assert/strict'
import { Desk, PASSWORD, person, sixDigits } from './people.mjs'

const form = (page) => page.locator('[data-sign-in]')
async function fill(page, { login, password, code }) {
  if (login !== undefined) await form(page).locator('[data-field=login]').fill(login)
  if (password !== undefined) await form(page).locator('[data-field=password]').fill(password)
  if (code !== undefined) await form(page).locator('[data-field=code]').fill(code)
  await form(page).locator('[data-send]').click()
}
const secret = (page) => page.locator('[data-copy-text]').inputValue()

export default {
  async 'nobody is shown the modes of the staff'(visit) {
    const page = await visit.open('/find')
    assert.equal(await page.locator('nav a.registry, nav a.administration').count(), 0)
    assert.ok(await page.locator('[data-sign-in-button]').isVisible())
  },

  async 'a part that needs a right asks to sign in, and opens after it'(visit) {
    const page = await visit.open('/registry', { wait: false })
    await page.click('[data-no-right] button')
    await fill(page, visit.account('registrar'))
    await page.waitForSelector('[data-sections]')
    assert.equal(new URL(page.url()).pathname, '/registry/records')
    assert.ok(await page.locator('nav a.registry').isVisible())
    assert.equal(await page.locator('nav a.administration').count(), 0, 'a registrar does not administrate')
  },

  async 'the menu says who is signed in, as what and where; signing out takes the staff\'s modes away'(visit) {
    const page = await visit.open('/registry', { as: 'registrar', wait: false })
    await page.click('[data-account]')
    const menu = await visit.text('[data-account-menu]')
    assert.match(menu, /登记员/)
    assert.match(menu, /全部地区/)
    assert.ok(menu.includes(visit.account('registrar').login))
    await page.click('[data-sign-out]')
    await page.waitForURL('**/find*')
    await page.waitForSelector('[data-sign-in-button]')
    assert.equal(await page.locator('nav a.registry').count(), 0)
    const { account } = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))
    assert.equal(account, null)
  },

  async 'a wrong password is said so, and the login stays'(visit) {
    const page = await visit.open('/sign-in', { wait: false })
    const { login } = await person(visit, 'planner')
    await fill(page, { login, password: 'not-this-1A' })
    await page.waitForSelector('[data-sign-in] [data-notice]')
    assert.match(await visit.text('[data-sign-in] [data-notice]'), /登录名或密码不对/)
    assert.equal(await form(page).locator('[data-field=login]').inputValue(), login)
    await fill(page, { password: PASSWORD })
    await page.waitForSelector('[data-account]')
  },

  async 'a session that ends asks for the password over the page, and nothing typed is lost'(visit) {
    const who = await person(visit, 'administrator')
    const page = await visit.open('/administration/users', { as: who, wait: false })
    await page.click('[data-new-user]')
    await page.fill('[data-form] [data-field=login]', `kept-${process.pid}`)
    await page.fill('[data-form] [data-field=name]', '示例没有丢')
    await visit.context.request.delete(`${visit.base}/api/v1/session`)
    await page.click('[data-form] [data-send]')
    await form(page).waitFor()
    assert.match(await visit.text('.el-dialog:has([data-sign-in])'), /已填写的内容都在/)
    await fill(page, { password: who.password })
    await form(page).waitFor({ state: 'detached' })
    assert.equal(await page.inputValue('[data-form] [data-field=name]'), '示例没有丢')
    await page.click('[data-form] [data-send]')
    await page.waitForSelector('[data-copy-text]')
    assert.match(await secret(page), /\/setup\?token=/)
  },

  async 'a one-time link says what it is, sets the password, signs in, and works once'(visit) {
    const { login, link } = await person(visit, 'registrar', { ready: false })
    const page = await visit.open(link, { wait: false })
    await page.waitForSelector('[data-answer]')
    assert.match(await visit.text('[data-answer]'), /管理员为您建立了账号/)
    assert.equal(await page.inputValue('[data-field=login]'), login)
    await page.fill('[data-field=password]', 'short')
    await page.fill('[data-field=repeated]', 'short')
    await page.click('[data-send]')
    await page.waitForSelector('[data-errors]')
    const rules = await page.locator('.field[data-wrong=password] .wrong li').count()
    assert.ok(rules >= 2, `every broken rule is named beside the field: ${rules}`)
    await page.fill('[data-field=password]', PASSWORD)
    await page.fill('[data-field=repeated]', PASSWORD)
    await page.click('[data-send]')
    await page.waitForSelector('[data-account]')
    await page.goto(visit.base + link)
    await page.waitForSelector('[data-used]')
    assert.match(await visit.text('[data-used]'), /不能再用/)
  },

  async 'two passwords that differ are not sent'(visit) {
    const { link } = await person(visit, 'registrar', { ready: false })
    const page = await visit.open(link, { wait: false })
    await page.fill('[data-field=password]', PASSWORD)
    await page.fill('[data-field=repeated]', `${PASSWORD}x`)
    let sent = 0
    page.on('request', (request) => { if (request.method() === 'POST') sent += 1 })
    await page.click('[data-send]')
    await page.waitForSelector('.field[data-wrong=repeated]')
    assert.equal(sent, 0)
  },

  async 'a password is changed, and the old one no longer works'(visit) {
    const who = await person(visit, 'planner')
    const page = await visit.open('/account/password', { as: who, wait: false })
    await page.fill('[data-field=old]', who.password)
    await page.fill('[data-field=new]', 'Other-meadow-58')
    await page.fill('[data-field=repeated]', 'Other-meadow-58')
    assert.match(await visit.text('[data-facts]'), /15 个字符/)
    await page.click('[data-send]')
    await page.waitForSelector('[data-done]')
    const desk = new Desk(visit.base)
    assert.equal((await desk.call('POST', 'session', { login: who.login, password: who.password })).status, 401)
    assert.equal((await desk.call('POST', 'session', { login: who.login, password: 'Other-meadow-58' })).status, 200)
  },

  async 'a second factor is set up by its secret and asked for when signing in'(visit) {
    const who = await person(visit, 'planner')
    const page = await visit.open('/account/second-factor', { as: who, wait: false })
    await page.fill('[data-field=password]', who.password)
    await page.click('[data-send]')
    await page.waitForSelector('[data-qr]')
    const key = await secret(page)
    await page.fill('[data-field=code]', '000000')
    await page.click('[data-send]')
    await page.waitForSelector('[data-errors], [data-form] [data-notice]')
    await page.fill('[data-field=code]', sixDigits(key))
    await page.click('[data-send]')
    await page.waitForSelector('[data-done]')
    await page.click('[data-account]')
    await page.click('[data-sign-out]')
    await page.goto(`${visit.base}/sign-in`)
    await fill(page, { login: who.login, password: who.password })
    await form(page).locator('[data-field=code]').waitFor()
    assert.equal(await page.locator('[data-sign-in] [data-notice]').count(), 0, 'a step of the form is no error')
    // The next half minute's code: one that has been used is not taken twice.
    await fill(page, { code: sixDigits(key, Date.now() + 30_000) })
    await page.waitForSelector('[data-account]')
  },

  async 'a session of another browser is ended from here'(visit) {
    const who = await person(visit, 'planner')
    const elsewhere = new Desk(visit.base)
    await elsewhere.must('POST', 'session', { login: who.login, password: who.password })
    const page = await visit.open('/account/sessions', { as: who, wait: false })
    const others = page.locator('[data-session]:has([data-end])')
    await others.first().waitFor()
    while (await others.count()) {
      const id = await others.first().getAttribute('data-session')
      await others.first().locator('[data-end]').click()
      await page.locator(`[data-session="${id}"]`).waitFor({ state: 'detached' })
    }
    assert.equal((await elsewhere.must('GET', 'session')).account, null)
    assert.equal(await page.locator('[data-session]').count(), 1)
  },

  async 'a token is shown once, opens what it may, and is taken back'(visit) {
    const who = await person(visit, 'planner')
    const page = await visit.open('/account/tokens', { as: who, wait: false })
    await page.click('[data-new-token]')
    await page.click('[data-form] [data-send]')
    await page.waitForSelector('[data-errors]')
    await page.fill('[data-form] [data-field=name]', '示例统计程序')
    await page.check('[data-form] [data-field=rights] input[value=read_records]')
    await page.click('[data-form] [data-send]')
    await page.waitForSelector('[data-kept]')
    const authorization = `Bearer ${await secret(page)}`
    await page.click('[data-kept]')
    const desk = new Desk(visit.base)
    assert.equal((await desk.call('GET', 'proposals?limit=1', undefined, { authorization })).status, 200)
    await page.waitForSelector('[data-tokens] [data-revoke]')
    assert.match(await visit.text('[data-tokens]'), /示例统计程序/)
    await page.click('[data-revoke]')
    await page.click('[data-form] [data-send]')
    await page.waitForSelector('[data-revoke]', { state: 'detached' })
    assert.match(await visit.text('[data-tokens]'), /已收回/)
    assert.equal((await desk.call('GET', 'proposals?limit=1', undefined, { authorization })).status, 401)
  },

  async 'the end of an idle session is said before it comes'(visit) {
    const page = await visit.open('/find', { as: 'planner', before: (p) => p.clock.install() })
    await page.waitForSelector('[data-account]')
    const { idle_timeout_s: idle } = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))
    await page.clock.fastForward((idle - 100) * 1000)
    await page.waitForSelector('[data-idle]')
    await page.click('[data-idle] button')
    await page.waitForSelector('[data-idle]', { state: 'detached' })
  },
}
