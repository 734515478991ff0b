// What is said of a gap that somebody works on, in Chinese.
export default {
  gapwork: {
    toPlan: '为这些缺口选址',
    standing: '按办理状态', any: '全部缺口', onlyLate: '只看逾期', noneSuch: '没有这样的缺口。', open: '办理{name}的缺口', title: '{name}的缺口', late: '逾期',
    state: { open: '待办', planned: '已列入计划', under_way: '办理中', closed: '已消除', accepted: '维持现状' }, stateNow: '状态', keep: '不变', closedWhy: '覆盖数字显示已无人未覆盖，缺口自行消除；再有人未覆盖时会重新打开。',
    left: '未覆盖 {n} 人，共 {total} 人', nearest: '最近一处 {d}', clause: '按 {m} 计', why: '原因', whyHelp: '维持现状要写明原因', unit: '责任单位', unitHelp: '选一个区划，由该级单位负责', post: '岗位', postHelp: '填岗位，不填姓名', deadline: '期限', days: '或从今天起几个工作日', calendar: '其中有的年份节假日安排未核实，期限可能要改。', save: '保存',
    parts: '排序依据', score: '分值', partPeople: '未覆盖人数', partDistance: '平均距离', partShare: '未覆盖比例', partRequests: '未满足的求助', noRequests: '还没有求助记录',
    comments: '说明', noComments: '还没有说明。', say: '写一条说明', sayHelp: '不写个人姓名和号码', send: '发出', history: '经过', noHistory: '还没有人处理过。', saved: '已保存', hidden: '责任单位和说明只对登记和规划人员显示。', by: '{name} · {date}', change: '{field}：{before} → {after}', nothing: '无',
    fields: { state: '状态', reason: '原因', owner_unit: '责任单位', owner_post: '岗位', deadline: '期限' },
  },
}
