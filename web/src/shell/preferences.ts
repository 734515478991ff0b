// How a person wants the page: language, light or dark, large type; kept in this browser only.
import { reactive, watch } from 'vue'
import type { Lang } from '@/text/format'
import type { Theme } from '@/map/palette'

const KEY = 'carereach.preferences'

interface Preferences { lang: Lang; theme: Theme; elder: boolean }

function remembered(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>
  } catch {
    return {}
  }
}

function first(): Preferences {
  const kept = remembered()
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches
  return {
    lang: kept.lang === 'en' || kept.lang === 'zh' ? kept.lang : navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh',
    theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : dark ? 'dark' : 'light',
    elder: kept.elder === true,
  }
}

export const preferences = reactive<Preferences>(first())

watch(
  preferences,
  (now) => {
    const root = document.documentElement
    root.lang = now.lang === 'zh' ? 'zh-CN' : 'en'
    root.classList.toggle('dark', now.theme === 'dark')
    root.classList.toggle('elder', now.elder)
    try {
      localStorage.setItem(KEY, JSON.stringify(now))
    } catch {
      // A browser that keeps nothing still shows the page.
    }
  },
  { immediate: true },
)
