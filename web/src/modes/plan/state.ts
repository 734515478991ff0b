// What Plan was asked, read from the address over what the open plan or the usual question says, and how it is put to the service.
import type { LocationQuery } from 'vue-router'
import type { About, By, CandidatePoint, Candidates, Kind, NewPlan, Plan, Ring, SitingModel, SitingQuestion, Terms } from '@/api/types'
import type { Changes } from '@/shell/query'
import { list, number, text } from '@/text/address'
import { readBy } from '@/walking/by'

export const MODELS: SitingModel[] = ['mclp', 'lscp', 'cmclp', 'p-median', 'p-center']
export const SOURCES = ['grid', 'streets', 'idle', 'points'] as const
export type Source = (typeof SOURCES)[number]
export const SPACINGS = [100, 200, 400]
export const SITES_MAX = 500
export const REACH_MAX = 50_000
const MONEY_MAX = 1e9
const SECONDS_MAX = 3600

export interface PlanAsk {
  kinds: string[]
  group: string
  by: By
  within: number
  division: string
  sites: number
  model: SitingModel
  from: Source
  spacing: number
  /** 10,000 yuan, as every sum of money. */
  budget: number | null
  cost: number | null
  capacity: number | null
  seconds: number | null
  closable: boolean
}

/** What is too long for an address: a list of candidates and the areas where nothing opens. */
export interface Ground { points: CandidatePoint[]; file: string; exclude: Ring[] }
export const noGround = (): Ground => ({ points: [], file: '', exclude: [] })

const USUAL_KIND = 'elderly-day-care'
const USUAL_GROUP = 'elderly'

/** Five new day-care centres for older people, 300 metres on foot. */
export function usualAsk(about: About, kinds: Kind[]): PlanAsk {
  const kind = kinds.find((k) => k.code === USUAL_KIND) ?? kinds.find((k) => k.operating > 0) ?? kinds[0]
  return {
    kinds: kind ? [kind.code] : [], group: about.groups.includes(USUAL_GROUP) ? USUAL_GROUP : 'population', by: 'walk', within: 300, division: '',
    sites: 5, model: 'mclp', from: 'grid', spacing: 200, budget: null, cost: null, capacity: null, seconds: null, closable: false,
  }
}

/** The question that a plan was made from. */
export function askOf(plan: Plan, usual: PlanAsk): PlanAsk {
  const { terms, siting } = plan
  const from = siting?.candidates
  return {
    kinds: terms.kind, group: terms.group ?? 'population', by: terms.by, within: terms.within_m, division: terms.division ?? '',
    sites: siting?.sites ?? usual.sites, model: siting?.model ?? usual.model, from: from?.from ?? usual.from,
    spacing: from && 'spacing_m' in from ? from.spacing_m : usual.spacing,
    budget: siting?.budget ?? null, cost: siting?.cost_per_site ?? null, capacity: siting?.capacity_per_site ?? null,
    seconds: siting?.time_limit_s ?? null, closable: siting?.closable ?? false,
  }
}

export function groundOf(plan: Plan): Ground {
  const from = plan.siting?.candidates
  return { points: from?.from === 'points' ? from.points : [], file: '', exclude: plan.siting?.exclude ?? [] }
}

/** What the address leaves unsaid is as in `base`; a dash empties a number that `base` has. */
export function readAsk(query: LocationQuery, base: PlanAsk, groups: string[]): PlanAsk {
  const optional = (name: string, was: number | null, most: number) => (text(query[name]) === '-' ? null : (number(query[name], 0, most) ?? was))
  const kinds = list(query.kind)
  const group = text(query.group)
  const closable = text(query.closable)
  return {
    kinds: kinds.length ? kinds : base.kinds,
    group: groups.includes(group) ? group : base.group,
    by: readBy(query.by, base.by),
    within: number(query.within, 1, REACH_MAX) ?? base.within,
    division: text(query.division) === '-' ? '' : text(query.division) || base.division,
    sites: number(query.sites, 1, SITES_MAX) ?? base.sites,
    model: MODELS.find((m) => m === text(query.model)) ?? base.model,
    from: SOURCES.find((s) => s === text(query.from)) ?? base.from,
    spacing: number(query.spacing, 20, 10_000) ?? base.spacing,
    budget: optional('budget', base.budget, MONEY_MAX),
    cost: optional('cost', base.cost, MONEY_MAX),
    capacity: optional('capacity', base.capacity, 1e6),
    seconds: optional('seconds', base.seconds, SECONDS_MAX),
    closable: closable ? closable === '1' : base.closable,
  }
}

/** A change of the question as the address keeps it. */
export function writeAsk(change: Partial<PlanAsk>): Changes {
  return Object.fromEntries(Object.entries(change).map(([name, value]) => {
    const key = name === 'kinds' ? 'kind' : name
    if (value === null || value === '') return [key, '-']
    return [key, typeof value === 'boolean' ? (value ? '1' : '0') : String(value)]
  }))
}

/** Everything of the question, to be taken out of the address once a plan holds it. */
export const UNASKED: Changes = Object.fromEntries(['kind', 'group', 'by', 'within', 'division', 'sites', 'model', 'from', 'spacing', 'budget', 'cost', 'capacity', 'seconds', 'closable'].map((name) => [name, null]))

export function termsOf(ask: PlanAsk): Terms {
  return { kind: ask.kinds, ...(ask.group === 'population' ? {} : { group: ask.group }), by: ask.by, within_m: ask.within, ...(ask.division ? { division: ask.division } : {}) }
}

function candidatesOf(ask: PlanAsk, ground: Ground): Candidates {
  if (ask.from === 'points') return { from: 'points', points: ground.points }
  return ask.from === 'idle' ? { from: 'idle' } : { from: ask.from, spacing_m: ask.spacing }
}

/** LSCP finds out by itself how many it needs. */
export const takesSites = (model: SitingModel): boolean => model !== 'lscp'

export function sitingOf(ask: PlanAsk, ground: Ground): SitingQuestion {
  return {
    model: ask.model,
    ...(takesSites(ask.model) ? { sites: ask.sites } : {}),
    ...(ask.budget === null ? {} : { budget: ask.budget }),
    ...(ask.cost === null ? {} : { cost_per_site: ask.cost }),
    ...(ask.capacity === null ? {} : { capacity_per_site: ask.capacity }),
    ...(ask.seconds === null ? {} : { time_limit_s: ask.seconds }),
    ...(ask.closable ? { closable: true } : {}),
    ...(ground.exclude.length ? { exclude: ground.exclude } : {}),
    candidates: candidatesOf(ask, ground),
  }
}

export const planBody = (ask: PlanAsk, ground: Ground): NewPlan => ({ terms: termsOf(ask), siting: sitingOf(ask, ground) })

/** Whether the question is still the one that the plan answers. */
export function asked(plan: Plan, ask: PlanAsk, ground: Ground, usual: PlanAsk): boolean {
  return JSON.stringify(planBody(askOf(plan, usual), groundOf(plan))) === JSON.stringify(planBody(ask, ground))
}

/** What the form itself finds missing before it asks; by field, as keys of sentences. */
export function missing(ask: PlanAsk, ground: Ground): Record<string, string> {
  return {
    ...(ask.model === 'cmclp' && ask.capacity === null ? { capacity_per_site: 'plan.needs.capacity' } : {}),
    ...(ask.budget !== null && ask.cost === null && ask.from !== 'points' ? { cost_per_site: 'plan.needs.cost' } : {}),
    ...(ask.from === 'points' && !ground.points.length ? { candidates: 'plan.needs.points' } : {}),
  }
}
