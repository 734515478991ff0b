//! What do the rows of one file of a package say? Columns by the standard's names, in any order.

use std::collections::{BTreeMap, HashMap};

use csv::{ReaderBuilder, StringRecord};

use super::ByColumn;
use crate::exchange::{ReadError, armour, encoding::text_of};

/// A file of a package.
pub(super) struct Table {
    /// Its name, `locations.csv`.
    pub file: &'static str,
    columns: HashMap<String, usize>,
    rows: Vec<StringRecord>,
}

/// A row of a file.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table,
    place: usize,
}

impl Table {
    /// A file that the package lacks.
    pub fn missing(file: &'static str) -> Table {
        Table { file, columns: HashMap::new(), rows: Vec::new() }
    }

    /// Reads a file; `needed` are the columns without which it says nothing.
    pub fn read(file: &'static str, bytes: &[u8], needed: &[&str]) -> Result<Table, ReadError> {
        let (text, _) = text_of(file, bytes)?;
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        // Text is text and rows may be ragged, so that reading a record cannot fail.
        let mut records = reader.records().flatten();
        let headings = records.next().unwrap_or_default();
        let mut columns: HashMap<String, usize> = HashMap::new();
        for (place, name) in headings.iter().enumerate() {
            // Of two columns with one name the first is read.
            columns.entry(name.trim().to_ascii_lowercase()).or_insert(place);
        }
        let missing: Vec<&str> = needed.iter().copied().filter(|name| !columns.contains_key(*name)).collect();
        if !missing.is_empty() {
            let found = headings.iter().map(str::trim).collect::<Vec<_>>().join(", ");
            return Err(ReadError::MissingHeading { file: file.to_owned(), row: 1, missing: missing.join(", "), found });
        }
        Ok(Table { file, columns, rows: records.collect() })
    }

    /// The number of its last row with the heading as 1.
    pub fn last_row(&self) -> usize {
        self.rows.len() + 1
    }

    /// The rows that are not wholly empty.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = |row: &&(usize, &StringRecord)| row.1.iter().any(|cell| !cell.trim().is_empty());
        self.rows.iter().enumerate().filter(move |row| filled(&row)).map(|(place, _)| Row { table: self, place })
    }

    /// The rows by the value of a column, in the file's order.
    pub fn by(&self, column: &str) -> ByColumn<'_> {
        let mut by = BTreeMap::new();
        for row in self.rows() {
            let value = row.get(column);
            if !value.is_empty() {
                by.entry(value).or_insert_with(Vec::new).push(row);
            }
        }
        by
    }
}

impl<'t> Row<'t> {
    /// A cell, trimmed; empty where there is no such column.
    pub fn get(self, column: &str) -> &'t str {
        let cell = self.table.columns.get(column).and_then(|place| self.table.rows[self.place].get(*place));
        armour::off(cell.unwrap_or_default().trim())
    }

    /// The file that it stands in.
    pub fn file(self) -> &'static str {
        self.table.file
    }

    /// Its number with the heading as 1.
    pub fn number(self) -> usize {
        self.place + 2
    }
}
