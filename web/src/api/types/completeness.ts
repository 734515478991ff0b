// How much of each record is filled in, with the weights that make the score.

export interface FieldWeight { field: string; weight: number }

export interface CompletenessRow {
  code: string
  name: string
  count: number
  score: number
  filled: Record<string, number>
}

export interface Completeness { weights: FieldWeight[]; rows: CompletenessRow[]; total: CompletenessRow }
export interface IncompleteRecord { id: string; name: string; kind: string; score: number; missing: string[] }
