// What Gaps was asked, read from the address; what it left unsaid gets sensible defaults from the registry.
import type { LocationQuery } from 'vue-router'
import type { Query } from '@/api/client'
import type { About, By, GapState, Kind, Level, Standard } from '@/api/types'
import { list, number, text } from '@/text/address'
import { readBy, usualBy } from '@/walking/by'

export const REACHES = [300, 500, 1000]
export const REACH_MAX = 50_000
export const LEVELS: Level[] = ['district', 'street', 'community']
export const PAGE = 20
export const STANDINGS: GapState[] = ['open', 'planned', 'under_way', 'accepted', 'closed']
/** Where a person may put a gap from where it stands; nobody closes one: the figures do. */
export const NEXT: Record<GapState, GapState[]> = {
  open: ['planned', 'under_way', 'accepted'], planned: ['under_way', 'open', 'accepted'], under_way: ['planned', 'open', 'accepted'], accepted: ['open'], closed: [],
}
const DEFAULT_REACH = 500
const USUAL_KIND = 'elderly-day-care'
const USUAL_GROUP = 'elderly'
const FEW_COMMUNITIES = 60
const MANY_COMMUNITIES = 1500

export interface GapsState {
  kinds: string[]
  /** The standard whose metres are used, verified or only borrowed from. */
  standard: Standard | null
  /** True when the standard itself decides, not only its metres. */
  binding: boolean
  group: string
  by: By
  within: number
  level: Level
  division: string
  selected: string
  table: boolean
  /** Whether the standards are checked clause by clause. */
  norms: boolean
  /** Where the listed gaps stand; null for all with people left over. */
  standing: GapState | null
  /** Only those whose day is past. */
  late: boolean
  /** Id of the gap that is open. */
  gap: string
}

export function readGaps(query: LocationQuery, about: About, kinds: Kind[], standards: Standard[]): GapsState {
  const standard = standards.find((s) => s.code === text(query.standard) && s.reach_m) ?? null
  const usual = kinds.find((k) => k.code === USUAL_KIND) ?? kinds.find((k) => k.operating > 0) ?? kinds[0]
  const asked = list(query.kind)
  const group = text(query.group)
  return {
    kinds: standard ? [standard.kind] : asked.length ? asked : usual ? [usual.code] : [],
    standard,
    binding: !!standard && standard.verified && standard.active,
    group: about.groups.includes(group) ? group : about.groups.includes(USUAL_GROUP) ? USUAL_GROUP : 'population',
    by: readBy(query.by, usualBy(about)),
    within: standard?.reach_m ?? number(query.within, 1, REACH_MAX) ?? DEFAULT_REACH,
    level: LEVELS.find((l) => l === text(query.level)) ?? usualLevel(about),
    division: text(query.division),
    selected: text(query.sel),
    table: text(query.table) === '1',
    norms: text(query.norms) === '1',
    standing: STANDINGS.find((one) => one === text(query.standing)) ?? null,
    late: text(query.late) === '1',
    gap: text(query.gap),
  }
}

/** A town is told by its communities, a city by its streets, a province by its districts: what a table and a map can hold. */
export function usualLevel(about: About): Level {
  const communities = about.counts.communities ?? 0
  return communities > MANY_COMMUNITIES ? 'district' : communities > FEW_COMMUNITIES ? 'street' : 'community'
}

/** The usual reaches are asked along with the chosen one, so that they can be compared; a binding standard stands alone. */
export function coverageQuery(s: GapsState): Query {
  const reach = s.binding
    ? { standard: s.standard!.code }
    : { kind: s.kinds, within_m: [...new Set([...REACHES, s.within])].sort((a, b) => a - b) }
  return { ...reach, by: s.by, group: s.group, level: s.level, division: s.division }
}

export function gapsQuery(s: GapsState): Query {
  return { kind: s.kinds, by: s.by, within_m: s.within, group: s.group, division: s.division, ...(s.standing ? { state: s.standing } : {}), ...(s.late ? { overdue: true } : {}) }
}
