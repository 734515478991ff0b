// Whether the page walks: ways in words, reach in rings, and everywhere the word that says how a figure came about.
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { clean } from './clean.mjs'
import { startRegistry } from './server.mjs'
import { PHONE } from './visit.mjs'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))
const STREETS = [
  ['osm', file('streets.osm')],
  ['facilities', file('streets-facilities.csv'), '--datum', 'wgs84'],
  ['demand', file('streets-demand.csv'), '--datum', 'wgs84'],
]
/** One block of the streets north, and one east, in metres on the sphere. */
const DEGREE_M = (6_371_008.8 * Math.PI) / 180
const NORTH_M = 0.002 * DEGREE_M
const EAST_M = NORTH_M * Math.cos((34.255 * Math.PI) / 180)
/** A crossing below the flight of steps. */
const START = '108.934,34.254'

/** Runs a test on a registry that has streets, not on the sample city. */
async function onStreets(visit, test) {
  const server = await startRegistry(STREETS)
  try {
    visit.base = server.base
    await test(visit)
  } finally {
    await visit.close()
    await server.stop()
  }
}

const steps = (page) => page.locator('[data-steps] li').allInnerTexts()
const byPressed = (page) => page.locator('[data-by][aria-pressed=true]').first().getAttribute('data-by')
const line = (visit) => visit.page.evaluate(() => window.__map.getSource('walk-way').serialize().data.features[0]?.geometry.coordinates ?? null)

export default {
  async 'the sample city has no streets: straight at first, and on foot an estimate that says so'(visit) {
    const page = await visit.open('/find?at=CENTRE')
    assert.equal(await byPressed(page), 'straight')
    assert.ok((await visit.text('[data-answer]')).includes('直线'))
    await page.click('[data-by=elder]')
    await page.waitForFunction(() => document.querySelector('[data-answer]').textContent.includes('老年人步行'))
    assert.equal(visit.query().get('by'), 'elder')
    assert.equal(await page.locator('#answer [data-measured]').innerText(), '估算')
    const [lon, lat] = visit.query().get('at').split(',')
    // Another test may have put a place right here, to which there is no way to draw.
    const first = (await visit.api(`nearest?lon=${lon}&lat=${lat}&limit=5&by=elder`)).features.find((one) => one.properties.distance_m > 1)
    const minutes = Math.max(1, Math.round(first.properties.walk_s / 60))
    assert.ok((await visit.text(`[data-results] [data-id="${first.id}"]`)).includes(`步行 ${minutes} 分钟`))
    await page.click(`[data-results] [data-id="${first.id}"]`)
    await page.waitForSelector('[data-way] [data-measured=false]')
    assert.equal(await page.locator('[data-steps]').count(), 0, 'nobody knows the turns of an estimate')
    await visit.drawn(['walk-way'])
  },

  async 'the rings of reach come with a key and a mark, and go with Esc'(visit) {
    const page = await visit.open('/find')
    await page.locator('[data-results] [data-id]').first().click()
    await page.waitForSelector('[data-card] h1')
    await page.click('[data-reach-on-foot]')
    await page.waitForSelector('[data-reach] [data-rings]')
    assert.equal(visit.query().get('by'), 'walk', 'nobody walks a straight line')
    assert.equal(await page.locator('[data-reach] [data-measured]').innerText(), '估算')
    const rings = await visit.drawn(['walk-reach'])
    assert.deepEqual([...new Set(rings.map((ring) => ring.within_s))].sort((a, b) => a - b), [300, 600, 900])
    await clean(page, 'reach on foot')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-reach]', { state: 'detached' })
    assert.equal(await page.locator('[data-card]').count(), 1, 'the first Esc puts the rings away, not the card')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-card]', { state: 'detached' })
  },

  async 'Gaps measures as it is told, and says how in the answer, the list and the inputs'(visit) {
    const page = await visit.open('/gaps')
    const ranked = page.waitForRequest((r) => r.url().includes('/api/v1/gaps') && r.url().includes('by=walk'))
    await page.click('[data-by=walk]')
    await ranked
    await page.waitForFunction(() => document.querySelector('[data-answer]').textContent.includes('步行 500 米'))
    assert.match(await page.evaluate(() => window.__map.getSource('coverage').tiles[0]), /[?&]by=walk(&|$)/)
    assert.equal(await page.locator('#answer [data-measured]').innerText(), '估算')
    await page.click('[data-inputs]')
    await page.waitForSelector('[data-inputs-list]')
    assert.ok((await visit.text('[data-inputs-list]')).includes('绕行系数'))
  },

  async 'on imported streets the way takes the steps, is told in words and lies on the map'(visit) {
    await onStreets(visit, async () => {
      const page = await visit.open(`/find?at=${START}`)
      assert.equal(await byPressed(page), 'walk', 'with a map of streets one walks')
      assert.equal(visit.query().get('by'), null, 'what is usual is not said in the address')
      assert.equal(await page.locator('#answer [data-measured]').innerText(), '实测路网')
      assert.ok((await visit.text('[data-attribution]')).includes('OpenStreetMap'))
      await page.click('[data-results] [data-id=corner]')
      await page.waitForSelector('[data-steps]')
      const [north, east] = [Math.round(NORTH_M), Math.round(2 * EAST_M)]
      assert.deepEqual(await steps(page), [`出发，上台阶，走 ${north} 米`, `直行，沿示例三街，走 ${north} 米`, `右转进入示例五路，走 ${east} 米`, '到达示例街角日间照料中心'])
      assert.deepEqual(await line(visit), [[108.934, 34.254], [108.934, 34.256], [108.934, 34.258], [108.936, 34.258], [108.938, 34.258]])
      await visit.drawn(['walk-way'])
      await clean(page, 'the way there')
    })
  },

  async 'without steps the way goes round the block, in English and in the hand too'(visit) {
    await onStreets(visit, async () => {
      const page = await visit.open(`/find?at=${START}&open=above&by=step-free`, { lang: 'en', theme: 'dark', size: PHONE })
      await page.waitForSelector('[data-steps]')
      const [north, east] = [Math.round(NORTH_M), Math.round(EAST_M)]
      assert.deepEqual(await steps(page), [`Start along Sample Third Road, ${east} m`, `Turn right into Sample Street Two, ${north} m`, `Turn right into Sample Fourth Road, ${east} m`, 'Arrive at 示例台上日间照料中心'])
      assert.ok((await visit.text('[data-way]')).includes(`${Math.round(NORTH_M + 2 * EAST_M)} m`))
      await clean(page, 'a way without steps')
    })
  },

  async 'what cannot be walked to is said plainly, and an earlier way does not stay'(visit) {
    await onStreets(visit, async () => {
      const page = await visit.open(`/find?at=${START}&open=above`)
      await page.waitForSelector('[data-steps]')
      await page.goto(`${visit.base}/find?at=${START}&open=island`)
      await page.waitForSelector('[data-no-way]')
      assert.ok((await visit.text('[data-no-way]')).includes('走不到'))
      assert.equal(await page.locator('[data-steps]').count(), 0)
      assert.equal(await line(visit), null)
      await page.click('[data-reach-on-foot]')
      await page.waitForSelector('[data-reach] [data-measured=true]')
      await clean(page, 'no way')
    })
  },

  async 'on imported streets Gaps counts by the way, and names the cells on no street'(visit) {
    await onStreets(visit, async () => {
      const page = await visit.open('/gaps?within=300')
      // `near` is one block below the corner, 222 m on foot; `far` is farther than 300 m from all; `nowhere` is on no street.
      await page.waitForFunction(() => document.querySelector('[data-answer]').textContent.includes('步行 300 米'))
      assert.ok((await visit.text('[data-answer]')).includes('65 人未覆盖'), await visit.text('[data-answer]'))
      assert.equal(await page.locator('#answer [data-measured]').innerText(), '实测路网')
      await page.click('[data-inputs]')
      await page.waitForSelector('[data-inputs-list]')
      assert.match(await visit.text('[data-inputs-list]'), /不在路网上的网格\s+1\b/)
      await page.keyboard.press('Escape')
      await page.emulateMedia({ media: 'print' })
      assert.ok(await page.locator('#answer [data-measured]').isVisible(), 'paper says it, too')
    })
  },
}
