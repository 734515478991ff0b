// Which columns the table of records can show, and by what each is put in order.
import type { CheckState, Division, Facility, Organization, RecordType } from '@/api/types'

/** One row of the table: what the list gives, as little as is shown. */
export interface Row {
  id: string
  name: string
  kind: string | null
  status: string | null
  division: string | null
  divisionName: string | null
  address: string | null
  phone: string | null
  operator: string | null
  capacity: number | null
  checked_on: string | null
  checked: CheckState | null
  updated_at: string | null
  precision: string | null
  status_date: string | null
  sites: number | null
  lon: number | null
  lat: number | null
}

export interface Column { code: keyof Row; usual?: boolean; number?: boolean; /** Its share of the width, in letters. */ width: number }

export const COLUMNS: Record<RecordType, Column[]> = {
  facility: [
    { code: 'name', usual: true, width: 22 }, { code: 'kind', usual: true, width: 15 }, { code: 'status', usual: true, width: 7 },
    { code: 'divisionName', usual: true, width: 12 }, { code: 'address', usual: true, width: 22 }, { code: 'checked_on', usual: true, width: 11 },
    { code: 'capacity', number: true, width: 7 }, { code: 'phone', width: 12 }, { code: 'operator', width: 18 }, { code: 'precision', width: 9 },
    { code: 'status_date', width: 11 }, { code: 'updated_at', width: 11 }, { code: 'id', width: 12 },
  ],
  organization: [
    { code: 'name', usual: true, width: 24 }, { code: 'kind', usual: true, width: 12 }, { code: 'phone', usual: true, width: 12 },
    { code: 'address', usual: true, width: 26 }, { code: 'sites', usual: true, number: true, width: 8 }, { code: 'id', width: 12 },
  ],
}

const last = (path: string[] | undefined) => path?.at(-1) ?? null

export function facilityRow(f: Facility, checked: CheckState | null = null): Row {
  return {
    id: f.id, name: f.name, kind: f.kind, status: f.status, division: f.division?.code ?? null, divisionName: f.division?.name ?? last(f.division?.path),
    address: f.address, phone: f.phone, operator: f.operator?.name ?? null, capacity: f.capacity, checked_on: f.checked_on, checked, updated_at: f.updated_at,
    precision: f.precision, status_date: f.status_date, sites: null, lon: f.lon, lat: f.lat,
  }
}

export function organizationRow(o: Organization & { division?: Pick<Division, 'code' | 'name'> | null; updated_at?: string }): Row {
  return {
    id: o.id, name: o.name, kind: o.category, status: null, division: o.division?.code ?? null, divisionName: o.division?.name ?? null,
    address: o.address, phone: o.phone, operator: null, capacity: null, checked_on: null, checked: null, updated_at: o.updated_at ?? null,
    precision: null, status_date: null, sites: o.sites?.length ?? null, lon: null, lat: null,
  }
}

const collator = new Intl.Collator('zh-CN', { numeric: true })

/** Rows in another order; what is absent comes last either way, and ties keep the order of ids. */
export function sorted(rows: readonly Row[], column: keyof Row, down: boolean): Row[] {
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column], b[column]]
    if (x === y) return a.id < b.id ? -1 : 1
    if (x === null || x === '') return 1
    if (y === null || y === '') return -1
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))
    return sign * order || (a.id < b.id ? -1 : 1)
  })
}
