// What everybody who is signed in keeps for themselves.
import type { Section } from '@/shell/sections'

export const SECTIONS: Section[] = [
  { name: 'password', needs: [], layout: 'wide', component: () => import('./PasswordSection.vue') },
  { name: 'second-factor', needs: [], layout: 'wide', component: () => import('./SecondFactorSection.vue') },
  { name: 'sessions', needs: [], layout: 'wide', component: () => import('./SessionsSection.vue') },
  { name: 'tokens', needs: [], layout: 'wide', component: () => import('./TokensSection.vue') },
]
