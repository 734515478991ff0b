//! What would an edited standard change? Its clauses as they are judged now, and as they would be, before anything is saved.

use super::{
    super::{
        Registry, RegistryError, Snapshot,
        reference::{refuse, standard_faults},
    },
    NormClause, NormQuestion,
};
use crate::domain::{
    kind::Kind,
    permission::{Caller, Right},
    standard::Standard,
    vocabulary::Vocabulary,
};

/// A standard's clauses on one side of an edit. They are judged even where the standard is not verified, and say so.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormSide<'a> {
    /// Whether it is applied without being asked for: verified.
    pub active: bool,
    /// Its clauses.
    pub items: Vec<NormClause<'a>>,
}

/// What an edit does.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormEffect<'a> {
    /// As it is; null for a standard that is not there yet.
    pub before: Option<NormSide<'a>>,
    /// As it would be.
    pub after: NormSide<'a>,
}

impl Registry {
    /// Whether a standard could be written like this.
    pub fn check_standard(&self, caller: &Caller, snapshot: &Snapshot, row: &Standard) -> Result<(), RegistryError> {
        caller.require_somewhere(Right::ManageStandards)?;
        let kinds: &Vocabulary<Kind> = &snapshot.catalogue().kinds;
        refuse(standard_faults(row, kinds.rows()))
    }
}

impl Snapshot {
    /// The clauses of a standard before and after it is edited.
    pub fn norm_effect<'a>(&'a self, question: &NormQuestion, edited: &'a Standard) -> Result<NormEffect<'a>, RegistryError> {
        let question = NormQuestion { unverified: true, ..question.clone() };
        let terms = self.norm_terms(&question)?;
        let side = |standard: &'a Standard| {
            Ok::<_, RegistryError>(NormSide { active: standard.active(), items: self.judge_standard(&question, &terms, standard)? })
        };
        let before = self.standards().iter().find(|standard| standard.code == edited.code);
        Ok(NormEffect { before: before.map(side).transpose()?, after: side(edited)? })
    }
}
