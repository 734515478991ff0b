// How far the responsible units are: their projects by state, those that are late, and the money, with the latest deadline of each.
import type { Project, ProjectState } from '@/api/types'

export const STATES: ProjectState[] = ['done', 'under_way', 'planned', 'dropped']

export interface UnitProgress {
  /** Null for projects that are nobody's yet. */
  unit: string | null
  total: number
  by: Record<ProjectState, number>
  overdue: number
  /** 10,000 yuan. */
  money: number
  /** The last day of those that are still to be done; null where none has one. */
  deadline: string | null
  /** Of those not dropped, 0 to 1; null where all are dropped. */
  share: number | null
}

const pending = (project: Project) => project.state === 'planned' || project.state === 'under_way'

function sum(unit: string | null, projects: readonly Project[]): UnitProgress {
  const by = { planned: 0, under_way: 0, done: 0, dropped: 0 }
  for (const project of projects) by[project.state] += 1
  const counted = projects.length - by.dropped
  const days = projects.filter(pending).flatMap((project) => project.deadline ?? []).sort()
  return {
    unit, total: projects.length, by, overdue: projects.filter((project) => project.overdue).length,
    money: projects.filter((project) => project.state !== 'dropped').reduce((all, project) => all + project.funds_total, 0),
    deadline: days.at(-1) ?? null, share: counted ? by.done / counted : null,
  }
}

export const whole = (projects: readonly Project[]): UnitProgress => sum(null, projects)

/** Whoever is latest comes first; what is nobody's yet comes last. */
export function byUnit(projects: readonly Project[]): UnitProgress[] {
  const units = new Map<string | null, Project[]>()
  for (const project of projects) units.set(project.owner_unit, [...(units.get(project.owner_unit) ?? []), project])
  return [...units].map(([unit, own]) => sum(unit, own)).sort((a, b) => Number(a.unit === null) - Number(b.unit === null) || b.overdue - a.overdue || b.total - a.total || (a.unit ?? '').localeCompare(b.unit ?? ''))
}

/** The step that comes next, or the one that is late. */
export const nextStep = (project: Project) => project.milestones.filter((step) => !step.done_on).sort((a, b) => a.due.localeCompare(b.due))[0] ?? null
