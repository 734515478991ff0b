// Which records this account has begun to change in this tab and not sent.
import type { RecordType } from '@/api/types'
import { session } from '@/shell/session'

/** The key of a form's draft; the account is part of it, so that nobody finds what another person typed. */
export const draftKey = (type: RecordType, id: string): string => `record:${session.state.account?.id ?? ''}:${type}:${id || 'new'}`

export function draftsIn(store: Storage, type: RecordType): ReadonlySet<string> {
  const start = `carereach.draft.${draftKey(type, 'x').slice(0, -1)}`
  return new Set(Array.from({ length: store.length }, (_, i) => store.key(i) ?? '').filter((k) => k.startsWith(start)).map((k) => k.slice(start.length)))
}
