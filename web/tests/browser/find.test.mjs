// Whether Find shows on the map what it says in the list, and what the service answers.
import assert from 'node:assert/strict'

const number = (text) => Number(text.match(/[\d,]+/)[0].replaceAll(',', ''))
const rows = (page) => page.locator('[data-results] [data-id]')

/** A mark near the edge of a tile is in both tiles: the same mark within a few metres counts once. */
function once(marks) {
  const near = (a, b) => Math.hypot(a.geometry[0] - b.geometry[0], a.geometry[1] - b.geometry[1]) < 1e-4
  return marks.filter((m, i) => !marks.slice(0, i).some((o) => o.id === m.id && o.count === m.count && o.kinds === m.kinds && near(o, m)))
}

/** Asks from the middle of the map, as somebody without a mouse would. */
async function fromCentre(visit) {
  await visit.page.click('[data-centre]')
  await visit.page.waitForFunction(() => new URLSearchParams(location.search).has('at'))
  await visit.page.waitForSelector('[data-start]')
  await visit.settled()
}

async function nearestAsAsked(visit, more = '') {
  const [lon, lat] = visit.query().get('at').split(',')
  return visit.api(`nearest?lon=${lon}&lat=${lat}&limit=5&explain=true${more}`)
}

export default {
  async 'the first view draws places and says the same number in words'(visit) {
    const page = await visit.open('/find')
    const drawn = await visit.drawn(['facility-clusters', 'facility-places'])
    assert.ok(drawn.length > 0, 'a blank map')
    const onMap = once(drawn).reduce((sum, f) => sum + Number(f.count ?? 1), 0)
    const said = number(await visit.text('[data-answer]'))
    assert.equal(onMap, said, 'the map and the sentence count differently')
    assert.equal(await rows(page).count(), Math.min(20, said))
  },

  async 'a click on the map lists the nearest places in the service\'s order'(visit) {
    const page = await visit.open('/find')
    const spot = await page.evaluate(() => {
      const map = window.__map
      const { width, height } = map.getCanvas().getBoundingClientRect()
      const busy = (x, y) => map.queryRenderedFeatures([[x - 8, y - 8], [x + 8, y + 8]], { layers: ['facility-clusters', 'facility-places'] }).length
      for (let r = 0; r < 200; r += 10) if (!busy(width / 2 + r, height / 2 + r)) return { x: width / 2 + r, y: height / 2 + r }
    })
    await page.locator('[data-map] canvas').click({ position: spot })
    await page.waitForSelector('[data-start]')
    await visit.settled()
    const answer = await nearestAsAsked(visit)
    assert.ok(answer.features.length > 0)
    assert.deepEqual(await rows(page).evaluateAll((all) => all.map((r) => r.dataset.id)), answer.features.map((f) => f.properties.id))
    const pins = await visit.drawn(['find-results'])
    assert.deepEqual(new Set(pins.map((p) => p.id)), new Set(answer.features.map((f) => f.properties.id)))
    const first = answer.features[0].properties.distance_m
    const words = Math.round(first) < 1000 ? `${Math.round(first)} 米` : `${(first / 1000).toFixed(1)} 公里`
    assert.ok((await visit.text('[data-answer]')).includes(words), `the sentence should say ${words}`)
  },

  async 'the positions in a link have four decimals and the link shows the same again'(visit) {
    const page = await visit.open('/find')
    await fromCentre(visit)
    for (const part of visit.query().get('at').split(',')) assert.match(part, /^-?\d+(\.\d{1,4})?$/)
    const before = await visit.text('[data-answer]')
    await page.reload()
    await visit.settled()
    assert.equal(await visit.text('[data-answer]'), before)
  },

  async 'the back button takes the question back'(visit) {
    const page = await visit.open('/find')
    await fromCentre(visit)
    await page.goBack()
    await page.waitForSelector('[data-start]', { state: 'detached' })
    assert.equal(visit.query().get('at'), null)
  },

  async 'pinyin initials find a place and Enter opens its card'(visit) {
    const page = await visit.open('/find')
    const answered = page.waitForResponse((r) => r.url().includes('/api/v1/search'))
    await page.fill('[data-search]', 'rjzl')
    const asked = new URL((await answered).url())
    await page.waitForSelector('[data-hit]')
    const hits = (await visit.api(`search${asked.search}`)).items
    assert.ok(hits.length > 0)
    assert.equal(await page.locator('[data-hit]').count(), hits.length)
    const at = hits.findIndex((h) => h.type === 'facility')
    for (let i = 0; i <= at; i++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-card] h1')
    assert.equal(await visit.text('[data-card] h1'), hits[at].name)
    assert.equal(visit.query().get('open'), hits[at].id)
  },

  async 'typing with an input method asks nothing until the word is composed'(visit) {
    const asked = []
    const page = await visit.open('/find')
    page.on('request', (r) => { if (r.url().includes('/api/v1/search')) asked.push(decodeURIComponent(new URL(r.url()).searchParams.get('q'))) })
    await page.evaluate(() => {
      const box = document.querySelector('[data-search]')
      const type = (value) => {
        box.value = value
        box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
      }
      box.focus()
      box.dispatchEvent(new CompositionEvent('compositionstart'))
      type('zhu')
      type('zhu can')
      box.value = '助餐'
      box.dispatchEvent(new CompositionEvent('compositionend'))
    })
    await page.waitForResponse((r) => r.url().includes('/api/v1/search'))
    assert.deepEqual(asked, ['助餐'])
  },

  async 'an address nobody knows is refused in words'(visit) {
    const page = await visit.open('/find?address=' + encodeURIComponent('没有这个地方九九九'), { wait: false })
    await page.waitForSelector('[data-notice]')
    assert.match(await visit.text('[data-notice]'), /没有找到这个地址/)
  },

  async 'the entry under the pointer lights up on the map, and the pin in the list'(visit) {
    const page = await visit.open('/find')
    await fromCentre(visit)
    const pins = await visit.drawn(['find-results'])
    const id = await rows(page).nth(1).getAttribute('data-id')
    await rows(page).nth(1).hover()
    await page.waitForFunction((one) => window.__map.queryRenderedFeatures(undefined, { layers: ['find-results'] }).some((f) => f.properties.id === one && f.properties.image.endsWith(':on')), id)
    const top = pins.find((p) => p.image.includes(':1'))
    const spot = await page.evaluate((at) => window.__map.project(at), top.geometry)
    await page.locator('[data-map] canvas').hover({ position: { x: spot.x, y: spot.y - 20 } })
    await page.waitForSelector(`[data-results] [data-id="${top.id}"].lit`)
  },

  async 'filters narrow the list and the map together'(visit) {
    const kinds = (await visit.api('kinds')).items.filter((k) => k.operating > 0)
    const kind = kinds[0].code
    const page = await visit.open(`/find?kind=${kind}`)
    const drawn = await visit.drawn(['facility-clusters', 'facility-places'])
    for (const f of drawn) assert.ok((f.kind ?? f.kinds).split(',').every((part) => part.split(':')[0] === kind), f.kinds)
    await fromCentre(visit)
    const answer = await nearestAsAsked(visit, `&kind=${kind}`)
    assert.deepEqual(await rows(page).evaluateAll((all) => all.map((r) => r.dataset.id)), answer.features.map((f) => f.properties.id))
  },

  async 'nearer places that were left out are named with the reason'(visit) {
    const closed = (await visit.api('facilities?status=suspended,closed,planned,building&limit=1')).items[0]
    const page = await visit.open(`/find?at=${closed.lon.toFixed(4)},${closed.lat.toFixed(4)}`)
    await page.click('[data-left-out] summary')
    const entry = page.locator(`[data-left-out] [data-id="${closed.id}"]`)
    await entry.waitFor()
    assert.match(await entry.innerText(), /状态/)
  },

  async 'a card offers the phone as a link and says how sure the record is'(visit) {
    const page = await visit.open('/find')
    const some = (await visit.api('facilities?status=operating&limit=100')).items.find((f) => f.phone && f.lon !== null)
    await page.goto(`${visit.base}/find?open=${some.id}`)
    await page.waitForSelector('[data-card] h1')
    assert.equal(await page.locator('[data-card] .call').getAttribute('href'), `tel:${some.phone.replace(/[^\d+]/g, '')}`)
    assert.match(await visit.text('[data-card]'), /位置精度/)
  },

  async 'a link to a place shows it from near, a link with a view shows that view'(visit) {
    const place = (await visit.api('facilities?status=operating&limit=100')).items.find((f) => f.lon !== null)
    const page = await visit.open(`/find?open=${place.id}`)
    await page.waitForFunction(([lon, lat]) => {
      const map = window.__map
      return map && map.getZoom() > 14 && map.getBounds().contains([lon, lat])
    }, [place.lon, place.lat])
    assert.ok((await visit.drawn(['find-results'])).some((p) => p.id === place.id))
    await visit.close()
    const again = await visit.open(`/find?open=${place.id}&view=${visit.centre},12.5`)
    await visit.drawn(['find-results', 'facility-clusters', 'facility-places'])
    assert.equal(await again.evaluate(() => window.__map.getZoom()), 12.5)
  },

  async 'a protected place says that only its front point is shown'(visit) {
    const kind = (await visit.api('kinds')).items.find((k) => k.protected && k.operating > 0)
    const place = (await visit.api(`facilities?kind=${kind.code}&limit=1`)).items[0]
    const page = await visit.open(`/find?open=${place.id}`)
    await page.waitForSelector('[data-protected]')
    assert.match(await visit.text('[data-protected]'), /公开接待点/)
  },

  async 'a position the browser refuses to give is explained'(visit) {
    const page = await visit.open('/find', { before: (p) => p.addInitScript(() => { navigator.geolocation.getCurrentPosition = (_, fail) => fail({ code: 1, PERMISSION_DENIED: 1 }) }) })
    await page.click('[data-locate]')
    await page.waitForSelector('.start .message')
    assert.match(await visit.text('.start .message'), /没有给出位置/)
  },
}
