// Two plans' divisions in one list: those where they differ most first.
import type { PlanFigures } from '@/api/types'
import type { Lang } from '@/text/format'
import { recordName } from '@/text/names'

export interface Line { code: string | null; name: string; total: number | null; before: number | null; a: number | null; b: number | null }

export function linesOf(a: Pick<PlanFigures, 'by_division'>, b: Pick<PlanFigures, 'by_division'>, lang: Lang, nowhere: string): Line[] {
  const other = new Map(b.by_division.map((zone) => [zone.code, zone]))
  const mine = new Set(a.by_division.map((zone) => zone.code))
  const lines = a.by_division.map((zone): Line => ({ code: zone.code, name: zone.code ? recordName(zone, lang) : nowhere, total: zone.total, before: zone.before, a: zone.after, b: other.get(zone.code)?.after ?? null }))
  const rest = b.by_division.filter((zone) => !mine.has(zone.code)).map((zone): Line => ({ code: zone.code, name: zone.code ? recordName(zone, lang) : nowhere, total: zone.total, before: zone.before, a: null, b: zone.after }))
  const apart = (line: Line) => Math.abs((line.b ?? 0) - (line.a ?? 0))
  return [...lines, ...rest].sort((x, y) => apart(y) - apart(x) || (y.total ?? 0) - (x.total ?? 0))
}
