// A record for its form: whole for those who keep records, in its public form for those who only check places.
import { getFacility, getOrganization, getRecord } from '@/api/calls'
import type { RecordType } from '@/api/types'
import { session } from '@/shell/session'
import type { Flat } from './difference'
import { flatOf } from './publicForm'
import type { Loaded } from './useForm'

export async function load(type: RecordType, id: string, signal?: AbortSignal): Promise<Loaded> {
  if (session.may('read_records')) {
    const { data, etag } = await getRecord<Flat>(type, id, signal)
    return { answer: data, etag: etag ?? `"${data.version}"` }
  }
  const it = await (type === 'facility' ? getFacility(id, signal) : getOrganization(id, signal))
  const version = 'version' in it && typeof it.version === 'number' ? it.version : 0
  return { answer: { version, ...flatOf(type, it), proposal: null }, etag: `"${version}"` }
}
