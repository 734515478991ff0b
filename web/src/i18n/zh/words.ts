// The words of the registry's own codes, in Chinese.
export default {
  status: { planned: '规划', approved: '已批', building: '在建', accepted: '已验收', operating: '运营中', suspended: '暂停', closed: '关闭' },
  precision: { exact: '精确', entrance: '出入口', building: '楼栋', street: '街道级', community: '社区级', approximate: '大致', division: '区划中心', centroid: '区划中心点', public_point: '公开接待点', address: '门牌', unknown: '未知' },
  barrier: { ramp: '坡道', lift: '电梯', elevator: '电梯', toilet: '无障碍卫生间', 'step-free': '无台阶', step_free: '无台阶', parking: '无障碍车位', 'tactile-paving': '盲道', tactile: '盲道', braille: '盲文', handrail: '扶手', door: '无障碍门', hearing: '助听设备', wheelchair: '轮椅可达', 无障碍坡道: '无障碍坡道', 电梯: '电梯', 盲道: '盲道', 无障碍卫生间: '无障碍卫生间', 低位服务台: '低位服务台', 轮椅借用: '轮椅借用' },
  levels: { province: '省', city: '市', district: '区县', street: '街道', community: '社区' },
}
