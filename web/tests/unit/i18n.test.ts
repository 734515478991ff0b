// Whether both languages say everything, with the same blanks to fill.
import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import en from '@/i18n/en'
import zh from '@/i18n/zh'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, at = ''): Map<string, string> {
  const out = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') out.set(at + key, value)
    else flat(value, `${at}${key}.`).forEach((text, name) => out.set(name, text))
  }
  return out
}
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join()
const [chinese, english] = [flat(zh as Tree), flat(en as Tree)]

it('both languages have the same keys', () => expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()))
it('no sentence is empty', () => {
  for (const [key, text] of [...chinese, ...english]) expect(text.trim() || key === 'sep', key).toBeTruthy()
})
it('the same blanks are filled in both', () => {
  const different = [...chinese].filter(([key, text]) => blanks(text) !== blanks(english.get(key) ?? '')).map(([key]) => key)
  expect(different).toEqual([])
})
it('every sentence can be read by the translator', () => {
  const i18n = createI18n({ legacy: false, locale: 'zh', messages: { zh, en } })
  for (const locale of ['zh', 'en'] as const) {
    i18n.global.locale.value = locale
    for (const key of chinese.keys()) expect(i18n.global.t(key, {}), key).not.toBe(key)
  }
})
it('English sentences hold no Chinese, but for the switch to it', () => {
  const mixed = [...english].filter(([key, text]) => key !== 'top.language' && /[\u4e00-\u9fff]/.test(text)).map(([key]) => key)
  expect(mixed).toEqual([])
})
