// Which questions to the records a person has named: kept in this browser by account; the view itself is in the address.
import { VIEW_KEYS } from './state'

export interface SavedView { name: string; query: Record<string, string> }

const PREFIX = 'carereach.views'
const MOST = 40
const NAME_MAX = 40

const key = (account: string) => `${PREFIX}:${account}`

export function readViews(store: Storage, account: string): SavedView[] {
  try {
    const kept = JSON.parse(store.getItem(key(account)) ?? '[]') as SavedView[]
    return Array.isArray(kept) ? kept.filter((v) => typeof v?.name === 'string' && v.query && typeof v.query === 'object') : []
  } catch {
    return []
  }
}

function write(store: Storage, account: string, views: SavedView[]): SavedView[] {
  try {
    store.setItem(key(account), JSON.stringify(views))
  } catch {
    // A browser that keeps nothing still answers the question.
  }
  return views
}

/** Only what makes the view: an opened record or the map's place is no part of it. */
export function viewOf(query: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(VIEW_KEYS.flatMap((k) => (typeof query[k] === 'string' && query[k] ? [[k, query[k] as string]] : [])))
}

/** A view of the same name is replaced; the newest stands last. */
export function saveView(store: Storage, account: string, name: string, query: Record<string, unknown>): SavedView[] {
  const title = name.trim().slice(0, NAME_MAX)
  if (!title) return readViews(store, account)
  const others = readViews(store, account).filter((v) => v.name !== title)
  return write(store, account, [...others, { name: title, query: viewOf(query) }].slice(-MOST))
}

export function dropView(store: Storage, account: string, name: string): SavedView[] {
  return write(store, account, readViews(store, account).filter((v) => v.name !== name))
}

/** The view the address shows now, if it has a name. */
export function namedView(views: SavedView[], query: Record<string, unknown>): SavedView | null {
  const now = JSON.stringify(Object.entries(viewOf(query)).sort())
  return views.find((v) => JSON.stringify(Object.entries(v.query).sort()) === now) ?? null
}

/** What must change in the address to show a view: its own keys set, the others taken out. */
export function toView(query: Record<string, string>): Record<string, string | null> {
  return Object.fromEntries(VIEW_KEYS.map((k) => [k, query[k] ?? null]))
}
