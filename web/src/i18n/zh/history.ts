// What History and the bar of a past day say, in Chinese.
export default {
  moment: { asOf: '正在看 {date} 当天结束时的登记', today: '回到今天', choose: '换一天' },
  history: {
    day: '日期', today: '今天', earlier: '前一个有变更的日子', later: '后一个有变更的日子', changesOn: '{n} 项变更', firstOf: '前 {n} 项',
    answerNow: '现在登记里有 {n} 处设施。', answerThen: '{date}，登记里有 {n} 处设施。', countingThen: '正在清点 {date} 的登记…', everywhere: '选了日期，地图、就近、缺口和列表都按那一天显示。',
    onDay: '{date} 的变更', quiet: '这一天没有变更。', more: '再显示一些', ofRecord: '这条记录的全部变更', allChanges: '全部变更', recordTitle: '“{name}”的变更历史', noneOfRecord: '没有变更记录。', seeDay: '看这一天', batch: '批次 {id}',
    action: { add: '新增', change: '修改', update: '修改', remove: '移除', merge: '合并', unmerge: '拆开', import: '导入', check: '核查', undo: '撤销', approve: '批准', apply: '生效', propose: '提出', return: '退回', withdraw: '撤回', close: '办结' },
    coverage: '覆盖率的变化', coverageSentence: '{kind}{how} {m}内覆盖的{group}：{from} 为 {a}，{to} 为 {b}。', asTable: '用表格看',
    batches: '导入批次', noBatches: '没有导入过文件。', batchDid: '新增 {added} · 修改 {changed} · 移除 {removed}', undone: '{date} 已撤销', undo: '撤销整批', undoTitle: '撤销“{name}”这一批', undoText: '新增的 {added} 条移除，修改的 {changed} 条和移除的 {removed} 条恢复原样。之后又改过的记录会挡住撤销。',
  },
}
