// How Plan goes from the address to the open plan, its run, its figures and its changes.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { addPlan, changePlan, getPlan, planFigures, startRun } from '@/api/calls'
import { etagOf } from '@/api/client'
import { asProblem, Problem } from '@/api/problem'
import type { NewPlan, Plan, PlanAction, PlanQuestion } from '@/api/types'
import { useAsk } from '@/api/useAsk'
import { useDraft } from '@/shell/draft'
import { usePatch } from '@/shell/query'
import { reference } from '@/shell/reference'
import { session } from '@/shell/session'
import { text } from '@/text/address'
import { usualLevel } from '../gaps/state'
import { handMade, rowsOf, untouched } from './rows'
import { movedZones, ofAnswer, type Told } from './told'
import { asked, askOf, groundOf, missing, noGround, planBody, readAsk, sitingOf, termsOf, UNASKED, usualAsk, writeAsk, type PlanAsk } from './state'
import { useRun } from './useRun'
import { useTry } from './useTry'

export function usePlan() {
  const route = useRoute()
  const router = useRouter()
  const patch = usePatch()
  const about = reference.state.about!
  const usual = usualAsk(about, reference.state.kinds)
  const level = usualLevel(about)

  const id = computed(() => (route.name === 'plan' && typeof route.params.id === 'string' ? route.params.id : ''))
  const loading = useAsk(async (plan: string, signal) => (await getPlan(plan, signal)).data)
  const plan = shallowRef<Plan | null>(null)
  const { draft: ground, reset: layGround } = useDraft('plan.ground', noGround)
  const base = computed(() => (plan.value ? askOf(plan.value, usual) : usual))
  const ask = computed<PlanAsk>(() => readAsk(route.name === 'plan' ? route.query : {}, base.value, about.groups))
  const fresh = computed(() => !plan.value || asked(plan.value, ask.value, ground, usual))

  /** Who may make plans may change one that is still a draft. */
  const may = computed(() => session.may('make_plans'))
  /** Whoever reads records, an approver for one, sees what a plan would change. */
  const reads = computed(() => session.may('read_records'))
  const figures = useAsk((question: PlanQuestion, signal) => planFigures(question, signal))
  const question = computed<PlanQuestion | null>(() => {
    if (id.value && !plan.value) return null
    return { terms: plan.value ? plan.value.terms : termsOf(ask.value), actions: plan.value?.actions ?? [], level }
  })

  watch(() => [JSON.stringify(question.value), reads.value].join(), () => { if (question.value?.terms.kind.length && reads.value) void figures.run(question.value) }, { immediate: true })
  const run = useRun(() => void reload())
  watch(loading.answer, (now) => { if (now) adopt(now) })
  const reload = () => (id.value ? loading.run(id.value) : Promise.resolve())

  function adopt(now: Plan): void {
    const other = plan.value?.id !== now.id
    plan.value = now
    if (other) layGround({ ...groundOf(now), file: ground.file })
    if (now.run?.state === 'running') run.listen(now.id)
  }

  const editable = computed(() => may.value && plan.value?.state === 'draft' && !run.running.value)

  /** The open plan keeps its name and what was added by hand; what it is asked comes first. */
  async function searchAgain(open: Plan): Promise<Plan> {
    const terms = termsOf(ask.value)
    if (JSON.stringify(terms) !== JSON.stringify(termsOf(base.value))) plan.value = (await changePlan(open.id, { terms, actions: handMade(open) }, etagOf(open.version))).data
    return (await startRun(open.id, sitingOf(ask.value, ground))).data
  }

  const starting = ref(false)
  const refused = shallowRef<Problem | null>(null)
  watch(() => JSON.stringify(ask.value), () => (refused.value = null))
  /** Asks for the sites: of a new plan, or of the open one anew. */
  async function compute(say: (key: string) => string, name: () => string): Promise<void> {
    if (starting.value || run.running.value) return
    const lacks = Object.entries(missing(ask.value, ground)).map(([field, key]) => ({ field, value: null, reason: say(key), expected: null }))
    refused.value = lacks.length ? new Problem('refused', { code: 'incomplete', errors: lacks }) : null
    if (lacks.length) return
    starting.value = true
    try {
      const now = plan.value?.state === 'draft' ? await searchAgain(plan.value) : (await addPlan({ name: name(), ...planBody(ask.value, ground) })).data
      past.value = []
      plan.value = now
      run.listen(now.id)
      if (id.value !== now.id) await router.push({ path: `/plan/${encodeURIComponent(now.id)}`, query: { view: route.query.view, as_of: route.query.as_of } })
      else patch(UNASKED, 'replace')
    } catch (error) {
      refused.value = asProblem(error)
    } finally {
      starting.value = false
    }
  }

  /** Changes are written one after the other, each on the version that the one before made. */
  const writing = shallowRef<Promise<void> | null>(null)
  const writeProblem = shallowRef<Problem | null>(null)
  const past = shallowRef<PlanAction[][]>([])
  function write(change: Partial<NewPlan>): Promise<void> {
    const at = plan.value
    if (!at) return Promise.resolve()
    plan.value = { ...at, ...change } as Plan
    const send = async () => {
      const before = plan.value
      if (!before || before.id !== at.id) return
      try {
        const { data } = await changePlan(at.id, change, etagOf(before.version))
        if (plan.value?.id === at.id) plan.value = writing.value === mine ? data : { ...plan.value, version: data.version, stale: data.stale }
        writeProblem.value = null
      } catch (error) {
        writeProblem.value = asProblem(error)
        await reload()
      }
    }
    const mine: Promise<void> = (writing.value ?? Promise.resolve()).then(send)
    writing.value = mine
    return mine
  }
  function act(actions: PlanAction[]): Promise<void> {
    if (plan.value) past.value = [...past.value.slice(-19), plan.value.actions]
    return write({ actions })
  }
  function undo(): void {
    const before = past.value.at(-1)
    if (!before) return
    past.value = past.value.slice(0, -1)
    void write({ actions: before })
  }

  const trying = useTry(() => plan.value, level)
  watch(figures.answer, () => trying.forget())
  const told = computed<Told | null>(() => {
    const now = figures.answer.value
    if (!now) return plan.value && !reads.value ? ofAnswer(plan.value) : null
    const { total, before, after, newly_covered: newly, by_division: zones, measured } = now
    const moved = trying.answer.value
    if (!moved) return { total, before, after, newly, zones, measured }
    const { covered, left_over, share } = moved
    return { total, before, after: { covered, left_over, share }, newly: moved.newly_covered, zones: movedZones(zones, moved.by_division), measured: moved.measured }
  })
  const rows = computed(() => {
    const all = plan.value ? rowsOf(plan.value, figures.answer.value) : []
    const [held, moved] = [trying.at.value, trying.answer.value]
    /** Of the site under way only that is known what is lost without it. */
    return held && moved ? all.map((row) => (row.id === held.id ? { ...row, newly: null, lost: moved.lost_without } : row)) : all
  })
  const proven = computed(() => plan.value !== null && untouched(plan.value) && !trying.at.value)

  watch(id, (now, before) => {
    if (now === plan.value?.id) return
    run.leave()
    plan.value = null
    past.value = []
    writing.value = null
    loading.clear()
    if (now) void loading.run(now)
    else if (before) layGround(noGround())
  }, { immediate: true })

  const lit = ref<string | null>(null)
  const selected = computed(() => text(route.query.sel))
  onScopeDispose(() => run.leave())

  return {
    id, plan, loading, ask, ground, fresh, base, may, editable, level, figures, told, rows, proven, run, starting, refused, compute, act, write, undo, past, writeProblem, reload, adopt,
    trying, lit, selected, patch, change: (part: Partial<PlanAsk>) => patch(writeAsk(part), 'replace'),
    anew: () => router.push({ path: '/plan', query: { view: route.query.view } }),
    openPlan: (one: string) => router.push({ path: `/plan/${encodeURIComponent(one)}`, query: { view: route.query.view } }),
  }
}
export type PlanDesk = ReturnType<typeof usePlan>
