//! How do rows become records? In parallel, in the file's order, each id once.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::*;

use crate::domain::division::DivisionCode;

use super::{Note, Reading, Records, Refusal, row::RowReader, spellings::Field, table::Table};

/// Rows that one task reads before it reports progress.
const CHUNK: usize = 2048;

struct Outcome<T> {
    row: usize,
    record: Result<T, Vec<Refusal>>,
    moved: Vec<(DivisionCode, DivisionCode)>,
}

/// Reads every row with `parse`, which answers `None` only after it refused something.
///
/// Of rows with the same `key` the first good one stays and the others are refused. Of notes only those of the rows are made.
pub(super) fn read_rows<T: Send>(
    table: &Table,
    reading: &Reading,
    id: Field,
    key: impl for<'r> Fn(&'r str) -> Cow<'r, str>,
    parse: impl Fn(&mut RowReader) -> Option<T> + Sync,
) -> Records<T> {
    let all = table.rows.len();
    let done = AtomicUsize::new(0);
    let outcomes: Vec<Vec<Outcome<T>>> = table
        .rows
        .par_chunks(CHUNK)
        .map(|rows| {
            let outcomes = rows.iter().map(|row| outcome(RowReader::new(table, row), &parse)).collect();
            (reading.progress)(done.fetch_add(rows.len(), Ordering::Relaxed) + rows.len(), all);
            outcomes
        })
        .collect();
    let mut records = Records { rows: all, records: Vec::with_capacity(all), refused: Vec::new(), refused_rows: 0, notes: Vec::new() };
    let mut first_rows: HashMap<Cow<str>, usize> = HashMap::with_capacity(all);
    let mut moves = BTreeMap::new();
    for (row, outcome) in table.rows.iter().zip(outcomes.into_iter().flatten()) {
        let text = RowReader::new(table, row).raw(id);
        let key = key(text);
        let twin = first_rows.get(&key).filter(|_| !key.is_empty()).map(|first| {
            let reason = format!("the {} is already in row {first}, which stays", id.spellings()[0]);
            Refusal::new(outcome.row, table.heading(id), text, reason, "a value that no other row has".into())
        });
        match (outcome.record, twin) {
            (Ok(record), None) => {
                first_rows.insert(key, outcome.row);
                remember(&mut moves, outcome.row, &outcome.moved);
                records.records.push((outcome.row, record));
            }
            (Ok(_), Some(twin)) => {
                records.refused_rows += 1;
                records.refused.push(twin);
            }
            (Err(refusals), twin) => {
                records.refused_rows += 1;
                records.refused.extend(refusals);
                records.refused.extend(twin);
            }
        }
    }
    records.notes.extend(moves.into_iter().map(|((old, new), (rows, first_row))| Note::AbolishedDivision { old, new, rows, first_row }));
    records
}

fn outcome<T>(mut row: RowReader, parse: &impl Fn(&mut RowReader) -> Option<T>) -> Outcome<T> {
    let record = if row.spoiled() { None } else { parse(&mut row) };
    let (number, moved) = (row.row.number, std::mem::take(&mut row.moved));
    match record {
        Some(record) if row.is_clean() => Outcome { row: number, record: Ok(record), moved },
        _ => Outcome { row: number, record: Err(row.into_refusals()), moved },
    }
}

type Moves = BTreeMap<(DivisionCode, DivisionCode), (usize, usize)>;

fn remember(moves: &mut Moves, row: usize, moved: &[(DivisionCode, DivisionCode)]) {
    for pair in moved {
        moves.entry(*pair).and_modify(|(rows, _)| *rows += 1).or_insert((1, row));
    }
}
