//! How does the registry go out again as files?

use std::io::Write;

use super::{Records, RegistryError};
use crate::{
    domain::{kind::KindOf, vocabulary::Vocabulary},
    exchange::{self, ExportOptions as WriteOptions},
};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// Facilities as CSV.
    FacilitiesCsv,
    /// Facilities as GeoJSON.
    FacilitiesGeoJson,
}

/// How it is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportOptions {
    /// With the true points of protected places.
    pub with_protected: bool,
    /// Also the sites of organizations.
    pub with_sites: bool,
}

/// The mark of made-up data in files.
pub const SAMPLE_NOTICE: &str = "示例数据 Sample data";

impl Records {
    /// Writes the facilities; answers how many.
    pub fn export(&self, what: ExportKind, options: ExportOptions, to: &mut dyn Write) -> Result<usize, RegistryError> {
        let (facilities, kinds, sample) = self.store.read(|reader| {
            let kinds = Vocabulary::new(reader.reference_rows()?.kinds);
            let sample = reader.divisions()?.last().is_some_and(|division| division.code.is_sample());
            Ok::<_, RegistryError>((reader.facilities()?, kinds, sample))
        })?;
        let is_protected = |kind: &str| kinds.find(kind).is_some_and(|row| row.protected);
        let is_site = |kind: &str| kinds.find(kind).is_some_and(|row| row.of == KindOf::Organization);
        let chosen: Vec<_> =
            facilities.iter().map(|one| &one.record).filter(|facility| options.with_sites || !is_site(&facility.kind)).collect();
        let how =
            WriteOptions { notice: sample.then_some(SAMPLE_NOTICE), with_protected: options.with_protected, is_protected: &is_protected };
        let written = match what {
            ExportKind::FacilitiesCsv => exchange::write_facilities_csv(to, chosen.iter().copied(), &how),
            ExportKind::FacilitiesGeoJson => exchange::write_facilities_geojson(to, chosen.iter().copied(), &how),
        };
        written.map_err(|error| RegistryError::Write { name: "the export".to_owned(), cause: error.to_string() })?;
        Ok(chosen.len())
    }
}
