// How a row of a file is named, and what is odd about where it lies, in words.
import { useI18n } from 'vue-i18n'
import type { ImportRow, RowWarning } from '@/api/types'
import { preferences } from '@/shell/preferences'
import { distance } from '@/text/format'
import { divisionName } from '../records/names'

export function useRowWords() {
  const { t } = useI18n()
  const numberOf = (row: ImportRow) => (row.file ? t('imports.rowOfFile', { file: row.file, n: row.file_row ?? row.row }) : t('imports.rowNumber', { n: row.row }))
  function warning({ problem, detail, suggestion }: RowWarning): string {
    const d = distance(detail.distance_m, preferences.lang)
    const found = detail.found ? t('imports.warning.found', { division: divisionName(detail.found) }) : ''
    const said = problem === 'in_no_division' ? t('imports.warning.none', { d, division: divisionName(detail.nearest ?? '') }) : t('imports.warning.outside', { d, division: divisionName(detail.declared ?? '') }) + found
    return `${said}${t('imports.warning.stop')}${t(`review.step.${suggestion}`)}`
  }
  return { numberOf, warning }
}
