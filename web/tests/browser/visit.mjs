// How a test visits the page: a fresh browser context each, waits for conditions and never for time.
import { chromium } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium'
const ARGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]
export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 360, height: 740 }

/** Every visit comes from an address of its own, as behind a proxy: the limit on signing in counts by address. */
let visits = 0
export function address() {
  visits += 1
  return `198.51.100.${visits % 250}`
}

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ARGS })

export class Visit {
  /** `centre`: a spot in the middle of the data, as an address writes it; paths name it CENTRE. */
  constructor({ base, accounts }, centre, browser) {
    this.base = base
    this.accounts = accounts
    this.centre = centre
    this.browser = browser
    this.faults = []
  }

  /** Opens a page of the product, signed in `as` a role or a person; `before` may change the page before it goes anywhere. */
  async open(path, { lang = 'zh', theme = 'light', elder = false, size = DESK, as, before, wait = true } = {}) {
    this.context = await this.browser.newContext({ viewport: size, locale: 'zh-CN', reducedMotion: 'reduce', hasTouch: size === PHONE, extraHTTPHeaders: { 'x-forwarded-for': address() } })
    const page = (this.page = await this.context.newPage())
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (message) => { if (/Content Security Policy|\[Vue warn\]|\[intlify\]/.test(message.text())) this.faults.push(message.text()) })
    await page.addInitScript((wish) => {
      if (!localStorage.getItem('carereach.preferences')) localStorage.setItem('carereach.preferences', JSON.stringify(wish))
    }, { lang, theme, elder })
    if (as) await this.signIn(as)
    await before?.(page)
    await page.goto(this.base + path.replace('CENTRE', this.centre))
    if (wait) await this.settled()
    return page
  }

  /** The demo's sample account of a role. */
  account(role) {
    const account = this.accounts.find((one) => one.role === role)
    if (!account) throw new Error(`the demo printed no account for ${role}`)
    return account
  }

  async signIn(as) {
    const { login, password } = typeof as === 'string' ? this.account(as) : as
    const response = await this.context.request.post(`${this.base}/api/v1/session`, { data: { login, password } })
    if (!response.ok()) throw new Error(`${login} cannot sign in: ${response.status()} ${await response.text()}`)
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

  text(selector) {
    return this.page.locator(selector).first().innerText()
  }

  query() {
    return new URL(this.page.url()).searchParams
  }

  async close() {
    await this.context?.close()
  }
}
