// Whether a planner follows a gap: whose it is, until when, what is said of it, and that others are not told.
import assert from 'node:assert/strict'
import { clean } from './clean.mjs'
import { acting } from './people.mjs'
import { PHONE } from './visit.mjs'

const as = 'planner'
const ASK = 'kind=elderly-day-care&group=elderly&within_m=300&by=straight'
const PAGE = '/gaps?within=300&by=straight'

/** The gap at this place of the list, as the service tells a planner. */
async function gapAt(visit, n) {
  const ask = await acting(visit, as)
  return { ask, gap: (await ask('GET', `gaps?${ASK}&limit=${n + 1}`)).body.items[n] }
}

export default {
  async 'the public sees gaps, not whose they are'(visit) {
    const page = await visit.open(PAGE)
    await page.waitForSelector('[data-ranking] [data-gap]')
    assert.equal(await page.locator('[data-work], [data-standing]').count(), 0)
  },

  async 'a planner plans a gap, gives it an owner and a day, and says something of it'(visit) {
    const { ask, gap } = await gapAt(visit, 0)
    const page = await visit.open(PAGE, { as })
    await page.click(`[data-work="${gap.code}"]`)
    await page.waitForSelector('[data-gap-work]')
    await page.selectOption('[data-gap-work] [data-field=state]', 'accepted')
    await page.click('[data-save-gap]')
    await page.waitForSelector('[data-gap-work] [data-errors]')
    await page.selectOption('[data-gap-work] [data-field=state]', 'planned')
    await page.fill('[data-gap-work] [data-field=owner_post]', '养老服务科科长')
    await page.fill('[data-gap-work] [data-field=deadline]', '2020-06-30')
    await page.click('[data-save-gap]')
    await page.waitForSelector('[data-wrong=deadline]')
    await page.fill('[data-gap-work] [data-field=deadline]', '2031-06-30')
    await page.click('[data-save-gap]')
    await page.waitForSelector('[data-saved]')
    await page.waitForSelector('[data-gap-state=planned]')
    await page.fill('[data-comment]', '已与街道商定选址')
    await page.click('[data-send-comment]')
    await page.waitForFunction(() => document.querySelector('[data-comments]').textContent.includes('已与街道商定选址'))
    assert.ok((await visit.text('[data-gap-history]')).includes('已列入计划'))
    await clean(page, 'a gap')
    const { gap: now, comments } = (await ask('GET', `gaps/${encodeURIComponent(gap.id)}`)).body
    assert.deepEqual([now.state, now.owner_post, now.deadline, now.overdue], ['planned', '养老服务科科长', '2031-06-30', false])
    assert.equal(comments.at(-1).text, '已与街道商定选址')
    await page.keyboard.press('Escape')
    await page.selectOption('[data-standing]', 'planned')
    await page.waitForFunction((code) => [...document.querySelectorAll('[data-ranking] [data-gap]')].map((b) => b.dataset.gap).join() === code, gap.code)
    assert.ok((await visit.text(`[data-gap="${gap.code}"]`)).includes('养老服务科科长'))
    assert.equal(visit.query().get('standing'), 'planned')
    await page.check('[data-late]')
    await page.waitForFunction(() => document.querySelector('[data-ranking]').textContent.includes('没有这样的缺口'))
  },

  async 'the list is narrowed to where gaps stand, and in the hand it is clean'(visit) {
    const { ask, gap } = await gapAt(visit, 1)
    await ask('PATCH', `gaps/${encodeURIComponent(gap.id)}`, { state: 'accepted', reason: '已有镇卫生院代管' }, { 'if-match': `"${gap.version}"` })
    const page = await visit.open(`${PAGE}&standing=accepted`, { as, size: PHONE, lang: 'en', theme: 'dark' })
    await page.waitForFunction((code) => [...document.querySelectorAll('[data-ranking] [data-gap]')].map((b) => b.dataset.gap).join() === code, gap.code)
    await clean(page, 'the worklist')
    await page.click(`[data-work="${gap.code}"]`)
    await page.waitForSelector('[data-gap-state=accepted]')
    await clean(page, 'an accepted gap')
  },

  async 'from the gaps one goes on to where new places should open, with the same question'(visit) {
    const page = await visit.open('/gaps?within=500&by=elder', { as })
    await page.click('[data-to-plan]')
    await page.waitForURL('**/plan?**')
    const query = visit.query()
    assert.deepEqual(['kind', 'group', 'by', 'within'].map((name) => query.get(name)), ['elderly-day-care', 'elderly', 'elder', '500'])
    await page.waitForFunction(() => document.querySelector('[data-answer]')?.textContent.includes('500 米'))
  },
}
