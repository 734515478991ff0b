// How a jurisdiction is written: `all`, a division's twelve digits, or `unit:` with a reporting unit's code.

export type Scope = 'all' | 'division' | 'unit'
const UNIT = 'unit:'

export function splitJurisdiction(text: string): { scope: Scope; code: string } {
  if (text === 'all') return { scope: 'all', code: '' }
  if (text.startsWith(UNIT)) return { scope: 'unit', code: text.slice(UNIT.length) }
  return { scope: 'division', code: text }
}

/** A place not chosen yet is empty, and no jurisdiction: never `all` by accident. */
export function joinJurisdiction(scope: Scope, code: string): string {
  if (scope === 'all') return 'all'
  const place = code.trim()
  return scope === 'unit' ? UNIT + place : place
}

export const isComplete = (text: string): boolean => text === 'all' || splitJurisdiction(text).code !== ''
