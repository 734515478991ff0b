// A proposal that was sent back, to be put right and sent again: laid into the form of its record, or into the table of a
// merge; of a removal and of an undone merge only the reason can be other words.
import type { Proposal, RecordType } from '@/api/types'
import { keepDraft, keptDraft } from '@/shell/draft'
import { nameOfPair } from '../duplicates/pairs'
import { changesOf, type Flat } from '../records/difference'
import { draftKey } from '../records/drafts'
import { SET_BY_REGISTRY } from '../records/fields'
import { blank, type Kept } from '../records/useForm'

const typeOf = (p: Proposal): RecordType => (p.type === 'organization' ? 'organization' : 'facility')
const keyOf = (p: Proposal): string => draftKey(typeOf(p), p.action === 'add' ? '' : p.record_id)

/** Whether there is a form to put it right in. */
export const correctable = (p: Proposal): boolean => cameBack(p) && p.type !== 'import' && (p.action === 'add' || p.action === 'change')

const cameBack = (p: Proposal): boolean => p.state === 'returned' || p.state === 'withdrawn'
/** Whether there is nothing to put right but why it is done. */
export const onlyReason = (p: Proposal): boolean => cameBack(p) && p.type !== 'import' && (p.action === 'remove' || p.action === 'unmerge')
/** Where the choices of a merge are put right; null for what is none, or is decided otherwise. */
export function mergeAgain(p: Proposal): { path: string; query: Record<string, string> } | null {
  const dropped = p.others?.[0]?.id
  if (!cameBack(p) || p.action !== 'merge' || !dropped) return null
  return { path: `/registry/duplicates/${encodeURIComponent(nameOfPair(p.record_id, dropped))}`, query: { merge: '1', again: p.id, ...(p.type === 'organization' ? { of: 'organization' } : {}) } }
}

/** A pair that was typed in another datum is typed again as it was given, so that it is kept as given. */
function asTyped(wanted: Flat): Flat {
  const given = wanted.given as { x: number; y: number; datum: string } | null | undefined
  return given ? { ...wanted, lon: given.x, lat: given.y, datum: given.datum } : { ...wanted, datum: null }
}

export function draftOf(p: Proposal): Kept {
  const type = typeOf(p)
  const returned = { proposal: p.id, record: p.action === 'add' ? p.record_id : null, words: p.decision_reason }
  const rest = { version: p.base_version, reason: p.reason ?? '', returned }
  if (p.action === 'add') return { ...rest, changes: changesOf(blank(type), type === 'facility' ? asTyped(p.after ?? {}) : (p.after ?? {})) }
  const before: Flat = { ...(p.before ?? {}), datum: null }
  const wanted = Object.fromEntries(p.fields.map((f) => [f.field, f.after]))
  const after = 'given' in wanted ? asTyped(wanted) : { ...wanted, ...('datum' in wanted ? { datum: null } : {}) }
  const changes = Object.entries(after).filter(([field]) => !SET_BY_REGISTRY.has(field)).map(([field, to]) => ({ field, before: p.fields.find((f) => f.field === field)?.before ?? before[field] ?? null, after: to }))
  return { ...rest, changes: changes.map((c) => (c.field === 'datum' ? { ...c, before: null } : c)) }
}

/** Something else was typed into the same form and never sent: it would be lost. */
export function unsentInTheWay(p: Proposal): boolean {
  const there = keptDraft<Kept>(keyOf(p))
  return !!there?.changes?.length && there.returned?.proposal !== p.id
}

/** Puts what was wanted into the form, unless it has been begun there already; answers where the form is. */
export function layIntoForm(p: Proposal): { path: string; query: Record<string, string> } {
  const there = keptDraft<Kept>(keyOf(p))
  if (!there?.changes?.length || there.returned?.proposal !== p.id) keepDraft(keyOf(p), draftOf(p))
  const of: Record<string, string> = p.type === 'organization' ? { of: 'organization' } : {}
  return p.action === 'add' ? { path: '/registry/records', query: { ...of, new: '1' } } : { path: `/registry/records/${encodeURIComponent(p.record_id)}`, query: of }
}
