// Which files can be taken at all, before a byte is sent.
import type { ImportKind } from '@/api/types'

export const KINDS: ImportKind[] = ['facilities', 'organizations', 'demand', 'divisions', 'hsds']
/** The service takes no more. */
export const MOST_BYTES = 64 * 1024 * 1024
/** Population grids. */
const GRID = /\.tiff?$/i
const ENDINGS = /\.(csv|tsv|txt|xlsx|geojson|json)$/i

const ZIP = /\.zip$/i

export type Unfit = 'empty' | 'large' | 'old_excel' | 'ending' | 'package' | 'zip' | 'grid'

export function unfit(file: { name: string; size: number }, kind: ImportKind = 'facilities'): Unfit | null {
  if (/\.(xls|et|wps)$/i.test(file.name)) return 'old_excel'
  if (kind === 'hsds' && !ZIP.test(file.name)) return 'package'
  if (kind !== 'hsds' && ZIP.test(file.name)) return 'zip'
  if (kind !== 'demand' && GRID.test(file.name)) return 'grid'
  if (kind !== 'hsds' && !ENDINGS.test(file.name) && !GRID.test(file.name)) return 'ending'
  if (file.size === 0) return 'empty'
  return file.size > MOST_BYTES ? 'large' : null
}

/** What a file's name says about what it holds. */
export function guessKind(name: string): ImportKind | null {
  if (ZIP.test(name)) return 'hsds'
  if (GRID.test(name)) return 'demand'
  if (/人口|需求|demand|population|people|worldpop/i.test(name)) return 'demand'
  if (/区划|边界|division|boundar/i.test(name)) return 'divisions'
  if (/机构|组织|organi[sz]ation/i.test(name)) return 'organizations'
  return /设施|站点|facilit/i.test(name) ? 'facilities' : null
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
