// The rows every mode needs: what this registry is, its kinds, services, groups, standards; asked for once.
import { computed, shallowReactive } from 'vue'
import * as calls from '@/api/calls'
import { Problem } from '@/api/problem'
import type { About, Kind, ServiceType, Standard, TargetGroup } from '@/api/types'
import { nameOf } from '@/text/names'
import { preferences } from './preferences'

const state = shallowReactive({
  about: null as About | null,
  kinds: [] as Kind[],
  services: [] as ServiceType[],
  groups: [] as TargetGroup[],
  standards: [] as Standard[],
  problem: null as Problem | null,
})

async function load(): Promise<void> {
  try {
    const [about, kinds, services, groups, standards] = await Promise.all([
      calls.getAbout(), calls.listKinds(), calls.listServiceTypes(), calls.listTargetGroups(), calls.listStandards(),
    ])
    Object.assign(state, {
      about, kinds: kinds.items, services: services.items, groups: groups.items, standards: standards.items, problem: null,
    })
  } catch (error) {
    state.problem = error instanceof Problem ? error : new Problem('broken', { detail: String(error) })
  }
}

const kindByCode = computed(() => new Map(state.kinds.map((k) => [k.code, k])))
const serviceByCode = computed(() => new Map(state.services.map((s) => [s.code, s])))
const groupByCode = computed(() => new Map(state.groups.map((g) => [g.code, g])))

export const reference = {
  state,
  load,
  kindByCode,
  city: computed(() => (state.about ? (preferences.lang === 'zh' ? state.about.title_zh : state.about.title_en) : '')),
  kindName: (code: string) => nameOf(kindByCode.value.get(code), preferences.lang) || code,
  serviceName: (code: string) => nameOf(serviceByCode.value.get(code), preferences.lang) || code,
  groupName: (code: string) => nameOf(groupByCode.value.get(code), preferences.lang) || code,
}
