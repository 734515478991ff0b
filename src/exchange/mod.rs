//! How do records come in and go out? Bytes on one side, domain types on the other.
//!
//! Readers take the bytes of a file and answer with the good records, every refused cell and what
//! else is worth saying; only a file that cannot be read as a whole is an error. Writers take
//! records and answer with bytes that the readers read back to the same records.
//! This room knows no HTTP, no SQL, no path and no clock.

mod address_pack;
mod armour;
mod base_map;
mod base_pack;
mod buildings;
mod cell;
mod columns;
mod content;
mod csv_in;
mod csv_out;
mod demand;
mod divisions;
mod encoding;
mod error;
mod export;
mod facilities;
mod flatgeobuf_out;
mod geocode;
mod geojson_in;
mod geojson_out;
pub mod hand_in;
mod headings;
mod held;
mod hsds;
mod limits;
pub mod mvt;
mod opened;
mod organizations;
pub mod osm;
mod place;
pub mod plain;
mod pmtiles;
mod raster;
mod refusal;
mod report;
mod rings;
mod row;
pub mod rows;
mod run;
mod services;
mod shape;
mod sheet;
mod showing;
mod spellings;
mod stamp;
mod table;
mod told;
mod totals;
mod words;
mod write;
mod xlsx_in;
mod xlsx_out;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, path::Path};

use crate::domain::{datum::Datum, division::DivisionCode, kind::Catalogue, position::Area};

pub use address_pack::{pack_addresses, unpack_addresses};
pub use base_map::read_base_map;
pub use base_pack::{BaseFeatures, pack_base_map, unpack_base_map};
pub use buildings::{pack_buildings, unpack_buildings};
pub use columns::{Column, ColumnKind};
pub use content::{Content, Record};
pub use csv_out::{write_demand_csv, write_facilities_csv, write_organizations_csv};
pub use demand::read_demand;
pub use divisions::read_divisions;
pub use error::ReadError;
pub use export::{ExportFormat, write_csv, write_flatgeobuf, write_geojson, write_xlsx};
pub use facilities::read_facilities;
pub use geocode::{GeocodeError, geocode_query, read_geocoded};
pub use geojson_out::{write_base_map_geojson, write_divisions_geojson, write_facilities_geojson};
pub use held::Held;
pub use hsds::{HsdsPackage, HsdsRecords, read_hsds};
pub use opened::{Candidate, CandidatePoint, FieldName, FileKind, Heading, Opened};
pub use organizations::{OrganizationRow, read_organizations};
pub use osm::{
    OsmDivision, OsmError, OsmExtract, OsmFacility, OsmFormat, OsmProblem, OsmReading, OsmReport, OsmSource, read_osm, read_osm_streets,
};
pub use pmtiles::{PmTile, PmTiles, PmTilesError, TileKind};
pub use raster::{Grid, GridChoice, read_population_grid};
pub use refusal::{Note, Records, Refusal};
pub use report::{ReportFormat, write_refusals};
pub use shape::Shape;
pub use sheet::{Cell, Sheet, SheetError, SheetFormat, write_sheet};
pub use showing::ExportOptions;
pub use stamp::{ExportStamp, INTERNAL_USE, SAMPLE_NOTICE};
pub use told::ToldOfFigures;
pub use totals::{DivisionTotal, DivisionTotals, holds_totals, read_totals};
pub use write::{Value, WriteError};

/// What a file's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separated cells: comma, tab or semicolon; UTF-8, UTF-16 with a mark, or GB18030.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A GeoJSON FeatureCollection or Feature.
    GeoJson,
    /// A zip: an HSDS tabular data package.
    Zip,
    /// A GeoTIFF: a population grid.
    Tiff,
}

impl Format {
    /// The format that a file's ending tells: `.csv`, `.tsv`, `.txt`, `.xlsx`, `.xlsm`, `.geojson`, `.json`, `.zip`, `.tif`,
    /// `.tiff`.
    pub fn of_path(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" | "tsv" | "txt" => Some(Format::Csv),
            "xlsx" | "xlsm" => Some(Format::Xlsx),
            "geojson" | "json" => Some(Format::GeoJson),
            "zip" => Some(Format::Zip),
            "tif" | "tiff" => Some(Format::Tiff),
            _ => None,
        }
    }
}

/// A file to read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What messages call it.
    pub name: &'a str,
    /// What the bytes are.
    pub format: Format,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// What a reader must know besides the bytes.
pub struct Reading<'a> {
    /// The datum of the file's coordinates, where the caller states one (`--datum`).
    pub datum: Option<Datum>,
    /// Where places may lie, in WGS84; `None` switches the check off.
    pub area: Option<Area>,
    /// The words for kinds, service types and target groups.
    pub catalogue: &'a Catalogue,
    /// Abolished division codes and the code that finally took their place; districts padded to 12 digits.
    pub successors: &'a BTreeMap<DivisionCode, DivisionCode>,
    /// What the registry holds of records that a file may leave fields of unsaid; `None` where files are read by themselves.
    pub held: Option<&'a Held>,
    /// Called from several threads with the rows done and the rows in all.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}
