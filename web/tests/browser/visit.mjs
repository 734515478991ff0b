// How a test visits the page: a fresh browser context each, waits for conditions and never for time.
import { chromium, request } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium'
const ARGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]
export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 360, height: 740 }

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ARGS })

export class Visit {
  /** `centre`: a spot in the middle of the data, as an address writes it; paths name it CENTRE. */
  constructor(base, centre, browser, accounts = {}) {
    this.accounts = accounts
    this.base = base
    this.centre = centre
    this.browser = browser
    this.faults = []
    this.others = []
  }

  /** Opens a page of the product; `before` may change the page before it goes anywhere. */
  async open(path, { lang = 'zh', theme = 'light', elder = false, size = DESK, before, wait = true, as } = {}) {
    this.context = await this.browser.newContext({ viewport: size, locale: 'zh-CN', reducedMotion: 'reduce', hasTouch: size === PHONE })
    const page = (this.page = await this.context.newPage())
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (message) => { if (/Content Security Policy|\[Vue warn\]|\[intlify\]/.test(message.text())) this.faults.push(message.text()) })
    await page.addInitScript((wish) => {
      if (!localStorage.getItem('carereach.preferences')) localStorage.setItem('carereach.preferences', JSON.stringify(wish))
    }, { lang, theme, elder })
    if (as) await signIn(this.context.request, this.base, this.accounts[as])
    await before?.(page)
    await page.goto(this.base + path.replace('CENTRE', this.centre))
    if (wait) await this.settled()
    return page
  }

  /** The answer stands and the map has drawn everything it was given. */
  async settled() {
    await this.page.waitForFunction(() => {
      const map = document.querySelector('[data-map]')
      const answer = document.querySelector('#answer')
      return map?.dataset.state === 'idle' && document.querySelector('[data-answer], [data-card] h1') && answer?.getAttribute('aria-busy') !== 'true'
    })
  }

  /** Waits until the map draws something in these layers, and returns it: a blank map is silent. */
  async drawn(layers) {
    const handle = await this.page.waitForFunction((ids) => {
      const map = window.__map
      if (!map || document.querySelector('[data-map]').dataset.state !== 'idle') return null
      const known = ids.filter((id) => map.getLayer(id))
      const found = known.length ? map.queryRenderedFeatures(undefined, { layers: known }) : []
      return found.length ? found.map((f) => ({ layer: f.layer.id, geometry: f.geometry.type === 'Point' ? f.geometry.coordinates : null, ...f.properties })) : null
    }, layers)
    return handle.jsonValue()
  }

  async api(path) {
    const response = await fetch(`${this.base}/api/v1/${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  /** Somebody beside the page, asking and writing as an account of the demo. */
  async acting(as) {
    const context = await request.newContext({ baseURL: this.base })
    this.others.push(context)
    await signIn(context, this.base, this.accounts[as])
    return async (method, path, data, headers = {}) => {
      const response = await context.fetch(`/api/v1/${path}`, { method, data, headers: { ...(method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}), ...headers } })
      const body = await response.json().catch(() => null)
      if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${JSON.stringify(body)}`)
      return { body, etag: response.headers().etag ?? null }
    }
  }

  text(selector) {
    return this.page.locator(selector).first().innerText()
  }

  query() {
    return new URL(this.page.url()).searchParams
  }

  async close() {
    for (const other of this.others.splice(0)) await other.dispose()
    await this.context?.close()
  }
}

async function signIn(context, base, account) {
  if (!account) throw new Error('the demo has no such account')
  const response = await context.post(`${base}/api/v1/session`, { data: { login: account.login, password: account.password } })
  if (!response.ok()) throw new Error(`signing in as ${account.login}: ${response.status()} ${await response.text()}`)
}
