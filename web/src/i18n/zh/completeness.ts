// What Completeness says, in Chinese.
export default {
  completeness: {
    by: '分行', by_kind: '按类别', by_division: '按区划', anyKind: '所有类别', table: '完整度表', records: '记录', score: '完整度', all: '全部',
    answer: '{n} 条记录，完整度 {score}。', how: '一条记录的完整度 = 已填项的权重之和 ÷ 应填项的权重之和，一行是各条记录的平均；权重写在列头（× 几）。点数字看是哪些记录。', weightHelp: '权重 {w}，合计 {sum}', na: '不要求', cell: '{field}已填 {share}，看没填的记录',
    lacking: '没填“{field}”的记录', leastFirst: '最不完整的在前', anyField: '看缺任何一项的', nothingLacks: '没有缺项的记录。', count: '{n} 条', missing: '缺：{names}', firstOnly: '只列出前 {n} 条，请缩小范围。',
  },
}
