// What Gaps says, in Chinese.
export default {
  gaps: {
    by: '按', byKind: '按设施类别', byStandard: '按规范', kind: '设施类别', standard: '规范', group: '人群', reach: '距离不超过', how: '怎么量', own: '自定', ownLabel: '自定距离（米）', metres: '米',
    level: '分区统计到', division: '只看', everyone: '常住人口', unverified: '未核实', noReach: '无距离要求', pickStandard: '选择规范',
    borrowed: '此规范未核实，不能作为依据；这里只借用它的距离 {m}。', verifiedUsed: '按已核实的规范计算：{cite}',
    administrative: '此规范按行政区配置，没有距离，不能在这里计算。', noneActive: '目前没有已核实且带距离的规范；选用未核实的规范只借用其距离。',
    answer: '现有 {n} 处{kind}，{how} {m}内覆盖 {share} 的{group}，{left} 人未覆盖。', answerNone: '{where}没有在运营的{kind}，{left} 人未覆盖。',
    counts: '按{group}计，共 {total} 人', inputs: '查看计算依据', withheld: '少于 {n} 人的数不公开（写作 <{n}），能由它推算出小数的行取为 {n} 的倍数（写作 ≈）；有“查看小数”权限的账号登录后可见原数。', residents: '居民覆盖率', residentsHelp: '{how} {m}内有设施的人，{covered} / {total}',
    communities: '社区拥有率', communitiesHelp: '本社区内有一处的社区，{with} / {total}', third: '建成区面积覆盖率需要建成区边界，登记中没有，不计算。三种比率不能混用。',
    left: '未覆盖人数', leftHelp: '{share} 的{group}', byDivision: '分区情况', ranked: '未覆盖人数最多的{unit}', unit: { community: '社区', cell: '网格' }, total: '共 {n} 个',
    more: '再显示 {n} 个', export: '导出', csv: 'CSV 表格', xlsx: 'Excel 表格', wide: '展开宽表', backToMap: '返回地图', table: '分区与缺口明细',
    people: '人数', covered: '已覆盖', leftOver: '未覆盖', share: '覆盖率', facilities: '设施数', nearest: '最近设施', name: '名称', street: '街道', district: '区县', rank: '序',
    elsewhere: '未划入区划', noData: '登记中没有人口数据，无法计算覆盖。', noDataNext: '请先导入人口网格（import demand）。', noGaps: '所有人都在覆盖范围内。', invalidReach: '请输入 1 到 50,000 之间的整数（米）。',
    nearestAt: '最近一处 {d}', noNearest: '没有设施', select: '查看{name}',
  },
  inputs: {
    title: '这个数字的依据', snapshot: '数据快照', asOf: '数据日期', facilities: '计入的设施', cells: '人口网格', method: '方法', standard: '规范', group: '人群', noStandard: '未采用规范，只按所选距离',
    measured: '沿导入地图的道路走的最短路程，住处和设施到道路的一段也算在内；恰在界上的算在内。', estimated: '没有道路数据：大圆直线距离乘绕行系数，恰在界上的算在内。属估算，不是实际路程。', offRoad: '不在路网上的网格', straight: '大圆直线距离，地球半径 6,371,008.8 米；恰在界上的算在内。属估算，不是步行路程。', closed: '已覆盖 + 未覆盖 = 合计', skipped: '未能计入的记录', unreachable: '到不了任何设施的网格', raw: '服务给出的方法说明',
    figures: '人口口径与年份', figuresUnsaid: '导入时没有说明', definitionUnsaid: '口径未说明', yearUnsaid: '年份未说明', figuresBy: { counted: '统计数', estimated: '估算数' },
    groupAll: '人口数据中的全部常住人口', groupNamed: '人口数据中“{group}”一列；与其他人群可能重叠，不能相加',
  },
  legend: {
    title: '图例', share: '居民覆盖率', low: '不足 20% 加斜线', cluster: '多处设施（数字为处数）', result: '结果与名次', origin: '所选位置', coveredCell: '已覆盖（放大可见）', gapCell: '未覆盖', facility: '设施', show: '展开图例', hide: '收起图例', none: '无人口', selected: '所选区划',
  },
}
