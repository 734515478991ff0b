// Runs the page tests in a real Chromium against the built binary; `node run.mjs WORD` runs those whose name holds WORD.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { Visit, launch } from './visit.mjs'
import { startServer } from './server.mjs'
import administration from './administration.test.mjs'
import axe from './axe.test.mjs'
import care from './care.test.mjs'
import demand from './demand.test.mjs'
import duplicates from './duplicates.test.mjs'
import find from './find.test.mjs'
import gaps from './gaps.test.mjs'
import gapwork from './gapwork.test.mjs'
import norms from './norms.test.mjs'
import history from './history.test.mjs'
import imports from './imports.test.mjs'
import keyboard from './keyboard.test.mjs'
import proposals from './proposals.test.mjs'
import records from './records.test.mjs'
import session from './session.test.mjs'
import shell from './shell.test.mjs'
import walking from './walking.test.mjs'
import plan from './plan.test.mjs'
import picture from './picture.test.mjs'

const results = fileURLToPath(new URL('../../test-results', import.meta.url))
mkdirSync(results, { recursive: true })
const word = process.argv[2] ?? ''
const tests = Object.entries({ find, gaps, shell, keyboard, session, administration, records, proposals, history, imports, demand, duplicates, care, walking, plan, gapwork, norms, axe, picture })
  .flatMap(([file, list]) => Object.entries(list).map(([name, run]) => ({ name: `${file}: ${name}`, run })))
  .filter((test) => test.name.includes(word))

const server = await startServer()
const { bounds: [w, s, e, n] } = await (await fetch(`${server.base}/api/v1/about`)).json()
const centre = `${((w + e) / 2).toFixed(4)},${((s + n) / 2).toFixed(4)}`
const browser = await launch()
let failed = 0
try {
  for (const test of tests) {
    const visit = new Visit(server, centre, browser)
    const from = performance.now()
    try {
      await test.run(visit)
      if (visit.faults.length) throw new Error(`the page complained: ${visit.faults.join(' | ')}`)
      console.log(`ok   ${test.name} (${Math.round(performance.now() - from)} ms)`)
    } catch (error) {
      failed += 1
      console.log(`FAIL ${test.name}\n${String(error.stack ?? error).replace(/^/gm, '     ')}`)
      await visit.page?.screenshot({ path: join(results, `${test.name.replace(/[^\w]+/g, '-')}.png`) }).catch(() => {})
    } finally {
      await visit.close()
    }
  }
} finally {
  await browser.close()
  await server.stop()
}
console.log(`${tests.length - failed} passed, ${failed} failed`)
process.exitCode = failed || !tests.length ? 1 : 0
