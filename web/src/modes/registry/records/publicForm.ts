// The public form of a place as a flat record, for those who check places and may not read whole records.
import type { Facility, Organization, RecordType } from '@/api/types'
import type { Flat } from './difference'

const HELD_BACK = ['contact_mobile']
const PROTECTED = ['lon', 'lat', 'given', 'precision', 'address', 'notes']

export function flatOf(type: RecordType, it: Facility | Organization): { record: Flat; withheld: string[] } {
  if (type === 'organization') return { record: { ...(it as unknown as Flat), division: null }, withheld: HELD_BACK }
  const f = it as Facility
  const services = f.services.map((s) => ({ type: s.type, target_groups: s.target_groups, fee: s.fee, capacity: s.capacity ?? null, vacancy: s.vacancy ?? null, vacancy_at: s.vacancy_at ?? null, phone: s.phone }))
  const record: Flat = { ...(f as unknown as Flat), operator: f.operator?.id ?? null, division: f.division?.code ?? null, front: f.protected && f.lon !== null && f.lat !== null ? { lon: f.lon, lat: f.lat } : null, services }
  return { record, withheld: f.protected ? [...HELD_BACK, ...PROTECTED] : HELD_BACK }
}
