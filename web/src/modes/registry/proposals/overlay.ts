// What the map shows of a proposal: where the record stands, where it would stand, and what is merged into what.
import type { Proposal } from '@/api/types'
import type { Theme } from '@/map/palette'
import type { Overlay } from '@/map/stage'
import type { Lang } from '@/text/format'
import type { Flat } from '../records/difference'
import { positionOverlay, type Mark } from '../records/overlay'
import { apart, frontOf, pointOf } from '../records/position'

interface Picture { proposal: Proposal | null; theme: Theme; lang: Lang; t: (key: string) => string }

/** The marks of a proposal and the lines between them; nothing is drawn twice where nothing moves. */
export function proposalMarks(p: Proposal, t: (key: string) => string): { marks: Mark[]; lines: [string, string][] } {
  const marks: Mark[] = []
  const put = (id: string, role: Mark['role'], record: Flat | null, label: string, at = record ? pointOf(record) : null) => {
    if (at) marks.push({ id, role, lon: at.lon, lat: at.lat, label, kind: String(record?.kind ?? '') })
    return at
  }
  const before = p.before ? pointOf(p.before) : null
  const after = p.after ? pointOf(p.after) : null
  const moves = (apart(before, after) ?? 0) >= 0.5
  put('now', 'now', p.after ?? p.before, moves ? t('proposals.mark.after') : '')
  if (moves) put('before', 'before', p.before, t('proposals.mark.before'))
  const lines: [string, string][] = moves ? [['before', 'now']] : []
  for (const [i, other] of (p.others ?? []).entries()) {
    if (put(`other-${i}`, 'other', other.before ?? other.after, t(p.action === 'unmerge' ? 'proposals.mark.restored' : 'proposals.mark.dropped'))) lines.push([`other-${i}`, 'now'])
  }
  const fronts = [p.before ? frontOf(p.before) : null, p.after ? frontOf(p.after) : null] as const
  if ((apart(fronts[0], fronts[1]) ?? 0) >= 0.5) {
    put('front-before', 'before', p.before, t('proposals.mark.frontBefore'), fronts[0])
    lines.push(['front-before', 'front'])
  }
  put('front', 'front', p.after, t('records.mark.front'), fronts[1])
  return { marks, lines }
}

export function proposalOverlay({ proposal, theme, lang, t }: Picture): Overlay {
  const { marks, lines } = proposal ? proposalMarks(proposal, t) : { marks: [], lines: [] }
  const hidden = proposal ? [proposal.record_id, ...(proposal.others ?? []).map((o) => o.id)] : []
  return positionOverlay({ theme, lang, marks, lines, mend: false, hidden })
}
