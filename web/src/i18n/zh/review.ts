// What Review says, in Chinese.
export default {
  review: {
    question: '哪些位置要看一看？', intro: '正在查找…', answer: '有 {n} 项要看。', anyProblem: '不限问题', problem: '问题', division: '区划', anyDivision: '不限区划', none: '没有要看的位置', noneWhy: '按现在的条件，没有位置需要核对。', pick: '在左边选一项，地图会移到那里。按 N 看下一项。', gone: '这一项已经处理。', places: '{n} 处',
    name: { in_no_division: '不在任何区划里', outside_division: '不在登记的区划里', coarse_position: '位置太粗略', two_addresses: '同一处有两个地址', far_apart: '同一地址相隔太远', shared_point: '几处叠在一点', outside_area: '在登记范围之外' },
    why: {
      in_no_division: '记录没有写区划，点也不落在任何区划里，各区划的数字都没有算它。位置错了就拖到对的地方；位置对就打开记录填上区划。', outside_division: '记录写的是一个区划，点却落在另一个里。描了边的是登记的区划。位置错了就拖到对的地方；区划写错了就打开记录改区划。', coarse_position: '只知道在哪个社区或街道的中心，不知道在哪栋楼。把它拖到真正的位置。', two_addresses: '同一个位置，记录里写着不同的地址。把写错的那条改正，或把错的点移开。',
      far_apart: '地址相同，点却隔得很远，至少有一个错了。', shared_point: '几处设施的坐标一模一样，多半是批量定位到了同一点。真在一栋楼里，就注明“接受”。', outside_area: '点在本登记的范围之外，多半是坐标系或经纬度弄错了。',
    },
    fact: { records: '几处', address: '地址', declared: '登记的区划', found: '实际落在', far: '相差', precision: '位置精度', addresses: '不同的地址' },
    step: { swap_coordinates: '经度和纬度很可能写反了：对调之后就落在范围之内。', check_datum: '相差的距离正像坐标系弄错了：先看看这个点是从哪个地图取的。', move_point: '把点移到真正的位置。', change_division: '点落在另一个区划里，离登记的区划很远：多半是区划写错了，打开记录改区划。', find_exact_position: '找到是哪栋楼，把点移过去。', compare_addresses: '看看哪个地址是对的，打开写错的那条改正。' },
    nowhere: '不在任何区划里', exchange: '对调，看看落在哪里', takeFound: '位置没错，把区划改成“{name}”', savedDivision: '“{name}”的区划已改正。', proposedDivision: '“{name}”的新区划已送审。',
    drag: '在地图上按住标记拖到真正的位置。', at: '现在', to: '移到', from: '原来', given: '最初给出的（保留）', typed: '经度, 纬度', take: '用这个', save: '保存这个位置', undo: '放回原处', reasonHint: '怎么知道的（可不填）', saved: '“{name}”的位置已改正。', proposed: '“{name}”的新位置已送审。',
    accept: '没有问题，接受…', acceptTitle: '接受现在的位置', acceptText: '这一项不再列出。记录的位置改变之后会重新检查。', acceptDo: '接受', accepted: '已接受。', open: '这条记录还有未决的送审，要等它批准或退回。', held: '您无权查看这处的真实位置，不能移动。',
  },
}
