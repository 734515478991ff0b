//! How is the oldest part of the log forgotten? As a whole beginning, in a write that the log itself tells; the rest stays
//! chained to the hash where that beginning ended.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    guard::lifted,
    row::json_text,
    schema::{change, registry},
};
use crate::domain::change::{Action, RecordType};

/// The record of the log that tells of forgetting: the setting that asks for it.
const RECORD: &str = "log_retention_days";

/// Where the kept part of the log begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// The number of the last change that was forgotten; 0 for none.
    pub seq: i64,
    /// Its hash; empty for none.
    pub hash: String,
}

impl Reader<'_> {
    /// What was forgotten of the log.
    pub fn forgotten(&mut self) -> Result<Forgotten, StorageError> {
        let (seq, hash) = registry::table.select((registry::forgotten_seq, registry::forgotten_hash)).first(self.conn)?;
        Ok(Forgotten { seq, hash })
    }

    /// When the first change that is kept was made.
    pub fn first_kept_at(&mut self) -> Result<Option<DateTime<Utc>>, StorageError> {
        let at: Option<chrono::NaiveDateTime> = change::table.order(change::seq).select(change::at).first(self.conn).optional()?;
        Ok(at.map(|at| at.and_utc()))
    }

    /// Whether the log itself says that its beginning was forgotten, and no more of it.
    pub(super) fn tells_of(&mut self, forgotten: &Forgotten) -> Result<bool, StorageError> {
        let last: Option<Option<String>> = change::table
            .filter(change::record_type.eq(RecordType::Setting.code()))
            .filter(change::action.eq(Action::Forget.code()))
            .order(change::seq.desc())
            .select(change::after)
            .first(self.conn)
            .optional()?;
        Ok(if forgotten.seq == 0 { last.is_none() } else { last.flatten() == Some(told(forgotten)) })
    }
}

impl Writer<'_> {
    /// Forgets the changes made before a moment; answers how many.
    pub fn forget_changes(&mut self, before: DateTime<Utc>) -> Result<usize, StorageError> {
        let last: Option<(i64, String)> = change::table
            .filter(change::at.lt(before.naive_utc()))
            .order(change::seq.desc())
            .select((change::seq, change::hash))
            .first(self.conn())
            .optional()?;
        let Some((seq, hash)) = last else { return Ok(0) };
        let forgotten = lifted(self.conn(), |conn| diesel::delete(change::table.filter(change::seq.le(seq))).execute(conn))?;
        let row = (registry::forgotten_seq.eq(seq), registry::forgotten_hash.eq(&hash));
        diesel::update(registry::table).set(row).execute(self.conn())?;
        self.log(Action::Forget, RecordType::Setting, RECORD, None, Some(told(&Forgotten { seq, hash })));
        Ok(forgotten)
    }
}

fn told(forgotten: &Forgotten) -> String {
    json_text(&serde_json::json!({ "forgotten_to": forgotten.seq, "hash": forgotten.hash }))
}
