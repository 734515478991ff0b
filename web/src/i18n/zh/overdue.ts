// What Overdue says, in Chinese.
export default {
  overdue: {
    which: '到期的内容', checks: '记录核查', vacancies: '空位数字', question: '哪些记录该核查了？', intro: '正在载入…', answer: '{n} 条该核查。', settled: '已核查 {n} 条。', state: '到期情况', states: { overdue: '已过期', never: '从未核查', due_soon: '快到期' },
    never: '从未核查', late: '过期 {n} 天', dueOn: '{date}到期', last: '上次 {date} {by}', neverChecked: '没有核查记录', none: '没有该核查的记录', noneWhy: '按现在的条件，都在有效期内。', pick: '选中“{name}”', pickShown: '选中列出的 {n} 条', goodAll: '选中的 {n} 条都核查无误', working: '正在记录，还有 {n} 条…',
    good: '核查无误', changed: '有变化', look: '在地图上看', vacancyQuestion: '哪些空位数字旧了？', vacancyIntro: '空位天天变，报了太久的只能当作旧数字。', vacancyAnswer: '有 {n} 个旧了，最旧的在前。', looking: '正在看 {n} / {all} 处…', renewed: '已更新 {n} 个。', noVacancies: '没有旧的空位数字', noVacanciesWhy: '登记过的空位都是最近报的。',
    toldAgo: '空位 {n}（{ago}报的）', toldNever: '空位 {n}（没有报的时间）', free: '现在空', renew: '更新',
  },
}
