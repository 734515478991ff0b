// What signing in says, in Chinese.
export default {
  session: {
    signIn: '登录', signOut: '退出登录', again: '重新登录', againWhy: '长时间未操作或在别处被结束，登录已失效。登录后可以接着做，已填写的内容都在。', leave: '不登录，离开这里', ended: '登录已结束',
    login: '登录名', password: '密码', code: '动态验证码', codeHelp: '身份验证器应用里显示的 6 位数字', codeWrong: '验证码不对，或已经用过。请填应用里现在显示的', oidc: '用单位统一身份登录', outFailed: '没能退出，请再试一次。',
    needed: '需要先登录', neededWhy: '这一部分供维护登记的工作人员使用。', noRight: '您的账号没有这里的权限', noRightWhy: '需要时请与管理员联系。', toFind: '去“就近”', setupNeeded: '还没有管理员账号。请用服务启动时给出的一次性链接建立。',
    name: '姓名', loginHelp: '2 到 64 个字母、数字或 . _ -；不能是证件号或手机号', signedInAs: '已登录：{name}', goOn: '继续',
    refusedTitle: '没能用单位统一身份登录',
    refused: {
      away: '单位的统一身份认证没有响应。请稍后再试，或用登录名和密码登录。', declined: '单位的统一身份认证没有同意，或您在那里返回了。', expired: '用时太长，或是在别的浏览器、窗口开始的。请重新开始。',
      failed: '单位的统一身份认证给出的结果不可信。请再试一次；仍不行请告诉管理员。', unlinked: '这里没有与您关联的账号，或账号已停用。请与管理员联系。', locked: '密码多次输错，账号已锁定。请稍后再试，或与管理员联系。',
      second_factor: '您的账号开启了两步验证，而单位的统一身份认证没有要求第二步。请用登录名、密码和验证码登录。',
    },
    idle: '长时间未操作，约 {n} 分钟后将自动退出。', stay: '继续使用',
  },
  role: { organization: '社会组织', caseworker: '社工', planner: '规划人员', registrar: '登记员', approver: '审核员', auditor: '审计员', administrator: '系统管理员' },
  right: {
    read_records: '查看完整记录', read_protected: '查看保护性场所的真实位置', read_contacts: '查看联系人手机', read_small_counts: '查看小数（人数很少的对象）', write_records: '提出修改、导入、合并', check_records: '登记核查、更新空位', approve_changes: '审批修改、撤销批次', make_plans: '编制规划、选址计算、跟办缺口', handle_cases: '办理个案、转介、结对', manage_offers: '管理本机构的帮扶意向、人员与探访',
    manage_divisions: '维护区划', manage_standards: '维护类别与规范', read_audit: '查看审计', manage_accounts: '管理用户', manage_settings: '管理设置',
  },
  jurisdiction: { all: '全部地区', division: '一个区划（含下级）', unit: '一个上报单位', find: '按名称或代码查找区划', none: '没有匹配的区划', pick: '请选择' },
  password: {
    old: '现在的密码', new: '新密码', repeat: '再输一次新密码', differs: '两次输入不一样', show: '显示密码', change: '修改密码', done: '密码已修改。', must: '请先修改密码，再继续使用。',
    help: '用别处没有用过、不含登录名的密码。不合要求时，每一条都会在这里指出。', needs: '至少 {n} 个字符，小写字母、大写字母、数字、符号中至少 {m} 种。', length: '{n} 个字符', lengthOf: '{n} 个字符（至少 {min}）', sortsOf: '{n} 种（至少 {min}）', lower: '小写字母', upper: '大写字母', digit: '数字', other: '符号',
  },
  factor: {
    what: '除密码外，再用手机上的身份验证器应用给出一次性验证码。', on: '已开启', off: '未开启', required: '您的角色必须开启', start: '开始设置', stop: '关闭两步验证', startHelp: '先确认密码', stopHelp: '关闭前请确认密码',
    scan: '用身份验证器应用扫描二维码，或手工输入密钥，再填写应用显示的验证码。', qr: '两步验证二维码', secret: '密钥', link: '在本机的身份验证器中打开', confirm: '确认并开启', confirmHelp: '应用里现在显示的 6 位数字', nowOn: '两步验证已开启。', nowOff: '两步验证已关闭。',
  },
  sessions: { what: '这里列出您登录着的浏览器。不认识的请结束它，并修改密码。', unknown: '未知的浏览器', current: '当前', times: '登录于 {from}，最近使用 {seen}', end: '结束' },
  tokens: {
    all: '所有人的接口令牌。', toOwn: '新建自己的令牌',
    what: '给程序用的钥匙：权限不超过您自己，到期自动失效。', new: '新建令牌', make: '建立', none: '还没有令牌。', table: '令牌', name: '名称', nameHelp: '写明给哪个程序用', owner: '所有者', rights: '权限', where: '范围', until: '有效期至', lastUsed: '最近使用', since: '建于 {date}',
    revoke: '收回', revokeTitle: '收回“{name}”？', revokeWhy: '使用它的程序将立即不能访问，且不能恢复。', revoked: '已收回', expired: '已过期', made: '新令牌', once: '请现在复制并妥善保存：关闭后不能再次查看。', kept: '已保存，关闭',
  },
  setup: {
    first_administrator: '这是服务首次启动时给出的一次性链接，用来建立第一个管理员账号。', new_account: '管理员为您建立了账号。请设置密码，完成后即登录。', reset: '管理员为您重置了账号。请设置新密码，完成后即登录。', finish: '设置并登录',
    noToken: '地址里没有一次性链接', noTokenWhy: '请从管理员发来的完整链接打开本页。', used: '这个链接不能再用', usedWhy: '链接只能用一次，过期也会失效。已设置过密码的请直接登录；否则请管理员重新给一个。',
  },
  account: { section: { password: '密码', 'second-factor': '两步验证', sessions: '登录会话', tokens: '接口令牌' } },
}
