// Whether the service's English sentences reach a Chinese reader in Chinese, with their numbers.
import { expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { said } from '@/text/said'
import { SAID_ZH } from '@/text/saidZh'

it.each([
  ['is out of range', '超出范围'],
  ['a whole number from 1 to 100', '1 到 100 的整数'],
  ['has 1200 characters, at most 1000 are taken', '有 1200 个字，最多 1000 个'],
  ['the text holds a control character', '文字含有控制字符'],
  ['the id has 80 characters, at most 64 are taken', '编号有 80 个字，最多 64 个'],
  ['the check character (18th) is 4; it should be 3 if the other 17 are right', '第 18 位校验码是 4；如前 17 位无误，应为 3'],
  ['one of planned, operating, or its Chinese or English name', 'planned, operating 之一，或其中英文名称'],
])('%s', (english, chinese) => expect(said(english, 'zh')).toBe(chinese))

it('in English, and where nobody knows the sentence, it stays as it is', () => {
  expect(said('is out of range', 'en')).toBe('is out of range')
  expect(said('the moon is full', 'zh')).toBe('the moon is full')
})

it('no sentence is there twice, and what is carried over is there in both languages', () => {
  const english = SAID_ZH.map(([one]) => one)
  expect(new Set(english).size).toBe(english.length)
  for (const [from, to] of SAID_ZH) {
    const names = (text: string) => [...text.matchAll(/\{(\w+\*?)\}/g)].map((m) => m[1])
    expect(names(from), from).toEqual(expect.arrayContaining(names(to)))
  }
})

it('every sentence of the table is met by its own pattern first', () => {
  for (const [from, to] of SAID_ZH) {
    const filled = (text: string) => text.replace(/\{(\w+)\*?\}/g, '7')
    expect(said(filled(from), 'zh'), from).toBe(filled(to))
  }
})

it('a problem says what is wrong with a field in the language of the page', () => {
  const problem = new Problem('refused', { errors: [{ field: 'limit', value: '900', reason: 'is out of range', expected: 'a whole number from 1 to 100' }] })
  expect(problem.about('limit')).toBe('超出范围 · 1 到 100 的整数')
})
