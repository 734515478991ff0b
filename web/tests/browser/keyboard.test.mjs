// Whether somebody without a mouse gets everywhere and sees where they are.
import assert from 'node:assert/strict'

const focused = (page) => page.evaluate(() => {
  const e = document.activeElement
  return { tag: e.tagName, id: e.dataset.id ?? e.dataset.gap ?? e.dataset.code ?? null, hit: e.matches(':focus-visible'), outline: getComputedStyle(e).outlineStyle }
})

/** Tabs on until the focus meets the selector; a page that cannot be tabbed through fails. */
async function tabTo(page, selector, most = 80) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return
  }
  throw new Error(`no way by Tab to ${selector}`)
}

export default {
  async 'the first stop skips to the answer'(visit) {
    const page = await visit.open('/find')
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => document.activeElement.matches('.skip')))
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
  },

  async 'Find: search, start, walk the list, open a card, come back to the entry'(visit) {
    const page = await visit.open('/find')
    await page.keyboard.press('/')
    assert.ok(await page.evaluate(() => document.activeElement.matches('[data-search]')))
    await page.keyboard.press('Escape')
    await tabTo(page, '[data-centre]')
    assert.equal((await focused(page)).outline, 'solid')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-start]')
    await visit.settled()
    await tabTo(page, '[data-results] [data-walk]')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const { id, hit } = await focused(page)
    assert.ok(hit)
    assert.equal(id, await page.locator('[data-results] [data-id]').nth(2).getAttribute('data-id'))
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-card] h1')
    assert.ok(await page.evaluate(() => document.activeElement.matches('[data-back]')))
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-card]', { state: 'detached' })
    await page.waitForFunction((one) => document.activeElement?.dataset.id === one, id)
  },

  async 'Gaps: change the reach, read the inputs, walk the divisions and the ranking'(visit) {
    const page = await visit.open('/gaps')
    await tabTo(page, '[data-reach="300"]')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('[data-answer]').textContent.includes('300 米'))
    await visit.settled()
    await tabTo(page, '[data-answer]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-inputs-list]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-inputs-list]', { state: 'hidden' })
    await tabTo(page, '[data-zones] [data-walk]')
    await page.keyboard.press('ArrowDown')
    const { id: zone } = await focused(page)
    await page.keyboard.press('Enter')
    await page.waitForFunction((code) => new URLSearchParams(location.search).get('sel') === code, zone)
    await tabTo(page, '[data-ranking] [data-walk]')
    await page.keyboard.press('End')
    const { id: gap } = await focused(page)
    await page.keyboard.press('Enter')
    await page.waitForFunction((code) => new URLSearchParams(location.search).get('sel') === code, gap)
  },

  async 'a question mark explains the keys, Escape closes it'(visit) {
    const page = await visit.open('/find')
    await page.keyboard.press('?')
    await page.waitForSelector('[data-keys]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-keys]', { state: 'hidden' })
  },

  async 'g and a letter change the mode'(visit) {
    const page = await visit.open('/find')
    await page.keyboard.press('g')
    await page.keyboard.press('g')
    await page.waitForURL('**/gaps*')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.waitForURL('**/find*')
  },
}
