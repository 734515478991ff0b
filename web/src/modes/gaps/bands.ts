// Which of a zone's cumulative bands is meant: the one asked for, else the first there is.
import type { Band, Zone } from '@/api/types'

export const bandOf = (zone: Zone, within: number): Band => zone.bands.find((b) => b.within_m === within) ?? zone.bands[0]
