//! How many people, of which groups, where? Counts only, never persons.

use chrono::{DateTime, Utc};

use super::{change::words, division::DivisionCode, facility::GivenPoint, id::CellId, position::Position};

/// A small cell (or a community's point) with counts of people.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandCell {
    /// Its id.
    pub id: CellId,
    /// WGS84.
    pub position: Position,
    /// As given; `None` when the pair came as WGS84 and equals `position`.
    pub given: Option<GivenPoint>,
    /// The division it is declared to be in.
    pub division: Option<DivisionCode>,
    /// One count for each of the table's groups, in their order; finite and not negative.
    pub counts: Box<[f64]>,
}

/// Demand cells with the groups that their counts stand for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DemandTable {
    /// Codes of the counts; the first is `population` when everyone is counted.
    pub groups: Vec<String>,
    /// The cells.
    pub cells: Vec<DemandCell>,
}

words! {
    /// How figures came to be.
    FigureMethod {
        /// 统计: people were counted where the cell is.
        Counted = "counted",
        /// 估算: worked out from other figures, by a model or by spreading totals.
        Estimated = "estimated",
    }
}

/// What the figures of a file are: no figure goes without its definition and its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What they count, in the words of whoever counted (口径); `None` where nobody said it.
    pub definition: Option<String>,
    /// The year that they stand for; `None` where nobody said it.
    pub year: Option<i32>,
    /// How they came to be.
    pub method: FigureMethod,
    /// How exactly, where there is more to say: over what totals were spread.
    pub how: Option<String>,
    /// The file that brought them, without its folder.
    pub file_name: String,
}

/// Where the counts of one group come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandSource {
    /// Code of the group.
    pub group: String,
    /// What they are.
    pub figures: Figures,
    /// When they came in.
    pub at: DateTime<Utc>,
}
