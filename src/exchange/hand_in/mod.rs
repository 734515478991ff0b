//! How does a plan leave as a document that can be handed in? Tables and maps as a workbook, or as a page that prints.
//!
//! The same [`HandIn`] makes the same bytes. Refuses to know where its figures come from: every table names the hash of its inputs.

mod document;
mod picture;
#[cfg(test)]
mod tests;
mod workbook;

use chrono::{DateTime, Utc};

pub use document::write_document;
pub use picture::{Area, Line, LineLook, Mark, Picture, Sign};
pub use workbook::write_workbook;

use super::Cell;

/// In which language a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The code used in queries and in the document.
    pub fn code(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }

    /// The language with this code.
    pub fn parse(text: &str) -> Option<Language> {
        Self::ALL.into_iter().find(|language| language.code() == text)
    }

    /// Of two texts the one in this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Chinese => zh,
            Language::English => en,
        }
    }
}

/// The paper that a document is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 297 x 210 mm.
    #[default]
    A4,
    /// 420 x 297 mm.
    A3,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Paper; 2] = [Paper::A4, Paper::A3];

    /// The code used in queries.
    pub fn code(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::A3 => "a3",
        }
    }

    /// The paper with this code.
    pub fn parse(text: &str) -> Option<Paper> {
        Self::ALL.into_iter().find(|paper| paper.code() == text)
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandInColumn {
    /// Its heading, with the unit.
    pub heading: String,
    /// Decimals of its numbers; texts are left as they are.
    pub decimals: u8,
    /// Whether its numbers are fractions, shown as percentages.
    pub percent: bool,
}

impl HandInColumn {
    /// A column of texts or whole numbers.
    pub fn plain(heading: &str) -> HandInColumn {
        HandInColumn { heading: heading.to_owned(), decimals: 0, percent: false }
    }

    /// A column of decimals.
    pub fn decimal(heading: &str, decimals: u8) -> HandInColumn {
        HandInColumn { heading: heading.to_owned(), decimals, percent: false }
    }

    /// A column of fractions, shown as percentages with one decimal.
    pub fn percent(heading: &str) -> HandInColumn {
        HandInColumn { heading: heading.to_owned(), decimals: 1, percent: true }
    }
}

/// A table of a document. Rows have as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandInTable {
    /// Its name, for a sheet too: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// What it counts, by which rule, in a sentence or two.
    pub note: String,
    /// The columns.
    pub columns: Vec<HandInColumn>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// The row of totals; empty where there is none.
    pub totals: Vec<Cell>,
}

/// A whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct HandIn {
    /// In which language.
    pub language: Language,
    /// The title.
    pub title: String,
    /// The answer in sentences.
    pub summary: Vec<String>,
    /// The marks: sample data, internal use or map approval, date of the data.
    pub notices: Vec<String>,
    /// The tables in order.
    pub tables: Vec<HandInTable>,
    /// The maps in order.
    pub pictures: Vec<Picture>,
    /// What it was made from: item and content.
    pub inputs: Vec<(String, String)>,
    /// SHA-256 of the inputs, in hexadecimal digits.
    pub hash: String,
    /// The time of making: the only thing in which two documents of one hash differ.
    pub made_at: DateTime<Utc>,
}

/// A cell as people read it in a column.
fn shown(cell: &Cell, column: &HandInColumn) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) if number.is_finite() => {
            let number = if column.percent { number * 100.0 } else { *number };
            // Adding 0 makes a nothing below 0 a plain one.
            let text = format!("{:.*}", usize::from(column.decimals), number + 0.0);
            thousands(&text) + if column.percent { "%" } else { "" }
        }
        _ => String::new(),
    }
}

/// With a comma before every third digit of the whole part.
pub fn thousands(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}
