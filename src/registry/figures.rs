//! What are the figures of people that an answer rests on? Definition, year and method, by every file that they come from.

use std::fmt;

use super::Snapshot;
use crate::domain::demand::Figures;

/// What figures of people are.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct FiguresItem<'a> {
    /// What they count (口径), in the words of whoever counted.
    pub definition: Option<&'a str>,
    /// The year that they stand for.
    pub year: Option<i32>,
    /// `counted`, or `estimated` by a model or by spreading totals.
    pub method: &'static str,
    /// How they were estimated.
    pub how: Option<&'a str>,
    /// The file that brought them.
    pub file_name: &'a str,
}

/// One line for people: `residents by place, 2020 (counted; cells.csv)`.
impl fmt::Display for FiguresItem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.definition.unwrap_or("definition not stated"))?;
        match self.year {
            Some(year) => write!(f, "{year}")?,
            None => f.write_str("year not stated")?,
        }
        write!(f, " ({}", self.method)?;
        if let Some(how) = self.how {
            write!(f, ": {how}")?;
        }
        write!(f, "; {})", self.file_name)
    }
}

impl<'a> From<&'a Figures> for FiguresItem<'a> {
    fn from(figures: &'a Figures) -> Self {
        FiguresItem {
            definition: figures.definition.as_deref(),
            year: figures.year,
            method: figures.method.code(),
            how: figures.how.as_deref(),
            file_name: &figures.file_name,
        }
    }
}

impl Snapshot {
    /// What the counts of a group are, the earliest first; empty where nobody said it.
    pub fn figures(&self, group: &str) -> Vec<FiguresItem<'_>> {
        self.demand_sources().iter().filter(|source| source.group == group).map(|source| FiguresItem::from(&source.figures)).collect()
    }
}
