// What Administration says, in Chinese.
export default {
  administration: {
    section: { users: '用户', roles: '角色与权限', tokens: '令牌', settings: '设置', kinds: '设施类别', standards: '规范', audit: '审计' },
  },
}
