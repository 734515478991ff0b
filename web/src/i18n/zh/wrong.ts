// 'This is wrong', said by the public, in Chinese.
export default {
  wrong: {
    open: '信息有误？告诉我们', title: '哪里不对？', intro: '“{name}”的信息与实际不符？写下来，登记员会核实并答复。不用登录，不用留姓名。', field: '哪一项不对', any: '不确定，或有几项', text: '实际情况', help: '例如：已搬到对面一楼；电话改了。请不要写任何人的姓名、证件号或手机号。',
    fields: { name: '名称', address: '地址', phone: '电话', opening_hours: '开放时间', status: '已停业或未开放', lon: '地图上的位置', services: '服务内容', barrier_free: '无障碍设施' },
    send: '提交', have: '已有回执？查结果', thanks: '收到了，谢谢。', keep: '请记下回执，以后可以查处理结果；我们没有您的联系方式。', id: '回执编号', code: '查询码', copy: '复制查询链接', see: '查看结果', status: '纠错的处理结果',
    state: { open: '正在核实', closed: '已有答复' }, waiting: '登记员还没有答复，请过几天再来看。', unknown: '没有找到这张回执', unknownWhy: '请核对回执编号和查询码，两样都要一字不差。', look: '查询',
  },
}
