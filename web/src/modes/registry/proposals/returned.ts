// Which of somebody's own proposals came back and wait to be put right.
import { listProposals } from '@/api/calls'
import type { Proposal } from '@/api/types'
import { session } from '@/shell/session'

/** As many of a person's own proposals as are looked at. */
const MOST = 1000

/** Records whose latest proposal came back; those since proposed anew are settled. `mine`: the newest first. */
export function waitingToBeCorrected(mine: readonly Proposal[]): Proposal[] {
  const seen = new Set<string>()
  return mine.filter((p) => {
    const record = `${p.type}:${p.record_id}`
    const first = !seen.has(record)
    seen.add(record)
    return first && p.state === 'returned'
  })
}

export async function countReturned(signal?: AbortSignal): Promise<number> {
  if (!session.may('write_records')) return 0
  return waitingToBeCorrected((await listProposals({ mine: true, limit: MOST }, signal)).items).length
}
