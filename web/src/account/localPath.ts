// Where to go after signing in: a page of this site, never another one.
import type { LocationQuery } from 'vue-router'
import { text } from '@/text/address'

export function localPath(raw: LocationQuery[string] | undefined): string {
  const to = text(raw)
  return /^\/(?![/\\])/.test(to) ? to : '/find'
}
