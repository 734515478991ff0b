// Whether a way is told in words as somebody would tell it, and whether how one gets there survives in the address.
import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import type { About, Reach, Route, RouteStep } from '@/api/types'
import en from '@/i18n/en'
import zh from '@/i18n/zh'
import { PALETTES } from '@/map/palette'
import { reachQuery, readFind, routeQuery } from '@/modes/find/state'
import { coverageQuery, gapsQuery, readGaps } from '@/modes/gaps/state'
import { minutes } from '@/text/format'
import { BYS, methodKey, readBy, usualBy, writeBy } from '@/walking/by'
import { reachLayers, walkSources, wayLayers } from '@/walking/overlay'
import { LEAN, stepWords } from '@/walking/words'

const i18n = createI18n({ legacy: false, locale: 'zh', messages: { zh, en } })
function say(lang: 'zh' | 'en', ...steps: Partial<RouteStep>[]): string[] {
  i18n.global.locale.value = lang
  const whole = steps.map((step) => ({ street: null, street_en: null, class: 'residential', direction: null, turn: 'straight', length_m: 120, walk_s: 90, ...step }) as RouteStep)
  return stepWords(whole, (key, values) => i18n.global.t(key, values ?? {}), lang)
}

describe('a way in words', () => {
  it('goes from the door to the street, turns by name, and ends at a door', () => {
    const way: Partial<RouteStep>[] = [{ class: null, turn: 'start', length_m: 35 }, { street: '中关村大街', class: 'main', turn: 'left', length_m: 1250 }, { class: null, turn: 'right', length_m: 6 }]
    expect(say('zh', ...way)).toEqual(['出发，先到路上，走 35 米', '左转进入中关村大街，走 1.3 公里', '离开道路，到门口，走 6 米'])
    expect(say('en', ...way)).toEqual(['Start and go to the street, 35 m', 'Turn left into 中关村大街, 1.3 km', 'Leave the street for the door, 6 m'])
  })
  it('that begins on a street starts along it, whatever its turn', () => {
    expect(say('zh', { street: '成府路', turn: 'left' })).toEqual(['出发，沿成府路，走 120 米'])
    expect(say('en', { street: '成府路', turn: 'start' })).toEqual(['Start along 成府路, 120 m'])
  })
  it('names steps, crossings and ferries for what they are', () => {
    expect(say('zh', {}, { class: 'steps', turn: 'right', length_m: 12 }, { class: 'crossing', length_m: 20 }, { class: 'ferry', turn: 'back' }).slice(1)).toEqual(['右转，走台阶，走 12 米', '直行，过马路，走 20 米', '掉头，乘渡船，走 120 米'])
    expect(say('en', {}, { class: 'steps', turn: 'right', length_m: 12 })[1]).toBe('Turn right on the steps, 12 m')
  })
  it('says whether steps lead up or down, where that is known', () => {
    const [up, down] = (['up', 'down'] as const).map((direction) => ({ class: 'steps', turn: 'left', length_m: 12, direction }) as Partial<RouteStep>)
    expect(say('zh', {}, up, down).slice(1)).toEqual(['左转，上台阶，走 12 米', '左转，下台阶，走 12 米'])
    expect(say('en', {}, up, down).slice(1)).toEqual(['Turn left up the steps, 12 m', 'Turn left down the steps, 12 m'])
    expect(say('zh', { class: 'steps', direction: 'down' })[0]).toBe('出发，下台阶，走 120 米')
  })
  it('calls a street by its English name in English, where the map has one', () => {
    const street = { street: '成府路', street_en: 'Chengfu Road', turn: 'left' } as const
    expect(say('en', {}, street)[1]).toBe('Turn left into Chengfu Road, 120 m')
    expect(say('zh', {}, street)[1]).toBe('左转进入成府路，走 120 米')
  })
  it('calls a street without a name by its sort', () => {
    expect(say('zh', {}, { class: 'footway', turn: 'slight-right' })[1]).toBe('向右前方进入人行道，走 120 米')
    expect(say('en', {}, { class: 'service', turn: 'straight' })[1]).toBe('Go straight on along a service road, 120 m')
  })
  it('says no length that rounds to nothing', () => expect(say('zh', { class: null, turn: 'start', length_m: 0.3 }, {})[0]).toBe('出发，先到路上'))
  it('has words for every turn and every sort of street, in both languages', () => {
    for (const lang of ['zh', 'en'] as const) {
      for (const turn of Object.keys(LEAN) as RouteStep['turn'][]) expect(say(lang, {}, { turn, street: 'A' })[1]).not.toContain('walking.')
      for (const sort of ['main', 'residential', 'service', 'pedestrian', 'footway', 'crossing', 'path', 'cycleway', 'steps', 'ferry']) expect(say(lang, {}, { class: sort })[1]).not.toContain('walking.')
    }
  })
})

describe('minutes', () => {
  it('are whole, one at least', () => {
    expect(minutes(300, 'zh')).toBe('5 分钟')
    expect(minutes(389, 'en')).toBe('6 min')
    expect(minutes(3, 'zh')).toBe('1 分钟')
    expect(minutes(null, 'zh')).toBe('—')
  })
  it('from an hour on have their hours', () => {
    expect(minutes(3600, 'zh')).toBe('1 小时')
    expect(minutes(3899, 'en')).toBe('1 h 5 min')
    expect(minutes(3580, 'zh')).toBe('1 小时')
  })
})

describe('how one gets there', () => {
  it('is on foot where there is a map of streets, else straight', () => {
    expect(usualBy({ map_attribution: '© A' })).toBe('walk')
    expect(usualBy({ map_attribution: null })).toBe('straight')
    expect(usualBy(null)).toBe('straight')
  })
  it('is read from the address, and what is not known is as usual', () => {
    for (const by of BYS) expect(readBy(by, 'straight')).toBe(by)
    expect(readBy('fly', 'walk')).toBe('walk')
    expect(readBy(undefined, 'straight')).toBe('straight')
  })
  it('leaves the address where it is usual and comes back from it where it is not', () => {
    for (const usual of BYS) for (const by of BYS) expect(readBy(writeBy(by, usual) ?? undefined, usual)).toBe(by)
    expect(writeBy('walk', 'walk')).toBeNull()
  })
  it('says measured only of what was walked on streets', () => {
    expect(methodKey('straight', false)).toBe('walking.method.straight')
    expect(methodKey('elder', true)).toBe('walking.method.measured')
    expect(methodKey('elder', false)).toBe('walking.method.estimated')
  })
  it('is asked of coverage and of the ranking alike', () => {
    const state = readGaps({ by: 'step-free' }, { groups: [], counts: {} } as unknown as About, [], [])
    expect(coverageQuery(state).by).toBe('step-free')
    expect(gapsQuery(state).by).toBe('step-free')
  })
})

describe('Find', () => {
  const from = { lon: 116.3, lat: 40 }
  it('asks the way to the open place only when somebody walks from somewhere', () => {
    expect(routeQuery(readFind({ open: 'a', by: 'elder' }, 'straight'), from)).toEqual({ ...from, to: 'a', by: 'elder' })
    expect(routeQuery(readFind({ open: 'a' }, 'straight'), from)).toBeNull()
    expect(routeQuery(readFind({ by: 'walk' }, 'straight'), from)).toBeNull()
    expect(routeQuery(readFind({ open: 'a', by: 'walk' }, 'straight'), null)).toBeNull()
  })
  it('shows reach of an open place that is walked to, in 5, 10 and 15 minutes', () => {
    expect(readFind({ open: 'a', reach: '1' }, 'walk').reach).toBe(true)
    expect(readFind({ reach: '1' }, 'walk').reach).toBe(false)
    expect(readFind({ open: 'a', reach: '1', by: 'straight' }, 'walk').reach).toBe(false)
    expect(reachQuery(readFind({ by: 'elder' }, 'walk'))).toEqual({ by: 'elder', within_s: [300, 600, 900] })
  })
})

describe('on the map', () => {
  const way = (measured: boolean) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates: [[0, 0], [1, 1]] }, properties: { measured } }) as unknown as Route
  const reach = (measured: boolean) => ({ features: [300, 900].map((within_s) => ({ type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: [] }, properties: { within_s, measured } })) }) as unknown as Reach
  const dashes = (measured: boolean) => [...wayLayers({ way: way(measured), reach: null }, PALETTES.light), ...reachLayers({ way: null, reach: reach(measured) }, PALETTES.light)]
    .filter((layer) => layer.paint && 'line-dasharray' in layer.paint).map((layer) => layer.id)
  it('an estimate is dashed, what was measured is not', () => {
    expect(dashes(false)).toEqual(['walk-way', 'walk-reach-edge'])
    expect(dashes(true)).toEqual([])
  })
  it('a ring carries its minutes where it reaches farthest north, and none where there is no ground', () => {
    const area = [[[[0, 1], [2, 5], [3, 4], [0, 1]]], [[[9, 4.5], [8, 2], [9, 4.5]]]]
    const rings = reach(true)
    rings.features[1].geometry.coordinates = area as typeof rings.features[1]['geometry']['coordinates']
    const { data } = walkSources({ way: null, reach: rings }, 'zh')['walk-reach-names'] as unknown as { data: { features: { properties: object; geometry: { coordinates: number[] } }[] } }
    expect(data.features.map((one) => [one.properties, one.geometry.coordinates])).toEqual([[{ text: '15 分钟' }, [2, 5]]])
  })
})
