// A way in words: what to do at each turn, in the reader's language.
import type { RouteStep, Turn } from '@/api/types'
import { distance, type Lang } from '@/text/format'

type Translate = (key: string, values?: Record<string, unknown>) => string

/** What a step is walked on, where it is not a street like others. */
const KINDS: Record<string, string> = { steps: 'steps', crossing: 'crossing', ferry: 'ferry' }

/** The name of the street as the reader's language has it, or what sort of street it is where it has none. */
function ground(step: RouteStep, t: Translate, lang: Lang): string {
  return (lang === 'en' ? step.street_en : null) ?? step.street ?? t(`walking.ground.${step.class ?? 'path'}`)
}

/** What to do, without how far: `last` is the stretch from the streets to the door. */
function deed(step: RouteStep, { first, last }: { first: boolean; last: boolean }, t: Translate, lang: Lang): string {
  if (step.class === null) return first ? t('walking.out') : last ? t('walking.in') : t('walking.across')
  const turn: Turn = first ? 'start' : step.turn
  const kind = step.class === 'steps' && step.direction ? `steps${step.direction === 'up' ? 'Up' : 'Down'}` : KINDS[step.class]
  if (kind) return t(`walking.${kind}`, { turn: t(`walking.turn.${turn}`) })
  const into = turn === 'start' || turn === 'straight' || turn === 'back' ? 'along' : 'into'
  return t(`walking.${into}`, { turn: t(`walking.turn.${turn}`), street: ground(step, t, lang) })
}

/** One sentence a step: what to do, then how far. A stretch that rounds to nothing is not said to be walked. */
export function stepWords(steps: RouteStep[], t: Translate, lang: Lang): string[] {
  return steps.map((step, n) => {
    const what = deed(step, { first: n === 0, last: n === steps.length - 1 }, t, lang)
    return Math.round(step.length_m) > 0 ? t('walking.step', { what, d: distance(step.length_m, lang) }) : what
  })
}

/** By how many degrees the arrow of a turn leans from straight ahead. */
export const LEAN: Record<Turn, number> = {
  'start': 0, 'straight': 0, 'slight-left': -45, 'left': -90, 'sharp-left': -135,
  'slight-right': 45, 'right': 90, 'sharp-right': 135, 'back': 180,
}
