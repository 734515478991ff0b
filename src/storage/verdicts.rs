//! What did people settle? Ids that were merged away, pairs that are not the same, positions that are right as they are.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{clock, json_text},
    schema::{accepted_review, distinct_pair, merged_id},
};
use crate::domain::change::{Action, RecordType};

#[derive(Insertable)]
#[diesel(table_name = distinct_pair, treat_none_as_default_value = false)]
struct DistinctRow<'a> {
    record_type: &'static str,
    a: &'a str,
    b: &'a str,
    reason: Option<&'a str>,
    by_name: String,
    at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = accepted_review, treat_none_as_default_value = false)]
struct AcceptedRow<'a> {
    problem: &'a str,
    ids: String,
    reason: Option<&'a str>,
    by_name: String,
    at: NaiveDateTime,
}

impl Reader<'_> {
    /// From every id that was merged away to the id of the record it became part of.
    pub fn merged_ids(&mut self, record_type: RecordType) -> Result<BTreeMap<String, String>, StorageError> {
        let rows: Vec<(String, String)> = merged_id::table
            .filter(merged_id::record_type.eq(record_type.code()))
            .select((merged_id::old_id, merged_id::new_id))
            .load(self.conn)?;
        Ok(rows.into_iter().collect())
    }

    /// Pairs that somebody found not to be the same, the smaller id first.
    pub fn distinct_pairs(&mut self, record_type: RecordType) -> Result<Vec<(String, String)>, StorageError> {
        Ok(distinct_pair::table
            .filter(distinct_pair::record_type.eq(record_type.code()))
            .select((distinct_pair::a, distinct_pair::b))
            .load(self.conn)?)
    }

    /// Problems of positions that somebody found to be none: the problem's code and the ids as a JSON list.
    pub fn accepted_reviews(&mut self) -> Result<Vec<(String, String)>, StorageError> {
        Ok(accepted_review::table.select((accepted_review::problem, accepted_review::ids)).load(self.conn)?)
    }
}

impl Writer<'_> {
    /// From now on the old id answers with the new one, and so do ids that led to the old one.
    pub fn redirect_id(&mut self, record_type: RecordType, old: &str, new: &str) -> Result<(), StorageError> {
        let at = clock(self.now());
        let of_type = merged_id::record_type.eq(record_type.code());
        diesel::update(merged_id::table.filter(of_type).filter(merged_id::new_id.eq(old)))
            .set(merged_id::new_id.eq(new))
            .execute(self.conn())?;
        diesel::insert_into(merged_id::table)
            .values((of_type, merged_id::old_id.eq(old), merged_id::new_id.eq(new), merged_id::at.eq(at)))
            .execute(self.conn())?;
        Ok(())
    }

    /// The old id stands for itself again.
    pub fn end_redirect(&mut self, record_type: RecordType, old: &str) -> Result<(), StorageError> {
        diesel::delete(merged_id::table.filter(merged_id::record_type.eq(record_type.code())).filter(merged_id::old_id.eq(old)))
            .execute(self.conn())?;
        Ok(())
    }

    /// Remembers that two records are not the same.
    pub fn keep_apart(&mut self, record_type: RecordType, a: &str, b: &str, reason: Option<&str>) -> Result<(), StorageError> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        if self.reader().distinct_pairs(record_type)?.iter().any(|(one, other)| (one.as_str(), other.as_str()) == (a, b)) {
            return Ok(());
        }
        let row = DistinctRow { record_type: record_type.code(), a, b, reason, by_name: self.actor_name(), at: clock(self.now()) };
        diesel::insert_into(distinct_pair::table).values(row).execute(self.conn())?;
        self.log(
            Action::Add,
            RecordType::Verdict,
            &format!("{a}|{b}"),
            None,
            Some(json_text(&serde_json::json!({ "verdict": "not the same", "reason": reason }))),
        );
        Ok(())
    }

    /// Remembers that a position is right as it is.
    pub fn accept_review(&mut self, problem: &str, ids: &[String], reason: Option<&str>) -> Result<(), StorageError> {
        let text = json_text(&ids);
        if self.reader().accepted_reviews()?.contains(&(problem.to_owned(), text.clone())) {
            return Ok(());
        }
        let row = AcceptedRow { problem, ids: text.clone(), reason, by_name: self.actor_name(), at: clock(self.now()) };
        diesel::insert_into(accepted_review::table).values(row).execute(self.conn())?;
        self.log(
            Action::Add,
            RecordType::Verdict,
            &text,
            None,
            Some(json_text(&serde_json::json!({ "verdict": "right as it is", "problem": problem, "reason": reason }))),
        );
        Ok(())
    }
}
