// What the frame of the page says, in Chinese.
export default {
  brand: '惠及',
  tagline: '社区关爱设施地图',
  sample: '示例数据',
  sampleHelp: '这是程序生成的示例城市，不是任何真实地方。',
  skip: '跳到答案',
  mode: { find: '就近', gaps: '缺口', plan: '选址', board: '进度', registry: '登记', administration: '管理', about: '数据', signIn: '登录', setup: '账号设置', account: '我的账号' },
  modes: '功能',
  question: { find: '这里附近，谁能帮上忙？', gaps: '哪里还没有覆盖到？', plan: '在哪里新建？', board: '批准的项目办到哪一步了？', about: '这些数据从哪里来？' },
  title: '{mode} · {city} · 惠及',
  close: '关闭', back: '返回', retry: '重试', stop: '停止', clear: '清除', more: '更多条件', less: '收起条件', any: '不限', all: '全部',
  sep: '、', cancel: '取消', save: '保存', copy: '复制', copied: '已复制', yes: '是', no: '否', sections: '{mode}的各项',
  search: {
    label: '搜索地址、设施或社区', hint: '搜索地址、设施、拼音首字母…', short: '搜索…', useAddress: '以“{text}”为地址，查最近的设施',
    none: '没有匹配的设施或区划。可按地址查，或在地图上点一个位置。', results: '搜索结果', clear: '清空搜索',
    facility: '设施', organization: '机构', division: '区划', place: '地名', landmark: '地标', street: '道路', house: '门牌号', noPlace: '“{name}”在登记中没有位置，无法在地图上显示。',
  },
  top: { language: '切换到英文', light: '浅色', dark: '深色', elder: '长者模式', elderOn: '长者模式：大字', menu: '显示设置', keys: '键盘操作', print: '打印本页' },
  map: { label: '地图', internal: '示意图 内部使用', approval: '审图号：{n}', zoomIn: '放大', zoomOut: '缩小', whole: '显示全域', failed: '此浏览器无法显示地图（需要 WebGL2）。列表仍可使用。', keys: '地图：方向键移动，加减号缩放', source: '底图：登记数据', north: '北' },
  sheet: { label: '面板高度', peek: '低', half: '半屏', full: '全屏', hint: '上下方向键或拖动可调整' },
  trouble: {
    away: '连不上服务', awayWhy: '网络断开，或服务没有运行。已显示的内容可能不是最新的。', unavailable: '服务暂时没有数据', unavailableWhy: '登记还没有载入完成，或正在更新。', refused: '这个问题服务不能接受',
    missing: '没有找到', missingWhy: '这条记录不存在，或已被移除。', broken: '服务出了故障', brokenWhy: '原因已记入服务日志。请稍后重试；如仍不行，请把编号告诉管理员。', id: '编号 {id}', reset: '恢复默认条件', empty: '登记是空的', emptyWhy: '还没有导入任何设施。', address_unknown: '登记中没有找到这个地址', address_unknownWhy: '请换个写法，或在地图上点选。',
    signed_out: '登录已结束', signed_outWhy: '请重新登录，已填写的内容不会丢失。', forbidden: '没有权限', stale: '记录已被别人修改', staleWhy: '请对照现在的内容，再决定保留哪一个。', conflict: '与现有内容冲突',
    sign_in_failed: '登录名或密码不对', sign_in_failedWhy: '请检查后再试。多次输错会暂时锁定账号。', second_factor_needed: '还需要动态验证码', account_locked: '账号已暂时锁定', own_proposal: '不能审批自己提交的修改', own_proposalWhy: '请由另一位审核员处理。',
    password_change_needed: '请先修改密码', password_change_neededWhy: '修改之后才能继续使用。', too_many_requests: '操作太频繁', gone: '这个链接已经失效', cross_site: '请求来自别的网站，未被接受',

  },
  form: { and: '；', optional: '（可不填）', wrong: '有 {n} 处需要改正', reason: '原因', needed: '请填写', unsaved: '有未保存的修改', restored: '已恢复上次没有提交的内容' },
  waiting: '正在计算…',
  keys: { title: '键盘操作', search: '搜索', arrows: '在列表中移动', enter: '打开', esc: '返回或关闭', help: '显示本说明', find: '就近', gaps: '缺口', plan: '选址', board: '进度', registry: '登记', sheet: '手机面板高度：在拖动条上用 ↑ ↓', map: '地图：方向键移动，+ − 缩放' },
  print: { made: '打印于 {date}', scale: '比例尺', source: '来源：{city}登记，快照 {snapshot}' },
}
