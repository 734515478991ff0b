// Who is signed in, what that person may do, and how the page gets to know.

export type Role = 'organization' | 'caseworker' | 'planner' | 'registrar' | 'approver' | 'auditor' | 'administrator'

export type Right =
  | 'read_records' | 'read_protected' | 'read_contacts' | 'read_small_counts' | 'write_records' | 'check_records' | 'approve_changes' | 'make_plans' | 'handle_cases' | 'manage_offers'
  | 'manage_divisions' | 'manage_standards' | 'read_audit' | 'manage_accounts' | 'manage_settings'

/** A role and where it counts: `all`, a division's twelve digits, or `unit:` with a reporting unit's code. */
export interface Grant { role: Role; jurisdiction: string; jurisdiction_name?: string | null }

/** The table of rights, as the service itself decides by it. */
export interface RoleRights {
  role: Role
  rights: Right[]
  /** Those that hold only where the role is granted for everywhere. */
  central: Right[]
}

export interface SignedIn {
  id: string
  login: string
  name: string
  grants: Grant[]
  rights: Right[]
  must_change_password: boolean
  second_factor: { enabled: boolean; required: boolean }
  last_sign_in_at: string | null
}

/** When records want a look, as the settings say. */
export interface CareLimits { check_every_days: number; check_every_days_by_kind: Record<string, number>; check_due_soon_days: number; vacancy_stale_days: number }
/** What a new password needs: characters at least, and sorts of them. */
export interface PasswordNeeds { min_length: number; classes: number }
export interface SessionAnswer { account: SignedIn | null; idle_timeout_s: number; oidc: boolean; setup_needed: boolean; care?: CareLimits; password?: PasswordNeeds }
export interface SignIn { login: string; password: string; code?: string }
export interface OpenSession { id: string; created_at: string; seen_at: string; agent: string | null; current: boolean }
export interface SecondFactorSecret { secret: string; otpauth_url: string }
export interface SetupPurpose { purpose: 'first_administrator' | 'new_account' | 'reset'; login: string | null }
export interface Setup { token: string; login?: string; name?: string; password: string }
