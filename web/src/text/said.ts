// What the service says in English, in the reader's language: its sentences are few and known, what is not known stays as it is.
import { SAID_ZH } from './saidZh'
import type { Lang } from './format'

interface Sentence { pattern: RegExp; zh: string }

/** `{name}` stands for a part that is carried over, `{name*}` for one that is a sentence of its own. */
function sentence([english, zh]: readonly [string, string]): Sentence {
  const parts = english.split(/(\{\w+\*?\})/).map((part) => {
    const name = /^\{(\w+)\*?\}$/.exec(part)?.[1]
    return name ? `(?<${name}>.+?)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return { pattern: new RegExp(`^${parts.join('')}$`, 'su'), zh }
}

/** How much of a sentence is fixed: the more exact one is tried first. */
const fixed = ([english]: readonly [string, string]) => english.replace(/\{\w+\*?\}/g, '').length
let sentences: Sentence[] | null = null

export function said(text: string, lang: Lang): string {
  if (lang === 'en' || !text) return text
  sentences ??= [...SAID_ZH].sort((a, b) => fixed(b) - fixed(a)).map(sentence)
  for (const { pattern, zh } of sentences) {
    const hit = pattern.exec(text)
    if (hit) return zh.replace(/\{(\w+)(\*?)\}/g, (_, name: string, nested: string) => (nested ? said(hit.groups![name], lang) : hit.groups![name]))
  }
  return text
}
