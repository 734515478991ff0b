//! Is the registry sound? Everything that can be looked at without knowing what the records should say.
//!
//! What is *wrong* stands against a promise of the registry: the log's chain, a reference that must hold, a record that no
//! longer parses. A *doubt* may be right and should be looked at: a point outside its division, an operator not yet known.

use std::collections::{BTreeSet, HashMap};

use geo::Intersects;
use geo_types::Point;

use super::{Records, RegistryError, Snapshot, snapshot::MapGround};
use crate::{
    domain::{
        division::{DivisionCode, Level},
        facility::Facility,
        organization::Organization,
    },
    storage::{Kept, Reader, State, StorageError},
};

/// Examples a finding names.
const EXAMPLES: usize = 5;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How many were looked at.
    pub looked_at: u64,
    /// How many are wrong.
    pub wrong: u64,
    /// How many are in doubt.
    pub doubts: u64,
    /// The first of them, in words.
    pub examples: Vec<String>,
}

/// Everything that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CheckReport {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// What was looked at, in order.
    pub findings: Vec<Finding>,
}

impl Finding {
    fn of(check: &'static str, looked_at: usize) -> Finding {
        Finding { check, looked_at: looked_at as u64, wrong: 0, doubts: 0, examples: Vec::new() }
    }

    fn wrong(mut self, what: impl IntoIterator<Item = String>) -> Finding {
        for one in what {
            self.wrong += 1;
            self.example(one);
        }
        self
    }

    fn doubt(mut self, what: impl IntoIterator<Item = String>) -> Finding {
        for one in what {
            self.doubts += 1;
            self.example(one);
        }
        self
    }

    fn example(&mut self, text: String) {
        if self.examples.len() < EXAMPLES {
            self.examples.push(text);
        }
    }
}

impl Records {
    /// Looks at everything; an error means that it could not be looked at, not that something is wrong.
    pub fn check(&self) -> Result<CheckReport, RegistryError> {
        let (mut findings, state) = self.store.read(|reader| {
            let migrations = reader.migrations()?;
            let later = migrations.unknown.iter().map(|version| format!("migration {version} is of a later version of carereach"));
            let mut findings = vec![Finding::of("migrations", migrations.applied).wrong(later)];
            let engine = reader.engine_complaints()?;
            findings.push(Finding::of("tables and indexes", engine.looked_at).wrong(engine.complaints));
            findings.push(chain(reader)?);
            findings.push(log_lines(reader)?);
            let references = reader.open_references()?;
            findings.push(Finding::of("open proposals", references.proposals).wrong(references.proposals_without_record));
            findings.push(Finding::of("merged ids", references.merged).doubt(references.merged_without_record));
            findings.push(Finding::of("reports", references.reports).doubt(references.reports_without_record));
            let (parsing, state) = parsed(reader)?;
            findings.push(parsing);
            findings.push(map_parts(reader)?);
            findings.push(snapshot(reader)?);
            Ok::<_, RegistryError>((findings, state))
        })?;
        if let Some(state) = state {
            findings.push(operators(&state));
            findings.push(divisions(&state));
            findings.push(points(&state));
        }
        Ok(CheckReport { sound: findings.iter().all(|one| one.wrong == 0), findings })
    }
}

fn chain(reader: &mut Reader) -> Result<Finding, RegistryError> {
    Ok(match reader.prove_chain()? {
        Ok(proven) => Finding::of("chain of changes", usize::try_from(proven).unwrap_or_default()),
        Err(broken) => {
            let before = usize::try_from(broken.seq - 1).unwrap_or_default();
            Finding::of("chain of changes", before).wrong([format!("the first broken link is change {}: it {}", broken.seq, broken.why)])
        }
    })
}

/// Every line of the log can be read: its words, and the JSON of before and after.
fn log_lines(reader: &mut Reader) -> Result<Finding, RegistryError> {
    let (looked_at, wrong) = reader.unreadable_changes(EXAMPLES)?;
    Ok(Finding::of("lines of the log", looked_at).wrong(wrong))
}

/// Every record can be read; the state, when all of it can.
fn parsed(reader: &mut Reader) -> Result<(Finding, Option<State>), RegistryError> {
    // One sort of records after the other, so that the first damage does not hide the next.
    type Look = fn(&mut Reader) -> Result<usize, StorageError>;
    let looks: [Look; 5] = [
        |reader| Ok(reader.facilities()?.len()),
        |reader| Ok(reader.organizations()?.len()),
        |reader| Ok(reader.divisions()?.len()),
        |reader| Ok(reader.demand()?.cells.len()),
        |reader| reader.reference_rows().map(|rows| rows.kinds.len() + rows.standards.len()),
    ];
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for look in looks {
        match look(reader) {
            Ok(count) => looked_at += count,
            Err(error @ StorageError::Corrupt { .. }) => wrong.push(error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    let state = if wrong.is_empty() { Some(reader.state()?) } else { None };
    Ok((Finding::of("records that parse", looked_at).wrong(wrong), state))
}

/// Every part of an imported map can be read.
fn map_parts(reader: &mut Reader) -> Result<Finding, RegistryError> {
    let map = MapGround::read(reader)?;
    let wrong = map.unusable().into_iter().map(|(part, why)| format!("{}: {why}; import the map again", part.code()));
    Ok(Finding::of("parts of the map", map.kept.len()).wrong(wrong))
}

fn snapshot(reader: &mut Reader) -> Result<Finding, RegistryError> {
    Ok(match Snapshot::load(reader) {
        Ok(snapshot) => Finding::of("snapshot", snapshot.facilities().len() + snapshot.cell_count()),
        Err(error @ RegistryError::Storage(StorageError::Corrupt { .. })) => {
            Finding::of("snapshot", 0).wrong([format!("it does not load: {error}")])
        }
        Err(error) => return Err(error),
    })
}

fn operators(state: &State) -> Finding {
    let known: BTreeSet<&str> = state.organizations.iter().map(|one| one.record.id.as_str()).collect();
    let named = || state.facilities.iter().filter_map(|one| Some((&one.record.id, one.record.operator.as_ref()?)));
    let unknown = named().filter(|(_, operator)| !known.contains(operator.as_str()));
    Finding::of("operators", named().count())
        .doubt(unknown.map(|(id, operator)| format!("facility {id} names the operator {operator}, which is no organization here")))
}

fn divisions(state: &State) -> Finding {
    let known: BTreeSet<DivisionCode> = state.divisions.iter().map(|one| one.code).collect();
    let of_facility = |one: &Kept<Facility>| Some((format!("facility {}", one.record.id), one.record.division?));
    let of_organization = |one: &Kept<Organization>| Some((format!("organization {}", one.record.id), one.record.division?));
    let mut named: Vec<(String, DivisionCode)> = state.facilities.iter().filter_map(of_facility).collect();
    named.extend(state.organizations.iter().filter_map(of_organization));
    for division in &state.divisions {
        let others = division.parent.into_iter().chain(division.successor);
        named.extend(others.map(|other| (format!("division {}", division.code), other)));
    }
    let looked_at = named.len();
    let unknown = named.into_iter().filter(|(_, code)| !known.contains(code));
    Finding::of("divisions", looked_at).doubt(unknown.map(|(who, code)| format!("{who} names the division {code}, which is not here")))
}

/// Points inside the boundary of their division, or of the smallest one above it that has a boundary.
fn points(state: &State) -> Finding {
    let boundaries: HashMap<DivisionCode, _> = state.divisions.iter().filter_map(|one| Some((one.code, one.boundary.as_ref()?))).collect();
    let mut looked_at = 0;
    let mut outside = Vec::new();
    for facility in state.facilities.iter().map(|one| &one.record) {
        let (Some(location), Some(division)) = (facility.location, facility.division) else { continue };
        let mut above = Level::ALL.into_iter().rev().filter_map(|level| division.at(level));
        let Some((code, boundary)) = above.find_map(|code| boundaries.get(&code).map(|one| (code, one))) else { continue };
        looked_at += 1;
        if !boundary.intersects(&Point::new(location.position.lon(), location.position.lat())) {
            // The id alone: a true position is not printed.
            outside.push(format!("facility {} lies outside the boundary of {code}", facility.id));
        }
    }
    Finding::of("points inside their divisions", looked_at).doubt(outside)
}
