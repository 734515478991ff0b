// The accounts an administrator keeps.
import type { Grant } from './session'

export interface Account {
  id: string
  login: string
  name: string
  grants: Grant[]
  disabled: boolean
  locked_until: string | null
  second_factor: boolean
  /** The provider of OpenID Connect that names it, and how. */
  oidc_issuer: string | null
  oidc_subject: string | null
  created_at: string
  last_sign_in_at: string | null
  version: number
}

export interface NewAccount { login: string; name: string; grants: Grant[] }
export interface AccountChange { name?: string; grants?: Grant[]; disabled?: boolean; oidc_subject?: string | null }
