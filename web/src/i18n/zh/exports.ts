// Taking records out as a file, in Chinese.
export default {
  exports: {
    open: '导出', left: '导出按类别、区划、状态筛选；搜索文字和排序不带入文件。', protected: '包含保护性场所的真实位置（仅内部使用）', contacts: '包含联系人手机（仅内部使用）', marks: '文件写明数据日期、来源和“内部使用”或审图号；示例数据会注明。',
    name: { csv: 'CSV 表格', xlsx: 'Excel 工作簿', geojson: 'GeoJSON', gpkg: 'GeoPackage', fgb: 'FlatGeobuf' },
    for: { csv: 'UTF-8，任何表格软件', xlsx: '附一页来源、日期与筛选条件', geojson: '网页地图', gpkg: 'QGIS、ArcGIS', fgb: '大数据量的地图软件' },
  },
}
