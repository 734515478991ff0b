// Whether opening hours read well in both languages.
import { expect, it } from 'vitest'
import { openingHours } from '@/text/hours'

it('a range of days reads as words', () => {
  expect(openingHours('Mo-Fr 08:30-17:30', 'zh')).toBe('周一至周五 08:30–17:30')
  expect(openingHours('Mo-Fr 08:30-17:30', 'en')).toBe('Mon–Fri 08:30–17:30')
})
it('several rules and holidays are kept apart', () => {
  expect(openingHours('Mo-Sa 09:00-12:00; PH off', 'zh')).toBe('周一至周六 09:00–12:00；法定节假日 休息')
  expect(openingHours('Mo-Sa 09:00-12:00; PH off', 'en')).toBe('Mon–Sat 09:00–12:00; public holidays closed')
})
it('a break at noon is set off', () => {
  expect(openingHours('Mo-Fr 08:30-12:00,14:00-18:00', 'zh')).toBe('周一至周五 08:30–12:00、14:00–18:00')
  expect(openingHours('Mo-Fr 08:30-12:00,14:00-18:00', 'en')).toBe('Mon–Fri 08:30–12:00, 14:00–18:00')
})
it('always open is said in words', () => expect(openingHours('24/7', 'zh')).toBe('全天 24 小时'))
it('what is not understood stays as written', () => expect(openingHours('预约', 'en')).toBe('预约'))
