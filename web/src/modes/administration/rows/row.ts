// How a whole row is typed and written back: which fields it has, and what their texts mean.

export type FieldType = 'text' | 'long' | 'number' | 'flag' | 'list' | 'choice' | 'colour' | 'date' | 'quantity'

export interface RowField {
  name: string
  type: FieldType
  /** Value and label, for a choice. */
  choices?: { value: string; label: string }[]
  /** May be left empty; it is then null, or what `empty` says. */
  optional?: boolean
  empty?: ''
}

/** How sure a row is: read in the primary text (A), from a second hand (B), from memory (C). */
export const CONFIDENCES = ['A', 'B', 'C'].map((value) => ({ value, label: value }))

export type Row = Record<string, unknown>
export type Typed = Record<string, string | boolean>

/** A row as it stands in the inputs. */
export function typeRow(fields: RowField[], row: Row | null): Typed {
  return Object.fromEntries(fields.map(({ name, type }) => {
    const value = row?.[name]
    if (type === 'flag') return [name, value === true]
    if (type === 'quantity') return [name, quantityText(value)]
    if (type === 'list') return [name, Array.isArray(value) ? value.join('、') : '']
    return [name, value == null ? '' : String(value)]
  }))
}

/** The whole row as it is sent: what the form does not show stays as it was. */
export function readRow(fields: RowField[], typed: Typed, before: Row | null, leave: readonly string[] = []): Row {
  const kept = Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => !leave.includes(name)))
  const read = Object.fromEntries(fields.map((field) => [field.name, readField(field, typed[field.name])]))
  return { ...kept, ...read }
}

function readField({ type, empty }: RowField, typed: string | boolean): unknown {
  if (typeof typed === 'boolean') return typed
  const text = typed.trim()
  if (type === 'list') return text.split(/[、,，;；\n]/).map((part) => part.trim()).filter(Boolean)
  if (text === '') return empty ?? null
  if (type === 'quantity') return quantity(text)
  return type === 'number' ? Number(text) : text
}

const quantityText = (value: unknown): string => {
  const { value: number, unit } = (value ?? {}) as { value?: number; unit?: string }
  return number === undefined ? '' : `${number} ${unit ?? ''}`.trim()
}

/** A number and of what per what, as in "30 m² per 100 households". */
function quantity(text: string): { value: number; unit: string } | null {
  const [, number, unit] = /^([\d.]+)\s*(\S.*)$/.exec(text) ?? []
  return number !== undefined && Number.isFinite(Number(number)) ? { value: Number(number), unit } : null
}

/** Why the row cannot be sent yet, by field; the words are the page's. */
export function rowFaults(fields: RowField[], typed: Typed, words: { needed: string; number: string; quantity: string }): Record<string, string | false> {
  return Object.fromEntries(fields.map(({ name, type, optional }) => {
    const value = typed[name]
    if (typeof value === 'boolean' || type === 'list') return [name, false]
    if (!value.trim()) return [name, optional ? false : words.needed]
    if (type === 'quantity') return [name, quantity(value.trim()) ? false : words.quantity]
    return [name, type === 'number' && !Number.isFinite(Number(value)) ? words.number : false]
  }))
}
