//! How are a package's rows handed to the readers of our own files? As CSV text whose cells know where they came from.

use std::collections::HashMap;

use super::table::Row;
use crate::{
    domain::text::{TextError, check_text},
    exchange::{Format, ReadError, Reading, Records, Refusal, Source, armour},
};

/// Where a cell came from: file, row and column of the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    file: &'static str,
    row: usize,
    column: &'static str,
}

impl Origin {
    /// A column of a row.
    pub fn of(row: Row, column: &'static str) -> Origin {
        Origin { file: row.file(), row: row.number(), column }
    }

    fn name(self) -> String {
        format!("{}:{}", self.file, self.column)
    }
}

/// One record to be: cells by the heading of our own files.
pub(super) struct Draft {
    main: Origin,
    cells: Vec<(&'static str, String, Origin)>,
}

impl Draft {
    /// A draft of the record that stands in this row.
    pub fn of(row: Row) -> Draft {
        Draft { main: Origin::of(row, "id"), cells: Vec::new() }
    }

    /// Fills a cell from a column of a row.
    pub fn put(&mut self, heading: &'static str, value: impl Into<String>, row: Row, column: &'static str) {
        self.cells.push((heading, value.into(), Origin::of(row, column)));
    }
}

/// Records to be.
pub(super) struct Drafts {
    headings: &'static [&'static str],
    drafts: Vec<Draft>,
}

impl Drafts {
    /// None yet, with the headings that their cells may have.
    pub fn new(headings: &'static [&'static str]) -> Drafts {
        Drafts { headings, drafts: Vec::new() }
    }

    /// One more.
    pub fn push(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// Reads the drafts as a file of our own; rows and columns of what comes are the package's.
    pub fn read<T>(
        &self,
        reading: &Reading,
        read: impl Fn(&Source, &Reading) -> Result<Records<T>, ReadError>,
    ) -> Result<Records<T>, ReadError> {
        let text = self.text();
        let mut records = read(&Source { name: "the package", format: Format::Csv, bytes: text.as_bytes() }, reading)?;
        let draft = |row: usize| row.checked_sub(2).and_then(|place| self.drafts.get(place));
        for (row, _) in &mut records.records {
            *row = draft(*row).map_or(*row, |draft| draft.main.row);
        }
        for refusal in &mut records.refused {
            if let Some(draft) = draft(refusal.row) {
                let cell = draft.cells.iter().find(|(heading, ..)| *heading == refusal.column);
                let origin = cell.map_or(draft.main, |(.., origin)| *origin);
                (refusal.row, refusal.column) = (origin.row, origin.name());
            }
        }
        Ok(records)
    }

    fn text(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail, and all rows have as many cells as there are headings.
        let _ = writer.write_record(self.headings);
        for draft in &self.drafts {
            let cells: HashMap<&str, &str> = draft.cells.iter().map(|(heading, value, _)| (*heading, value.as_str())).collect();
            let _ = writer
                .write_record(self.headings.iter().map(|heading| armour::on(cells.get(heading).copied().unwrap_or_default()).into_owned()));
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// The row was refused, so that nothing of it may be taken.
pub(super) struct RowRefused;

/// What is refused by itself: a phone, a capacity, a service, a link.
#[derive(Default)]
pub(super) struct Complaints {
    refused: Vec<Refusal>,
    rows: Vec<(&'static str, usize)>,
}

impl Complaints {
    /// Refuses a row for one of its cells.
    pub fn refuse(&mut self, row: Row, column: &'static str, reason: impl Into<String>, expected: impl Into<String>) {
        let origin = Origin::of(row, column);
        self.refused.push(Refusal::new(origin.row, &origin.name(), row.get(column), reason.into(), expected.into()));
        self.rows.push((origin.file, origin.row));
    }

    /// A text that may be kept; one that may not be refuses its row.
    pub fn text<'t>(&mut self, row: Row<'t>, column: &'static str, limit: usize) -> Option<&'t str> {
        let text = row.get(column);
        match check_text(text, limit) {
            Ok(_) => (!text.is_empty()).then_some(text),
            Err(error) => {
                let expected = match error {
                    TextError::TooLong { limit, .. } => format!("at most {limit} characters"),
                    TextError::Control => "text without control characters".to_owned(),
                    TextError::PersonalNumber => "no personal number or mobile: an office landline, or an empty cell".to_owned(),
                };
                self.refuse(row, column, format!("the text {error}"), expected);
                None
            }
        }
    }

    /// A whole number of 0 or more, where there is one; another text refuses its row.
    pub fn count(&mut self, row: Row, column: &'static str) -> Result<Option<u32>, RowRefused> {
        let text = row.get(column);
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse::<f64>().ok().filter(|number| number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(number));
        if number.is_none() {
            self.refuse(row, column, "this is not a whole number of 0 or more", "a whole number such as 12");
        }
        number.map(|number| Some(number as u32)).ok_or(RowRefused)
    }

    /// The refusals, and how many rows they are about.
    pub fn finish(mut self) -> (Vec<Refusal>, usize) {
        self.rows.sort_unstable();
        self.rows.dedup();
        (self.refused, self.rows.len())
    }
}
