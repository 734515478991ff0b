// What a cell may hold where only a few words will do, called as the page calls them.
import { i18n } from '@/i18n'
import { DATUMS } from '@/map/datum'
import { preferences } from '@/shell/preferences'
import { reference } from '@/shell/reference'
import { nameOf } from '@/text/names'
import { CATEGORIES, ENDS, PIPELINE, PRECISIONS } from '../records/fields'

export interface Choice { code: string; /** What is written into the cell. */ value: string; label: string }

const { t } = i18n.global
const coded = (room: string, codes: readonly string[]): Choice[] => codes.map((code) => ({ code, value: code, label: t(`${room}.${code}`) }))

/** Null where a cell takes any text. */
export function choicesOf(field: string | undefined): Choice[] | null {
  switch (field) {
    case 'kind': return reference.state.kinds.map((k) => ({ code: k.code, value: k.name_zh || k.code, label: nameOf(k, preferences.lang) }))
    case 'status': return coded('status', [...PIPELINE, ...ENDS])
    case 'category': return coded('category', CATEGORIES)
    case 'precision': return coded('precision', PRECISIONS)
    case 'datum': return coded('datumName', DATUMS)
    default: return null
  }
}

/** The nearest of the choices, where the service names some: `…; near: day-care (日间照料中心), shelter (救助站)`. */
export function nearest(expected: string | null, choices: readonly Choice[]): Choice[] {
  const named = /; near: (.+)$/su.exec(expected ?? '')?.[1]
  if (!named) return []
  const codes = named.split(/, (?=[\w-]+(?: \(|,|$))/u).map((one) => one.replace(/ \(.*$/su, ''))
  return codes.flatMap((code) => choices.find((c) => c.code === code) ?? [])
}
