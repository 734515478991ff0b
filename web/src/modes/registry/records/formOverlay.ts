// What the map shows while a form is open: the record's point, what it was, how it was given, and what a typed pair could mean.
import type { Overlay } from '@/map/stage'
import type { Theme } from '@/map/palette'
import type { Lang } from '@/text/format'
import { positionOverlay, type Mark } from './overlay'
import { apart, candidates, frontOf, givenOf, pointOf } from './position'
import type { Form } from './useForm'

interface Picture {
  form: Form
  typed: { x: number; y: number } | null
  theme: Theme
  lang: Lang
  mend: boolean
  t: (key: string) => string
}

const far = (a: Mark | undefined, b: Mark | undefined) => !!a && !!b && (apart(a, b) ?? 0) >= 0.5

export function formOverlay({ form, typed, theme, lang, mend, t }: Picture): Overlay {
  const marks: Mark[] = []
  const put = (id: string, role: Mark['role'], at: { lon: number; lat: number } | null, label: string, kind?: string) => {
    if (!at) return undefined
    const mark = { id, role, lon: at.lon, lat: at.lat, label, kind }
    marks.push(mark)
    return mark
  }
  const now = put('now', 'now', pointOf(form.now), '', String(form.now.kind ?? ''))
  const before = put('before', 'before', pointOf(form.base.value), t('records.mark.before'))
  const given = put('given', 'given', givenOf(form.base.value)?.at ?? null, t('records.mark.given'))
  put('front', 'front', frontOf(form.now), t('records.mark.front'))
  if (typed) candidates(typed.x, typed.y).forEach((c, i) => put(`candidate-${i}`, 'candidate', c.at, `${String.fromCharCode(65 + i)} ${c.datums.map((d) => t(`datumName.${d}`)).join(' / ')}`))
  /** Marks that fall together are one mark. */
  const shown = marks.filter((m) => (m.role === 'before' ? far(now, m) || !now : m.role === 'given' ? far(now, m) && far(before, m) : true))
  const lines: [string, string][] = far(before, now) ? [['before', 'now']] : given && now ? [['given', 'now']] : []
  return positionOverlay({ theme, lang, marks: shown, lines, mend, hidden: [form.id] })
}
