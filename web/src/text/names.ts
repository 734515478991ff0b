// Which of a thing's two names is shown.
import type { Lang } from './format'

export function nameOf(thing: { name_zh: string; name_en: string } | null | undefined, lang: Lang): string {
  if (!thing) return ''
  return lang === 'zh' ? thing.name_zh : thing.name_en || thing.name_zh
}

/** A name inside a sentence: English leaves its capital at the front, unless it is an abbreviation. */
export function inSentence(name: string, lang: Lang): string {
  return lang === 'en' && /^[A-Z][^A-Z]/.test(name) ? name[0].toLowerCase() + name.slice(1) : name
}

/** Records keep the name they were registered under; another language only where it was given. */
export function recordName(record: { name: string | null; name_en?: string | null }, lang: Lang): string {
  return (lang === 'en' && record.name_en) || record.name || ''
}
