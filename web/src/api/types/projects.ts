// What approved plans became: who builds what, with whose money, until when.

export type ProjectState = 'planned' | 'under_way' | 'done' | 'dropped'
export type FundSource = 'welfare-lottery' | 'budget' | 'society'
/** 10,000 yuan. */
export interface Fund { source: FundSource; amount: number }
export interface Milestone { name: string; due: string; done_on: string | null }

export interface Project {
  id: string
  /** The plan it comes from, and its step there. */
  plan: string
  action: string
  name: string
  facility: string
  division: string | null
  owner_unit: string | null
  owner_post: string | null
  funds: Fund[]
  funds_total: number
  milestones: Milestone[]
  deadline: string | null
  state: ProjectState
  /** Its deadline, or the day of a milestone that was not reached, is past. */
  overdue: boolean
  version: number
}
/** What is left out stays, null takes away. */
export interface ProjectPatch { owner_unit?: string | null; owner_post?: string | null; funds?: Fund[]; milestones?: Milestone[]; deadline?: string | null; state?: ProjectState }
