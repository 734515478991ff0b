// How a setting's value is shown, typed and read back: a number stays a number, a list a list.
import type { Setting } from '@/api/types'
import { i18n } from '@/i18n'
import { ABSENT } from '@/text/format'

const { t, te } = i18n.global
export type Value = Setting['value']
/** `table`: numbers by name, as weights are. */
export type SettingKind = 'number' | 'flag' | 'list' | 'table' | 'text'

/** What a value of this setting is, by its default; one that may be empty has none, and counts something. */
export function kindOf(setting: Setting): SettingKind {
  const sample: unknown = setting.default ?? setting.value
  if (typeof sample === 'number') return 'number'
  if (typeof sample === 'boolean') return 'flag'
  if (Array.isArray(sample)) return 'list'
  if (typeof sample === 'object' && sample !== null) return 'table'
  return sample == null && setting.unit ? 'number' : 'text'
}

/** Whether nothing is a value of it, too. */
export const mayBeEmpty = (setting: Setting): boolean => setting.default === null

export function isDefault(setting: Setting): boolean {
  const text = (value: unknown) => JSON.stringify(value, value && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value).sort() : undefined)
  return text(setting.value) === text(setting.default)
}

export function unitText(unit: string | null): string {
  if (!unit) return ''
  const key = `units.${unit.replace(/\W+/g, '_')}`
  return te(key) ? t(key) : unit
}

/** `name`: how the parts of a list or a table are called. */
export function valueText(setting: Setting, value: unknown, name: (code: string) => string = String): string {
  if (value == null || value === '') return mayBeEmpty(setting) ? t('settings.unlimited') : ABSENT
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (Array.isArray(value)) return value.length ? value.map((v) => name(String(v))).join(t('sep')) : ABSENT
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([code, n]) => `${name(code)} ${String(n)}`)
    return parts.length ? parts.join(t('sep')) : ABSENT
  }
  return [String(value), unitText(setting.unit)].filter(Boolean).join(' ')
}

/** What stands in the input. */
export function typedOf(setting: Setting): string {
  const value: unknown = setting.value
  if (value == null) return ''
  if (Array.isArray(value)) return value.join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What is sent, or undefined when the text is no value of this setting. */
export function valueOf(setting: Setting, typed: string): unknown {
  const text = typed.trim()
  if (text === '' && mayBeEmpty(setting)) return null
  switch (kindOf(setting)) {
    case 'number': return text === '' || !Number.isFinite(Number(text)) ? undefined : Number(text)
    case 'flag': return text === 'true'
    case 'list': return text.split(/[、,，;；\s]+/).filter(Boolean)
    case 'table': return table(text)
    case 'text': return text
  }
}

function table(text: string): Record<string, number> | undefined {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>).map(([code, n]) => [code, Number(String(n).trim() === '' ? NaN : n)] as const)
    return entries.every(([, n]) => Number.isFinite(n)) ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}
