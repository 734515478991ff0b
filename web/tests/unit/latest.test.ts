// Whether, while a hand moves, one question is on its way and only the newest of those that came meanwhile is asked next.
import { effectScope } from 'vue'
import { expect, it } from 'vitest'
import { useLatest } from '@/api/useLatest'

function stand() {
  const asked: number[] = []
  const taken: number[] = []
  const refused: unknown[] = []
  const waiting: { give: (n: number) => void; fail: (e: unknown) => void; signal: AbortSignal }[] = []
  const scope = effectScope()
  const latest = scope.run(() => useLatest(
    (q: number, signal) => new Promise<number>((give, fail) => { asked.push(q); waiting.push({ give, fail, signal }) }),
    (answer) => taken.push(answer), (error) => refused.push(error),
  ))!
  return { asked, taken, refused, waiting, latest, scope }
}
const turn = () => new Promise((done) => setTimeout(done))

it('a hundred moves while one question is on its way become one more question', async () => {
  const s = stand()
  for (let n = 0; n <= 100; n++) void s.latest.run(n)
  expect(s.asked).toEqual([0])
  s.waiting[0].give(0)
  await turn()
  expect(s.asked).toEqual([0, 100])
  s.waiting[1].give(100)
  await turn()
  expect(s.taken).toEqual([0, 100])
  expect(s.latest.busy.value).toBe(false)
})

it('a refused question lets the next one go', async () => {
  const s = stand()
  void s.latest.run(1)
  void s.latest.run(2)
  s.waiting[0].fail(new Error('no'))
  await turn()
  expect(s.refused).toHaveLength(1)
  expect(s.asked).toEqual([1, 2])
})

it('what is stopped is not told any more, nor what waited behind it', async () => {
  const s = stand()
  void s.latest.run(1)
  void s.latest.run(2)
  s.scope.stop()
  expect(s.waiting[0].signal.aborted).toBe(true)
  s.waiting[0].give(1)
  await turn()
  expect(s.taken).toEqual([])
  expect(s.asked).toEqual([1])
})
