// Which modes there are: a mode is a panel, what it puts on the map, and a legend, in its own folder.
import { defineAsyncComponent, type Component } from 'vue'
import type { Right } from '@/api/types'
import type { GlyphName } from '@/shell/glyphs'

export interface Mode {
  name: 'find' | 'gaps' | 'plan' | 'board' | 'registry' | 'administration' | 'about'
  glyph: GlyphName
  panel: () => Promise<Component>
  legend: Component | null
  /** One of these rights is enough; without any it is open to all. */
  needs?: Right[]
  /** What its address holds after its name. */
  rest?: string
}

export const MODES: Mode[] = [
  { name: 'find', glyph: 'find', panel: () => import('./find/FindPanel.vue'), legend: defineAsyncComponent(() => import('./find/FindLegend.vue')) },
  { name: 'gaps', glyph: 'gaps', panel: () => import('./gaps/GapsPanel.vue'), legend: defineAsyncComponent(() => import('./gaps/GapsLegend.vue')) },
  {
    name: 'plan', glyph: 'plan', panel: () => import('./plan/PlanPanel.vue'), legend: defineAsyncComponent(() => import('./plan/PlanLegend.vue')),
    needs: ['make_plans', 'approve_changes'], rest: '/:id?',
  },
  { name: 'board', glyph: 'board', panel: () => import('./board/BoardPanel.vue'), legend: null, needs: ['make_plans', 'read_records'] },
  {
    name: 'registry', glyph: 'registry', panel: () => import('./registry/RegistryPanel.vue'), legend: null,
    needs: ['read_records', 'write_records', 'check_records', 'approve_changes'], rest: '/:section?/:id?',
  },
  {
    name: 'administration', glyph: 'administration', panel: () => import('./administration/AdministrationPanel.vue'), legend: null,
    needs: ['manage_accounts', 'manage_settings', 'manage_standards', 'read_audit'], rest: '/:section?/:id?',
  },
  { name: 'about', glyph: 'about', panel: () => import('./about/AboutPanel.vue'), legend: null },
]
