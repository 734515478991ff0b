// How opening hours, kept in OpenStreetMap's notation, read to people; what it does not know it leaves as written.
import type { Lang } from './format'

const DAYS: Record<string, [string, string]> = {
  Mo: ['周一', 'Mon'], Tu: ['周二', 'Tue'], We: ['周三', 'Wed'], Th: ['周四', 'Thu'],
  Fr: ['周五', 'Fri'], Sa: ['周六', 'Sat'], Su: ['周日', 'Sun'], PH: ['法定节假日', 'public holidays'],
}

export function openingHours(text: string, lang: Lang): string {
  const pick = lang === 'zh' ? 0 : 1
  if (text.trim() === '24/7') return ['全天 24 小时', 'around the clock'][pick]
  return text
    .split(';')
    .map((rule) => rule.trim())
    .filter(Boolean)
    .map((rule) =>
      rule
        .replace(/\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b/g, (day) => DAYS[day][pick])
        .replace(/(周.)-(周.)/g, '$1至$2')
        .replace(/([A-Z][a-z]{2})-([A-Z][a-z]{2})/g, '$1–$2')
        .replace(/(\d{2}:\d{2})-(\d{2}:\d{2})/g, '$1–$2')
        .replace(/,\s*/g, lang === 'zh' ? '、' : ', ')
        .replace(/\boff\b/g, lang === 'zh' ? '休息' : 'closed'),
    )
    .join(lang === 'zh' ? '；' : '; ')
}
