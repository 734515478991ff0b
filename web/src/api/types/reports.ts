// What people say is wrong with a record, and what was answered.

export type ReportOutcome = 'mended' | 'not_wrong' | 'cannot_tell'

export interface Report {
  id: string
  /** Without a name when the record is no longer there. */
  facility: { id: string; name: string | null }
  field: string | null
  text: string
  at: string
  state: 'open' | 'closed'
  answer: string | null
  outcome: ReportOutcome | null
  closed_by_name: string | null
  closed_at: string | null
}

/** What a reporter keeps, to ask later what became of it. */
export interface ReportReceipt { id: string; receipt: string }
export interface ReportState { state: 'open' | 'closed'; answer: string | null; outcome: ReportOutcome | null; closed_at: string | null }
