//! Analyses on plain files: rows become columns of numbers in the order of ids, and names stay here.

use std::{collections::HashMap, path::Path};

use super::{Failure, files::InputFile};
use crate::{
    analysis::{
        filter::Filter,
        places::{PlaceRow, Places},
        space::Space,
    },
    domain::facility::Status,
    exchange::{
        Note, ReadError,
        plain::{Coordinates, Plain, PlainFacility, Skipped, read_costs, read_plain_facilities},
    },
};

/// Facilities of a file, ready to be searched.
pub struct PlainPlaces {
    /// The rows, in the order of ids.
    pub facilities: Vec<PlainFacility>,
    /// The same as columns.
    pub places: Places,
    /// Rows that could not be used.
    pub skipped: Vec<Skipped>,
    kinds: Vec<String>,
}

impl PlainPlaces {
    /// Reads a file of facilities.
    pub fn read(path: &Path, coordinates: Coordinates) -> Result<PlainPlaces, Failure> {
        let file = InputFile::read(path)?;
        let Plain { mut records, skipped, notes } = read_plain_facilities(&file.source(), coordinates)?;
        show_notes(path, &notes);
        records.sort_by(|a, b| a.id.cmp(&b.id));
        let mut kinds: Vec<String> = records.iter().filter_map(|facility| facility.kind.clone()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        // A facility without a kind is of one that nobody asks for.
        let number = |kind: &Option<String>| kind.as_ref().and_then(|kind| kinds.binary_search(kind).ok()).unwrap_or(kinds.len()) as u16;
        let rows = records
            .iter()
            .map(|facility| PlaceRow { point: facility.point, kind: number(&facility.kind), status: Status::Operating, offers: Vec::new() })
            .collect();
        Ok(PlainPlaces { places: Places::new(space(coordinates), rows), facilities: records, skipped, kinds })
    }

    /// The filter of some kinds, which are any texts here.
    pub fn filter(&self, kinds: &[String]) -> Result<Filter, Failure> {
        let mut filter = Filter::default();
        for kind in kinds {
            match self.kinds.binary_search(kind) {
                Ok(number) => filter.kinds.push(number as u16),
                Err(_) => {
                    let known = if self.kinds.is_empty() {
                        "the file has no column kind".to_owned()
                    } else {
                        format!("the file has {}", self.kinds.join(", "))
                    };
                    return Err(Failure::Input(format!("--kind {kind}: no facility is of this kind; {known}")));
                }
            }
        }
        filter.kinds.sort_unstable();
        Ok(filter)
    }
}

/// What coordinates mean in the analyses.
pub fn space(coordinates: Coordinates) -> Space {
    match coordinates {
        Coordinates::LonLat | Coordinates::None => Space::Sphere,
        Coordinates::Plane => Space::Plane,
    }
}

/// A cost matrix by its rows: from a demand id to a facility id.
pub struct Costs {
    by_from: HashMap<String, Vec<(String, f64)>>,
    /// Rows that could not be used.
    pub skipped: Vec<Skipped>,
}

impl Costs {
    /// Reads a file with from, to and cost.
    pub fn read(path: &Path) -> Result<Costs, Failure> {
        let file = InputFile::read(path)?;
        let Plain { records, skipped, notes } = read_costs(&file.source())?;
        show_notes(path, &notes);
        let mut by_from: HashMap<String, Vec<(String, f64)>> = HashMap::new();
        for (from, to, cost) in records {
            by_from.entry(from).or_default().push((to, cost));
        }
        Ok(Costs { by_from, skipped })
    }

    /// What is reachable from an id among the accepted places: row and cost, cheapest first, ties by row.
    pub fn from(&self, id: &str, places: &PlainPlaces, filter: &Filter) -> Vec<(u32, f64)> {
        let row_of = |to: &str| places.facilities.binary_search_by(|facility| facility.id.as_str().cmp(to)).ok().map(|row| row as u32);
        let mut reachable = self.to(id, |to| row_of(to).filter(|row| filter.accepts(&places.places, *row)));
        reachable.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        reachable
    }

    /// Whether the matrix says anything of an id.
    pub fn knows(&self, id: &str) -> bool {
        self.by_from.contains_key(id)
    }

    /// What is reachable from an id: row and cost, by row. Of a pair given twice the first stayed.
    pub fn to(&self, id: &str, row_of: impl Fn(&str) -> Option<u32>) -> Vec<(u32, f64)> {
        let pairs = self.by_from.get(id).map_or(&[][..], Vec::as_slice);
        let mut reachable: Vec<(u32, f64)> = pairs.iter().filter_map(|(to, cost)| Some((row_of(to)?, *cost))).collect();
        reachable.sort_by_key(|(row, _)| *row);
        reachable.dedup_by_key(|(row, _)| *row);
        reachable
    }
}

/// Says on standard error what a file holds that was not used.
pub fn show_notes(path: &Path, notes: &[Note]) {
    let unused: Vec<&str> =
        notes.iter().filter_map(|note| if let Note::UnknownHeading { heading } = note { Some(heading.as_str()) } else { None }).collect();
    if !unused.is_empty() {
        eprintln!("note: {}: columns left out, since this analysis does not use them: {}", path.display(), unused.join(", "));
    }
    for note in notes.iter().filter(|note| !matches!(note, Note::UnknownHeading { .. })) {
        eprintln!("note: {}: {note}", path.display());
    }
}

/// A missing file, said the way the command line says it.
pub fn missing(option: &str, why: &str) -> Failure {
    Failure::Input(format!("{option} is missing: {why}"))
}

/// An id and a reason, for the answer.
#[derive(serde::Serialize)]
pub struct SkippedRow {
    /// The row's id.
    pub id: String,
    /// Why it was not used.
    pub reason: String,
}

impl From<Skipped> for SkippedRow {
    fn from(skipped: Skipped) -> Self {
        SkippedRow { id: skipped.id, reason: skipped.reason }
    }
}

/// Skipped rows shown to people.
const SHOWN: usize = 20;

/// Says on standard error which rows were not used; machines get all of them in the answer.
pub fn show_skipped(skipped: &[SkippedRow]) {
    for one in skipped.iter().take(SHOWN) {
        eprintln!("skipped {}: {}", one.id, one.reason);
    }
    if skipped.len() > SHOWN {
        eprintln!("and {} more; --format json names them all", skipped.len() - SHOWN);
    }
}

/// Reads a file with one of the plain readers.
pub fn read<T>(path: &Path, reader: impl FnOnce(&crate::exchange::Source) -> Result<Plain<T>, ReadError>) -> Result<Plain<T>, Failure> {
    let file = InputFile::read(path)?;
    let plain = reader(&file.source())?;
    show_notes(path, &plain.notes);
    Ok(plain)
}
