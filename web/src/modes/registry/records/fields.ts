// Which fields a record has, in which group of the form, and how each is filled in.
import type { RecordType } from '@/api/types'

export type Entry = 'text' | 'area' | 'number' | 'date' | 'choice' | 'division' | 'organization' | 'set' | 'services' | 'point' | 'front' | 'status' | 'fixed'
export interface Field {
  code: string
  entry: Entry
  /** Whether a record cannot be without it. */
  required?: boolean
  /** Only where the kind is protected. */
  protected?: boolean
  max?: number
  rows?: number
}
export interface Group { code: string; fields: Field[] }

const contact: Field[] = [{ code: 'phone', entry: 'text', max: 40 }, { code: 'contact_mobile', entry: 'text', max: 20 }]

export const GROUPS: Record<RecordType, Group[]> = {
  facility: [
    { code: 'who', fields: [
      { code: 'name', entry: 'text', required: true, max: 120 }, { code: 'name_en', entry: 'text', max: 120 }, { code: 'kind', entry: 'choice', required: true },
      { code: 'operator', entry: 'organization' }, { code: 'credit_code', entry: 'text', max: 18 }, { code: 'responsible_department', entry: 'text', max: 120 }, { code: 'grade', entry: 'text', max: 120 },
    ] },
    { code: 'where', fields: [{ code: 'division', entry: 'division' }, { code: 'address', entry: 'text', max: 300 }, { code: 'position', entry: 'point' }, { code: 'front', entry: 'front', protected: true }] },
    { code: 'status', fields: [{ code: 'status', entry: 'status', required: true }, { code: 'opened_on', entry: 'date' }] },
    { code: 'capacity', fields: [{ code: 'capacity', entry: 'number' }, { code: 'floor_area_m2', entry: 'number' }, { code: 'opening_hours', entry: 'text', max: 300 }, ...contact] },
    { code: 'services', fields: [{ code: 'services', entry: 'services' }] },
    { code: 'barrier_free', fields: [{ code: 'barrier_free', entry: 'set' }] },
    { code: 'checks', fields: [{ code: 'checked_on', entry: 'fixed' }, { code: 'checked_by', entry: 'fixed' }] },
    { code: 'notes', fields: [{ code: 'notes', entry: 'area', max: 1200, rows: 4 }, { code: 'source', entry: 'text', max: 300 }] },
  ],
  organization: [
    { code: 'who', fields: [
      { code: 'name', entry: 'text', required: true, max: 120 }, { code: 'name_en', entry: 'text', max: 120 }, { code: 'category', entry: 'choice' },
      { code: 'credit_code', entry: 'text', max: 18 }, { code: 'filing_number', entry: 'text', max: 120 },
    ] },
    { code: 'where', fields: [{ code: 'division', entry: 'division' }, { code: 'address', entry: 'text', max: 300 }, ...contact] },
    { code: 'services', fields: [{ code: 'services', entry: 'services' }] },
    { code: 'notes', fields: [{ code: 'notes', entry: 'area', max: 1200, rows: 4 }, { code: 'source', entry: 'text', max: 300 }] },
  ],
}

/** The members of a record that one entry of the form stands for. */
export const MEMBERS: Record<string, readonly string[]> = {
  position: ['lon', 'lat', 'datum', 'precision'],
  status: ['status', 'status_date', 'status_reason'],
}
export const membersOf = (code: string): readonly string[] => MEMBERS[code] ?? [code]

/** Members that no form changes by itself: the registry sets them. */
export const SET_BY_REGISTRY = new Set(['id', 'given', 'version', 'checked_on', 'checked_by', 'updated_at'])

export const PIPELINE = ['planned', 'approved', 'building', 'accepted', 'operating'] as const
export const ENDS = ['suspended', 'closed'] as const
export const PRECISIONS = ['exact', 'building', 'street', 'community', 'centroid', 'unknown'] as const

/** The order fields are told in: that of the form, then whatever else there is. */
export function order(type: RecordType, fields: string[]): string[] {
  const rank = new Map(GROUPS[type].flatMap((g) => g.fields.flatMap((f) => membersOf(f.code))).map((code, i) => [code, i]))
  return [...fields].sort((a, b) => (rank.get(a) ?? 99) - (rank.get(b) ?? 99))
}

export const CATEGORIES = [
  'government', 'public-institution', 'association', 'social-service-institution', 'foundation', 'enterprise', 'committee', 'filed-community-organization', 'unincorporated',
] as const
