// Two records that may be one place, and why it looks so.

export interface Twin { id: string; name: string; address: string | null; kind: string; lon: number | null; lat: number | null }
export type PartName = 'name' | 'address' | 'credit_code' | 'phone' | 'distance' | 'kind'

/** What a part's value comes from, for the page to say in words. */
export type PartWhy =
  | { why: 'names'; first: string; second: string; stripped: string[]; core: number; generic: number; by: 'characters' | 'pinyin'; differences: ('numbers' | 'one_sided_numbers' | 'compass' | 'places')[] }
  | { why: 'addresses'; first: string; second: string; stripped: string[]; house_numbers: 'same' | 'different' | 'one_sided' | 'none' }
  | { why: 'same' }
  | { why: 'different' }
  | { why: 'metres'; distance_m: number }
  | { why: 'different_districts'; first: string; second: string }

export interface ScorePart { part: PartName; value: number; weight: number; why: PartWhy }
export interface Duplicate { a: Twin; b: Twin; score: number; parts: ScorePart[] }
export interface Duplicates { items: Duplicate[]; next_cursor: string | null; total: number; weights: { part: PartName; weight: number }[]; threshold: number }
/** `fields` names those taken from the record that is dropped. */
export interface Merge { type?: 'facility' | 'organization'; keep: string; drop: string; fields: Record<string, 'drop'>; reason: string }
