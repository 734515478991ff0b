// Keys for programs: what they may do, where, and until when.
import type { Right } from './session'

export interface Token {
  id: string
  name: string
  account: { id: string; login: string }
  rights: Right[]
  jurisdiction: string
  created_at: string
  expires_on: string | null
  last_used_at: string | null
  revoked_at: string | null
}

export interface NewToken { name: string; rights: Right[]; jurisdiction: string; expires_on: string }
/** The token itself is answered this once. */
export interface MadeToken { token: string; item: Token }
