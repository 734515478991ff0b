// A file on its way into the registry, its rows, and the batches that went in.
import type { FieldChange } from './proposals'

/** `hsds`: a package of several files in a zip. */
export type ImportKind = 'facilities' | 'organizations' | 'demand' | 'divisions' | 'hsds'
export type Datum = 'wgs84' | 'cgcs2000' | 'gcj02' | 'bd09'
export type RowState = 'added' | 'changed' | 'unchanged' | 'removed' | 'refused'
export interface ImportHeading { heading: string; field: string | null; samples: string[] }
export interface ImportField { code: string; name_zh: string; name_en: string; required: boolean }
export interface DatumCandidate { datum: Datum; points: { row: number; name: string; lon: number; lat: number }[] }
/** `not_chosen` counts the rows that were left out, `warned` those that lie in an odd place; they are counted by what they would come to, too. */
export type ImportSummary = Record<RowState | 'not_chosen' | 'warned', number>

/** What a row of a file of people is: a cell with its position, the total of a division, a cell of a grid. */
export type PeopleForm = 'cells' | 'totals' | 'grid'
/** What the figures of a file are; what the file says itself is not to be said once more. */
export interface ImportFigures {
  form: PeopleForm
  definition: string | null
  definition_in_file: boolean
  year: number | null
  year_in_file: boolean
  group: string | null
  band: number | null
  spread: boolean
  method: 'counted' | 'estimated' | null
  how: string | null
}
/** `replaced`: people on record in the same cells; `others`: people in other cells, which stay. */
export interface GroupPeople { group: string; people: number; replaced: number; others: number }
export interface DivisionPeople { division: string | null; name: string | null; name_en: string | null; cells: number; people: number[] }
export interface ImportPeople { cells: number; emptied: number; groups: GroupPeople[]; divisions: DivisionPeople[] }

export interface Import {
  id: string
  kind: ImportKind
  file_name: string
  sha256: string
  size: number
  state: 'draft' | 'proposed' | 'applied' | 'undone'
  rows: number
  headings: ImportHeading[]
  fields: ImportField[]
  /** From the file's heading to the field's code; an empty code leaves the column out. */
  mapping: Record<string, string>
  remembered: boolean
  datum: { needed: boolean; given: Datum | null; candidates: DatumCandidate[] }
  default_kind: string | null
  complete_for: { division: string; kind: string } | null
  figures: ImportFigures | null
  people: ImportPeople | null
  summary: ImportSummary | null
  notes: string[]
  problem: string | null
  by_name: string | null
  at: string
  batch: string | null
  proposal: string | null
}

export interface ImportChange {
  mapping?: Record<string, string>
  datum?: Datum
  default_kind?: string | null
  complete_for?: { division: string; kind: string } | null
  figures?: { definition?: string | null; year?: number | null; group?: string | null; band?: number | null; spread?: boolean }
  /** All rows of a state at once. */
  choose?: { state: RowState; chosen: boolean; warned?: boolean }
}

export interface CellError { column: string; value: string | null; reason: string; expected: string | null }

/** Where a row would put something a person should look twice at. */
export interface RowWarning { problem: 'outside_division' | 'in_no_division'; detail: { declared?: string; found?: string | null; nearest?: string; distance_m: number }; suggestion: string }

export interface ImportRow {
  row: number
  /** Of a package: the file, and the row in it. */
  file: string | null
  file_row: number | null
  state: RowState
  id: string | null
  name: string | null
  fields: FieldChange[]
  errors: CellError[]
  warnings: RowWarning[]
  cells: Record<string, string>
  chosen: boolean
}

export type Applied = { applied: false; proposal: string | { id: string } } | { applied: true; batch: string | { id: string } }

export interface Batch {
  id: string
  kind: ImportKind
  file_name: string
  at: string
  by_name: string | null
  added: number
  changed: number
  removed: number
  undone_at: string | null
  may_undo: boolean
}
