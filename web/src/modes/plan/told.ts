// What is told of a plan at a moment: by the service's figures, by a site that is under way, or by what the search answered.
import type { Plan, PlanZone, Side } from '@/api/types'

export interface Told { total: number | null; before: Side; after: Side; newly: number | null; zones: PlanZone[]; measured: boolean }

/** For a site under way only the divisions are told that differ from before: the others are as before. */
export function movedZones(zones: readonly PlanZone[], differing: readonly PlanZone[]): PlanZone[] {
  const now = new Map(differing.map((zone) => [zone.code, zone]))
  return zones.map((zone) => ({ ...zone, after: (now.get(zone.code) ?? { after: zone.before }).after }))
}

const side = (covered: number | null, total: number | null): Side => ({
  covered, left_over: covered === null || total === null ? null : total - covered, share: covered === null || !total ? null : covered / total,
})

/** For whom may look at plans and not work on them. */
export function ofAnswer({ answer }: Pick<Plan, 'answer'>): Told | null {
  if (!answer || answer.status === 'infeasible') return null
  const { total, covered, covered_before: was, measured } = answer
  return { total, before: side(was, total), after: side(covered, total), newly: covered === null || was === null ? null : covered - was, zones: [], measured }
}
