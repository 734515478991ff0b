// How numbers, distances and dates are written, in Chinese and in English; the unit is always there.

export type Lang = 'zh' | 'en'
const LOCALE: Record<Lang, string> = { zh: 'zh-CN', en: 'en-GB' }
export const ABSENT = '—'

/** Counts are whole and have their thousands separated. */
export function count(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return ABSENT
  return Math.round(value).toLocaleString('en-US')
}

/** A count of people as one may be told it: one withheld as less than its threshold, a rounded one with a sign. */
export function people(value: number | null | undefined, withheldBelow: number | null | undefined, rounded = false): string {
  if (value == null && withheldBelow) return `<${withheldBelow}`
  return rounded && value ? `≈${count(value)}` : count(value)
}

/** A share of 0 to 1 as per cent with one decimal; a part is never rounded up to everything or down to nothing. */
export function share(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return ABSENT
  const percent = value * 100
  if (percent > 0 && percent < 0.05) return '<0.1%'
  if (percent < 100 && percent >= 99.95) return '>99.9%'
  return `${percent.toFixed(1)}%`
}

/** 350 米 / 1.2 公里, 350 m / 1.2 km. */
export function distance(metres: number | null | undefined, lang: Lang): string {
  if (metres == null || !Number.isFinite(metres)) return ABSENT
  if (Math.round(metres) < 1000) return `${Math.round(metres)} ${lang === 'zh' ? '米' : 'm'}`
  const km = metres / 1000
  const text = km < 100 ? km.toFixed(1) : count(km)
  return `${text} ${lang === 'zh' ? '公里' : 'km'}`
}

/** 5 分钟 / 5 min; from an hour on 1 小时 5 分钟 / 1 h 5 min; a way is never said to take no time. */
export function minutes(seconds: number | null | undefined, lang: Lang): string {
  if (seconds == null || !Number.isFinite(seconds)) return ABSENT
  const [h, min] = lang === 'zh' ? ['小时', '分钟'] : ['h', 'min']
  const whole = Math.max(1, Math.round(seconds / 60))
  if (whole < 60) return `${whole} ${min}`
  const rest = whole % 60
  return `${Math.floor(whole / 60)} ${h}${rest ? ` ${rest} ${min}` : ''}`
}

/** A round length, as on a scale bar: no decimals where there is nothing after the point. */
export function length(metres: number, lang: Lang): string {
  return metres < 1000 ? `${metres} ${lang === 'zh' ? '米' : 'm'}` : `${metres / 1000} ${lang === 'zh' ? '公里' : 'km'}`
}

/** A reach is asked for in metres and repeated in metres, also from 1,000 on. */
export function reach(metres: number, lang: Lang): string {
  return `${count(metres)} ${lang === 'zh' ? '米' : 'm'}`
}

export function date(iso: string | null | undefined, lang: Lang): string {
  if (!iso) return ABSENT
  const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00:00` : iso)
  if (Number.isNaN(day.getTime())) return iso
  return day.toLocaleDateString(LOCALE[lang], { year: 'numeric', month: lang === 'zh' ? 'long' : 'short', day: 'numeric' })
}

/** A moment as people write it: the day and the time of day, in the place where it is read. */
export function moment(iso: string | null | undefined, lang: Lang): string {
  if (!iso) return ABSENT
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  return at.toLocaleString(LOCALE[lang], { year: 'numeric', month: lang === 'zh' ? 'long' : 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })
}

export function degrees(lon: number, lat: number): string {
  return `${lon.toFixed(4)}, ${lat.toFixed(4)}`
}

export function telephone(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`
}
