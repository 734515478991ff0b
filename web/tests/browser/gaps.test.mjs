// Whether Gaps says, draws and hands out what the service answers.
import assert from 'node:assert/strict'

const thousands = (n) => Math.round(n).toLocaleString('en-US')
const percent = (share) => `${(share * 100).toFixed(1)}%`
const ASK = 'kind=elderly-day-care&group=elderly'

export default {
  async 'the answer, the rates and the table are the service\'s figures'(visit) {
    const page = await visit.open('/gaps?within=500&level=street')
    const answer = await visit.api(`coverage?${ASK}&within_m=300,500,1000&level=street`)
    const band = answer.bands.find((b) => b.within_m === 500)
    const sentence = await visit.text('[data-answer]')
    for (const part of [`现有 ${answer.facilities} 处`, '500 米', percent(band.share), `${thousands(band.left_over)} 人未覆盖`]) assert.ok(sentence.includes(part), `${sentence} lacks ${part}`)
    assert.ok((await visit.text('[data-rate=residents]')).includes(percent(band.share)))
    const communities = await visit.text('[data-rate=communities]')
    assert.ok(communities.includes(percent(answer.communities.share)) && communities.includes(`${answer.communities.with_one} / ${answer.communities.total}`))
    const left = (z) => z.bands.find((b) => b.within_m === 500).left_over
    const expected = [...answer.zones].sort((a, b) => left(b) - left(a)).slice(0, 12)
    const shown = await page.locator('[data-zones] tbody tr').evaluateAll((all) => all.map((tr) => tr.lastElementChild.textContent.trim()))
    assert.deepEqual(shown, expected.map((z) => thousands(left(z))))
  },

  async 'divisions are shaded and the least reached are hatched'(visit) {
    await visit.open('/gaps?within=300&level=street')
    const answer = await visit.api(`coverage?${ASK}&within_m=300&level=street`)
    const fills = await visit.drawn(['gap-fill'])
    assert.deepEqual(new Set(fills.map((f) => f.code)), new Set(answer.zones.filter((z) => z.code).map((z) => z.code)))
    const low = answer.zones.filter((z) => z.code && z.bands[0].share !== null && z.bands[0].share < 0.2).map((z) => z.code)
    const hatched = low.length ? await visit.drawn(['gap-hatch']) : []
    assert.deepEqual(new Set(hatched.map((f) => f.code)), new Set(low))
  },

  async 'near by, the cells reached and not reached are drawn apart'(visit) {
    const place = (await visit.api('facilities?kind=elderly-day-care&status=operating&limit=1')).items[0]
    await visit.open(`/gaps?within=300&view=${place.lon.toFixed(4)},${place.lat.toFixed(4)},14.2`)
    const covered = await visit.drawn(['cells-covered'])
    const left = await visit.drawn(['cells-left'])
    assert.ok(covered.every((c) => c.covered === true && c.distance_m <= 300))
    assert.ok(left.every((c) => c.covered === false && !(c.distance_m <= 300)))
  },

  async 'another reach gives another answer in the same words and in the address'(visit) {
    const page = await visit.open('/gaps')
    await page.click('[data-reach="1000"]')
    await page.waitForFunction(() => document.querySelector('[data-answer]').textContent.includes('1,000 米'))
    assert.equal(visit.query().get('within'), '1000')
    const answer = await visit.api(`coverage?${ASK}&within_m=1000`)
    assert.ok((await visit.text('[data-answer]')).includes(percent(answer.bands[0].share)))
  },

  async 'a reach of one\'s own is checked beside the field'(visit) {
    const page = await visit.open('/gaps')
    await page.click('[data-reach=own]')
    await page.fill('[data-own-reach]', '0')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.wrong[role=alert]')
    await page.fill('[data-own-reach]', '750')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('[data-answer]').textContent.includes('750 米'))
  },

  async 'the ranking is the service\'s, goes on page by page, and a click shows the community'(visit) {
    const short = (p) => p.route('**/api/v1/gaps?**', (r) => r.continue({ url: r.request().url().replace('limit=20', 'limit=5') }))
    const page = await visit.open('/gaps?within=300', { before: short })
    const answer = await visit.api(`gaps?${ASK}&within_m=300&limit=10`)
    await page.waitForSelector('[data-ranking] [data-gap]')
    await page.click('[data-more]')
    await page.waitForFunction((n) => document.querySelectorAll('[data-ranking] [data-gap]').length === n, answer.items.length)
    assert.deepEqual(await page.locator('[data-ranking] [data-gap]').evaluateAll((all) => all.map((b) => b.dataset.gap)), answer.items.map((i) => i.code))
    const second = answer.items[1]
    await page.click(`[data-gap="${second.code}"]`)
    await page.waitForFunction(([lon, lat]) => {
      const c = window.__map.getCenter()
      return Math.abs(c.lng - lon) < 1e-3 && Math.abs(c.lat - lat) < 1e-3
    }, [second.lon, second.lat])
    assert.equal(visit.query().get('sel'), second.code)
    assert.ok((await visit.drawn(['gap-selected'])).every((f) => f.code === second.code))
  },

  async 'the files to take along hold every row'(visit) {
    const page = await visit.open('/gaps?within=300')
    const total = (await visit.api(`gaps?${ASK}&within_m=300&limit=1`)).total
    const csv = await fetch(new URL(await page.getAttribute('[data-export=csv]', 'href'), visit.base))
    const text = await csv.text()
    assert.equal(csv.status, 200)
    assert.match(csv.headers.get('content-type'), /text\/csv/)
    assert.equal(text.trim().split(/\r?\n/).length, total + 1)
    assert.match(text, /示例数据/)
    const xlsx = await fetch(new URL(await page.getAttribute('[data-export=xlsx]', 'href'), visit.base))
    assert.equal(xlsx.status, 200)
    assert.equal(Buffer.from(await xlsx.arrayBuffer()).subarray(0, 2).toString(), 'PK')
  },

  async 'a standard that is not verified only lends its metres, and says so'(visit) {
    const standard = (await visit.api('standards')).items.find((s) => !s.verified && s.reach_m)
    const asked = []
    const page = await visit.open(`/gaps?standard=${standard.code}`, { before: (p) => p.on('request', (r) => { if (r.url().includes('/coverage?')) asked.push(r.url()) }) })
    assert.match(await visit.text('[data-borrowed]'), /未核实/)
    assert.ok(asked.length > 0 && asked.every((url) => !url.includes('standard=')))
    assert.ok((await visit.text('[data-answer]')).includes(`${thousands(standard.reach_m)} 米`))
    await page.click('[data-inputs]')
    assert.ok((await visit.text('[data-inputs-list]')).includes('未核实'))
  },

  async 'a click on the answer opens the inputs behind it'(visit) {
    const page = await visit.open('/gaps')
    const { inputs } = await visit.api(`coverage?${ASK}&within_m=500`)
    await page.click('[data-answer]')
    await page.waitForSelector('[data-inputs-list]')
    const words = await visit.text('[data-inputs-list]')
    for (const part of [inputs.snapshot, thousands(inputs.cells), String(inputs.facilities), inputs.method]) assert.ok(words.includes(part), `the inputs lack ${part}`)
  },

  async 'the wide table slides over the map and goes back'(visit) {
    const page = await visit.open('/gaps')
    await page.click('[data-wide]')
    await page.waitForSelector('[data-wide-table]')
    const [box, stage] = await Promise.all(['[data-wide-table]', 'main'].map((s) => page.locator(s).boundingBox()))
    assert.equal(box.width, stage.width)
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-wide-table]', { state: 'detached' })
  },

  async 'one division at a time gives that division\'s figures'(visit) {
    const district = (await visit.api('divisions?level=district&limit=1')).items[0]
    await visit.open(`/gaps?division=${district.code}`)
    const answer = await visit.api(`coverage?${ASK}&within_m=500&division=${district.code}`)
    assert.ok((await visit.text('[data-answer]')).includes(`${thousands(answer.bands[0].left_over)} 人未覆盖`))
  },
}
