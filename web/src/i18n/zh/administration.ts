// What Administration says, in Chinese.
export default {
  administration: {
    section: { users: '用户', roles: '角色与权限', tokens: '令牌', settings: '设置', kinds: '设施类别', standards: '规范', audit: '审计' },
  },
  showMore: '再显示一些',
  users: {
    find: '按姓名或登录名查找', byRole: '按角色筛选', anyRole: '全部角色', total: '共 {n} 个账号', new: '新建用户', make: '建立', none: '没有符合的账号', noneWhy: '换个写法，或取消角色筛选。',
    who: '用户', grants: '角色与范围', state: '状态', lastSignIn: '最近登录', never: '从未登录', edit: '编辑', editTitle: '编辑 {login}', inUse: '正常', disabled: '已停用', lockedUntil: '锁定至 {at}', secondFactor: '两步验证',
    role: '角色', where: '范围', addGrant: '添加角色', dropGrant: '去掉“{role}”', grantNeeded: '至少要有一个角色', whereNeeded: '请选定一个地方', central: '管理用户、设置、规范和查看审计的权限只在范围为“全部地区”时有效。', nameHelp: '工作人员姓名，审批和审计中会显示',
    subject: '单位统一身份', subjectHelp: '此人在单位统一身份认证中的标识（sub，或所设的字段）。留空即不能用单位统一身份登录；修改会结束此人的全部登录。',
    unlock: '解除锁定', reset: '重置密码', disable: '停用', enable: '恢复使用', resetHelp: '重置会结束此人的全部登录，并给出新的一次性链接。停用后不能登录，记录仍保留。',
    link: '一次性链接', linkTitle: '交给 {login} 的链接', linkHelp: '请把链接交给本人，用来设置密码。链接只能用一次；关闭后不能再次查看，需要时可重置。', linkDone: '已交给本人',
    stands: '现在的内容', yours: '您填写的', overwrite: '以我填写的为准',
  },
  roles: { what: '每个角色能做什么。此表由服务本身决定，不能在这里修改；各人的角色在“用户”中设置。', right: '权限', central: '仅限全部地区' },
  settings: {
    what: '服务运行所依据的数值。修改须写明原因，并记入审计。', name: '设置', value: '现值', valueIn: '现值（{unit}）', default: '默认值', defaultIs: '默认值：{value}', source: '来源', noSource: '没有来源', confidence: '可信度', edit: '修改', toDefault: '填入默认值',
    reasonHelp: '写明依据，例如文件名称或会议决定', unlimited: '不限', emptyIs: '可以留空。', listHelp: '用顿号、逗号或空格分开，填字段代码。', numberNeeded: '请填一个数', valueWrong: '写法不对', clash: '已被别人改为 {value}。再次保存将以您的为准。',
  },
  units: { of_4: '种（共 4 种）', people: '人', chars: '个字符', characters: '个字符', times: '次', minutes: '分钟', days: '天', hours: '小时', seconds: '秒', metres: '米', m: '米', months: '个月', min: '分钟', s: '秒', d: '天' },
  rows: { discard: '放弃，重新填写', add: '添加一行…', drop: '去掉“{name}”', quantity: '写一个数和单位，例如 30 m² per 100 households' },
  kinds: {
    what: '登记中设施与机构的类别。修改立即影响地图、导入和统计。', new: '新增类别', kind: '类别', code: '代码', codeHelp: '小写字母、数字和连字符，定了不再改', of: '属于', name_zh: '中文名称', name_en: '英文名称', unit: '容量单位', capacity_unit_zh: '容量单位（中文）', capacity_unit_en: '容量单位（英文）',
    colour: '颜色', colourHelp: '例如 #1F5FA8', protected: '保护性场所（只公开接待点）', protectedMark: '保护性', aliases: '别名', aliasesHelp: '用顿号或逗号分开；导入时按别名识别', osm_tags: 'OSM 标签', hsds_term: 'HSDS 术语', icon: '图标', iconHelp: 'SVG 路径，24 × 24', source: '来源', confidence: '可信度', count: '数量',
  },
  standards: {
    what: '配置规范的条款。未核实的规范只能借用其距离，不能作为依据。', new: '新增规范', standard: '规范', code: '代码', kind: '设施类别', name_zh: '中文名称', name_en: '英文名称', tier: '生活圈层级', reach_m: '距离（米）', metric: '度量', ratio: '配比', ratioHelp: '数和单位，例如 1 per street', min_area_m2: '最小建筑面积（平方米）', source: '来源', sourceHelp: '原文取自哪里', strength: '约束力', citation: '出处', citationHelp: '文件、条款', confidence: '可信度',
    valid_from: '生效日期', valid_to: '失效日期', verified: '已对照原文核实（核实后即启用）', state: '状态', verifiedMark: '已核实',
  },
  metrics: { walk: '步行距离', straight: '直线距离', administrative: '按行政区配置', quantity: '按数量配置' },
  strengths: { shall: '应', should: '宜', may: '可' },
  audit: {
    since: '从', until: '到', actor: '操作人', type: '类型', id: '记录编号', action: '动作', ask: '查询', total: '共 {n} 条', none: '没有符合的记录', at: '时间', record: '记录', reason: '原因', open: '查看', shut: '收起', nobody: '未登录', seq: '第 {n} 条', batch: '批次 {id}', hash: '链值', noFields: '没有字段变化。', toRecord: '打开这条记录',
  },
  recordType: { facility: '设施', organization: '机构', division: '行政区划', demand: '需求', 'base-map': '底图', kind: '类别', standard: '规范', reference: '词表', setting: '设置', account: '账号', session: '会话', token: '令牌', proposal: '提案', batch: '批次', report: '公众报错', verdict: '认定', import: '导入' },
  changeAction: { add: '新增', change: '修改', remove: '移除', merge: '合并', unmerge: '撤销合并', import: '整批导入', undo: '整批撤销', check: '核查', propose: '提案', approve: '批准', return: '退回', withdraw: '撤回', close: '办结', 'sign-in': '登录', 'sign-in-failed': '登录失败', 'sign-out': '退出', lock: '锁定', unlock: '解锁', reset: '重置', forget: '到期清除', export: '导出受保护内容' },
}
