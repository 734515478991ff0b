// The words of the registry's own codes, in English.
export default {
  status: { planned: 'Planned', approved: 'Approved', building: 'Being built', accepted: 'Accepted', operating: 'Operating', suspended: 'Suspended', closed: 'Closed' },
  precision: { exact: 'Exact', centroid: 'Centre point of the division', entrance: 'Entrance', building: 'Building', street: 'Street', community: 'Community', approximate: 'Approximate', division: 'Centre of the division', public_point: 'Public front point', address: 'House number', unknown: 'Unknown' },
  barrier: { ramp: 'Ramp', lift: 'Lift', elevator: 'Lift', toilet: 'Accessible toilet', 'step-free': 'Step-free', step_free: 'Step-free', parking: 'Accessible parking', 'tactile-paving': 'Tactile paving', tactile: 'Tactile paving', braille: 'Braille', handrail: 'Handrail', door: 'Accessible door', hearing: 'Hearing aid', wheelchair: 'Wheelchair access', 无障碍坡道: 'Ramp', 电梯: 'Lift', 盲道: 'Tactile paving', 无障碍卫生间: 'Accessible toilet', 低位服务台: 'Low counter', 轮椅借用: 'Wheelchairs to borrow' },
  levels: { province: 'Province', city: 'City', district: 'District', street: 'Street', community: 'Community' },
}
