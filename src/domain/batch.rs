//! What is a file on its way in, and what is one that went in? A draft until it is applied, a batch from then on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    change::{Actor, words},
    datum::Datum,
    division::DivisionCode,
    permission::Jurisdiction,
};

words! {
    /// Where a draft stands.
    DraftState {
        /// 草稿
        Draft = "draft",
        /// 待审
        Proposed = "proposed",
        /// 已导入
        Applied = "applied",
        /// 已撤销
        Undone = "undone",
    }
}

/// What a file is said to list completely: what the registry holds of it and the file lacks is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompleteFor {
    /// In which division.
    pub division: DivisionCode,
    /// Code of the kind.
    pub kind: String,
}

/// What somebody says about a file of people: no figure goes without its definition and its year.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FiguresSaid {
    /// What the figures count (口径).
    pub definition: Option<String>,
    /// The year that they stand for.
    pub year: Option<i32>,
    /// Code of the group that a grid counts, where not everybody.
    pub group: Option<String>,
    /// Which band of a grid holds the counts, from 1.
    pub band: Option<u16>,
    /// That a table gives totals of divisions, to be spread over their homes or ground.
    pub spread: bool,
}

/// Rows of a file, and records that it would remove.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Picked {
    /// Numbers of rows.
    pub rows: BTreeSet<usize>,
    /// Ids of records that would be removed.
    pub removals: BTreeSet<String>,
    /// Of a file that is taken as a whole, as grids are: in which divisions it may write; `None` stands for no division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub divisions: Option<BTreeSet<Option<String>>>,
}

/// What of a file is to be applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Choice {
    /// What somebody left out although it could be applied.
    pub left_out: Picked,
    /// What was proposed to another person: this and no more is applied when it is approved.
    pub proposed: Option<Picked>,
}

/// A file on its way in, without its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// What it holds: `facilities`, `organizations`, `demand`, `divisions`, `hsds`.
    pub kind: String,
    /// What the file was called.
    pub file_name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
    /// Where it stands.
    pub state: DraftState,
    /// From heading to field, where somebody says so.
    pub mapping: BTreeMap<String, String>,
    /// What the coordinates refer to, where somebody says so.
    pub datum: Option<Datum>,
    /// The kind of rows that state none.
    pub default_kind: Option<String>,
    /// What it lists completely.
    pub complete_for: Option<CompleteFor>,
    /// What is said about figures of people.
    pub figures: FiguresSaid,
    /// From row to heading to what was written on screen.
    pub mends: BTreeMap<usize, BTreeMap<String, String>>,
    /// What of it is to be applied.
    pub choice: Choice,
    /// Who brought it.
    pub owner: Actor,
    /// Whose office that is.
    pub office: Jurisdiction,
    /// When.
    pub at: DateTime<Utc>,
    /// The batch that it became.
    pub batch: Option<String>,
    /// The proposal that it is.
    pub proposal: Option<String>,
    /// What it came to when it was proposed or applied, as JSON.
    pub summary: Option<String>,
    /// Raised by every change of it.
    pub version: i64,
}

/// A file that went in.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Its id.
    pub id: String,
    /// What it held.
    pub kind: String,
    /// What the file was called.
    pub file_name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who let it in.
    pub actor: Actor,
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
}
