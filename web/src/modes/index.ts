// Which modes there are: a mode is a panel, what it puts on the map, and a legend, in its own folder.
import { defineAsyncComponent, type Component } from 'vue'
import type { GlyphName } from '@/shell/glyphs'

export interface Mode {
  name: 'find' | 'gaps' | 'about'
  glyph: GlyphName
  panel: () => Promise<Component>
  legend: Component | null
}

export const MODES: Mode[] = [
  { name: 'find', glyph: 'find', panel: () => import('./find/FindPanel.vue'), legend: defineAsyncComponent(() => import('./find/FindLegend.vue')) },
  { name: 'gaps', glyph: 'gaps', panel: () => import('./gaps/GapsPanel.vue'), legend: defineAsyncComponent(() => import('./gaps/GapsLegend.vue')) },
  { name: 'about', glyph: 'about', panel: () => import('./about/AboutPanel.vue'), legend: null },
]
