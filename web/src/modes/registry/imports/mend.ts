// What is wrong in a refused row, and which other rows are wrong in just the same way.
import type { CellError, ImportRow } from '@/api/types'

/** The wrong cells by heading; what concerns the row as a whole has no cell. */
export function wrongCells(row: ImportRow): { cells: CellError[]; whole: CellError[] } {
  const cells = row.errors.filter((e) => e.column in row.cells)
  return { cells, whole: row.errors.filter((e) => !(e.column in row.cells)) }
}

/** Rows that hold the same wrong text under the same heading; a mend of one would mend them all. */
export function alike(rows: ImportRow[], like: ImportRow, heading: string): ImportRow[] {
  const text = like.cells[heading]
  const wrong = (row: ImportRow) => row.errors.some((e) => e.column === heading)
  return rows.filter((row) => row.row !== like.row && row.state === 'refused' && row.cells[heading] === text && wrong(row))
}

/** Only the cells a person has changed are sent. */
export function edits(row: ImportRow, drafts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(drafts).filter(([heading, text]) => text !== (row.cells[heading] ?? '')))
}

/** The whole of China lies between these, so that a longitude and a latitude of it can be told apart. */
const LON = [73, 136]
const LAT = [3, 54]
const between = (text: string | undefined, [from, to]: number[]) => text !== undefined && text.trim() !== '' && Number(text) >= from && Number(text) <= to

/** The two cells of a position exchanged, where only that makes sense of them; null otherwise. */
export function exchanged(row: ImportRow, mapping: Record<string, string>): Record<string, string> | null {
  const heading = (code: string) => Object.keys(mapping).find((h) => mapping[h] === code)
  const [lon, lat] = [heading('lon'), heading('lat')]
  if (!lon || !lat || row.state !== 'refused' || !between(row.cells[lon], LAT) || !between(row.cells[lat], LON)) return null
  return { [lon]: row.cells[lat], [lat]: row.cells[lon] }
}
