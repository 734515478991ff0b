// What walking says, in Chinese.
export default {
  walking: {
    by: '出行方式', measured: '实测路网', estimated: '估算', onFoot: '步行 {m}',
    name: { 'straight': '直线', 'walk': '步行', 'elder': '老年人', 'step-free': '无障碍' },
    how: { 'straight': '直线', 'walk': '步行', 'elder': '老年人步行', 'step-free': '无障碍步行' },
    hint: { 'straight': '两点间的直线距离', 'walk': '一般人步行', 'elder': '老年人步行：走得慢一些', 'step-free': '避开台阶，适合轮椅和婴儿车' },
    method: {
      straight: '直线距离（大圆），估算，不是步行路程', measured: '沿导入地图的道路走，两头离路的一段也算在内',
      estimated: '直线距离乘绕行系数，不是实际路程', offRoad: '起点不在路网上，只能估算',
    },
    way: '怎么走', finding: '正在找路…', noStart: '先选一个起点，就能看到怎么走。', arrive: '到达{name}', noWords: '没有道路数据，只能估算路程，说不出怎么走。', noWordsHere: '起点或这处设施不在路网上，只能估算路程，说不出怎么走。',
    noWay: '走不到', noWayWhy: '地图上没有从起点走到这里的路：可能隔着河、铁路或封闭的道路。', noWayStepFree: '没有不走台阶的路可以到这里。可改选“步行”再看。', walkInstead: '改看步行',
    out: '出发，先到路上', in: '离开道路，到门口', across: '接到下一段路', step: '{what}，走 {d}',
    along: '{turn}，沿{street}', into: '{turn}进入{street}', steps: '{turn}，走台阶', stepsUp: '{turn}，上台阶', stepsDown: '{turn}，下台阶', crossing: '{turn}，过马路', ferry: '{turn}，乘渡船',
    turn: {
      'start': '出发', 'straight': '直行', 'slight-left': '向左前方', 'left': '左转', 'sharp-left': '向左后方转',
      'slight-right': '向右前方', 'right': '右转', 'sharp-right': '向右后方转', 'back': '掉头',
    },
    ground: { main: '大路', residential: '小区道路', service: '内部道路', pedestrian: '步行街', footway: '人行道', path: '小路', cycleway: '自行车道' },
    reach: '步行可达范围', reachOff: '收起可达范围', reachWithin: '{m}内走得到', reachNote: '从这里出发，颜色越浓越近。', reachLegend: '步行可达范围', key: '按 Esc 收起', line: '步行路线', lineEstimate: '估算（虚线）',
  },
}
