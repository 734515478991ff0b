// How many of somebody's own proposals came back and wait to be put right: records since proposed anew are settled.
import { listProposals } from '@/api/calls'
import { session } from '@/shell/session'

export async function countReturned(signal?: AbortSignal): Promise<number> {
  if (!session.may('write_records')) return 0
  return (await listProposals({ mine: true, latest: true, state: 'returned', limit: 1 }, signal)).total
}
