// What is said of pairs, in the words for facilities or, where they have their own, for organizations.
import { useI18n } from 'vue-i18n'
import type { RecordType } from '@/api/types'
import { reference } from '@/shell/reference'
import { useWords } from '../records/words'

export function useSay(type: () => RecordType) {
  const { t, te } = useI18n()
  const { coded } = useWords()
  const own = (key: string) => `duplicates.organization.${key}`
  const say = (key: string, blanks: Record<string, unknown> = {}) => t(type() === 'organization' && te(own(key)) ? own(key) : `duplicates.${key}`, blanks)
  /** A facility's kind, an organization's legal form; nothing where it has none. */
  const kindName = (code: string) => (!code ? '' : type() === 'organization' ? coded('category', code) : reference.kindName(code))
  return { t, say, kindName }
}
