// Whether Plan asks what its address says, keeps a plan's steps in order, and says of it what the figures say.
import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import type { About, Kind, Plan, PlanAction, PlanAnswer, PlanFigures, PlanSite } from '@/api/types'
import en from '@/i18n/en'
import zh from '@/i18n/zh'
import { linesOf } from '@/modes/plan/compare'
import { stepped } from '@/modes/plan/moving'
import { circle, planOverlay, zoneOf, type PlanPicture } from '@/modes/plan/overlay'
import { readPoints } from '@/modes/plan/points'
import { facilitiesAfter, handMade, nextId, replaced, rowsOf, secondLess, untouched } from '@/modes/plan/rows'
import { asked, askOf, groundOf, missing, noGround, planBody, readAsk, sitingOf, termsOf, usualAsk, writeAsk } from '@/modes/plan/state'
import { movedZones, ofAnswer, type Told } from '@/modes/plan/told'
import { nowSentence, planSentence, points, proofWords, signed, whatWords } from '@/modes/plan/words'

const about = { groups: ['population', 'elderly'], counts: { communities: 300 } } as unknown as About
const kinds = [{ code: 'community-service-station', operating: 3 }, { code: 'elderly-day-care', operating: 2 }] as Kind[]
const usual = usualAsk(about, kinds)
const groups = about.groups

describe('the question', () => {
  it('is five new day-care centres for older people, 300 metres on foot, unless something else is said', () => {
    expect(planBody(readAsk({}, usual, groups), noGround())).toEqual({
      terms: { kind: ['elderly-day-care'], group: 'elderly', by: 'walk', within_m: 300 },
      siting: { model: 'mclp', sites: 5, candidates: { from: 'grid', spacing_m: 200 } },
    })
  })
  it('is for everybody where the data count nobody else', () => {
    expect(termsOf(usualAsk({ ...about, groups: ['population'] }, kinds))).not.toHaveProperty('group')
  })
  it('survives the address', () => {
    const wish = { ...usual, kinds: ['community-service-station'], group: 'population', by: 'elder', within: 750, division: '610102000000', sites: 12, model: 'cmclp', from: 'streets', spacing: 400, budget: 600, cost: 50.5, capacity: 30, seconds: 20, closable: true } as typeof usual
    const query = Object.fromEntries(Object.entries(writeAsk(wish)).map(([name, value]) => [name, value!]))
    expect(readAsk(query, usual, groups)).toEqual(wish)
  })
  it('is emptied where the plan has a number and the form none', () => {
    const base = { ...usual, budget: 100, division: '610102000000' }
    expect(readAsk({ budget: '-', division: '-' }, base, groups)).toMatchObject({ budget: null, division: '' })
    expect(readAsk({}, base, groups)).toMatchObject({ budget: 100, division: '610102000000' })
  })
  it('falls back when the address is broken', () => {
    expect(readAsk({ sites: '0', within: 'x', model: 'best', from: 'moon', group: 'cats', spacing: '-5' }, usual, groups)).toEqual(usual)
  })
  it('names no number of sites where the search finds it', () => expect(sitingOf({ ...usual, model: 'lscp' }, noGround())).not.toHaveProperty('sites'))
  it('of a plan is read back from it', () => {
    const ground = { points: [{ id: 'a', lon: 1, lat: 2 }], file: '', exclude: [[[0, 0], [1, 0], [0, 1], [0, 0]]] as [number, number][][] }
    const ask = { ...usual, from: 'points' as const, budget: 80, cost: 10 }
    const plan = { ...planBody(ask, ground) } as unknown as Plan
    expect(askOf(plan, usual)).toEqual(ask)
    expect(groundOf(plan)).toEqual(ground)
    expect(asked(plan, ask, ground, usual)).toBe(true)
    expect(asked(plan, { ...ask, within: 500 }, ground, usual)).toBe(false)
    expect(asked(plan, ask, { ...ground, exclude: [] }, usual)).toBe(false)
  })
  it('tells what it lacks before it is sent', () => {
    expect(missing({ ...usual, model: 'cmclp' }, noGround())).toEqual({ capacity_per_site: 'plan.needs.capacity' })
    expect(missing({ ...usual, budget: 5, from: 'points' }, noGround())).toEqual({ candidates: 'plan.needs.points' })
    expect(missing({ ...usual, budget: 5 }, noGround())).toEqual({ cost_per_site: 'plan.needs.cost' })
    expect(missing(usual, noGround())).toEqual({})
  })
})

describe('a list of candidates', () => {
  it('is read by the names of its columns, in either language', () => {
    expect(readPoints('\ufeff编号,经度,纬度,投资,容量\n"甲,乙",108.9,34.2,80,30\nb,109,34.3,,\n')).toEqual({ points: [{ id: '甲,乙', lon: 108.9, lat: 34.2, cost: 80, capacity: 30 }, { id: 'b', lon: 109, lat: 34.3 }], wrong: [] })
    expect(readPoints('Lat;Lon\n34.2;108.9')).toEqual({ points: [{ id: '1', lon: 108.9, lat: 34.2 }], wrong: [] })
  })
  it('tells each wrong line by its number and keeps the others', () => {
    const { points: kept, wrong } = readPoints('id,lon,lat,cost\na,1,2,3\na,1,2,3\nb,999,2,\nc,,2,\nd,1,2,-1\n\ne,1,2,x')
    expect(kept.map((p) => p.id)).toEqual(['a'])
    expect(wrong).toEqual([{ line: 3, why: 'twice' }, { line: 4, why: 'place' }, { line: 5, why: 'place' }, { line: 6, why: 'number' }, { line: 8, why: 'number' }])
  })
  it('without a place for its columns is refused', () => expect(readPoints('a,b\n1,2').wrong).toEqual([{ line: 1, why: 'columns' }]))
})

const build = (id: string, lon: number, lat = 34, more: Partial<PlanAction> = {}): PlanAction => ({ id, do: 'build', name: id, lon, lat, ...more })
const site = (rank: number, lon: number, more: Partial<PlanSite> = {}): PlanSite => ({ id: `g${rank}`, name: `g${rank}`, rank, lon, lat: 34, cost: null, capacity: null, newly_reached: 100 - rank, communities: [], lost_without: 50, second_best: null, ...more })
const answer = (sites: PlanSite[], more: Partial<PlanAnswer> = {}): PlanAnswer => ({ model: 'mclp', status: 'optimal', objective: 200, bound: 200, gap: 0, covered: 300, covered_before: 100, total: 1000, measured: true, candidates: 9, sites, closed: [], seconds: 1, ...more })

describe('the steps', () => {
  const plan = { actions: [build('a1', 108), build('a2', 109)], answer: answer([site(1, 108), site(2, 109)]) }
  it('carry what the figures say of them, and what the search said where they still stand', () => {
    const figures = { per_action: [{ id: 'a1', newly_covered: 77, lost_without: 60, covered_alone: 90 }] } as unknown as PlanFigures
    const [one, two] = rowsOf({ ...plan, actions: [plan.actions[0], build('a2', 109.01)] }, figures)
    expect(one).toMatchObject({ id: 'a1', rank: 1, newly: 77, lost: 60, site: { id: 'g1' } })
    expect(two).toMatchObject({ id: 'a2', rank: 2, newly: null, lost: null, site: null })
  })
  it('are the optimum only as long as nobody touches them', () => {
    expect(untouched(plan)).toBe(true)
    expect(untouched({ ...plan, actions: replaced(plan.actions, 'a1', { lon: 108.001 }) })).toBe(false)
    expect(untouched({ ...plan, actions: plan.actions.slice(1) })).toBe(false)
    expect(untouched({ ...plan, actions: [...plan.actions, { id: 'a3', do: 'close', facility: 'f1' }] })).toBe(false)
    expect(untouched({ actions: [...plan.actions, { id: 'a3', do: 'close', facility: 'f1' }], answer: { ...plan.answer, closed: ['f1'] } })).toBe(true)
    expect(untouched({ ...plan, actions: replaced(plan.actions, 'a1', { year: 2027, name: 'x' }) })).toBe(true)
  })
  it('made by hand stay when the search begins anew', () => {
    const found = answer([site(1, 108, { action: 'a1' })], { closed: ['f1'] })
    const steps: PlanAction[] = [build('a1', 108.5), build('a2', 109), { id: 'a3', do: 'close', facility: 'f1' }, { id: 'a4', do: 'close', facility: 'f2' }]
    expect(handMade({ actions: steps, answer: found }).map((a) => a.id)).toEqual(['a2', 'a4'])
    expect(handMade({ actions: steps, answer: null })).toHaveLength(4)
  })
  it('get a name that is free', () => {
    expect(nextId([])).toBe('a1')
    expect(nextId([build('a2', 1), build('x', 1)])).toBe('a3')
  })
  it('change how many facilities there are', () => {
    const steps: PlanAction[] = [build('a1', 1), { id: 'a2', do: 'close', facility: 'f' }, { id: 'a3', do: 'upgrade', facility: 'g' }, { id: 'a4', do: 'move', facility: 'h', lon: 1, lat: 2 }]
    expect(facilitiesAfter(6, steps)).toBe(7)
  })
  it('say how much worse the second best is, where people are counted', () => {
    const two = site(1, 108, { second_best: { id: 'g9', lon: 1, lat: 2, objective: 180 } })
    expect(secondLess(answer([two]), two)).toBe(20)
    expect(secondLess(answer([two], { model: 'p-median' }), two)).toBeNull()
    expect(secondLess(answer([]), site(1, 108))).toBeNull()
  })
})

const i18n = createI18n({ legacy: false, locale: 'zh', messages: { zh, en } })
const speak = (lang: 'zh' | 'en') => (key: string, values?: Record<string, unknown>) => { i18n.global.locale.value = lang; return i18n.global.t(key, values ?? {}) }
const told = (before: number, after: number): Told => ({ total: 1000, before: { covered: before, left_over: 1000 - before, share: before / 1000 }, after: { covered: after, left_over: 1000 - after, share: after / 1000 }, newly: after - before, zones: [], measured: false })
const terms = { kind: ['k'], group: 'elderly', by: 'walk' as const, within_m: 300 }

describe('the answer in words', () => {
  const actions = [build('a1', 1), build('a2', 2), { id: 'a3', do: 'close', facility: 'f' } as PlanAction]
  it('says what is done, from where to where, for how many, and how good that is', () => {
    const zhT = speak('zh')
    expect(planSentence({ told: told(342, 510), terms, group: '老年人', what: whatWords(actions, zhT), proof: proofWords(answer([]), true, zhT), lang: 'zh' }, zhT)).toBe('新建 2 处、撤并 1 处后，步行 300 米内覆盖的老年人由 34.2% 升至 51.0%，新增 168 人；已证明最优。')
    const enT = speak('en')
    expect(planSentence({ told: told(342, 510), terms, group: 'older people', what: whatWords(actions, enT), proof: proofWords(answer([], { status: 'feasible', gap: 0.008 }), true, enT), lang: 'en' }, enT)).toBe('2 new, 1 closed: the share of older people within 300 m on foot rises from 34.2% to 51.0%, 168 more people; 0.8% below the bound.')
  })
  it('tells of a loss and of no change as such', () => {
    const t = speak('zh')
    const say = (a: number, b: number) => planSentence({ told: told(a, b), terms, group: '老年人', what: 'X', proof: 'P', lang: 'zh' }, t)
    expect(say(510, 342)).toContain('由 51.0% 降至 34.2%，减少 168 人')
    expect(say(342, 342)).toContain('仍是 34.2%')
  })
  it('claims no proof for what a hand has changed', () => {
    const t = speak('zh')
    expect(proofWords(answer([]), false, t)).not.toContain('已证明')
    expect(proofWords(null, false, t)).toBe('手工编制')
    expect(proofWords(answer([], { status: 'feasible', gap: null }), true, t)).toBe('未证明最优')
  })
  it('before there is a plan says how things stand', () => {
    const t = speak('zh')
    expect(nowSentence({ told: told(342, 342), terms, group: '老年人', lang: 'zh' }, 12, '日间照料中心', t)).toBe('现有 12 处日间照料中心，步行 300 米内覆盖 34.2% 的老年人，658 人未覆盖。')
    expect(nowSentence({ told: told(0, 0), terms, group: '老年人', lang: 'zh' }, 0, '日间照料中心', t)).toBe('还没有在运营的日间照料中心，1,000 人未覆盖。')
  })
  it('writes changes with their sign and their unit', () => {
    expect([signed(1234), signed(-5), signed(0), signed(null)]).toEqual(['+1,234', '−5', '0', '—'])
    expect([points(0.131, 0.363, 'zh'), points(0.5, 0.4, 'en'), points(0.5, 0.5, 'zh'), points(null, 1, 'zh')]).toEqual(['+23.2 百分点', '−10.0 pp', '0.0 百分点', '—'])
  })
})

it('a site under way leaves the other divisions as they were before', () => {
  const zones = [{ code: '1', name: 'a', total: 10, before: 2, after: 7 }, { code: '2', name: 'b', total: 10, before: 1, after: 9 }]
  expect(movedZones(zones, [{ ...zones[1], after: 4 }]).map((z) => z.after)).toEqual([2, 4])
})
it('whoever may only look is told what the search answered', () => {
  expect(ofAnswer({ answer: answer([]) })).toMatchObject({ total: 1000, before: { covered: 100, share: 0.1 }, after: { covered: 300, left_over: 700, share: 0.3 }, newly: 200 })
  expect(ofAnswer({ answer: answer([], { status: 'infeasible' }) })).toBeNull()
})
it('two plans are compared division by division, the greatest difference first', () => {
  const zone = (code: string, after: number) => ({ code, name: code, total: 100, before: 10, after })
  const lines = linesOf({ by_division: [zone('x', 20), zone('y', 50)] }, { by_division: [zone('y', 20), zone('x', 25), zone('z', 10)] }, 'zh', '—')
  expect(lines.map((l) => [l.code, l.a, l.b])).toEqual([['y', 50, 20], ['z', null, 10], ['x', 20, 25]])
})

describe('on the map', () => {
  const picture: PlanPicture = {
    theme: 'light', lang: 'zh', kinds: ['k'], group: 'elderly', by: 'straight', within: 300, level: 'street', side: 'after', zones: [{ code: '1', name: 'a', total: 10, before: 2, after: 7 }],
    marks: [{ id: 'a1', rank: 1, kind: 'k', lon: 108, lat: 34 }], closed: [{ lon: 108.1, lat: 34 }], grounds: {}, measured: false, exclude: [], corners: null, lit: 'a1', selected: '', editable: true,
  }
  const features = (p: PlanPicture, source: string) => (planOverlay(p).sources[source] as unknown as { data: { features: { properties: Record<string, unknown> }[] } }).data.features
  globalThis.window ??= { location: { origin: 'http://x' } } as unknown as Window & typeof globalThis
  it('a mark can be dragged only where the plan can be changed', () => {
    expect(planOverlay(picture).drags).toEqual(['plan-sites'])
    expect(planOverlay({ ...picture, editable: false }).drags).toEqual([])
  })
  it('as things stand shows no marks and the share of before', () => {
    expect(features({ ...picture, side: 'before' }, 'plan-sites')).toEqual([])
    expect(features({ ...picture, side: 'before' }, 'plan-closed')).toEqual([])
    expect(zoneOf(picture.zones[0], 'before', 300, 'street').bands[0]).toMatchObject({ share: 0.2, left_over: 8 })
    expect(zoneOf(picture.zones[0], 'after', 300, 'street').bands[0].share).toBe(0.7)
  })
  it('a straight line reaches a circle, a walk what the service says', () => {
    expect(features(picture, 'plan-ground')).toHaveLength(1)
    expect(features({ ...picture, by: 'walk' }, 'plan-ground')).toEqual([])
    expect(features({ ...picture, by: 'walk', grounds: { a1: { type: 'Point', coordinates: [0, 0] } } }, 'plan-ground')).toHaveLength(1)
  })
  it('the circle is round on the ground', () => {
    const [ring] = circle({ lon: 108, lat: 60 }, 1000).coordinates
    const metres = (at: number[]) => Math.hypot((at[0] - 108) * 111_195 * Math.cos(Math.PI / 3), (at[1] - 60) * 111_195)
    for (const corner of ring) expect(metres(corner)).toBeCloseTo(1000, 0)
    expect(ring[0]).toEqual(ring.at(-1))
  })
  it('an arrow key moves a mark by so many metres, Shift farther, another key not at all', () => {
    const east = stepped({ lon: 108, lat: 60 }, 'ArrowRight', false)!
    expect((east.lon - 108) * 111_195 * Math.cos(Math.PI / 3)).toBeCloseTo(20, 1)
    expect((stepped({ lon: 108, lat: 60 }, 'ArrowUp', true)!.lat - 60) * 111_195).toBeCloseTo(200, 1)
    expect(stepped({ lon: 108, lat: 60 }, 'Enter', false)).toBeNull()
  })
})
