// The built binary as the thing under test: started on a free port, its address and sample accounts read from what it prints, stopped at the end.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const START_MS = 120_000
/** The demo's table of sample accounts: the login is the role. */
const ACCOUNT = /^(organization|caseworker|planner|registrar|approver|auditor|administrator)\s+(\S+)\s*$/gm
const ROLES = 7
const ANYWHERE = '127.0.0.1:0'
const run = promisify(execFile)

function binary() {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const path = resolve(process.env.CAREREACH_BIN ?? resolve(here, '../../../target/debug/carereach'))
  if (!existsSync(path)) throw new Error(`no binary at ${path}: build it first, or name it in CAREREACH_BIN`)
  return path
}

/** Starts the binary and waits until it has printed its address and so many sample accounts. */
async function start(args, roles) {
  const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const { base, accounts } = await new Promise((found, failed) => {
    const late = setTimeout(() => failed(new Error(`no address after ${START_MS} ms:\n${said}`)), START_MS)
    const hear = (chunk) => {
      said += chunk
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0]
      const accounts = [...said.matchAll(ACCOUNT)].map(([, role, password]) => ({ role, login: role, password }))
      if (address && accounts.length === roles) {
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

export const startServer = () => start(['demo', '--listen', ANYWHERE, '--people', '60000'], ROLES)

/** A password for everybody of a registry of its own. */
const PASSWORD = 'Weir-quarry-47'

/**
 * A registry of its own, filled by the commands `imports` (what comes after `carereach import`), thrown away at the end;
 * with an account for each of `roles`, and `options` of the service.
 */
export async function startRegistry(imports, { roles = [], options = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'carereach-page-'))
  const database = ['--database', `sqlite:${join(folder, 'registry.db')}`]
  const tidy = () => rmSync(folder, { recursive: true, force: true })
  try {
    for (const words of imports) await run(binary(), ['import', ...words, ...database])
    const links = []
    for (const role of roles) links.push((await run(binary(), ['user', 'add', role, '--role', role, ...database])).stdout.match(/\/setup\?token=(\S+)/)[1])
    const server = await start(['serve', '--listen', ANYWHERE, ...options, ...database], 0)
    for (const token of links) {
      const done = await fetch(`${server.base}/api/v1/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token, password: PASSWORD }) })
      if (!done.ok) throw new Error(`the link of an account does not hold: ${done.status} ${await done.text()}`)
    }
    return { ...server, accounts: roles.map((role) => ({ role, login: role, password: PASSWORD })), stop: () => server.stop().finally(tidy) }
  } catch (error) {
    tidy()
    throw error
  }
}
