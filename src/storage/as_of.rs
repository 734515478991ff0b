//! What was the registry on a past day? Today's records with every later change taken back, newest first.
//!
//! 1. The records of today are read, in the same transaction as the log.
//! 2. Each change after the moment puts the record back as it was before, or takes it out when it was not there.
//! 3. What results is the registry after the last change at or before the moment, exactly: a record that was written
//!    before there was a log is right too, since nothing is built up from the log's beginning.
//!
//! The imported map is not taken back: the log keeps its hash only. Nor are the ids that were merged away: an id that was a
//! record then is found as one, and any other leads where it leads today.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    Kept, Reader, ReferenceRows, StorageError,
    changes::{ChangeFilter, RowVersions},
    demand, divisions,
    row::{from_json, in_the_log},
};
use crate::domain::{
    change::{Change, RecordType},
    demand::{DemandSource, DemandTable},
    division::{Division, DivisionCode},
    division_change::DivisionChange,
    facility::Facility,
    organization::Organization,
    record::{FacilityRecord, OrganizationRecord, RecordError},
};

/// Everything that a snapshot is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Facilities and sites with their true positions, in the order of ids.
    pub facilities: Vec<Kept<Facility>>,
    /// Organizations in the order of ids.
    pub organizations: Vec<Kept<Organization>>,
    /// Divisions in the order of codes.
    pub divisions: Vec<Division>,
    /// People.
    pub demand: DemandTable,
    /// What the counts of each group are.
    pub demand_sources: Vec<DemandSource>,
    /// The rows that give words their meaning.
    pub rows: ReferenceRows,
    /// Which changes wrote those of them that people keep.
    pub row_versions: RowVersions,
    /// Changes of divisions, the earliest first.
    pub division_changes: Vec<DivisionChange>,
    /// From ids of facilities that were merged away to the ids of what they became part of.
    pub merged_facilities: BTreeMap<String, String>,
    /// The same for organizations.
    pub merged_organizations: BTreeMap<String, String>,
}

impl Reader<'_> {
    /// The registry as it is now.
    pub fn state(&mut self) -> Result<State, StorageError> {
        Ok(State {
            facilities: self.facilities()?,
            organizations: self.organizations()?,
            divisions: self.divisions()?,
            demand: self.demand()?,
            demand_sources: self.demand_sources()?,
            rows: self.reference_rows()?,
            row_versions: self.row_versions(i64::MAX)?,
            division_changes: self.division_changes()?,
            merged_facilities: self.merged_ids(RecordType::Facility)?,
            merged_organizations: self.merged_ids(RecordType::Organization)?,
        })
    }

    /// The registry as it was after the change with this number.
    pub fn state_after(&mut self, seq: i64) -> Result<State, StorageError> {
        let last = ChangeFilter { after: Some(seq - 1), before: Some(seq + 1), ..ChangeFilter::default() };
        let moment = self.changes(&last)?.first().map_or(DateTime::UNIX_EPOCH, |change| change.at);
        let mut past = Past::new(self, moment)?;
        let filter = ChangeFilter { after: Some(seq), newest_first: true, ..ChangeFilter::default() };
        for change in self.changes(&filter)? {
            past.take_back(change)?;
        }
        past.into_state(self, seq)
    }
}

/// The records on their way back.
struct Past {
    facilities: BTreeMap<String, Kept<Facility>>,
    organizations: BTreeMap<String, Kept<Organization>>,
    divisions: BTreeMap<DivisionCode, Division>,
    cells: BTreeMap<String, demand::CellRow>,
    rows: ReferenceRows,
    moment: DateTime<Utc>,
}

impl Past {
    fn new(reader: &mut Reader, moment: DateTime<Utc>) -> Result<Past, StorageError> {
        Ok(Past {
            facilities: reader.facilities()?.into_iter().map(|one| (one.record.id.to_string(), one)).collect(),
            organizations: reader.organizations()?.into_iter().map(|one| (one.record.id.to_string(), one)).collect(),
            divisions: reader.divisions()?.into_iter().map(|one| (one.code, one)).collect(),
            cells: reader.demand_rows()?.into_iter().map(|row| (row.id.clone(), row)).collect(),
            rows: reader.reference_rows()?,
            moment,
        })
    }

    fn take_back(&mut self, change: Change) -> Result<(), StorageError> {
        let Change { seq, record_id: id, before, after, record_type, at, .. } = change;
        // The time of the write before this one is not in the change: the record is as old as the change at the latest.
        match record_type {
            RecordType::Facility => match before {
                Some(text) => {
                    let record = facility(seq, &text)?;
                    self.facilities.insert(id, Kept { record, updated_at: at, version: seq });
                }
                None => drop(self.facilities.remove(&id)),
            },
            RecordType::Organization => match before {
                Some(text) => {
                    let record = organization(seq, &text)?;
                    self.organizations.insert(id, Kept { record, updated_at: at, version: seq });
                }
                None => drop(self.organizations.remove(&id)),
            },
            RecordType::Division => {
                let code = DivisionCode::parse(&id).map_err(|error| in_the_log(seq, error))?;
                match before {
                    Some(text) => drop(self.divisions.insert(code, divisions::read_back(seq, &text)?)),
                    None => drop(self.divisions.remove(&code)),
                }
            }
            RecordType::Demand => {
                for row in after.map(|text| demand::unpacked(seq, &text)).transpose()?.unwrap_or_default() {
                    self.cells.remove(&row.id);
                }
                for row in before.map(|text| demand::unpacked(seq, &text)).transpose()?.unwrap_or_default() {
                    self.cells.insert(row.id.clone(), row);
                }
            }
            RecordType::Kind => put_back(&mut self.rows.kinds, seq, &id, before, |row| &row.code)?,
            RecordType::Standard => put_back(&mut self.rows.standards, seq, &id, before, |row| &row.code)?,
            _ => {}
        }
        Ok(())
    }

    fn into_state(self, reader: &mut Reader, seq: i64) -> Result<State, StorageError> {
        Ok(State {
            facilities: self.facilities.into_values().collect(),
            organizations: self.organizations.into_values().collect(),
            divisions: self.divisions.into_values().collect(),
            demand: demand::table_of(self.cells.into_values().collect())?,
            demand_sources: reader.demand_sources_at(self.moment)?,
            rows: self.rows,
            row_versions: reader.row_versions(seq)?,
            division_changes: reader.division_changes()?.into_iter().filter(|change| change.at <= self.moment).collect(),
            merged_facilities: reader.merged_ids(RecordType::Facility)?,
            merged_organizations: reader.merged_ids(RecordType::Organization)?,
        })
    }
}

/// A facility back from the log.
pub(super) fn facility(seq: i64, text: &str) -> Result<Facility, StorageError> {
    let record: FacilityRecord = from_json(seq, text)?;
    record.try_into().map_err(|error: RecordError| in_the_log(seq, error))
}

/// An organization back from the log.
pub(super) fn organization(seq: i64, text: &str) -> Result<Organization, StorageError> {
    let record: OrganizationRecord = from_json(seq, text)?;
    record.try_into().map_err(|error: RecordError| in_the_log(seq, error))
}

fn put_back<T: serde::de::DeserializeOwned>(
    rows: &mut Vec<T>,
    seq: i64,
    code: &str,
    before: Option<String>,
    code_of: impl Fn(&T) -> &String,
) -> Result<(), StorageError> {
    let place = rows.iter().position(|row| code_of(row) == code);
    match (before, place) {
        (Some(text), Some(place)) => rows[place] = from_json(seq, &text)?,
        (Some(text), None) => rows.push(from_json(seq, &text)?),
        (None, Some(place)) => drop(rows.remove(place)),
        (None, None) => {}
    }
    Ok(())
}
