// What Find says, in Chinese.
export default {
  find: {
    hint: '在地图上点一个位置，或搜索地址。', here: '用我的位置', clearPoint: '清除位置', from: '起点',
    centre: '从地图中心', locating: '正在取得位置…',
    refused: '浏览器没有给出位置（未授权）。请在浏览器设置里允许，或直接在地图上点选。',
    noPosition: '暂时取不到位置。请在地图上点选，或搜索地址。', insecure: '此连接不支持定位（需要 HTTPS）。请在地图上点选，或搜索地址。',
    kind: '设施类别', service: '服务', group: '服务对象', within: '距离不超过', limit: '最多列出', places: '{n} 处',
    inView: '地图范围内有 {n} 处在运营的{what}。', inViewNone: '地图范围内没有在运营的{what}。', inViewList: '地图范围内（前 {n} 处）',
    what: '设施', answer: '离{from}{how}最近的 {n} 处{what}，最近的 {d}。', answerWithin: '{from}{how} {w}内找到 {n} 处{what}，最近的 {d}。',
    none: '没有找到符合条件的{what}。', noneWhy: '条件太窄，或距离上限太小。', relax: '放宽条件',
    thisPoint: '所选位置', counts: '只计在运营的设施', asOf: '数据截至 {date}',
    list: '由近到远', doorless: '电话服务（没有门店）', leftOut: '为什么没有其他地点（{n}）', leftOutNone: '没有更近的地点被排除。',
    nth: '第 {n} 近', zoom: '在地图上看', outside: '所选位置在本登记的范围之外。',
  },
  reason: { status: '状态：{status}', kind: '类别不符', service: '不提供所选服务', group: '不面向所选人群', too_far: '超过距离上限', off_road: '不在路网上（距离为估算）', island: '与这里的道路不相连（距离为估算）', capacity: '没有容量' },
  because: { kind: '类别相符', open: '在运营', distance: '距离近', service: '提供所选服务', group: '面向所选人群' },
  card: {
    label: '设施详情', services: '提供的服务', groups: '服务对象', hours: '开放时间', phone: '电话', call: '拨打 {phone}', capacity: '容量',
    barrierFree: '无障碍', operator: '运营单位', status: '状态', address: '地址', division: '所在区划', grade: '等级', area: '建筑面积',
    department: '主管处室', opened: '开办', source: '来源', checked: '核查日期', neverChecked: '未核查', precision: '位置精度', updated: '更新',
    protected: '保护性场所：仅显示公开接待点。', unplaced: '此设施没有可显示的位置。', none: '未登记', nearestFrom: '以此处为起点', kind: '类别', distance: '距起点',
    fee: '费用', notes: '备注',
  },
}
