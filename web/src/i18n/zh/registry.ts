// What Registry's frame says, in Chinese.
export default {
  registry: {
    returned: '退回 {n}',
    section: { records: '记录', proposals: '待审', imports: '导入导出', duplicates: '查重', review: '位置核对', overdue: '核查到期', reports: '纠错反馈', completeness: '完整度', history: '历史' },
  },
}
