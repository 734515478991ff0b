// What the service says when a value has not the shape it reads (a text where a number belongs, a number too large): told plainly.
import { count, type Lang } from './format'

/** What the service refers to where it refused a shape. */
export const SHAPE = 'the shape in /api/v1/docs'

const WHOLE: Record<string, [string, string]> = {
  u8: ['0', '255'], u16: ['0', '65535'], u32: ['0', '4294967295'], u64: ['0', '18446744073709551615'], usize: ['0', '18446744073709551615'],
  i8: ['-128', '127'], i16: ['-32768', '32767'], i32: ['-2147483648', '2147483647'], i64: ['-9223372036854775808', '9223372036854775807'],
}
const SORTS: [pattern: RegExp, zh: string, en: string][] = [
  [/^(f32|f64|a floating point number)/, '一个数', 'a number'],
  [/^(a string|string|borrowed string|a character)/, '文字', 'a text'],
  [/^(a boolean|bool)/, '是或否', 'yes or no'],
  [/^(a sequence|an array|tuple|a tuple)/, '一个列表', 'a list'],
  [/^(a map|struct|a struct|internally tagged)/, '几项合在一起的内容，不是单个值', 'several named values, not a single one'],
  [/date|day/i, '日期，例如 2026-03-31', 'a day such as 2026-03-31'],
]
const grouped = (digits: string) => (digits.length > 16 ? digits : count(Number(digits)))

/** What is right instead; null where the reason is none of a shape. */
export function shapeText(reason: string, lang: Lang): string | null {
  const zh = lang === 'zh'
  const choice = /^unknown (?:variant|field) `(.+?)`, expected (?:one of )?(.+)$/s.exec(reason)
  if (choice) {
    const known = choice[2].replace(/`/g, '').replace(/ or /g, ', ')
    return zh ? `没有“${choice[1]}”，应当是：${known}` : `“${choice[1]}” is not known; it should be: ${known}`
  }
  const missing = /^missing field `(.+?)`/.exec(reason)
  if (missing) return zh ? `缺少：${missing[1]}` : `missing: ${missing[1]}`
  const wrong = /^invalid (?:value|type|length)\b.*\bexpected (.+?)(?: at line \d+ column \d+)?$/s.exec(reason)
  if (!wrong) return null
  const [from, to] = WHOLE[wrong[1]] ?? []
  if (from !== undefined) return zh ? `应当是 ${grouped(from)} 到 ${grouped(to)} 的整数` : `it should be a whole number from ${grouped(from)} to ${grouped(to)}`
  const sort = SORTS.find(([pattern]) => pattern.test(wrong[1]))
  if (sort) return zh ? `应当是${sort[1]}` : `it should be ${sort[2]}`
  return zh ? '填的内容不是这一项能接受的' : `it should be ${wrong[1]}`
}
