//! Rows of cells as one table: the groups that occur anywhere, and a count for each in every cell. Rows come in parts, so that
//! they never stand in memory all at once beside the table.

use std::{collections::HashMap, fmt};

use rayon::prelude::*;
use serde::de::{DeserializeSeed, MapAccess, Visitor};

use super::{StorageError, demand::CellRow, row::At};
use crate::domain::{
    demand::{DemandCell, DemandTable},
    id::CellId,
    kind::POPULATION,
};

/// A table in the making: groups in the order that they first occurred in.
#[derive(Default)]
pub(super) struct TableMaking {
    groups: HashMap<String, usize>,
    cells: Vec<DemandCell>,
}

impl TableMaking {
    /// Takes rows in.
    pub(super) fn take(&mut self, rows: Vec<CellRow>) -> Result<(), StorageError> {
        let known = &self.groups;
        let read: Vec<Result<Box<[f64]>, StorageError>> = rows.par_iter().map(|row| counts(row, &Known(known))).collect();
        self.cells.reserve(read.len());
        for (row, counts) in rows.into_iter().zip(read) {
            // A group that was not met before, or a text that is none: once more, and this time it is learnt or told.
            let counts = match counts {
                Ok(counts) => counts,
                Err(_) => self.learn(&row)?,
            };
            self.cells.push(cell(row, counts)?);
        }
        Ok(())
    }

    fn learn(&mut self, row: &CellRow) -> Result<Box<[f64]>, StorageError> {
        let named: HashMap<String, f64> = At { table: "demand_cell", key: &row.id }.json("counts", &row.counts)?;
        let mut names: Vec<&String> = named.keys().collect();
        names.sort_unstable();
        for name in names {
            let next = self.groups.len();
            self.groups.entry(name.clone()).or_insert(next);
        }
        counts(row, &Known(&self.groups))
    }

    /// The cells in the order of ids, with `population` first among the groups and the others by name.
    pub(super) fn finish(self) -> DemandTable {
        let TableMaking { groups, mut cells } = self;
        let mut groups: Vec<(String, usize)> = groups.into_iter().collect();
        groups.sort_unstable_by(|(a, _), (b, _)| (a != POPULATION, a).cmp(&(b != POPULATION, b)));
        let as_they_came = groups.iter().enumerate().all(|(place, (_, first))| place == *first);
        cells.par_iter_mut().filter(|cell| !as_they_came || cell.counts.len() < groups.len()).for_each(|cell| {
            cell.counts = groups.iter().map(|(_, first)| cell.counts.get(*first).copied().unwrap_or(0.0)).collect();
        });
        // The database's order of texts may be that of a language.
        cells.par_sort_unstable_by(|a, b| a.id.cmp(&b.id));
        DemandTable { groups: groups.into_iter().map(|(name, _)| name).collect(), cells }
    }
}

fn cell(row: CellRow, counts: Box<[f64]>) -> Result<DemandCell, StorageError> {
    let at = At { table: "demand_cell", key: &row.id };
    let given = match (row.given_x, row.given_y, &row.given_datum) {
        (Some(x), Some(y), Some(datum)) => Some(at.given(x, y, datum)?),
        _ => None,
    };
    Ok(DemandCell {
        id: CellId::parse(&row.id).map_err(|error| at.corrupt("id", error))?,
        position: at.position(row.lon, row.lat)?,
        given,
        division: at.division("division", row.division)?,
        counts,
    })
}

/// Reads a JSON object from group to count without keeping the names.
fn counts(row: &CellRow, known: &Known) -> Result<Box<[f64]>, StorageError> {
    let at = At { table: "demand_cell", key: &row.id };
    let mut json = serde_json::Deserializer::from_str(&row.counts);
    known.deserialize(&mut json).and_then(|counts| json.end().map(|()| counts)).map_err(|error| at.corrupt("counts", error))
}

/// The groups that have a place.
struct Known<'a>(&'a HashMap<String, usize>);

impl<'de> DeserializeSeed<'de> for &Known<'_> {
    type Value = Box<[f64]>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Box<[f64]>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &Known<'_> {
    type Value = Box<[f64]>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object from group to count")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Box<[f64]>, A::Error> {
        let mut counts = vec![0.0; self.0.len()];
        while let Some(place) = map.next_key_seed(Place(self.0))? {
            counts[place] = map.next_value()?;
        }
        Ok(counts.into())
    }
}

/// The place of a group by its name.
struct Place<'a>(&'a HashMap<String, usize>);

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = usize;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Place<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a group that was met before")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<usize, E> {
        self.0.get(name).copied().ok_or_else(|| E::custom("a group that was not met before"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, counts: &str) -> CellRow {
        CellRow::of_test(id, counts)
    }

    #[test]
    fn groups_are_gathered_over_parts_and_a_cell_without_one_counts_nobody_of_it() {
        let mut making = TableMaking::default();
        making.take(vec![row("C2", r#"{"elderly":2.0,"minors":1.5}"#), row("C1", r#"{"elderly":3.0}"#)]).expect("rows");
        making.take(vec![row("C3", r#"{"disabled":1.0,"population":9.0}"#)]).expect("rows");
        let table = making.finish();
        assert_eq!(table.groups, ["population", "disabled", "elderly", "minors"]);
        let cells: Vec<(&str, &[f64])> = table.cells.iter().map(|cell| (cell.id.as_str(), &*cell.counts)).collect();
        assert_eq!(cells, [("C1", &[0.0, 0.0, 3.0, 0.0][..]), ("C2", &[0.0, 0.0, 2.0, 1.5]), ("C3", &[9.0, 1.0, 0.0, 0.0])]);
    }

    #[test]
    fn a_damaged_text_is_named_by_its_cell() {
        let mut making = TableMaking::default();
        let error = making.take(vec![row("C1", r#"{"elderly":3.0}"#), row("C2", r#"{"elderly":"#)]).expect_err("damaged");
        assert!(error.to_string().contains("C2") && error.to_string().contains("counts"), "{error}");
    }
}
