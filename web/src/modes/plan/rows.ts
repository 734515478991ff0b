// A plan's steps as lines of a list: what is done where, and what each does for people, from the run that chose it and from the figures of now.
import type { LonLat, Plan, PlanAction, PlanAnswer, PlanFigures, PlanSite } from '@/api/types'

export interface Row {
  id: string
  rank: number
  action: PlanAction
  /** Where it comes to stand; null for what has no new place. */
  at: LonLat | null
  newly: number | null
  lost: number | null
  /** What the run said of this very spot; null for a step made or moved by hand. */
  site: PlanSite | null
  /** People fewer with the second best in its place. */
  less: number | null
}

/** A metre or so: positions are kept with seven decimals. */
const SAME_DEG = 1e-5
const near = (a: LonLat, b: LonLat) => Math.abs(a.lon - b.lon) < SAME_DEG && Math.abs(a.lat - b.lat) < SAME_DEG

export const placeOf = (action: PlanAction): LonLat | null => (action.lon == null || action.lat == null ? null : { lon: action.lon, lat: action.lat })

/** The site of the run that stands where the step stands. */
export function siteOf(action: PlanAction, sites: readonly PlanSite[]): PlanSite | null {
  const at = placeOf(action)
  return at && action.do === 'build' ? (sites.find((site) => near(site, at)) ?? null) : null
}

export function rowsOf(plan: Pick<Plan, 'actions' | 'answer'>, figures: PlanFigures | null): Row[] {
  const sites = plan.answer?.sites ?? []
  return plan.actions.map((action, n) => {
    const told = figures?.per_action.find((one) => one.id === action.id) ?? null
    const site = siteOf(action, sites)
    return {
      id: action.id, rank: n + 1, action, at: placeOf(action), newly: told?.newly_covered ?? site?.newly_reached ?? null, 
      lost: told?.lost_without ?? null, site, less: secondLess(plan.answer, site),
    }
  })
}

/** Whether the plan is still what the run chose: then what it proved holds. */
export function untouched(plan: Pick<Plan, 'actions' | 'answer'>): boolean {
  const answer = plan.answer
  if (!answer || answer.status === 'infeasible') return false
  const built = plan.actions.filter((a) => a.do === 'build')
  const closed = plan.actions.filter((a) => a.do === 'close')
  return built.length + closed.length === plan.actions.length && built.length === answer.sites.length && built.every((a) => siteOf(a, answer.sites))
    && closed.length === answer.closed.length && closed.every((a) => answer.closed.includes(a.facility ?? ''))
}

/** The next free name within the plan. */
export function nextId(actions: readonly PlanAction[]): string {
  const taken = actions.map((a) => Number(/^a(\d+)$/.exec(a.id)?.[1] ?? 0))
  return `a${Math.max(0, ...taken) + 1}`
}

export const replaced = (actions: readonly PlanAction[], id: string, change: Partial<PlanAction>): PlanAction[] => actions.map((a) => (a.id === id ? { ...a, ...change } : a))

/** How many facilities serve when everything is done. */
export function facilitiesAfter(before: number, actions: readonly PlanAction[]): number {
  return before + actions.filter((a) => a.do === 'build' || a.do === 'upgrade').length - actions.filter((a) => a.do === 'close').length
}

/** People fewer within reach with the second best in a site's place; only of aims that count people. */
export function secondLess(answer: PlanAnswer | null, site: PlanSite | null): number | null {
  const two = site?.second_best?.objective
  return answer && (answer.model === 'mclp' || answer.model === 'cmclp') && answer.objective !== null && two != null ? answer.objective - two : null
}

/** The steps that the search did not make: they stay when it begins anew. */
export function handMade({ actions, answer }: Pick<Plan, 'actions' | 'answer'>): PlanAction[] {
  const found = new Set((answer?.sites ?? []).map((one) => one.action))
  return actions.filter((a) => !found.has(a.id) && !(a.do === 'close' && answer?.closed.includes(a.facility ?? '')))
}
