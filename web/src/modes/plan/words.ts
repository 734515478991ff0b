// A plan's answer as one sentence: what is done, what the share becomes, for how many people, and how good that is known to be.
import type { By, Doing, PlanAction, PlanAnswer, Terms } from '@/api/types'
import { count, people, reach, share, type Lang } from '@/text/format'
import type { Told } from './told'

export type Translate = (key: string, values?: Record<string, unknown>) => string
const ORDER: Doing[] = ['build', 'upgrade', 'add-places', 'extend-hours', 'move', 'close']

/** 新建 5 处、撤并 1 处. */
export function whatWords(actions: readonly PlanAction[], t: Translate): string {
  const parts = ORDER.flatMap((doing) => {
    const n = actions.filter((a) => a.do === doing).length
    return n ? [t(`plan.what.${doing}`, { n: count(n) })] : []
  })
  return parts.length ? parts.join(t('sep')) : t('plan.what.nothing')
}

/** What is known of the optimum; a plan changed by hand has lost it. */
export function proofWords(answer: PlanAnswer | null, untouched: boolean, t: Translate): string {
  if (!answer || answer.status === 'infeasible') return t('plan.proof.made')
  if (!untouched) return t('plan.proof.hand')
  if (answer.status === 'optimal') return t('plan.proof.optimal')
  return answer.gap === null ? t('plan.proof.feasibleUnknown') : t('plan.proof.feasible', { gap: share(answer.gap) })
}

interface Sentence { told: Told; terms: Terms; group: string; what: string; proof: string; lang: Lang; withheldBelow?: number | null }

export function planSentence({ told, terms, group, what, proof, lang, withheldBelow }: Sentence, t: Translate): string {
  const gained = (told.after.covered ?? 0) - (told.before.covered ?? 0)
  const way = gained > 0 ? 'up' : gained < 0 ? 'down' : 'same'
  return t(`plan.${way}`, {
    what, group, proof, how: how(terms.by, t), m: reach(terms.within_m, lang), before: share(told.before.share), after: share(told.after.share), n: people(Math.abs(gained), withheldBelow),
  })
}

export function nowSentence({ told, terms, group, lang, withheldBelow }: Omit<Sentence, 'what' | 'proof'>, places: number, kind: string, t: Translate): string {
  const left = people(told.before.left_over, withheldBelow)
  return places ? t('plan.now', { n: count(places), kind, how: how(terms.by, t), m: reach(terms.within_m, lang), share: share(told.before.share), group, left }) : t('plan.nowNone', { kind, left })
}

const how = (by: By, t: Translate) => t(`walking.how.${by}`)

/** A change with its sign, so that it is read without colour. */
export function signed(value: number | null | undefined): string {
  if (value == null) return count(null)
  return value > 0 ? `+${count(value)}` : value < 0 ? `−${count(-value)}` : '0'
}

/** A change of a share in percentage points. */
export function points(before: number | null, after: number | null, lang: Lang): string {
  if (before === null || after === null) return count(null)
  const by = Math.round((after - before) * 1000) / 10
  return `${by > 0 ? '+' : by < 0 ? '−' : ''}${Math.abs(by).toFixed(1)} ${lang === 'zh' ? '百分点' : 'pp'}`
}
