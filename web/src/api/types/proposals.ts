// What somebody would like changed, and what an approver made of it.

export type ProposalState = 'open' | 'approved' | 'returned' | 'withdrawn'
export type ProposalAction = 'add' | 'change' | 'remove' | 'merge' | 'unmerge' | 'import'
export interface FieldChange { field: string; before: unknown; after: unknown }
export type Row = Record<string, unknown>

export interface Proposal {
  id: string
  type: 'facility' | 'organization' | 'import'
  record_id: string
  name: string
  action: ProposalAction
  state: ProposalState
  division: string | null
  proposed_by: string
  proposed_by_name: string | null
  proposed_at: string
  reason: string | null
  fields: FieldChange[]
  before: Row | null
  after: Row | null
  /** With a merge: the record that is dropped. */
  others?: { id: string; before: Row | null; after: Row | null }[]
  base_version: number | null
  current_version: number | null
  stale: boolean
  decided_by_name: string | null
  decided_at: string | null
  decision_reason: string | null
  may: { approve: boolean; return: boolean; withdraw: boolean; why_not: null | 'own_proposal' | 'forbidden' | 'stale_proposal' | 'decided' }
}
