// Whether every fixed sentence the service refuses with has its Chinese, as far as its sources show them.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { said } from '@/text/said'
import { SHAPE } from '@/text/shape'

const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url))
const ROOMS = ['domain', 'exchange', 'registry', 'http']
/** Read by programs and on the command line only, never in a form of the page. A path below the sources, not from the root: where a clone lies is nobody's business. */
const ASIDE = /\/(tests?|base_map|check|backup|tokens?|ogc|tiles|openapi|packed|\w+_pack)(\.rs|\/)|division_changes|domain\/geocode/
const CALLS = /\b(?:(?:Field|Grid)Error::new|(?:self|row|complaints|draft)\.refuse|RegistryError::Conflict|wrong)\(/g

function files(at: string): string[] {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name)
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.rs') ? [path] : []
  })
}
/** What stands between the bracket at `from` and the one that closes it, strings read as strings. */
function inBrackets(text: string, from: number): string {
  let depth = 0
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '"') i = endOfString(text, i)
    else if (text[i] === '(') depth += 1
    else if (text[i] === ')' && (depth -= 1) === 0) return text.slice(from, i)
  }
  return ''
}
function endOfString(text: string, from: number): number {
  let i = from + 1
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i
}
/** The sentences of a file: a part that is filled in stands as 7. */
function sentences(path: string): string[] {
  const text = readFileSync(join(SOURCES, path), 'utf8').split('#[cfg(test)]')[0]
  const calls = [...text.matchAll(CALLS)].map((hit) => inBrackets(text, hit.index + hit[0].length - 1))
  const errors = path.startsWith('/domain/') ? [...text.matchAll(/#\[error\((".*?")/gs)].map((hit) => hit[1]) : []
  return [...calls, ...errors]
    .flatMap((call) => [...call.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map((hit) => hit[1]))
    .map((one) => one.replace(/\\\n\s*/g, '').replace(/\\"/g, '"').replace(/\{\{/g, '\u0001').replace(/\{[^}]*\}/g, '7').replace(/\u0001/g, '{'))
    .filter((one) => / /.test(one) && /[a-z]{2}/.test(one) && one !== SHAPE)
}

it('every sentence of a refusal has its Chinese', () => {
  const found = ROOMS.flatMap((room) => files(join(SOURCES, room)))
    .map((path) => path.slice(SOURCES.length))
    .filter((path) => !ASIDE.test(path))
    .flatMap((path) => sentences(path).map((text) => ({ path, text })))
  expect(found.length).toBeGreaterThan(150)
  const without = found.filter(({ text }) => said(text, 'zh') === text).map(({ path, text }) => `${path}: ${text}`)
  expect([...new Set(without)].sort()).toEqual([])
})
