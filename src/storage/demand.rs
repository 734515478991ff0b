//! Demand cells as rows: a JSON object from group to count.

use std::{
    collections::{BTreeMap, HashMap},
    io::{Read, Write},
};

use data_encoding::BASE64;
use diesel::prelude::*;
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::{
    Reader, StorageError, Upserted, Writer,
    connection::insert_all,
    demand_table::TableMaking,
    row::{At, division_number, from_json, in_the_log, json_text},
    schema::demand_cell,
};
use crate::domain::{
    change::{Action, RecordType},
    demand::{DemandCell, DemandTable, Figures},
    division::DivisionCode,
};

/// Rows a statement: 8 columns a row stay below SQLite's 32,766 bound values.
const CHUNK: usize = 2_000;
/// Rows that are read at once, so that the people never stand in memory twice.
const READ_AT_ONCE: i64 = 50_000;

#[derive(Queryable, Insertable, serde::Serialize, serde::Deserialize)]
#[diesel(table_name = demand_cell, treat_none_as_default_value = false)]
pub(super) struct CellRow {
    pub(super) id: String,
    pub(super) lon: f64,
    pub(super) lat: f64,
    pub(super) given_x: Option<f64>,
    pub(super) given_y: Option<f64>,
    pub(super) given_datum: Option<String>,
    pub(super) division: Option<i64>,
    pub(super) counts: String,
}

type Counts = BTreeMap<String, f64>;

impl Reader<'_> {
    /// Every cell in the order of ids, with `population` first among the groups that occur; a cell
    /// that was imported without a group counts nobody of it.
    pub fn demand(&mut self) -> Result<DemandTable, StorageError> {
        let mut making = TableMaking::default();
        let mut last = String::new();
        loop {
            let next = demand_cell::table.filter(demand_cell::id.gt(last.as_str())).order(demand_cell::id).limit(READ_AT_ONCE);
            let rows: Vec<CellRow> = next.load(self.conn)?;
            let Some(end) = rows.last() else { return Ok(making.finish()) };
            last = end.id.clone();
            making.take(rows)?;
        }
    }

    pub(super) fn demand_rows(&mut self) -> Result<Vec<CellRow>, StorageError> {
        Ok(demand_cell::table.load(self.conn)?)
    }
}

/// Rows as one table.
pub(super) fn table_of(rows: Vec<CellRow>) -> Result<DemandTable, StorageError> {
    let mut making = TableMaking::default();
    making.take(rows)?;
    Ok(making.finish())
}

impl Writer<'_> {
    /// Adds new cells and replaces those whose content differs; equal ones are left alone. Counts of groups that are not handed
    /// in stay, and the division too where none is.
    pub fn upsert_demand(&mut self, groups: &[String], cells: &[&DemandCell]) -> Result<Upserted, StorageError> {
        let mut upserted = Upserted::default();
        for cells in cells.chunks(CHUNK) {
            let ids: Vec<&str> = cells.iter().map(|cell| cell.id.as_str()).collect();
            let known: Vec<CellRow> = demand_cell::table.filter(demand_cell::id.eq_any(&ids)).load(self.conn())?;
            let known: HashMap<&str, &CellRow> = known.iter().map(|row| (row.id.as_str(), row)).collect();
            let mut replaced = Vec::new();
            let mut written = Vec::new();
            for cell in cells {
                let mut row = cell_row(cell, groups);
                if let Some(known) = known.get(cell.id.as_str()) {
                    row.keep_unsaid(known)?;
                }
                match known.get(cell.id.as_str()) {
                    Some(known) if same(known, &row) => upserted.unchanged += 1,
                    Some(_) => {
                        upserted.changed += 1;
                        replaced.push(cell.id.as_str());
                        written.push(row);
                    }
                    None => {
                        upserted.added += 1;
                        written.push(row);
                    }
                }
            }
            if !replaced.is_empty() {
                diesel::delete(demand_cell::table.filter(demand_cell::id.eq_any(&replaced))).execute(self.conn())?;
            }
            if !written.is_empty() {
                insert_all!(self.conn(), demand_cell::table, &written)?;
                let before: Vec<&CellRow> = replaced.iter().filter_map(|id| known.get(id).copied()).collect();
                let before = (!before.is_empty()).then(|| packed(&before));
                self.log_replaced(RecordType::Demand, &written[0].id, before, packed(&written));
            }
        }
        Ok(upserted)
    }
}

impl CellRow {
    /// The division that the cell lies in.
    pub(super) fn place(&self, seq: i64) -> Result<Option<DivisionCode>, StorageError> {
        let parse = |code: i64| DivisionCode::parse(&format!("{code:012}")).map_err(|error| in_the_log(seq, error));
        self.division.map(parse).transpose()
    }

    fn keep_unsaid(&mut self, known: &CellRow) -> Result<(), StorageError> {
        self.division = self.division.or(known.division);
        let (mut counts, new) = (counts_of(known)?, counts_of(self)?);
        if counts.keys().any(|group| !new.contains_key(group)) {
            counts.extend(new);
            self.counts = counts_text(&counts);
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Puts cells back as they were; `None` for one that was not there.
    pub(super) fn put_cells_back(&mut self, cells: &BTreeMap<String, Option<CellRow>>) -> Result<(), StorageError> {
        let ids: Vec<&String> = cells.keys().collect();
        for ids in ids.chunks(CHUNK) {
            let there: Vec<CellRow> = demand_cell::table.filter(demand_cell::id.eq_any(ids)).order(demand_cell::id).load(self.conn())?;
            diesel::delete(demand_cell::table.filter(demand_cell::id.eq_any(ids))).execute(self.conn())?;
            let back: Vec<&CellRow> = ids.iter().filter_map(|id| cells.get(*id)?.as_ref()).collect();
            if !back.is_empty() {
                insert_all!(self.conn(), demand_cell::table, back.clone())?;
            }
            let before = (!there.is_empty()).then(|| packed(&there));
            let after = (!back.is_empty()).then(|| packed(&back));
            self.log(Action::Undo, RecordType::Demand, ids[0], before, after);
        }
        Ok(())
    }
}

/// Rows as the log keeps them: some thousand cells are one change, and their JSON is deflated.
fn packed<T: serde::Serialize>(rows: &[T]) -> String {
    json_text(&Packed { cells: rows.len(), deflated: deflated(rows), figures: None })
}

fn deflated<T: serde::Serialize>(rows: &[T]) -> String {
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::fast());
    deflated.write_all(json_text(&rows).as_bytes()).expect("memory takes what is written");
    BASE64.encode(&deflated.finish().expect("memory takes what is written"))
}

/// What counts are, as the log keeps it: a change of no cell.
pub(super) fn packed_figures(groups: &[String], figures: &Figures) -> String {
    let told = Told {
        groups: groups.to_vec(),
        definition: figures.definition.clone(),
        year: figures.year,
        method: figures.method.code().to_owned(),
        how: figures.how.clone(),
    };
    json_text(&Packed { cells: 0, deflated: deflated::<CellRow>(&[]), figures: Some(told) })
}

/// Rows back from the log.
pub(super) fn unpacked(seq: i64, text: &str) -> Result<Vec<CellRow>, StorageError> {
    let Packed { deflated, .. } = from_json(seq, text)?;
    let bytes = BASE64.decode(deflated.as_bytes()).map_err(|error| in_the_log(seq, error))?;
    let mut json = String::new();
    DeflateDecoder::new(bytes.as_slice()).read_to_string(&mut json).map_err(|error| in_the_log(seq, error))?;
    from_json(seq, &json)
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Packed {
    /// How many, for people who read the log.
    cells: usize,
    /// Base64 of the deflated JSON list of rows.
    deflated: String,
    /// What the counts are, where that is what the change tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    figures: Option<Told>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Told {
    groups: Vec<String>,
    definition: Option<String>,
    year: Option<i32>,
    method: String,
    how: Option<String>,
}

fn same(a: &CellRow, b: &CellRow) -> bool {
    a.lon == b.lon
        && a.lat == b.lat
        && (a.given_x, a.given_y, &a.given_datum) == (b.given_x, b.given_y, &b.given_datum)
        && a.division == b.division
        && a.counts == b.counts
}

fn cell_row(cell: &DemandCell, groups: &[String]) -> CellRow {
    let counts: Counts = groups.iter().cloned().zip(cell.counts.iter().copied()).collect();
    CellRow {
        id: cell.id.to_string(),
        lon: cell.position.lon(),
        lat: cell.position.lat(),
        given_x: cell.given.map(|given| given.x),
        given_y: cell.given.map(|given| given.y),
        given_datum: cell.given.map(|given| given.datum.code().to_owned()),
        division: cell.division.map(division_number),
        counts: counts_text(&counts),
    }
}

fn counts_text(counts: &Counts) -> String {
    serde_json::to_string(counts).expect("finite counts have a JSON text")
}

fn counts_of(row: &CellRow) -> Result<Counts, StorageError> {
    let at = At { table: "demand_cell", key: &row.id };
    serde_json::from_str(&row.counts).map_err(|error| at.corrupt("counts", error))
}

#[cfg(test)]
impl CellRow {
    /// A cell somewhere.
    pub(super) fn of_test(id: &str, counts: &str) -> CellRow {
        CellRow {
            id: id.into(),
            lon: 108.9,
            lat: 34.2,
            given_x: None,
            given_y: None,
            given_datum: None,
            division: None,
            counts: counts.into(),
        }
    }
}
