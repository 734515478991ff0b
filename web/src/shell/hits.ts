// How a hit of the search is shown: its sign, and the line under its name.
import type { SearchHit } from '@/api/types'
import type { GlyphName } from './glyphs'

const SIGNS: Record<SearchHit['type'], GlyphName> = {
  facility: 'find', organization: 'about', division: 'gaps', place: 'place', landmark: 'landmark', street: 'street', house: 'house',
}

/** The sign of what was found; facilities have their kind's own. */
export const glyphOf = (hit: SearchHit): GlyphName => SIGNS[hit.type]

/** What it is and where; a spot of the map says its sort, since its name alone does not. */
export function lineOf(hit: SearchHit, t: (key: string) => string): string {
  const sort = t(`search.${hit.type}`)
  if (!hit.attribution) return hit.detail || sort
  return [sort, hit.name_en, hit.detail].filter(Boolean).join(' · ')
}
