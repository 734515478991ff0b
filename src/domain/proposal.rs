//! What waits for another person? A change as somebody proposes it, and what became of it.

use chrono::{DateTime, Utc};

use super::{
    change::{Action, Actor, words},
    division::DivisionCode,
};

words! {
    /// What a proposal is about.
    ProposalType {
        /// 设施
        Facility = "facility",
        /// 机构
        Organization = "organization",
        /// 整批导入
        Import = "import",
    }
}

words! {
    /// Where a proposal stands.
    ProposalState {
        /// 待审
        Open = "open",
        /// 已批准
        Approved = "approved",
        /// 已退回
        Returned = "returned",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}

/// Another record that a proposal touches: the one that is merged away, or comes back.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OtherRecord {
    /// Its id.
    pub id: String,
    /// The number of the change that last wrote it when this was proposed.
    pub base_version: i64,
    /// As it was, as JSON; `None` when it was not there.
    pub before: Option<String>,
    /// As it will be, as JSON; `None` when it goes.
    pub after: Option<String>,
}

/// What somebody decided on a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; always there when it was sent back.
    pub reason: Option<String>,
}

/// A proposed change.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub record_type: ProposalType,
    /// Which one.
    pub record_id: String,
    /// What is to be done with it.
    pub action: Action,
    /// Where it stands.
    pub state: ProposalState,
    /// What the record is called, for lists.
    pub name: String,
    /// The division that decides whose it is to approve.
    pub division: Option<DivisionCode>,
    /// The number of the change that last wrote the record when this was proposed; 0 for a new one.
    pub base_version: i64,
    /// The record as it was, as JSON.
    pub before: Option<String>,
    /// The record as it will be, as JSON.
    pub after: Option<String>,
    /// Other records that it touches.
    pub others: Vec<OtherRecord>,
    /// Why.
    pub reason: Option<String>,
    /// Who proposed it.
    pub proposed_by: Actor,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// What became of it.
    pub decision: Option<Decision>,
}
