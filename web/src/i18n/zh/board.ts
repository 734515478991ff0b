// What the Board says, in Chinese.
export default {
  board: {
    answer: '{total} 个项目已完成 {done} 个（{share}），{late} 个逾期。', none: '还没有项目。', noneWhy: '方案批准后，其中各处会成为项目，在这里跟进。', toPlan: '去选址', units: '各责任单位', projects: '项目', nobody: '未定责任单位', all: '全部',
    state: { planned: '未开工', under_way: '建设中', done: '已完成', dropped: '已取消' }, overdue: '逾期', overdueN: '逾期 {n}', onlyOverdue: '只看逾期', deadline: '期限', money: '资金（万元）', moneyN: '{n} 万元', share: '完成率', count: '项目数', filterState: '状态', filterPlan: '只看一个方案的项目', anyPlan: '看全部项目',
    name: '名称', unit: '责任单位', post: '岗位', postHelp: '填岗位，不填姓名', next: '下一节点', noNext: '没有节点', edit: '修改', editTitle: '{name}', save: '保存', steps: '节点', step: '节点', due: '应完成', doneOn: '已完成', addStep: '加一个节点', removeStep: '去掉', funds: '资金来源', source: { 'welfare-lottery': '福彩公益金', 'budget': '财政', 'society': '社会资金' }, plan: '所属方案', place: '设施', barHelp: '{unit}：完成 {done}，建设中 {under}，未开工 {planned}，逾期 {late}',
    incomplete: '节点要有名称和日期', amountWrong: '请填不小于 0 的数', moreThan: '只列出前 {n} 个项目', asOf: '截至 {date}',
  },
}
