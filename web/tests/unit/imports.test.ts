// Whether a file's steps, its wrong cells and its long lists are told rightly.
import { describe, expect, it } from 'vitest'
import type { Import, ImportRow } from '@/api/types'
import { Heights } from '@/modes/registry/heights'
import { guessKind, unfit } from '@/modes/registry/imports/files'
import { lines } from '@/modes/registry/imports/lines'
import { alike, edits, exchanged, wrongCells } from '@/modes/registry/imports/mend'
import { distinct, placesOf } from '@/modes/registry/imports/overlay'
import { clashes, ignored, missingFields, nextStep, stepsOf, stepStates, unread, writes } from '@/modes/registry/imports/steps'
import { firstTab } from '@/modes/registry/imports/tabs'

const field = (code: string, required = false) => ({ code, name_zh: code, name_en: code, required })
const none = { added: 0, changed: 0, unchanged: 0, removed: 0, refused: 0, not_chosen: 0, warned: 0 }
const file = (over: Partial<Import> = {}): Import => ({
  id: 'i', kind: 'facilities', file_name: '示例.csv', sha256: '', size: 1, state: 'draft', rows: 3,
  headings: ['编号', '名称', '备注'].map((heading) => ({ heading, field: null, samples: [] })),
  fields: [field('id', true), field('name', true), field('kind', true), field('notes')],
  mapping: { 编号: 'id', 名称: 'name', 备注: '' }, remembered: false, datum: { needed: false, given: null, candidates: [] },
  default_kind: null, complete_for: null, figures: null, people: null, summary: null, notes: [], problem: null, by_name: null, at: '', batch: null, proposal: null, ...over,
})

describe('the steps of a file', () => {
  it('wait at the columns while a required field is missing', () => {
    expect(missingFields(file()).map((f) => f.code)).toEqual(['kind'])
    expect(nextStep(file())).toBe('columns')
    expect(stepStates(file())).toEqual({ file: 'done', columns: 'ask', figures: 'later', datum: 'later', changes: 'later', send: 'later' })
  })
  it('take one kind for the whole file instead of a column of kinds', () => {
    expect(missingFields(file({ default_kind: 'elderly-day-care' }))).toEqual([])
  })
  it('wait while two columns claim one field', () => {
    const twice = file({ default_kind: 'k', mapping: { 编号: 'id', 名称: 'name', 备注: 'name' } })
    expect(clashes(twice)).toEqual(['name'])
    expect(nextStep(twice)).toBe('columns')
  })
  it('ask for the datum before anything is compared, and not where none is needed', () => {
    const mapped = { default_kind: 'k' }
    expect(nextStep(file({ ...mapped, datum: { needed: true, given: null, candidates: [] } }))).toBe('datum')
    expect(stepStates(file({ ...mapped, datum: { needed: false, given: null, candidates: [] }, summary: none })).datum).toBe('skip')
  })
  it('lead to the refused rows first, then to sending', () => {
    const ready = { default_kind: 'k', summary: { ...none, added: 2, refused: 1 } }
    expect(nextStep(file(ready))).toBe('changes')
    expect(nextStep(file({ ...ready, summary: { ...none, added: 2 } }))).toBe('send')
  })
  it('end with what came of it', () => {
    expect(nextStep(file({ default_kind: 'k', state: 'proposed', summary: { ...none, added: 2, refused: 1 } }))).toBe('send')
  })
  it('stop at a file without headings, and at the columns of one with headings that cannot be read', () => {
    expect(nextStep(file({ problem: '没有数据行', headings: [] }))).toBe('file')
    expect(nextStep(file({ problem: 'x', default_kind: 'k', summary: none }))).toBe('columns')
  })
  it('ask nothing about the columns of a package, and stop at one that cannot be read', () => {
    const package_ = { kind: 'hsds' as const, headings: [], fields: [], mapping: {} }
    expect(stepStates(file({ ...package_, summary: { ...none, added: 2 } }))).toEqual({ file: 'done', columns: 'done', figures: 'done', datum: 'skip', changes: 'done', send: 'ask' })
    expect(nextStep(file({ ...package_, problem: 'x' }))).toBe('file')
  })
  it('of people ask what the figures are, and of a grid nothing about columns', () => {
    const said = { definition: '常住人口', definition_in_file: false, year: 2020, year_in_file: false, group: null, band: null, spread: false, method: 'estimated' as const, how: null }
    const grid = { kind: 'demand' as const, headings: [], fields: [], mapping: {}, figures: { form: 'grid' as const, ...said } }
    expect(stepsOf(file())).toEqual(['file', 'columns', 'datum', 'changes', 'send'])
    expect(stepsOf(file(grid))).toEqual(['file', 'figures', 'datum', 'changes', 'send'])
    expect(stepsOf(file({ ...grid, figures: { ...grid.figures, form: 'cells' } }))).toEqual(['file', 'columns', 'figures', 'datum', 'changes', 'send'])
    expect(nextStep(file({ ...grid, summary: { ...none, added: 2 } }))).toBe('send')
    expect(nextStep(file({ ...grid, figures: { ...grid.figures, year: null }, summary: { ...none, added: 2 } }))).toBe('figures')
    expect(nextStep(file({ ...grid, problem: 'several bands', rows: 0 }))).toBe('figures')
    expect(unread(file({ ...grid, figures: { ...grid.figures, form: 'totals' }, problem: 'x', rows: 0 }))).toBe(true)
  })
  it('go on without a required column where the file only changes what is there', () => {
    expect(nextStep(file({ summary: { ...none, changed: 2 } }))).toBe('send')
  })
  it('name the columns that are left out, and count what would be written', () => {
    expect(ignored(file())).toEqual(['备注'])
    expect(writes(file({ summary: { added: 2, changed: 3, removed: 4, unchanged: 50, refused: 60, not_chosen: 4, warned: 9 } }))).toBe(5)
  })
})

it('the first tab is the one that needs a hand', () => {
  expect(firstTab({ ...none, added: 5, refused: 1 })).toBe('refused')
  expect(firstTab({ ...none, changed: 5 })).toBe('changed')
  expect(firstTab(none)).toBe('added')
})

const row = (n: number, cells: Record<string, string>, wrong: string[], state: ImportRow['state'] = 'refused'): ImportRow => ({
  row: n, state, id: null, name: null, fields: [], cells, chosen: true, warnings: [], file: null, file_row: null,
  errors: wrong.map((column) => ({ column, value: cells[column] ?? null, reason: 'x', expected: null })),
})

describe('a refused row', () => {
  it('keeps what concerns the whole row apart from its cells', () => {
    const { cells, whole } = wrongCells(row(2, { 类别: '日照' }, ['类别', '(row)']))
    expect(cells.map((e) => e.column)).toEqual(['类别'])
    expect(whole.map((e) => e.column)).toEqual(['(row)'])
  })
  it('knows the rows that are wrong in just the same way', () => {
    const like = row(2, { 类别: '日照' }, ['类别'])
    const rows = [like, row(3, { 类别: '日照' }, ['类别']), row(4, { 类别: '日间' }, ['类别']), row(5, { 类别: '日照' }, ['电话']), row(6, { 类别: '日照' }, ['类别'], 'added')]
    expect(alike(rows, like, '类别').map((r) => r.row)).toEqual([3])
  })
  it('is offered an exchange of its halves only where nothing else makes sense of them', () => {
    const mapping = { 经度: 'lon', 纬度: 'lat' }
    expect(exchanged(row(2, { 经度: '34.2', 纬度: '108.9' }, ['经度']), mapping)).toEqual({ 经度: '108.9', 纬度: '34.2' })
    expect(exchanged(row(2, { 经度: '108.9', 纬度: '34.2' }, ['纬度']), mapping)).toBeNull()
    expect(exchanged(row(2, { 经度: '34.2', 纬度: '' }, ['纬度']), mapping)).toBeNull()
    expect(exchanged(row(2, { 经度: '34.2', 纬度: '108.9' }, []), { 经度: 'lon' })).toBeNull()
  })
  it('sends only the cells that were changed', () => {
    expect(edits(row(2, { a: '1', b: '2' }, []), { a: '1', b: '3', c: '' })).toEqual({ b: '3' })
  })
})

describe('the lines of a difference', () => {
  it('tell a position as one thing, where it stood in the row, with how far it moves', () => {
    const told = lines([{ field: 'name', before: 'a', after: 'b' }, { field: 'lon', before: 108.9, after: 108.9 }, { field: 'lat', before: 34, after: 34.001 }, { field: 'phone', before: null, after: '029-1' }])
    expect(told.map((l) => l.field)).toEqual(['name', 'position', 'phone'])
    expect(told[1]).toMatchObject({ before: [108.9, 34], after: [108.9, 34.001] })
    /** One thousandth of a degree of latitude: π/180 · 6,371,008.8 / 1000. */
    expect(told[1].metres).toBeCloseTo(111.195, 2)
  })
  it('tell a half of a position as it came', () => expect(lines([{ field: 'lat', before: 34, after: 35 }]).map((l) => l.field)).toEqual(['lat']))
  it('have no distance where there was no position before', () => {
    expect(lines([{ field: 'lon', before: null, after: 1 }, { field: 'lat', before: null, after: 2 }])[0]).toMatchObject({ before: null, after: [1, 2], metres: null })
  })
})

describe('the datums of a file', () => {
  const at = (datum: 'wgs84' | 'cgcs2000' | 'gcj02', by: number) => ({ datum, points: [2, 3].map((n) => ({ row: n, name: `r${n}`, lon: 108 + by, lat: 34 + by })) })
  it('that fall together are one choice', () => expect(distinct([at('wgs84', 0), at('cgcs2000', 1e-6), at('gcj02', 0.005)]).map((c) => c.datum)).toEqual(['wgs84', 'gcj02']))
  it('give one place a datum for each row', () => expect(placesOf([at('wgs84', 0), at('gcj02', 0.5)], 3).map((p) => p.lon)).toEqual([108, 108.5]))
})

describe('a chosen file', () => {
  it('is turned away before it is sent when it cannot be taken', () => {
    expect(unfit({ name: 'a.csv', size: 10 })).toBeNull()
    expect(unfit({ name: 'a.XLSX', size: 64 * 1024 * 1024 })).toBeNull()
    expect(unfit({ name: 'a.xlsx', size: 64 * 1024 * 1024 + 1 })).toBe('large')
    expect(unfit({ name: 'a.csv', size: 0 })).toBe('empty')
    expect(unfit({ name: 'a.xls', size: 10 })).toBe('old_excel')
    expect(unfit({ name: 'a.docx', size: 10 })).toBe('ending')
    expect([unfit({ name: 'p.ZIP', size: 10 }, 'hsds'), unfit({ name: 'p.zip', size: 10 }), unfit({ name: 'a.csv', size: 10 }, 'hsds')]).toEqual([null, 'zip', 'package'])
    expect(guessKind('设施.zip')).toBe('hsds')
  })
  it('says by its name what it may hold', () => {
    expect(['2026设施清单.xlsx', '社会组织名录.csv', '人口网格.csv', '行政区划.geojson', '表1.csv'].map(guessKind)).toEqual(['facilities', 'organizations', 'demand', 'divisions', null])
  })
})

/** The same by adding up one after the other. */
function plain(heights: number[], depth: number) {
  let top = 0
  for (const [i, h] of heights.entries()) {
    if (depth < top + h) return i
    top += h
  }
  return heights.length - 1
}

describe('a long list of uneven rows', () => {
  it('finds the row at any depth as adding up would', () => {
    const each = Array.from({ length: 137 }, (_, i) => 20 + ((i * 37) % 91))
    const heights = new Heights(each.length, 50)
    each.forEach((h, i) => heights.measure(i, h))
    for (let depth = 0; depth < heights.top(137); depth += 13) expect(heights.at(depth), `${depth}`).toBe(plain(each, depth))
    expect(heights.top(137)).toBe(each.reduce((a, b) => a + b, 0))
  })
  it('draws a hundred thousand rows a few at a time, their heights adding up', () => {
    const heights = new Heights(100_000, 84)
    const { from, to, before, after } = heights.slice(84 * 50_000, 700)
    expect(to - from).toBeLessThan(30)
    expect(from).toBeLessThanOrEqual(50_000)
    expect(to).toBeGreaterThan(50_008)
    expect(before + (to - from) * 84 + after).toBe(8_400_000)
  })
  it('draws nothing of nothing, and all of a few', () => {
    expect(new Heights(0, 50).slice(0, 500)).toEqual({ from: 0, to: 0, before: 0, after: 0 })
    expect(new Heights(3, 50).slice(0, 500)).toEqual({ from: 0, to: 3, before: 0, after: 0 })
  })
  it('stays at its end when it is scrolled beyond it', () => expect(new Heights(5, 10).slice(10_000, 100).to).toBe(5))
})
