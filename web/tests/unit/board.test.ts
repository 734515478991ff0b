// Whether the Board counts what the projects say.
import { expect, it } from 'vitest'
import type { Project } from '@/api/types'
import { byUnit, nextStep, whole } from '@/modes/board/progress'

const project = (more: Partial<Project>): Project => ({ id: 'p', plan: 'x', action: 'a1', name: 'n', facility: 'f', division: null, owner_unit: null, owner_post: null, funds: [], funds_total: 0, milestones: [], deadline: null, state: 'planned', overdue: false, version: 1, ...more })

it('units are told by state, lateness, money and the last day of what is still to be done', () => {
  const [first, second, nobody] = byUnit([
    project({ owner_unit: '民政局', state: 'done', funds_total: 30, deadline: '2028-01-01' }),
    project({ owner_unit: '民政局', state: 'planned', funds_total: 20, deadline: '2026-06-30' }),
    project({ owner_unit: '住建局', state: 'under_way', overdue: true, deadline: '2026-01-31' }),
    project({ owner_unit: '民政局', state: 'dropped', funds_total: 99, deadline: '2029-01-01' }),
    project({}),
  ])
  expect(first).toMatchObject({ unit: '住建局', total: 1, overdue: 1, deadline: '2026-01-31', share: 0 })
  expect(second).toEqual({ unit: '民政局', total: 3, by: { planned: 1, under_way: 0, done: 1, dropped: 1 }, overdue: 0, money: 50, deadline: '2026-06-30', share: 0.5 })
  expect(nobody).toMatchObject({ unit: null, deadline: null })
})
it('nothing but dropped projects has no share', () => expect(whole([project({ state: 'dropped' })]).share).toBeNull())
it('the next step is the earliest that was not reached', () => {
  const steps = [{ name: 'b', due: '2026-05-01', done_on: null }, { name: 'a', due: '2026-03-01', done_on: '2026-02-01' }, { name: 'c', due: '2026-04-01', done_on: null }]
  expect(nextStep(project({ milestones: steps }))?.name).toBe('c')
  expect(nextStep(project({}))).toBeNull()
})
