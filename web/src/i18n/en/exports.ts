// Taking records out as a file, in English.
export default {
  exports: {
    open: 'Export', left: 'The file is filtered by kind, division and status; search words and order do not go into it.', protected: 'With the true positions of protected places (internal use only)', contacts: 'With the mobiles of contacts (internal use only)', marks: 'The file names its date, source and map approval or internal use; sample data are marked.',
    name: { csv: 'CSV', xlsx: 'Excel workbook', geojson: 'GeoJSON', gpkg: 'GeoPackage', fgb: 'FlatGeobuf' },
    for: { csv: 'UTF-8, for any spreadsheet', xlsx: 'With a sheet on source, date and filters', geojson: 'For web maps', gpkg: 'For QGIS and ArcGIS', fgb: 'For large data in map programs' },
  },
}
