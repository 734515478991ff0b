// Which clauses of the standards fail, ordered and put into words: nothing here asks the service.
import type { Lang } from '@/text/format'
import { count } from '@/text/format'
import type { NormItem, NormStatus } from '@/api/types'

/** What fails is read first, what nobody could judge next. */
export const STATUSES: NormStatus[] = ['failed', 'not_checkable', 'met', 'off']

export function ordered(items: NormItem[]): NormItem[] {
  return [...items].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || (b.affected ?? -1) - (a.affected ?? -1))
}

export function shown(items: NormItem[], set: string, status: string): NormItem[] {
  return ordered(items.filter((one) => (!set || one.set === set) && (!status || one.status === status)))
}

export function tally(items: NormItem[]): Record<NormStatus, number> {
  const counts: Record<NormStatus, number> = { failed: 0, not_checkable: 0, met: 0, off: 0 }
  items.forEach((one) => (counts[one.status] += 1))
  return counts
}

const UNITS: [RegExp, string, string][] = [
  [/^m$/, '{n} 米以内', 'within {n} m'],
  [/^m2$/, '不小于 {n} 平方米', 'at least {n} m²'],
  [/^places$/, '不少于 {n} 个位', 'at least {n} places'],
  [/^per street$/, '每个街道 {n} 处', '{n} per street'],
  [/^per county$/, '每个区县 {n} 处', '{n} per county'],
  [/^per prefecture$/, '每个设区市 {n} 处', '{n} per prefecture'],
  [/^per community$/, '每个社区 {n} 处', '{n} per community'],
  [/^m2 per 100 households$/, '每百户 {n} 平方米', '{n} m² per 100 households'],
  [/^beds per 1000 people aged 60 and over$/, '每千名 60 岁以上老年人 {n} 张床位', '{n} beds per 1,000 people aged 60 and over'],
]

/** What a clause asks for; a unit without words of its own is told as it is written. */
export function asked(one: NormItem, lang: Lang): string {
  const { value, unit } = one.requirement
  const known = UNITS.find(([form]) => form.test(unit))
  const n = value == null ? '' : Number.isInteger(value) ? count(value) : String(value)
  return known ? known[lang === 'zh' ? 1 : 2].replace('{n}', n) : `${n} ${unit}`.trim()
}
