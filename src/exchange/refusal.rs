//! What came of a file: good records, refused cells, and what else its owner should hear?

use std::fmt;

use crate::domain::{division::DivisionCode, personal_number};

/// The longest value that a refusal repeats, in characters.
const MAX_VALUE_CHARS: usize = 80;

/// One cell that was not taken, and with it its row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Refusal {
    /// The record's number with the heading as 1.
    pub row: usize,
    /// The heading as the file writes it; `(row)` when the row as a whole is wrong.
    pub column: String,
    /// What stood there, personal numbers masked, at most 80 characters.
    pub value: String,
    /// Why it was not taken.
    pub reason: String,
    /// What would be right.
    pub expected: String,
}

impl Refusal {
    /// Builds a refusal; heading and value are masked and cut.
    pub(super) fn new(row: usize, column: &str, value: &str, reason: String, expected: String) -> Self {
        let reason = personal_number::mask(&reason).into_owned();
        Self { row, column: shown(column), value: shown(value), reason, expected }
    }
}

/// A text from a file as messages may repeat it: personal numbers masked, cut to 80 characters.
pub(super) fn shown(text: &str) -> String {
    let masked = personal_number::mask(text);
    if masked.chars().count() <= MAX_VALUE_CHARS {
        return masked.to_string();
    }
    masked.chars().take(MAX_VALUE_CHARS - 1).chain(['…']).collect()
}

/// Something about a file that is no error and that its owner should hear. Its `Display` is one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A heading that means nothing here; its column was left out.
    UnknownHeading {
        /// The heading as written.
        heading: String,
    },
    /// Cells under an empty heading; they were left out.
    ContentWithoutHeading {
        /// The column, the first being 1.
        column: usize,
        /// How many cells hold something.
        cells: usize,
    },
    /// The headings do not stand in the first row.
    HeadingRow {
        /// Where they stand.
        row: usize,
    },
    /// One sheet of several was read.
    SheetChosen {
        /// Its name.
        sheet: String,
        /// The sheets that were not read.
        others: Vec<String>,
    },
    /// The text was GB18030.
    Gb18030,
    /// Coordinates in properties were left out because features have geometries.
    GeometryWins {
        /// The headings of those properties.
        headings: Vec<String>,
    },
    /// Rows gave an abolished division code; its successor was taken.
    AbolishedDivision {
        /// The code as given.
        old: DivisionCode,
        /// The code that was taken.
        new: DivisionCode,
        /// How many rows gave it.
        rows: usize,
        /// The first of them.
        first_row: usize,
    },
    /// Organizations gave a kind and no position, so they have no site and the kind was left out.
    KindWithoutSite {
        /// How many.
        rows: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::UnknownHeading { heading } => write!(f, "The column {heading:?} is not known here and was left out."),
            Note::ContentWithoutHeading { column, cells } => {
                write!(f, "Column {column} has no heading; its {cells} filled cells were left out.")
            }
            Note::HeadingRow { row } => write!(f, "The headings stand in row {row}; the rows above were left out."),
            Note::SheetChosen { sheet, others } => {
                write!(f, "The sheet {sheet:?} was read; {} not.", others.iter().map(|s| format!("{s:?}")).collect::<Vec<_>>().join(", "))
            }
            Note::Gb18030 => write!(f, "The text is not UTF-8 and was read as GB18030."),
            Note::GeometryWins { headings } => {
                write!(f, "The features' geometries were read, not their properties {}.", headings.join(", "))
            }
            Note::AbolishedDivision { old, new, rows, first_row } => write!(
                f,
                "Division {old} is abolished; its successor {new} was taken in {rows} row{}, first in row {first_row}.",
                if *rows == 1 { "" } else { "s" }
            ),
            Note::KindWithoutSite { rows } => {
                write!(f, "{rows} organization{} gave a kind without a position and got no site.", if *rows == 1 { "" } else { "s" })
            }
        }
    }
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Records<T> {
    /// Data rows seen; wholly empty ones are not counted.
    pub rows: usize,
    /// The good records with their row numbers, in the file's order.
    pub records: Vec<(usize, T)>,
    /// Every refused cell, in the file's order.
    pub refused: Vec<Refusal>,
    /// How many rows were refused.
    pub refused_rows: usize,
    /// What else is worth saying.
    pub notes: Vec<Note>,
}

impl<T> Records<T> {
    /// The same with notes before its own.
    pub(super) fn told_before(mut self, mut notes: Vec<Note>) -> Records<T> {
        notes.append(&mut self.notes);
        Records { notes, ..self }
    }

    /// The same with every record turned into something else.
    pub(super) fn map<U>(self, turn: impl Fn(T) -> U) -> Records<U> {
        Records {
            rows: self.rows,
            records: self.records.into_iter().map(|(row, record)| (row, turn(record))).collect(),
            refused: self.refused,
            refused_rows: self.refused_rows,
            notes: self.notes,
        }
    }
}
