//! The rows the product ships, compiled in from `data/`.

use super::RegistryError;
use crate::{
    domain::{
        calendar::Calendar,
        change::{Actor, Stamp},
        division::Division,
        kind::Catalogue,
        position::{AreaChoice, SHAANXI},
        settings::SettingRow,
    },
    exchange::{self, Format, Reading, Source, rows},
    storage::{ReferenceRows, RowsBy, Store, Writer},
};

const KINDS: &str = include_str!("../../data/kinds.toml");
const SERVICE_TYPES: &str = include_str!("../../data/service_types.toml");
const TARGET_GROUPS: &str = include_str!("../../data/target_groups.toml");
const STANDARDS: &str = include_str!("../../data/standards.toml");
const REPORTING_UNITS: &str = include_str!("../../data/reporting_units.toml");
const CALENDAR: &str = include_str!("../../data/calendar.toml");
const SETTINGS: &str = include_str!("../../data/settings.toml");
const DIVISIONS: &str = include_str!("../../data/divisions.csv");

/// Kinds, service types, target groups, standards and reporting units as shipped.
pub fn shipped_rows() -> Result<ReferenceRows, RegistryError> {
    let cannot = |error: rows::RowsError| RegistryError::Shipped(error.to_string());
    Ok(ReferenceRows {
        kinds: rows::kinds(KINDS).map_err(cannot)?,
        service_types: rows::service_types(SERVICE_TYPES).map_err(cannot)?,
        target_groups: rows::target_groups(TARGET_GROUPS).map_err(cannot)?,
        standards: rows::standards(STANDARDS).map_err(cannot)?,
        reporting_units: rows::reporting_units(REPORTING_UNITS).map_err(cannot)?,
    })
}

/// The working-day calendar as shipped.
pub fn shipped_calendar() -> Result<Calendar, RegistryError> {
    let periods = rows::calendar(CALENDAR).map_err(|error| RegistryError::Shipped(error.to_string()))?;
    Ok(Calendar::new(&periods))
}

/// The settings as shipped.
pub fn shipped_settings() -> Result<Vec<SettingRow>, RegistryError> {
    rows::settings(SETTINGS).map_err(|error| RegistryError::Shipped(error.to_string()))
}

/// Brings the settings in where this version knows some that the registry has not.
pub(super) fn settings_at_least(store: &Store) -> Result<(), RegistryError> {
    let shipped = shipped_settings()?;
    let known = store.read(|reader| reader.setting_rows())?;
    if shipped.iter().all(|row| known.iter().any(|one| one.key == row.key)) {
        return Ok(());
    }
    Ok(store.write(&Stamp::by(Actor::system()), |writer| writer.put_shipped_settings(&shipped))?)
}

/// Province, cities and districts of Shaanxi, with the successors of changed codes.
pub fn shipped_divisions() -> Result<Vec<Division>, RegistryError> {
    let source = Source { name: "data/divisions.csv", format: Format::Csv, bytes: DIVISIONS.as_bytes() };
    let reading = Reading {
        datum: None,
        area: None,
        catalogue: &Catalogue::default(),
        successors: &Default::default(),
        held: None,
        progress: &|_, _| {},
    };
    let read = exchange::read_divisions(&source, &reading)?;
    if let Some(refusal) = read.refused.first() {
        return Err(RegistryError::Shipped(format!("data/divisions.csv row {}: {}", refusal.row, refusal.reason)));
    }
    Ok(read.records.into_iter().map(|(_, division)| division).collect())
}

/// Which divisions a new registry begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedDivisions {
    /// Those of Shaanxi.
    Shaanxi,
    /// None: a registry of somewhere else, such as the sample city.
    None,
}

/// Brings the shipped rows into the registry: reference rows always, divisions that are not there yet.
pub fn seed(writer: &mut Writer, divisions: SeedDivisions) -> Result<(), RegistryError> {
    let rows = shipped_rows()?;
    if writer.reader().reference_rows()? != rows {
        writer.put_reference_rows(&rows, RowsBy::Product)?;
    }
    writer.put_shipped_settings(&shipped_settings()?)?;
    seed_divisions(writer, divisions)
}

/// Brings divisions into a registry that has none, unless it is of somewhere else.
pub(super) fn seed_divisions(writer: &mut Writer, divisions: SeedDivisions) -> Result<(), RegistryError> {
    let elsewhere = |area: AreaChoice| area.0.is_some_and(|area| !area.overlaps(SHAANXI));
    if divisions == SeedDivisions::Shaanxi
        && !writer.reader().settings()?.area.is_some_and(elsewhere)
        && writer.reader().divisions()?.is_empty()
    {
        let shipped = shipped_divisions()?;
        writer.upsert_divisions(&shipped.iter().collect::<Vec<_>>())?;
    }
    Ok(())
}
