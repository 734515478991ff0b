//! Which formats do exports have, and who writes them? Everything but GeoPackage, which is a database, is written here.

use std::{io::Write, path::Path};

use super::{Content, ExportStamp, WriteError, csv_out, flatgeobuf_out, geojson_out, xlsx_out};

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// UTF-8 with one heading row.
    Csv,
    /// An Excel workbook with a sheet about itself.
    Xlsx,
    /// A GeoJSON FeatureCollection.
    GeoJson,
    /// An OGC GeoPackage 1.3.
    GeoPackage,
    /// A FlatGeobuf with a packed index.
    FlatGeobuf,
}

impl ExportFormat {
    /// Every format with its usual ending and media type.
    pub const ALL: [(ExportFormat, &'static str, &'static str); 5] = [
        (ExportFormat::Csv, "csv", "text/csv; charset=utf-8"),
        (ExportFormat::Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ExportFormat::GeoJson, "geojson", "application/geo+json"),
        (ExportFormat::GeoPackage, "gpkg", "application/geopackage+sqlite3"),
        (ExportFormat::FlatGeobuf, "fgb", "application/flatgeobuf"),
    ];

    /// The format that an ending tells, without its dot; `json` is taken for GeoJSON.
    pub fn of_ending(ending: &str) -> Option<ExportFormat> {
        let ending = ending.to_ascii_lowercase();
        let ending = if ending == "json" { "geojson" } else { ending.as_str() };
        Self::ALL.into_iter().find(|(_, own, _)| *own == ending).map(|(format, ..)| format)
    }

    /// The format that a file's ending tells.
    pub fn of_path(path: &Path) -> Option<ExportFormat> {
        Self::of_ending(path.extension()?.to_str()?)
    }

    /// The media type for HTTP.
    pub fn media_type(self) -> &'static str {
        Self::ALL.into_iter().find(|(format, ..)| *format == self).map_or("application/octet-stream", |(_, _, media_type)| media_type)
    }

    /// The endings, for messages.
    pub fn endings() -> String {
        Self::ALL.map(|(_, ending, _)| format!(".{ending}")).join(", ")
    }
}

/// Writes an export as CSV.
pub fn write_csv(out: &mut dyn Write, content: &Content, stamp: &ExportStamp) -> Result<(), WriteError> {
    csv_out::write_content(out, content, Some(&stamp.notice()))
}

/// Writes an export as GeoJSON; what it says about itself is the member `metadata`.
pub fn write_geojson(out: &mut dyn Write, content: &Content, stamp: &ExportStamp) -> Result<(), WriteError> {
    geojson_out::write_content(out, content, Some(&stamp.notice()), Some(&stamp.json()))
}

/// Writes an export as a workbook with a second sheet 说明 about itself.
pub fn write_xlsx(out: &mut dyn Write, content: &Content, stamp: &ExportStamp) -> Result<(), WriteError> {
    xlsx_out::write(out, content, stamp)
}

/// Writes an export as FlatGeobuf.
pub fn write_flatgeobuf(out: &mut dyn Write, content: &Content, stamp: &ExportStamp) -> Result<(), WriteError> {
    flatgeobuf_out::write(out, content, stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format_whatever_its_case() {
        assert_eq!(ExportFormat::of_path(Path::new("a/b.GPKG")), Some(ExportFormat::GeoPackage));
        assert_eq!(ExportFormat::of_ending("json"), Some(ExportFormat::GeoJson));
        assert_eq!(ExportFormat::of_path(Path::new("csv")), None);
        assert_eq!(ExportFormat::endings(), ".csv, .xlsx, .geojson, .gpkg, .fgb");
    }
}
