// The values an administrator may set, each with where it comes from.

export type SettingValue = string | number | boolean | null | string[] | Record<string, number>

export interface Setting {
  key: string
  value: SettingValue
  default: SettingValue
  unit: string | null
  name_zh: string
  name_en: string
  source: string | null
  confidence: string | null
  verified: boolean
  version: number
}
