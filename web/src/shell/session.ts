// Who is signed in and what that person may do: told by the service, never guessed by the page.
import { computed, shallowReactive } from 'vue'
import * as calls from '@/api/calls'
import { presence } from '@/api/presence'
import { type Problem, asProblem } from '@/api/problem'
import type { CareLimits, PasswordNeeds, Right, SessionAnswer, SignIn, SignedIn } from '@/api/types'
import { forgetDrafts } from './draft'
import { watchIdle } from './idle'

const state = shallowReactive({
  account: null as SignedIn | null,
  /** The service was asked once; before that nothing is known. */
  loaded: false,
  oidc: false,
  setupNeeded: false,
  /** When records want a look, as the settings say; null until the service was asked. */
  care: null as CareLimits | null,
  /** What a new password needs; null until the service was asked. */
  password: null as PasswordNeeds | null,
  /** The session ended while somebody was at work: the account stays, so that nothing typed goes with it. */
  lost: false,
  /** The sign-in dialog stands open. */
  asking: false,
  /** Seconds until the session ends for want of use, or null while there is time. */
  endsIn: null as number | null,
  problem: null as Problem | null,
})

const idle = watchIdle({
  warn: (seconds) => (state.endsIn = seconds),
  ended: () => void load(),
})

function adopt(answer: SessionAnswer): void {
  const returning = state.lost && answer.account !== null
  const ended = answer.account === null && state.account !== null
  Object.assign(state, { oidc: answer.oidc, setupNeeded: answer.setup_needed, care: answer.care ?? null, password: answer.password ?? null, loaded: true, problem: null, endsIn: null })
  if (ended) return lose()
  if (state.account && state.account.id !== answer.account?.id) forgetDrafts()
  Object.assign(state, { account: answer.account, lost: false, asking: false })
  if (answer.account) idle.start(answer.idle_timeout_s)
  else idle.stop()
  if (returning) presence.back.ring()
}

/** A registry that cannot say who is signed in is still shown to everybody. */
async function load(): Promise<void> {
  try {
    adopt(await calls.getSession())
  } catch (error) {
    Object.assign(state, { loaded: true, problem: asProblem(error) })
  }
}

async function signIn(body: SignIn): Promise<void> {
  adopt((await calls.signIn(body)).data)
}

function lose(): void {
  idle.stop()
  Object.assign(state, { lost: state.account !== null, asking: true, endsIn: null })
}

/** Nobody is signed in any more, and nothing of it is kept. */
function forget(): void {
  idle.stop()
  forgetDrafts()
  Object.assign(state, { account: null, lost: false, asking: false, endsIn: null })
}

async function signOut(): Promise<void> {
  try {
    await calls.signOut()
  } catch (error) {
    // A session that has ended already is what was wanted.
    if (asProblem(error).trouble !== 'signed_out') throw error
  }
  forget()
}

presence.lost.on(lose)
presence.heard.on(idle.touch)

const may = (right: Right): boolean => state.account?.rights.includes(right) ?? false
/** Whether one of the rights is enough; no rights asked for is open to all. */
const mayAny = (rights: readonly Right[] | undefined): boolean => !rights?.length || rights.some(may)

export const session = {
  state, load, adopt, signIn, signOut, forget, may, mayAny,
  signedIn: computed(() => state.account !== null),
  ask: () => (state.asking = true),
}
