// What was typed and not sent yet: kept in this tab, by account and record, until it is sent or thrown away.
import type { Change } from '@/api/records'

export interface Draft { version: number | null; changes: Change[]; reason: string }

const PREFIX = 'carereach.draft'

export const draftKey = (account: string, type: string, id: string): string => [PREFIX, account, type, id || 'new'].join(':')

export function readDraft(store: Storage, key: string): Draft | null {
  try {
    const kept = JSON.parse(store.getItem(key) ?? 'null') as Draft | null
    return kept && Array.isArray(kept.changes) ? kept : null
  } catch {
    return null
  }
}

/** An empty draft is no draft. */
export function keepDraft(store: Storage, key: string, draft: Draft): void {
  try {
    if (draft.changes.length || draft.reason) store.setItem(key, JSON.stringify(draft))
    else store.removeItem(key)
  } catch {
    // A tab that keeps nothing still has the form.
  }
}

export function dropDraft(store: Storage, key: string): void {
  try {
    store.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}

/** Ids of records this account has begun to change in this tab. */
export function draftsOf(store: Storage, account: string, type: string): string[] {
  const start = draftKey(account, type, 'x').slice(0, -1)
  return Array.from({ length: store.length }, (_, i) => store.key(i) ?? '').filter((k) => k.startsWith(start)).map((k) => k.slice(start.length))
}
