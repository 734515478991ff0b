// Whether axe finds anything serious: both modes, both languages, light and dark, phone and desk.
import { clean } from './clean.mjs'
import { DESK, PHONE } from './visit.mjs'

const tests = {}
for (const path of ['/find?at=CENTRE', '/gaps', '/about']) {
  for (const lang of ['zh', 'en']) {
    for (const theme of ['light', 'dark']) {
      for (const size of [DESK, PHONE]) {
        const where = `${path.split('?')[0]} ${lang} ${theme} ${size.width}`
        tests[where] = async (visit) => clean(await visit.open(path, { lang, theme, size }), where)
      }
    }
  }
}

export default {
  ...tests,

  async 'signing in, a one-time link, and what everybody keeps for themselves'(visit) {
    for (const theme of ['light', 'dark']) {
      const page = await visit.open('/sign-in', { theme, lang: theme === 'dark' ? 'en' : 'zh', size: theme === 'dark' ? PHONE : DESK, wait: false })
      await page.waitForSelector('[data-sign-in]')
      await clean(page, `sign-in ${theme}`)
      await page.goto(`${visit.base}/registry`)
      await page.waitForSelector('[data-no-right]')
      await clean(page, `no right ${theme}`)
      await page.goto(`${visit.base}/setup?token=none-such`)
      await page.waitForSelector('[data-notice]')
      await clean(page, `a link that is used up ${theme}`)
      await visit.signIn('planner')
      for (const section of ['password', 'second-factor', 'sessions', 'tokens']) {
        await page.goto(`${visit.base}/account/${section}`)
        await page.waitForSelector('h2')
        await clean(page, `${section} ${theme}`)
      }
      await page.click('[data-new-token]')
      await page.click('[data-form] [data-send]')
      await page.waitForSelector('[data-errors]')
      await clean(page, `a token with errors ${theme}`)
      await visit.close()
    }
  },

  async 'the administration, its forms and an open entry of the audit'(visit) {
    const forms = { users: '[data-new-user]', settings: '[data-edit]', kinds: '[data-edit]', standards: '[data-edit]', audit: '[data-open]' }
    for (const theme of ['light', 'dark']) {
      const page = await visit.open('/administration/users', { as: 'administrator', theme, lang: theme === 'dark' ? 'en' : 'zh', size: theme === 'dark' ? PHONE : DESK, wait: false })
      for (const section of ['users', 'roles', 'tokens', 'settings', 'kinds', 'standards', 'audit']) {
        await page.goto(`${visit.base}/administration/${section}`)
        await page.waitForSelector('.section table, [data-none]')
        await clean(page, `${section} ${theme}`)
        if (!forms[section]) continue
        await page.locator(forms[section]).first().click()
        await page.waitForSelector('[data-form], [data-entry-detail]')
        await clean(page, `${section}, opened, ${theme}`)
      }
      await visit.close()
    }
  },

  async 'a card, open filters and the reasons'(visit) {
    const page = await visit.open('/find?at=CENTRE&service=meals')
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)))
    await clean(page, 'filters')
    const place = (await visit.api('facilities?status=operating&limit=1')).items[0]
    await page.goto(`${visit.base}/find?open=${place.id}`)
    await page.waitForSelector('[data-card] h1')
    await clean(page, 'card')
  },

  async 'the inputs, the keys, the search and the wide table'(visit) {
    const page = await visit.open('/gaps')
    await page.click('[data-inputs]')
    await page.waitForSelector('[data-inputs-list]')
    await clean(page, 'inputs')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-inputs-list]', { state: 'hidden' })
    await page.keyboard.press('?')
    await page.waitForSelector('[data-keys]')
    await clean(page, 'keys')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-keys]', { state: 'hidden' })
    await page.fill('[data-search]', 'rjzl')
    await page.waitForSelector('[data-hit]')
    await clean(page, 'search')
    await page.goto(`${visit.base}/gaps?table=1`)
    await page.waitForSelector('[data-wide-table] td')
    await clean(page, 'wide table')
  },

  async 'the list of kinds, open, and the message of a service that is away'(visit) {
    const page = await visit.open('/gaps')
    await page.click('[data-field=kind]')
    await page.waitForSelector('.el-select-dropdown__item:visible')
    await clean(page, 'kinds')
    await page.keyboard.press('Escape')
    await page.route('**/api/v1/**', (r) => r.abort())
    await page.click('[data-reach="300"]')
    await page.waitForSelector('[data-notice]')
    await clean(page, 'away')
  },
}
