// Find's answer in words: how many, of what, how far the closest.
import type { Nearest } from '@/api/types'
import { reference } from '@/shell/reference'
import { count, distance, minutes, reach, type Lang } from '@/text/format'
import { inSentence } from '@/text/names'
import { hasStart, type FindState } from './state'

type Translate = (key: string, values?: Record<string, unknown>) => string

export function findSentence(state: FindState, nearest: Nearest | null, inView: number | null, t: Translate, lang: Lang): string {
  const what = state.kinds.length ? state.kinds.map((k) => inSentence(reference.kindName(k), lang)).join(t('sep')) : t('find.what')
  if (!hasStart(state)) return inView ? t('find.inView', { n: count(inView), what }) : t('find.inViewNone', { what })
  const first = nearest?.features[0]
  if (!nearest || !first) return t('find.none', { what })
  const from = nearest.at.label || state.name || t('find.thisPoint')
  const { distance_m, walk_s } = first.properties
  const far = distance(distance_m, lang)
  const d = walk_s === undefined ? far : `${far}${t('sep')}${minutes(walk_s, lang)}`
  const values = { from, n: count(nearest.features.length), what, d, how: t(`walking.how.${nearest.by}`) }
  return state.within ? t('find.answerWithin', { ...values, w: reach(state.within, lang) }) : t('find.answer', values)
}
