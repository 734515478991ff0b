// Which sections Administration has, and who may use each.
import type { Section } from '@/shell/sections'

export const SECTIONS: Section[] = [
  { name: 'users', needs: ['manage_accounts'], layout: 'wide', component: () => import('./users/UsersSection.vue') },
  { name: 'roles', needs: ['manage_accounts', 'read_audit'], layout: 'wide', component: () => import('./roles/RolesSection.vue') },
  { name: 'tokens', needs: ['manage_accounts'], layout: 'wide', component: () => import('./tokens/TokensSection.vue') },
  { name: 'settings', needs: ['manage_settings'], layout: 'wide', component: () => import('./settings/SettingsSection.vue') },
  { name: 'kinds', needs: ['manage_standards'], layout: 'wide', component: () => import('./kinds/KindsSection.vue') },
  { name: 'standards', needs: ['manage_standards'], layout: 'wide', component: () => import('./standards/StandardsSection.vue') },
  { name: 'audit', needs: ['read_audit'], layout: 'wide', component: () => import('./audit/AuditSection.vue') },
]
