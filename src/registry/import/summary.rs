//! What became of a file: counted rows, refusals and notes, completed by what was written.

use std::collections::BTreeMap;

use super::{ImportOptions, ImportSummary, Origin};
use crate::{
    exchange::{Records as Rows, Refusal},
    storage::Upserted,
};

/// A summary that waits for what was written.
pub(super) struct Summary {
    pub(super) rows: usize,
    pub(super) refused: usize,
    pub(super) refusals: Vec<Refusal>,
    pub(super) notes: Vec<String>,
    pub(super) dry_run: bool,
    /// Where the rows come from.
    pub(super) origin: Origin,
}

impl Summary {
    pub(super) fn of<T>(rows: &Rows<T>, options: &ImportOptions) -> Summary {
        Summary {
            rows: rows.rows,
            refused: rows.refused_rows,
            refusals: rows.refused.clone(),
            notes: rows.notes.iter().map(ToString::to_string).collect(),
            dry_run: options.dry_run,
            origin: Origin::default(),
        }
    }

    pub(super) fn refuse(&mut self, refusals: Vec<Refusal>) {
        self.refused += refusals.len();
        self.refusals.extend(refusals);
        self.refusals.sort_by_key(|refusal| refusal.row);
    }

    pub(super) fn refuse_taken(&mut self, taken: &BTreeMap<usize, (String, String)>, this: &str, other: &str) {
        let refusals = taken.iter().map(|(row, (id, name))| Refusal {
            row: *row,
            column: "id".to_owned(),
            value: id.clone(),
            reason: format!("this id belongs to the {other} {name}"),
            expected: format!("an id of its own: facilities and organizations' sites share one space of ids, so give the {this} another"),
        });
        self.refuse(refusals.collect());
    }

    pub(super) fn finish(self, upserted: Upserted) -> ImportSummary {
        ImportSummary {
            rows: self.rows,
            added: upserted.added,
            changed: upserted.changed,
            unchanged: upserted.unchanged,
            removed: 0,
            refused: self.refused,
            refusals: self.refusals,
            notes: self.notes,
            dry_run: self.dry_run,
            batch: None,
        }
    }
}
