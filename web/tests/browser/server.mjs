// The built binary as the thing under test: started on a free port, its address and sample accounts read from what it prints, stopped at the end.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const START_MS = 120_000
/** The demo's table of sample accounts: the login is the role. */
const ACCOUNT = /^(organization|caseworker|planner|registrar|approver|auditor|administrator)\s+(\S+)\s*$/gm
const ROLES = 7

export async function startServer() {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const binary = resolve(process.env.CAREREACH_BIN ?? resolve(here, '../../../target/debug/carereach'))
  if (!existsSync(binary)) throw new Error(`no binary at ${binary}: build it first, or name it in CAREREACH_BIN`)
  const child = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--people', '60000'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const { base, accounts } = await new Promise((found, failed) => {
    const late = setTimeout(() => failed(new Error(`no address after ${START_MS} ms:\n${said}`)), START_MS)
    const hear = (chunk) => {
      said += chunk
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0]
      const accounts = [...said.matchAll(ACCOUNT)].map(([, role, password]) => ({ role, login: role, password }))
      if (address && accounts.length === ROLES) {
        clearTimeout(late)
        found({ base: address, accounts })
      }
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('error', failed)
    child.on('exit', (code) => failed(new Error(`the server ended with ${code}:\n${said}`)))
  })
  const stop = () => new Promise((done) => {
    if (child.exitCode !== null) return done()
    child.on('exit', () => done())
    child.kill('SIGTERM')
  })
  return { base, accounts, stop }
}
