//! What reports of plans were made from, as rows by hash. None is ever altered or taken out.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    connection::insert_all,
    row::{clock, json_text},
    schema::hand_in,
};
use crate::domain::change::{Action, Actor, RecordType};

/// What a report was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptHandIn {
    /// SHA-256 of the inputs, in hexadecimal digits.
    pub hash: String,
    /// The plan.
    pub plan_id: String,
    /// The inputs as a JSON text: what the hash is of.
    pub inputs: String,
    /// When it was made first.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: Actor,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = hand_in)]
struct HandInRow {
    hash: String,
    plan_id: String,
    inputs: String,
    made_at: NaiveDateTime,
    made_by: String,
    made_by_name: String,
}

impl From<HandInRow> for KeptHandIn {
    fn from(row: HandInRow) -> KeptHandIn {
        KeptHandIn {
            hash: row.hash,
            plan_id: row.plan_id,
            inputs: row.inputs,
            made_at: row.made_at.and_utc(),
            made_by: Actor { id: row.made_by, name: row.made_by_name },
        }
    }
}

impl Reader<'_> {
    /// What the report with this hash was made from.
    pub fn hand_in(&mut self, hash: &str) -> Result<Option<KeptHandIn>, StorageError> {
        let row: Option<HandInRow> = hand_in::table.find(hash).first(self.conn).optional()?;
        Ok(row.map(KeptHandIn::from))
    }

    /// What the reports of a plan were made from, the newest first.
    pub fn hand_ins(&mut self, plan_id: &str) -> Result<Vec<KeptHandIn>, StorageError> {
        let rows: Vec<HandInRow> =
            hand_in::table.filter(hand_in::plan_id.eq(plan_id)).order((hand_in::made_at.desc(), hand_in::hash)).load(self.conn)?;
        Ok(rows.into_iter().map(KeptHandIn::from).collect())
    }
}

impl Writer<'_> {
    /// Keeps what a report was made from, told by the log; one that is kept already stays as it is.
    pub fn keep_hand_in(&mut self, kept: &KeptHandIn) -> Result<(), StorageError> {
        if self.reader().hand_in(&kept.hash)?.is_some() {
            return Ok(());
        }
        let row = HandInRow {
            hash: kept.hash.clone(),
            plan_id: kept.plan_id.clone(),
            inputs: kept.inputs.clone(),
            made_at: clock(kept.made_at),
            made_by: kept.made_by.id.clone(),
            made_by_name: kept.made_by.name.clone(),
        };
        insert_all!(self.reader.conn, hand_in::table, &[row])?;
        self.log(Action::Export, RecordType::Plan, &kept.plan_id, None, Some(json_text(&serde_json::json!({ "hand_in": kept.hash }))));
        Ok(())
    }
}
