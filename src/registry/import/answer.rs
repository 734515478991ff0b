//! How do drafts and batches look from outside?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        batch::{CompleteFor, DraftState},
        datum::Datum,
        division::DivisionCode,
    },
    exchange::{Candidate, FieldName, Heading, Refusal},
    registry::{
        FieldChange, ProposalItem,
        import::people::{ImportFigures, ImportPeople},
    },
};

/// What would become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowState {
    /// A new record.
    Added,
    /// A record that differs.
    Changed,
    /// A record that is there as it is.
    Unchanged,
    /// A record that the file lacks, though it is said to be complete.
    Removed,
    /// Nothing: the row is wrong.
    Refused,
}

impl RowState {
    /// All of them.
    pub const ALL: [RowState; 5] = [RowState::Added, RowState::Changed, RowState::Unchanged, RowState::Removed, RowState::Refused];

    /// As the interface names it.
    pub fn code(self) -> &'static str {
        match self {
            RowState::Added => "added",
            RowState::Changed => "changed",
            RowState::Unchanged => "unchanged",
            RowState::Removed => "removed",
            RowState::Refused => "refused",
        }
    }

    /// The one with this name.
    pub fn parse(text: &str) -> Option<RowState> {
        RowState::ALL.into_iter().find(|one| one.code() == text)
    }
}

/// How many rows there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ImportTotals {
    /// New records.
    pub added: usize,
    /// Records that differ.
    pub changed: usize,
    /// Records that are there as they are.
    pub unchanged: usize,
    /// Records that the file lacks.
    pub removed: usize,
    /// Wrong rows.
    pub refused: usize,
    /// Rows that could be applied and were left out on screen; they are counted by their sort too.
    pub not_chosen: usize,
    /// Rows that could be applied and lie where a person should look twice; they are counted by their sort too.
    #[serde(default)]
    pub warned: usize,
}

/// What a file is said to list completely.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteForItem {
    /// 12-digit code of the division.
    pub division: String,
    /// Code of the kind.
    pub kind: String,
}

impl From<&CompleteFor> for CompleteForItem {
    fn from(one: &CompleteFor) -> Self {
        CompleteForItem { division: one.division.to_string(), kind: one.kind.clone() }
    }
}

/// What a draft's coordinates refer to.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DatumItem {
    /// Whether somebody has to say it, since the file does not.
    pub needed: bool,
    /// What somebody said.
    pub given: Option<&'static str>,
    /// Where a few rows would lie by each.
    pub candidates: Vec<Candidate>,
}

/// A file on its way in.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ImportItem {
    /// Its id.
    pub id: String,
    /// `facilities`, `organizations`, `demand`, `divisions` or `hsds`.
    pub kind: String,
    /// What the file was called.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
    /// `draft`, `proposed`, `applied` or `undone`.
    #[schema(value_type = String)]
    pub state: DraftState,
    /// Rows below the headings.
    pub rows: usize,
    /// The headings; in lists none.
    pub headings: Vec<Heading>,
    /// What a heading may be taken for; in lists none.
    pub fields: Vec<FieldName>,
    /// From every heading to the field it is taken for; empty for a column that is left out.
    pub mapping: BTreeMap<String, String>,
    /// Whether an office's earlier file decided about a heading of this one.
    pub remembered: bool,
    /// What the coordinates refer to.
    pub datum: DatumItem,
    /// The kind of rows that state none.
    pub default_kind: Option<String>,
    /// What the file is said to list completely.
    pub complete_for: Option<CompleteForItem>,
    /// Of files of people: what the figures are.
    pub figures: Option<ImportFigures>,
    /// Of files of people: whom they bring, beside what the registry holds; null until it can be read, and in lists.
    pub people: Option<ImportPeople>,
    /// What its rows come to, of grids and totals of divisions what their cells come to; null until it can be read.
    pub summary: Option<ImportTotals>,
    /// What else to know.
    pub notes: Vec<String>,
    /// Why no row can be read.
    pub problem: Option<String>,
    /// Who brought it.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The batch that it became.
    pub batch: Option<String>,
    /// The proposal that it is.
    pub proposal: Option<String>,
}

/// What is odd about where a row lies; it can be applied all the same.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct RowWarning {
    /// `outside_division` or `in_no_division`, as in the review queue.
    pub problem: &'static str,
    /// Numbers behind the problem.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// What may be done about it.
    pub suggestion: &'static str,
}

/// One row of a draft.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ImportRow {
    /// Its number with the heading as 1; of records that would be removed a number behind the last row's; of a package the
    /// number through all of its files.
    pub row: usize,
    /// Of a package: the file that it stands in.
    pub file: Option<&'static str>,
    /// Of a package: its number in that file, with the heading as 1.
    pub file_row: Option<usize>,
    /// What would become of it.
    pub state: RowState,
    /// The record's id.
    pub id: String,
    /// The record's name.
    pub name: String,
    /// What would change, field by field.
    pub fields: Vec<FieldChange>,
    /// What is wrong with it.
    pub errors: Vec<Refusal>,
    /// What is odd about where it lies.
    pub warnings: Vec<RowWarning>,
    /// Its cells by heading, personal numbers masked.
    pub cells: BTreeMap<String, String>,
    /// Whether it would be applied.
    pub chosen: bool,
}

/// What somebody says about a draft; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftChange {
    /// From heading to field code, an empty one leaves the column out.
    pub mapping: Option<BTreeMap<String, String>>,
    /// What the coordinates refer to.
    pub datum: Option<Option<Datum>>,
    /// The kind of rows that state none, by any of its words.
    pub default_kind: Option<Option<String>>,
    /// What it lists completely.
    pub complete_for: Option<Option<(DivisionCode, String)>>,
    /// What figures of people are.
    pub figures: Option<FiguresChange>,
    /// Rows that are taken or left out together.
    pub choose: Option<Together>,
}

/// What somebody says about figures of people; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FiguresChange {
    /// What they count; none takes it back.
    pub definition: Option<Option<String>>,
    /// The year that they stand for.
    pub year: Option<Option<i32>>,
    /// Whom a grid counts, by any of its words.
    pub group: Option<Option<String>>,
    /// Which band of a grid holds the counts, from 1.
    pub band: Option<Option<u16>>,
    /// Whether a table gives totals of divisions.
    pub spread: Option<bool>,
}

/// Rows that are taken or left out together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Together {
    /// All of this state.
    pub state: RowState,
    /// Of those only the ones with a warning.
    pub warned: bool,
    /// Whether they are to be applied.
    pub chosen: bool,
}

/// What somebody says about a row; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportRowChange {
    /// Texts that take the place of its cells.
    pub cells: Option<BTreeMap<String, String>>,
    /// Whether it is to be applied.
    pub chosen: Option<bool>,
}

/// What became of applying.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Applied {
    /// It is in.
    Batch {
        /// Always true.
        applied: bool,
        /// The batch's id.
        batch: String,
    },
    /// Another person has to let it in.
    Proposal {
        /// Always false.
        applied: bool,
        /// The proposal.
        proposal: Box<ProposalItem>,
    },
}

/// A file that went in.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct BatchItem {
    /// Its id.
    pub id: String,
    /// What it held.
    pub kind: String,
    /// What the file was called.
    pub file_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who let it in.
    pub by_name: String,
    /// Records that it added.
    pub added: usize,
    /// Records that it changed.
    pub changed: usize,
    /// Records that it removed.
    pub removed: usize,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by_name: Option<String>,
    /// Whether the caller may try to undo it.
    pub may_undo: bool,
}
