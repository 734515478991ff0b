// What the log holds of every write.

export interface AuditEntry {
  seq: number
  at: string
  actor: string | null
  actor_name: string | null
  action: string
  type: string
  id: string
  batch: string | null
  reason: string | null
  fields: string[]
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  hash: string
}
