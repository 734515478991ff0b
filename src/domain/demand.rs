//! How many people, of which groups, where? Counts only, never persons.

use super::{division::DivisionCode, facility::GivenPoint, id::CellId, position::Position};

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
