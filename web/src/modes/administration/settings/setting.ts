// How a setting's value is shown, typed and read back: a number stays a number.
import type { Setting } from '@/api/types'
import { i18n } from '@/i18n'
import { ABSENT } from '@/text/format'

const { t, te } = i18n.global
export type Value = Setting['value']

/** What a value of this setting is, by its default. */
export const kindOf = (setting: Setting): 'number' | 'flag' | 'text' =>
  typeof setting.default === 'number' ? 'number' : typeof setting.default === 'boolean' ? 'flag' : 'text'

export const isDefault = (setting: Setting): boolean => JSON.stringify(setting.value) === JSON.stringify(setting.default)

export function unitText(unit: string | null): string {
  if (!unit) return ''
  return te(`units.${unit}`) ? t(`units.${unit}`) : unit
}

export function valueText(setting: Setting, value: unknown): string {
  if (value == null || value === '' || (Array.isArray(value) && !value.length)) return ABSENT
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  const text = Array.isArray(value) ? value.join(t('sep')) : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return [text, unitText(setting.unit)].filter(Boolean).join(' ')
}

/** What stands in the input. */
export function typedOf(setting: Setting): string {
  const value: unknown = setting.value
  return value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What is sent, or undefined when the text is no value of this setting. */
export function valueOf(setting: Setting, typed: string): unknown {
  if (kindOf(setting) === 'number') {
    const number = Number(typed.trim())
    return typed.trim() === '' || !Number.isFinite(number) ? undefined : number
  }
  if (kindOf(setting) === 'flag') return typed === 'true'
  if (typeof (setting.default as unknown) !== 'object' || setting.default === null) return typed
  try {
    return JSON.parse(typed) as unknown
  } catch {
    return undefined
  }
}
