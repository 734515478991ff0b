// Under which heads the rows of a file are shown, and which one a person should see first.
import type { ImportSummary } from '@/api/types'

export const TABS = ['refused', 'added', 'changed', 'removed', 'unchanged'] as const
export type Tab = (typeof TABS)[number]

/** What needs a hand comes first, then what is new, what changes, what goes. */
/** What an approver comes for: rows that would be written; the refused ones are not sent. */
export const firstApplied = (summary: ImportSummary): Tab => TABS.find((tab) => tab !== 'refused' && tab !== 'unchanged' && summary[tab] > 0) ?? firstTab(summary)

export const firstTab = (summary: ImportSummary): Tab => TABS.find((tab) => summary[tab] > 0) ?? 'added'
