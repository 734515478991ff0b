// Which proposals are listed, read from the address, and why one may not be decided.
import type { LocationQuery } from 'vue-router'
import type { Query } from '@/api/client'
import type { Proposal, ProposalState } from '@/api/types'
import { text } from '@/text/address'

export const TABS = ['decide', 'mine', 'all'] as const
export type Tab = (typeof TABS)[number]
export const STATES: ProposalState[] = ['open', 'approved', 'returned', 'withdrawn']

export interface ProposalsState { tab: Tab; state: ProposalState | ''; type: string; division: string }

/** Who may not approve begins with their own proposals. */
export function readProposals(query: LocationQuery, approves: boolean): ProposalsState {
  const tab = TABS.find((t) => t === text(query.tab)) ?? (approves ? 'decide' : 'mine')
  const state = STATES.find((s) => s === text(query.state)) ?? ''
  return { tab, state: tab === 'decide' ? 'open' : state, type: text(query.type), division: text(query.division) }
}

export const proposalsQuery = (s: ProposalsState): Query => ({ state: s.state, type: s.type, division: s.division, mine: s.tab === 'mine' || null, limit: 50 })

/** Whether the account made it; the log calls an account `account:<id>`. */
export const isOwn = (p: Proposal, account: string | undefined): boolean => p.may?.why_not === 'own_proposal' || (!!account && (p.proposed_by === account || p.proposed_by === `account:${account}`))

/** What a proposal touches, in a few words: the parts of a position are one thing. */
export function touched(p: Proposal): string[] {
  const fields = p.fields.map((f) => (['lon', 'lat', 'datum', 'given'].includes(f.field) ? 'position' : f.field))
  return [...new Set(fields)]
}

/** The proposal after or before one in the list; null at the ends. */
export function neighbour(list: readonly Proposal[], id: string, step: 1 | -1): Proposal | null {
  const at = list.findIndex((p) => p.id === id)
  return at < 0 ? null : (list[at + step] ?? null)
}
