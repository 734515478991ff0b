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
#[derive(Debug, Clone, PartialEq)]
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
    /// How large a population grid is.
    GridSize {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
        /// Degrees of longitude that a cell has.
        lon: f64,
        /// Degrees of latitude that a cell has.
        lat: f64,
    },
    /// Cells of a population grid that are left out since nobody is counted in them.
    GridEmpty {
        /// Cells with a count of 0.
        nobody: u64,
        /// Cells without data.
        nodata: u64,
    },
    /// What was kept of a population grid.
    GridPeople {
        /// Cells.
        cells: usize,
        /// Their people.
        people: f64,
    },
    /// Cells of a population grid that lie outside, and were left out.
    GridOutside {
        /// Cells.
        cells: usize,
        /// Their people.
        people: f64,
        /// Outside of what.
        of: &'static str,
    },
    /// A column that should say one thing about all figures says several.
    FiguresDiffer {
        /// Its heading.
        heading: String,
        /// Two of the things that it says.
        values: [String; 2],
    },
    /// What stands for a year is none.
    NoYear {
        /// The heading.
        heading: String,
        /// What stands there.
        value: String,
    },
    /// More was refused than is told one by one.
    RefusedMore {
        /// How many are told.
        told: usize,
        /// How many were refused.
        refused: usize,
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
            Note::GridSize { width, height, lon, lat } => {
                write!(f, "The grid has {width} columns and {height} rows of cells of {lon} x {lat} degrees.")
            }
            Note::GridEmpty { nobody, nodata } => {
                write!(f, "{nobody} cells with a count of 0 and {nodata} cells without data were left out.")
            }
            Note::GridPeople { cells, people } => write!(f, "{cells} cells with {people} people in all were kept."),
            Note::GridOutside { cells, people, of } => {
                write!(f, "{cells} cells with {people} people in all lie outside {of} and were left out.")
            }
            Note::FiguresDiffer { heading, values: [one, other] } => write!(
                f,
                "The column {heading:?} says several things ({one}, {other}), so that nothing is kept of it; bring a file for each."
            ),
            Note::NoYear { heading, value } => write!(f, "The column {heading:?} says {value:?}, which is no year from 1900 to 2200."),
            Note::RefusedMore { told, refused } => write!(f, "{refused} were refused; the first {told} are told one by one."),
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
