// How the value of a field reads to a person: names for codes, units for numbers, days for dates.
import { useI18n } from 'vue-i18n'
import type { LonLat, RecordService } from '@/api/types'
import { preferences } from '@/shell/preferences'
import { reference } from '@/shell/reference'
import { ABSENT, count, date } from '@/text/format'
import { openingHours } from '@/text/hours'
import { isEmpty } from './difference'

const DATES = new Set(['status_date', 'opened_on', 'checked_on'])
const DEGREES = 6

export function useWords() {
  const { t, te } = useI18n()
  const fieldName = (field: string) => (te(`records.field.${field}`) ? t(`records.field.${field}`) : te(`fields.${field}`) ? t(`fields.${field}`) : field)
  const coded = (group: string, code: unknown) => (te(`${group}.${String(code)}`) ? t(`${group}.${String(code)}`) : String(code))

  function service(row: RecordService | string): string {
    if (typeof row === 'string') return reference.serviceName(row)
    const parts = [row.target_groups.map(reference.groupName).join(t('sep')), row.fee, row.capacity == null ? null : t('records.places', { n: count(row.capacity) }), row.phone]
    const more = parts.filter(Boolean).join(' · ')
    return more ? `${reference.serviceName(row.type)} (${more})` : reference.serviceName(row.type)
  }

  function value(field: string, it: unknown): string {
    if (isEmpty(it)) return ABSENT
    if (field === 'kind') return reference.kindName(String(it))
    if (field === 'status') return coded('status', it)
    if (field === 'precision') return coded('precision', it)
    if (field === 'category') return coded('category', it)
    if (field === 'datum') return coded('datumName', it)
    if (field === 'barrier_free') return (it as string[]).map((b) => coded('barrier', b)).join(t('sep'))
    if (field === 'services') return (it as RecordService[]).map(service).join(t('sep'))
    if (field === 'opening_hours') return openingHours(String(it), preferences.lang)
    if (field === 'floor_area_m2') return `${count(Number(it))} m²`
    if (field === 'capacity') return count(Number(it))
    if (field === 'lon' || field === 'lat') return Number(it).toFixed(DEGREES)
    if (field === 'front') return `${(it as LonLat).lon.toFixed(DEGREES)}, ${(it as LonLat).lat.toFixed(DEGREES)}`
    if (field === 'given') {
      const given = it as { x: number; y: number; datum: string }
      return `${given.x}, ${given.y} (${coded('datumName', given.datum)})`
    }
    if (DATES.has(field)) return date(String(it), preferences.lang)
    if (field === 'operator' && typeof it === 'object') return String((it as { name?: string }).name ?? '')
    return typeof it === 'object' ? JSON.stringify(it) : String(it)
  }
  return { t, fieldName, value, coded, service }
}

const MINUTE = 60_000
/** How long ago something was true, as people say it. */
export function useAgo() {
  const { t } = useI18n()
  return (iso: string | null | undefined, now = Date.now()): string => {
    const at = iso ? Date.parse(iso) : Number.NaN
    if (Number.isNaN(at)) return ABSENT
    const minutes = Math.max(0, Math.round((now - at) / MINUTE))
    if (minutes < 60) return t('records.ago.minutes', { n: minutes })
    if (minutes < 48 * 60) return t('records.ago.hours', { n: Math.round(minutes / 60) })
    return t('records.ago.days', { n: count(Math.round(minutes / 60 / 24)) })
  }
}
