// Why a part of two records is alike, in words.
import { useI18n } from 'vue-i18n'
import type { ScorePart } from '@/api/types'
import { preferences } from '@/shell/preferences'
import { distance } from '@/text/format'
import { divisionName } from '../records/names'

export function useWhy(partName: (part: ScorePart['part']) => string): (part: ScorePart) => string {
  const { t } = useI18n()
  const without = (words: string[]) => (words.length ? t('duplicates.because.without', { words: words.join(t('sep')) }) : '')
  return ({ part, value, why }) => {
    switch (why.why) {
      case 'names': {
        const alike = why.core === 1 ? (why.by === 'pinyin' ? 'sound' : why.first === why.second && value === 1 ? 'same' : 'partly') : why.by === 'pinyin' ? 'soundAlike' : 'alike'
        const said = t(`duplicates.because.names.${alike}`, { first: why.first, second: why.second })
        return [without(why.stripped) + said, ...why.differences.map((d) => t(`duplicates.because.difference.${d}`))].join(t('duplicates.because.but'))
      }
      case 'addresses': return `${without(why.stripped)}${t('duplicates.because.addresses', { first: why.first, second: why.second })}${t(`duplicates.because.house.${why.house_numbers}`)}`
      case 'metres': return t('duplicates.because.metres', { d: distance(why.distance_m, preferences.lang) })
      case 'different_districts': return t('duplicates.because.districts', { first: divisionName(why.first), second: divisionName(why.second) })
      default: return t(`duplicates.because.${why.why}`, { part: partName(part) })
    }
  }
}
