// Which sections Registry has, who may use each, and what its tab counts.
import { listChecks, listProposals, listReports } from '@/api/calls'
import type { Section } from '@/shell/sections'
import { DUE } from './overdue/due'
import { countReturned } from './proposals/returned'

export const SECTIONS: Section[] = [
  { name: 'records', needs: ['read_records', 'check_records'], layout: 'wide', component: () => import('./records/RecordsSection.vue') },
  {
    name: 'proposals', needs: ['read_records'], layout: 'split', component: () => import('./proposals/ProposalsSection.vue'),
    count: async (signal) => (await listProposals({ state: 'open', limit: 1 }, signal)).total,
    aside: { says: 'registry.returned', count: countReturned },
  },
  { name: 'imports', needs: ['read_records'], layout: 'wide', component: () => import('./imports/ImportsSection.vue') },
  { name: 'duplicates', needs: ['read_records'], layout: 'split', component: () => import('./duplicates/DuplicatesSection.vue') },
  { name: 'review', needs: ['read_records'], layout: 'split', component: () => import('./review/ReviewSection.vue') },
  {
    name: 'overdue', needs: ['read_records', 'check_records'], layout: 'split', component: () => import('./overdue/OverdueSection.vue'),
    count: async (signal) => (await listChecks({ state: DUE, limit: 1 }, signal)).total,
  },
  {
    name: 'reports', needs: ['read_records'], layout: 'wide', component: () => import('./reports/ReportsSection.vue'),
    count: async (signal) => (await listReports({ state: 'open', limit: 1 }, signal)).total,
  },
  { name: 'completeness', needs: ['read_records'], layout: 'wide', component: () => import('./completeness/CompletenessSection.vue') },
  { name: 'history', needs: ['read_records'], layout: 'split', component: () => import('./history/HistorySection.vue') },
]
