// How divisions and organizations that a record only names by code are called: asked for once each, shown by code until then.
import { reactive } from 'vue'
import { getDivision, getOrganization } from '@/api/calls'
import { preferences } from '@/shell/preferences'
import { recordName } from '@/text/names'

type Named = { name: string; name_en?: string | null } | null
const known = reactive(new Map<string, Named>())

function called(key: string, code: string, ask: () => Promise<Named>): string {
  if (!known.has(key)) {
    known.set(key, null)
    ask().then((it) => known.set(key, it), () => undefined)
  }
  const it = known.get(key)
  return it ? recordName(it, preferences.lang) || code : code
}

export const divisionName = (code: string): string => called(`division:${code}`, code, () => getDivision(code))
export const organizationName = (id: string): string => called(`organization:${id}`, id, () => getOrganization(id))
