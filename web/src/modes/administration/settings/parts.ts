// How the parts of a setting are called: fields of a record, parts of a likeness, kinds.
import { fieldName } from '@/record/fields'
import { reference } from '@/shell/reference'

export const partName = (code: string): string => (reference.kindByCode.value.has(code) ? reference.kindName(code) : code.split('.').map(fieldName).join(' · '))
