// How the value of a field reads to a person: names for codes, units for numbers, days for dates.
import { useI18n } from 'vue-i18n'
import type { RecordService } from '@/api/types'
import { fieldName, fieldText } from '@/record/fields'
import { preferences } from '@/shell/preferences'
import { reference } from '@/shell/reference'
import { ABSENT, count } from '@/text/format'
import { openingHours } from '@/text/hours'
import { isEmpty } from './difference'
import { divisionName, organizationName } from './names'

export function useWords() {
  const { t, te } = useI18n()
  const coded = (group: string, code: unknown) => (te(`${group}.${String(code)}`) ? t(`${group}.${String(code)}`) : String(code))

  function service(row: RecordService | string): string {
    if (typeof row === 'string') return reference.serviceName(row)
    const parts = [row.target_groups.map(reference.groupName).join(t('sep')), row.fee, row.capacity == null ? null : t('records.places', { n: count(row.capacity) }), row.phone]
    const more = parts.filter(Boolean).join(' · ')
    return more ? `${reference.serviceName(row.type)} (${more})` : reference.serviceName(row.type)
  }

  function value(field: string, it: unknown): string {
    if (isEmpty(it)) return ABSENT
    if (field === 'division' && typeof it === 'string') return divisionName(it)
    if (field === 'operator' && typeof it === 'string') return organizationName(it)
    if (field === 'category') return coded('category', it)
    if (field === 'opening_hours') return openingHours(String(it), preferences.lang)
    return fieldText(field, it)
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
    if (minutes < 1) return t('records.ago.now')
    if (minutes < 60) return t('records.ago.minutes', { n: minutes })
    if (minutes < 48 * 60) return t('records.ago.hours', { n: Math.round(minutes / 60) })
    return t('records.ago.days', { n: count(Math.round(minutes / 60 / 24)) })
  }
}
