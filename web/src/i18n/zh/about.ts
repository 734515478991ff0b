// What Data says, in Chinese.
export default {
  about: {
    counts: '登记中现有', facilities: '设施', operating: '在运营', unplaced: '没有位置', organizations: '机构', services: '服务', communities: '社区', demand_cells: '人口网格', people: '人口',
    kinds: '设施类别', kindCount: '{n} 处在运营', asOf: '数据日期', snapshot: '数据快照', version: '软件版本', methods: '怎样计算', methodsText: '导入过道路的，距离沿道路量（实测路网）；没有道路的，是两点间的大圆直线距离，或直线距离乘绕行系数，都属估算，不是步行路程；恰在界上的算在内。覆盖率是住处在距离内的人占全部人的比例。',
    privacy: '不记录受助人', privacyText: '登记只有设施、机构和分格人数，没有任何受助人的姓名或证件号。保护性场所只显示公开接待点。', map: '底图', mapText: '底图由登记中的区划与道路绘制，不向外部网站请求。', mapOuter: '底图由管理员配置的服务提供。', api: '接口说明', standards: '规范', sources: '来源',
  },
}
