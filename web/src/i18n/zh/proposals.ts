// What Proposals says, in Chinese.
export default {
  proposals: {
    which: '哪些', tab: { decide: '待审批', mine: '我提交的', all: '全部' },
    answer: { decide: '{n} 份修改等待审批', mine: '我提交过 {n} 份修改', all: '共 {n} 份修改' },
    none: { decide: '没有等待审批的修改。', mine: '你没有提交过修改。', all: '没有修改。' }, noneWhy: '登记员提交的修改会出现在这里。',
    stateOf: '状态', anyState: '所有状态', state: { open: '待审批', approved: '已批准', returned: '已退回', withdrawn: '已撤回' },
    action: { add: '新增', change: '修改', remove: '移除', merge: '合并', unmerge: '拆开', import: '导入' },
    what: { add: '新记录的内容', change: '改动', remove: '要移除的记录', merge: '合并', unmerge: '恢复合并掉的记录', import: '导入的文件' },
    keys: 'j / k 或 ↑ ↓ 移动，Enter 打开', more: '再显示 50 份', andMore: '{names}等 {n} 项', byMe: '我', because: '原因：{reason}', me: '你', stale: '已过时',
    asked: '{name} 于 {date} 提出', onVersion: '基于版本 {n}', backToList: '返回列表', previous: '上一份', next: '下一份', seeRecord: '打开这条记录', seeImport: '看导入的每一行', importWhy: '整批批准或退回。',
    staleTitle: '提出之后，登记里的记录又变了。', staleWhy: '它基于版本 {base}，现在是版本 {now}。请退回，让提出人按现在的内容重新提交。', staleClash: '会盖掉别人刚改的：{names}', meanwhile: '这期间的变化',
    whyNot: { own_proposal: '这是你自己提交的，要由另一位审批员决定。', forbidden: '你没有审批这个区划的权限。', stale_proposal: '记录在这期间变了，不能直接批准，可以退回。', decided: '已经处理过。' },
    approve: '批准', return: '退回', withdraw: '撤回', note: '备注', approveTitle: '批准对“{name}”的修改', approveText: '批准后立即生效，并记入变更历史。', returnTitle: '退回对“{name}”的修改', returnText: '请写明要改什么，提出人会看到。', withdrawTitle: '撤回对“{name}”的修改', withdrawText: '撤回后不再等待审批。',
    correct: '改好再提交', replaces: '这个表单里还有没发送的修改，会被这份退回的内容代替。', replace: '用退回的内容代替', cameBack: '有 {n} 份被退回，可以改好再提交',
    again: '再次提交', againTitle: '再次提交“{name}”', againText: '会按下面写的理由重新送审。', cameBackBecause: '被退回：{reason}', cameBackPlain: '被退回了，改好再提交。', changedSince: '这条记录后来改动过，再次提交的是针对现在的记录。',
    leftOut: '行没有选，不导入', warnedRows: '{n} 行在所填区划之外', refusedRows: '另有 {n} 行有错，不在这份修改里',
    kept: '保留的记录', dropped: '合并掉的记录', restored: '恢复的记录', result: '合并后', keptNow: '拆开前的记录', resultApart: '拆开后（保留的）',
    mark: { before: '原位置', after: '新位置', dropped: '合并掉的', restored: '恢复的', frontBefore: '原接待点' },
  },
}
