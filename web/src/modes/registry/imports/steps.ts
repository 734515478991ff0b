// Where a file stands on its way: which step is done, which waits for a person, and for what.
import type { Import, ImportField } from '@/api/types'

export const STEPS = ['file', 'columns', 'figures', 'datum', 'changes', 'send'] as const
export type StepName = (typeof STEPS)[number]
export type StepState = 'done' | 'ask' | 'later' | 'skip'

/** A grid or totals of divisions go in as a whole: there are no columns to match, and no rows to choose from. */
export const whole = (file: Import): boolean => file.figures !== null && file.figures.form !== 'cells'

/** A grid has cells where a table has rows. */
export const grid = (file: Import): boolean => file.figures?.form === 'grid'

/** The steps of this file: only people have figures, and what is taken whole has no columns to match. */
export const stepsOf = (file: Import): StepName[] => STEPS.filter((step) => (step === 'figures' ? file.kind === 'demand' : step !== 'columns' || !whole(file)))

/** No figure goes without what it counts and its year. */
export const figuresSaid = (file: Import): boolean => file.figures === null || (file.figures.definition !== null && file.figures.year !== null)

/** Required fields that no column is mapped to; a kind for the whole file stands in for a column of kinds. */
export function missingFields(file: Import): ImportField[] {
  const mapped = new Set(Object.values(file.mapping))
  return file.fields.filter((f) => f.required && !mapped.has(f.code) && !(f.code === 'kind' && file.default_kind))
}

/** Headings whose columns are left out. */
export const ignored = (file: Import): string[] => file.headings.map((h) => h.heading).filter((heading) => !file.mapping[heading])

/** Fields that two or more columns claim. */
export function clashes(file: Import): string[] {
  const seen = new Map<string, number>()
  for (const code of Object.values(file.mapping)) if (code) seen.set(code, (seen.get(code) ?? 0) + 1)
  return [...seen].filter(([, n]) => n > 1).map(([code]) => code)
}

/** How many records would be written: rows that were left out are counted among the others. */
export const writes = (file: Import): number => {
  const s = file.summary
  return s ? Math.max(0, s.added + s.changed + s.removed - s.not_chosen) : 0
}

/** Of a grid, and of a table that was said to hold totals, more may be said that makes it readable. */
const maySay = (file: Import): boolean => file.figures !== null && (file.figures.form === 'grid' || file.figures.spread)

/** Without headings or without rows nobody can help it here; with both the columns may be mended. */
export const unread = (file: Import): boolean => file.state === 'draft' && !maySay(file) && (file.rows === 0 || (file.problem !== null && file.headings.length === 0))

/** A file that lacks a required column may still change records that are there: then the service has compared it. */
export function columnsDone(file: Import): boolean {
  if (file.problem !== null || clashes(file).length > 0) return false
  return file.summary !== null || file.datum.needed || missingFields(file).length === 0
}

export function stepStates(file: Import): Record<StepName, StepState> {
  const broken = unread(file)
  const columns = !broken && columnsDone(file)
  const datum = !file.datum.needed || file.datum.given !== null
  const ready = columns && datum && file.summary !== null
  return {
    file: broken ? 'ask' : 'done',
    columns: broken ? 'later' : columns ? 'done' : 'ask',
    figures: broken || !(columns || whole(file)) ? 'later' : file.problem === null && figuresSaid(file) ? 'done' : 'ask',
    datum: !columns ? 'later' : !file.datum.needed ? 'skip' : datum ? 'done' : 'ask',
    changes: !ready ? 'later' : file.summary!.refused > 0 && file.state === 'draft' ? 'ask' : 'done',
    send: file.state !== 'draft' ? 'done' : ready ? 'ask' : 'later',
  }
}

/** The step a person should look at now. */
export function nextStep(file: Import): StepName {
  const states = stepStates(file)
  if (file.state !== 'draft') return 'send'
  return stepsOf(file).find((step) => states[step] === 'ask') ?? (states.send === 'later' ? (whole(file) ? 'figures' : 'columns') : 'changes')
}
