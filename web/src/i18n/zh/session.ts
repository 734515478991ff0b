// What signing in says, in Chinese.
export default {
  session: {
    signIn: '登录', signOut: '退出登录', again: '重新登录', againWhy: '长时间未操作或在别处被结束，登录已失效。登录后可以接着做，已填写的内容都在。', leave: '不登录，离开这里', ended: '登录已结束',
    login: '登录名', password: '密码', code: '动态验证码', codeHelp: '身份验证器应用里显示的 6 位数字', oidc: '用单位统一身份登录', outFailed: '没能退出，请再试一次。',
    needed: '需要先登录', neededWhy: '这一部分供维护登记的工作人员使用。', noRight: '您的账号没有这里的权限', noRightWhy: '需要时请与管理员联系。', toFind: '去“就近”', setupNeeded: '还没有管理员账号。请用服务启动时给出的一次性链接建立。',
    idle: '长时间未操作，约 {n} 分钟后将自动退出。', stay: '继续使用',
  },
  role: { organization: '社会组织', caseworker: '社工', planner: '规划人员', registrar: '登记员', approver: '审批员', auditor: '审计员', administrator: '管理员' },
  jurisdiction: { all: '全部地区' },
  account: { section: { password: '密码', 'second-factor': '两步验证', sessions: '登录会话', tokens: '接口令牌' } },
}
