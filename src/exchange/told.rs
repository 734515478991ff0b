//! What does a file say that its figures are: what they count, and for which year? Said once, the same in every row.

use super::{Note, cell, spellings::Field, table::Table};

/// The years that are taken: nobody counted cells before, and plans end before.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What a file says about all of its figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldOfFigures {
    /// What they count, as the file words it (口径).
    pub definition: Option<String>,
    /// The year they stand for.
    pub year: Option<i32>,
}

impl ToldOfFigures {
    /// Whether a number can be the year of figures.
    pub fn is_year(year: i32) -> bool {
        YEARS.contains(&year)
    }

    /// What the columns year and definition say; where a column says several things, nothing is taken and a note tells it.
    pub(super) fn of(table: &Table) -> (ToldOfFigures, Vec<Note>) {
        let mut notes = Vec::new();
        let mut constant = |field: Field| {
            let place = table.columns.place(field)?;
            let mut texts = table.rows.iter().map(|row| row.cell(place)).filter(|text| !cell::is_nothing(text));
            let first = texts.next()?;
            if let Some(other) = texts.find(|text| *text != first) {
                let values = [first, other].map(super::refusal::shown);
                notes.push(Note::FiguresDiffer { heading: table.heading(field).to_owned(), values });
                return None;
            }
            Some(first.to_owned())
        };
        let definition = constant(Field::Definition).map(|text| super::refusal::shown(&text));
        let year = constant(Field::Year);
        let read = year.as_deref().map(|text| text.trim_end_matches('年').trim()).and_then(cell::decimal);
        let year_number = read.filter(|year| year.fract() == 0.0).map(|year| year as i32).filter(|year| Self::is_year(*year));
        if let (Some(text), None) = (&year, year_number) {
            let heading = table.heading(Field::Year).to_owned();
            notes.push(Note::NoYear { heading, value: super::refusal::shown(text) });
        }
        (ToldOfFigures { definition, year: year_number }, notes)
    }
}
