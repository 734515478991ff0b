// Whether a value of the wrong shape is told as what is expected.
import { expect, it } from 'vitest'
import { faultText } from '@/api/problem'
import { SHAPE, shapeText } from '@/text/shape'

it.each([
  ['invalid value: integer `99999999999999`, expected u32', '应当是 0 到 4,294,967,295 的整数', 'it should be a whole number from 0 to 4,294,967,295'],
  ['invalid type: string "x", expected u32', '应当是 0 到 4,294,967,295 的整数', 'it should be a whole number from 0 to 4,294,967,295'],
  ['invalid type: string "x", expected f64', '应当是一个数', 'it should be a number'],
  ['invalid type: integer `3`, expected a string', '应当是文字', 'it should be a text'],
  ['unknown variant `open`, expected `planned` or `closed`', '没有“open”，应当是：planned, closed', '“open” is not known; it should be: planned, closed'],
])('%s', (reason, zh, en) => {
  expect(shapeText(reason, 'zh')).toBe(zh)
  expect(shapeText(reason, 'en')).toBe(en)
  expect(faultText({ reason, expected: SHAPE })).toBe(zh)
})
it('any other reason is none of a shape', () => expect(shapeText('is missing', 'zh')).toBeNull())
