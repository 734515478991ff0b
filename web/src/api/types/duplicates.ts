// Two records that may be one place, and why it looks so.

export interface Twin { id: string; name: string; address: string | null; kind: string; lon: number | null; lat: number | null }
export type PartName = 'name' | 'address' | 'credit_code' | 'phone' | 'distance' | 'kind'
export interface ScorePart { part: PartName; value: number | null; weight: number; why: string }
export interface Duplicate { a: Twin; b: Twin; score: number; parts: ScorePart[] }
export interface Duplicates { items: Duplicate[]; next_cursor: string | null; total: number; weights: Record<PartName, number> | { part: PartName; weight: number }[] }
/** `fields` names those taken from the record that is dropped. */
export interface Merge { keep: string; drop: string; fields: Record<string, 'drop'>; reason: string }
