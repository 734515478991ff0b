// How a field of a record is called and its value written out: in forms, differences, histories, the audit.
import { i18n } from '@/i18n'
import { preferences } from '@/shell/preferences'
import { reference } from '@/shell/reference'
import { ABSENT, count, date } from '@/text/format'

/** The fields of a record in the order people read them. */
export const FACILITY_FIELDS = [
  'name', 'name_en', 'kind', 'operator', 'credit_code', 'division', 'address', 'lon', 'lat', 'datum', 'given', 'precision', 'front',
  'status', 'status_date', 'status_reason', 'capacity', 'floor_area_m2', 'opening_hours', 'phone', 'contact_mobile', 'barrier_free', 'grade',
  'responsible_department', 'services', 'notes', 'opened_on', 'checked_on', 'checked_by', 'source',
] as const
export const ORGANIZATION_FIELDS = [
  'name', 'name_en', 'category', 'credit_code', 'filing_number', 'division', 'address', 'phone', 'contact_mobile', 'services', 'notes', 'source',
] as const

const { t, te } = i18n.global
const word = (room: string, code: string) => (te(`${room}.${code}`) ? t(`${room}.${code}`) : code)

export const fieldName = (field: string): string => word('fields', field)

const DATES = ['status_date', 'opened_on', 'checked_on']

/** A value as people read it; what nobody filled in is a dash. */
export function fieldText(field: string, value: unknown): string {
  if (value == null || value === '' || (Array.isArray(value) && !value.length)) return ABSENT
  if (field === 'kind') return reference.kindName(String(value))
  if (field === 'status') return word('status', String(value))
  if (field === 'precision') return word('precision', String(value))
  if (field === 'datum') return word('datumName', String(value))
  if (field === 'barrier_free' && Array.isArray(value)) return value.map((v) => word('barrier', String(v))).join(t('sep'))
  if (field === 'target_groups' && Array.isArray(value)) return value.map((v) => reference.groupName(String(v))).join(t('sep'))
  if (field === 'services' && Array.isArray(value)) return value.map(serviceText).join(t('sep'))
  if (field === 'grants' && Array.isArray(value)) return value.map(grantText).join(t('sep'))
  if (DATES.includes(field) && typeof value === 'string') return date(value, preferences.lang)
  if (field === 'lon' || field === 'lat') return Number(value).toFixed(6)
  if (field === 'capacity' || field === 'floor_area_m2') return count(Number(value))
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (Array.isArray(value)) return value.map((v) => (typeof v === 'object' ? JSON.stringify(v) : String(v))).join(t('sep'))
  if (typeof value === 'object') return pairText(value as Record<string, unknown>)
  return String(value)
}

function grantText(grant: unknown): string {
  const g = grant as { role?: string; jurisdiction?: string }
  return `${word('role', g.role ?? '')} · ${g.jurisdiction === 'all' ? t('jurisdiction.all') : (g.jurisdiction ?? ABSENT)}`
}

function serviceText(service: unknown): string {
  if (typeof service === 'string') return reference.serviceName(service)
  const s = service as { type?: string; capacity?: number | null; vacancy?: number | null }
  const places = s.capacity != null ? ` ${s.vacancy ?? ABSENT}/${s.capacity}` : ''
  return `${reference.serviceName(s.type ?? '')}${places}`
}

function pairText(value: Record<string, unknown>): string {
  if ('x' in value && 'y' in value) return `${value.x}, ${value.y} (${word('datumName', String(value.datum))})`
  if ('lon' in value && 'lat' in value) return `${Number(value.lon).toFixed(6)}, ${Number(value.lat).toFixed(6)}`
  return JSON.stringify(value)
}

/** Which fields two forms of a record differ in, in reading order, unknown ones last. */
export function differences(before: Record<string, unknown> | null, after: Record<string, unknown> | null): { field: string; before: unknown; after: unknown }[] {
  const order: readonly string[] = [...new Set([...FACILITY_FIELDS, ...ORGANIZATION_FIELDS])]
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length)
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((field) => JSON.stringify(before?.[field] ?? null) !== JSON.stringify(after?.[field] ?? null))
    .sort((a, b) => place(a) - place(b))
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
}
