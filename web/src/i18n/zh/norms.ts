// What the check of the standards says, in Chinese.
export default {
  norms: {
    title: '规范评价', open: '规范评价', back: '返回缺口', what: '逐条评价每项规范，各层级分别评价，互不包含。',
    set: '规范体系', allSets: '全部体系', level: '分区到', status: '结果', all: '全部', unverified: '也评价未核实的规范（结果只供参考）',
    states: { failed: '不达标', not_checkable: '无法评价', met: '达标', off: '未启用' },
    tally: '{division}共 {n} 条：{failed} 条不达标，{not} 条无法评价，{met} 条达标，{off} 条未启用。', everywhere: '全域',
    clause: '条款', clauses: { reach: '服务半径', administrative: '按行政区配置', ratio: '配比', minimum_area: '最小面积', minimum_places: '最少位数' },
    standard: '规范', asks: '要求', found: '现状', affected: '{n} 人受影响（共 {of} 人）', and: '；', counted: '人数按{group}计。', places: '现有 {n} 处', failing: '{n} 处不达标', notStated: '{n} 处未登记', missing: '{n} 个区不足',
    unverifiedMark: '未核实 · 可信度 {c}', verifiedMark: '已核实', cite: '出处', method: '方法', since: '自 {day} 起', setsTable: '按规范体系',
    where: '不达标的地方', whereFacilities: '不达标的设施', name: '名称', peopleCol: '人数', affectedCol: '受影响', there: '现有', required: '应有', lacks: '缺', stated: '登记值', gaps: '看缺口', nothing: '没有这样的条款。', withheld: '{n} 个区因人数少不公开',
    why: { unverified: '未核实，未启用', not_yet_in_force: '尚未生效', no_longer_in_force: '已失效', elsewhere: '适用于别处', unreadable_unit: '配比的单位无法计算', no_count: '登记中没有所需的人数', small_counts: '人数少，不公开', no_level: '没有这一级区划', no_division: '设施没有区划', no_place: '没有设施', not_stated: '设施没有登记这个数', protected: '保护性场所，只按区县判断' },
    more: '另有 {n} 行',
  },
}
