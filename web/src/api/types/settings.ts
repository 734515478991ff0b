// The values an administrator may set, each with where it comes from.

export interface Setting {
  key: string
  value: string | number | boolean | null
  default: string | number | boolean | null
  unit: string | null
  name_zh: string
  name_en: string
  source: string | null
  confidence: string | null
  verified: boolean
  version: number
}
