// Whether the page holds together: languages, themes, phones, paper, and a service that is away.
import assert from 'node:assert/strict'
import { PHONE } from './visit.mjs'
import { wide } from './wide.mjs'

export default {
  async 'the language switch changes words, html lang and title'(visit) {
    const page = await visit.open('/gaps')
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN')
    const chinese = await page.title()
    await page.click('[data-lang=en]')
    await page.waitForFunction(() => document.documentElement.lang === 'en')
    await page.waitForFunction((before) => document.title !== before, chinese)
    assert.match(await visit.text('[data-answer]'), /reach .* of older people/)
    assert.match(await page.title(), /Gaps/)
    assert.doesNotMatch(await page.title(), /[\u4e00-\u9fff]/)
    await page.reload()
    await visit.settled()
    assert.equal(await page.getAttribute('html', 'lang'), 'en')
  },

  async 'dark and light keep the map drawn'(visit) {
    const page = await visit.open('/find')
    await page.click('[data-theme-switch]')
    await page.waitForSelector('html.dark')
    assert.ok((await visit.drawn(['facility-clusters', 'facility-places'])).length > 0)
    assert.ok((await visit.drawn(['roads-primary', 'roads-secondary', 'roads-residential', 'water'])).length > 0)
  },

  async 'large type sets twenty pixels'(visit) {
    const page = await visit.open('/find')
    await page.click('[data-elder]')
    await page.waitForFunction(() => getComputedStyle(document.body).fontSize === '20px')
  },

  async 'nothing sticks out at 360 pixels, in any mode, language or type size'(visit) {
    for (const lang of ['zh', 'en']) {
      for (const path of ['/find', '/find?at=CENTRE', '/gaps', '/about']) {
        for (const elder of [false, true]) {
          const page = await visit.open(path, { lang, elder, size: PHONE })
          assert.deepEqual(await wide(page), { page: 0, out: [] }, `${path} ${lang} ${elder ? 'large' : ''}`)
          await visit.close()
        }
      }
    }
  },

  async 'nothing sticks out at 360 pixels where people sign in and administrate'(visit) {
    for (const lang of ['zh', 'en']) {
      const page = await visit.open('/sign-in', { lang, elder: lang === 'en', size: PHONE, as: 'administrator', wait: false })
      const sections = ['users', 'roles', 'tokens', 'settings', 'kinds', 'standards', 'audit'].map((name) => `/administration/${name}`)
      for (const path of ['/sign-in', '/setup', '/account/password', '/account/second-factor', '/account/sessions', '/account/tokens', ...sections]) {
        await page.goto(visit.base + path)
        await page.waitForSelector('h1')
        await page.waitForLoadState('networkidle')
        assert.deepEqual(await wide(page), { page: 0, out: [] }, `${path} ${lang}`)
      }
      await visit.close()
    }
  },

  async 'the phone\'s sheet has three heights, by keys and by dragging'(visit) {
    const page = await visit.open('/find', { size: PHONE })
    const height = () => page.getAttribute('aside', 'data-height')
    assert.equal(await height(), 'half')
    await page.focus('[data-handle]')
    await page.keyboard.press('ArrowUp')
    assert.equal(await height(), 'full')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    assert.equal(await height(), 'peek')
    const box = await page.locator('[data-handle]').boundingBox()
    await page.mouse.move(box.x + box.width / 2, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, 80, { steps: 4 })
    await page.mouse.up()
    assert.equal(await height(), 'full')
  },

  async 'sample data is marked on every screen'(visit) {
    for (const path of ['/find', '/gaps', '/about']) {
      const page = await visit.open(path)
      assert.ok(await page.locator('[data-sample]').isVisible(), path)
      await visit.close()
    }
  },

  async 'without an approval number the map says it is a sketch for internal use'(visit) {
    await visit.open('/find')
    assert.match(await visit.text('[data-approval]'), /内部使用/)
  },

  async 'a service that is away from the start is said so, and one button tries again'(visit) {
    let away = true
    const page = await visit.open('/find', { wait: false, before: (p) => p.route('**/api/v1/**', (r) => (away ? r.abort() : r.continue())) })
    await page.waitForSelector('[data-notice]')
    assert.match(await visit.text('[data-notice]'), /连不上服务/)
    away = false
    await page.click('[data-notice] button')
    await page.waitForSelector('[data-answer]')
  },

  async 'a service that goes away keeps the old answer, greyed, beside the message'(visit) {
    const page = await visit.open('/gaps')
    await page.route('**/api/v1/**', (r) => r.abort())
    const before = await visit.text('[data-answer]')
    await page.click('[data-reach=own]')
    await page.fill('[data-own-reach]', '750')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-notice]')
    assert.match(await visit.text('[data-notice]'), /连不上服务/)
    assert.equal(await visit.text('[data-answer]'), before)
    assert.ok(await page.locator('.stale [data-answer]').count())
    await page.unroute('**/api/v1/**')
    await page.click('[data-notice] button')
    await page.waitForSelector('[data-notice]', { state: 'detached' })
  },

  async 'a refused field is named beside the field'(visit) {
    const body = { type: 'about:blank', title: 'x', status: 422, detail: 'x', code: 'invalid_input', request_id: 'r', errors: [{ field: 'limit', value: '50', reason: '太多', expected: '1 到 20' }] }
    const page = await visit.open('/find?at=CENTRE&limit=50', { wait: false, before: (p) => p.route('**/api/v1/nearest**', (r) => r.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(body) })) })
    await page.waitForSelector('[data-notice]')
    await page.waitForSelector('.field .wrong', { state: 'attached' })
    assert.match(await page.locator('.field .wrong').first().textContent(), /太多 · 1 到 20/)
  },

  async 'paper gets the answer, the list, the map and where it comes from'(visit) {
    const page = await visit.open('/gaps')
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 720, height: 1000 })
    await page.waitForSelector('.print-map img')
    assert.ok(await page.locator('.print-map img').evaluate((img) => img.naturalWidth > 300))
    assert.ok(await page.locator('[data-answer]').isVisible())
    const [answer, map] = await Promise.all(['[data-answer]', '.print-map'].map((s) => page.locator(s).boundingBox()))
    assert.ok(map.y >= 0 && map.width > 500 && answer.y > map.y, 'the answer stands below the map, on the paper')
    assert.match(await visit.text('.print-only'), /示例数据/)
    assert.match(await visit.text('.print-only'), /80–100%/)
    assert.match(await visit.text('.print-only'), /快照/)
    assert.ok(await page.locator('nav').isHidden())
  },

  async 'an unknown address of the page leads to Find'(visit) {
    const page = await visit.open('/no/such/page')
    assert.equal(new URL(page.url()).pathname, '/find')
  },

  async 'changing the mode keeps what the other mode was asked'(visit) {
    const page = await visit.open('/gaps?within=300')
    await page.click('nav a.find')
    await page.waitForSelector('[data-centre]')
    await page.click('nav a.gaps')
    await page.waitForFunction(() => document.querySelector('[data-answer]')?.textContent.includes('300 米'))
  },
}
