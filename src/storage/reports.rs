//! What people say is wrong, as rows: the words, the receipt's hash, the answer.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{clock, json_text},
    schema::report,
};
use crate::domain::change::{Action, Actor, RecordType};

/// Somebody's word that something of a record is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its id.
    pub id: String,
    /// The facility it is about.
    pub facility_id: String,
    /// The field it is about, when the reporter said so.
    pub field: Option<String>,
    /// What is wrong.
    pub text: String,
    /// When it came.
    pub at: DateTime<Utc>,
    /// SHA-256 of the receipt that lets the reporter ask what became of it.
    pub receipt_hash: String,
    /// How it was closed: outcome, answer, who and when.
    pub closed: Option<Closed>,
}

/// How a report was closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// `mended`, `not_wrong` or `cannot_tell`.
    pub outcome: String,
    /// What the reporter is told.
    pub answer: String,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = report, treat_none_as_default_value = false)]
struct ReportRow {
    id: String,
    facility_id: String,
    field: Option<String>,
    text: String,
    at: NaiveDateTime,
    receipt_hash: String,
    state: String,
    outcome: Option<String>,
    answer: Option<String>,
    closed_by: Option<String>,
    closed_by_name: Option<String>,
    closed_at: Option<NaiveDateTime>,
}

impl Reader<'_> {
    /// Reports that are open, or closed, or all; the newest first.
    pub fn reports(&mut self, open: Option<bool>) -> Result<Vec<Report>, StorageError> {
        let mut query = report::table.into_boxed();
        if let Some(open) = open {
            query = query.filter(report::state.eq(if open { "open" } else { "closed" }));
        }
        let rows: Vec<ReportRow> = query.order((report::at.desc(), report::id.desc())).load(self.conn)?;
        Ok(rows.into_iter().map(report_from_row).collect())
    }

    /// The report with this id.
    pub fn report(&mut self, id: &str) -> Result<Option<Report>, StorageError> {
        let row: Option<ReportRow> = report::table.find(id.to_owned()).first(self.conn).optional()?;
        Ok(row.map(report_from_row))
    }
}

impl Writer<'_> {
    /// Takes a report in; the log is told.
    pub fn insert_report(&mut self, one: &Report) -> Result<(), StorageError> {
        diesel::insert_into(report::table).values(report_row(one)).execute(self.conn())?;
        let told = json_text(&serde_json::json!({ "facility_id": one.facility_id, "field": one.field, "text": one.text }));
        self.log(Action::Add, RecordType::Report, &one.id, None, Some(told));
        Ok(())
    }

    /// Closes a report with an answer; the log is told.
    pub fn close_report(&mut self, one: &Report, closed: &Closed) -> Result<(), StorageError> {
        diesel::update(report::table.filter(report::id.eq(one.id.clone())))
            .set((
                report::state.eq("closed"),
                report::outcome.eq(Some(closed.outcome.clone())),
                report::answer.eq(Some(closed.answer.clone())),
                report::closed_by.eq(Some(closed.by.id.clone())),
                report::closed_by_name.eq(Some(closed.by.name.clone())),
                report::closed_at.eq(Some(clock(closed.at))),
            ))
            .execute(self.conn())?;
        let told = json_text(&serde_json::json!({ "facility_id": one.facility_id, "outcome": closed.outcome, "answer": closed.answer }));
        self.log(Action::Close, RecordType::Report, &one.id, None, Some(told));
        Ok(())
    }
}

fn report_row(one: &Report) -> ReportRow {
    let closed = one.closed.as_ref();
    ReportRow {
        id: one.id.clone(),
        facility_id: one.facility_id.clone(),
        field: one.field.clone(),
        text: one.text.clone(),
        at: clock(one.at),
        receipt_hash: one.receipt_hash.clone(),
        state: if closed.is_some() { "closed" } else { "open" }.to_owned(),
        outcome: closed.map(|one| one.outcome.clone()),
        answer: closed.map(|one| one.answer.clone()),
        closed_by: closed.map(|one| one.by.id.clone()),
        closed_by_name: closed.map(|one| one.by.name.clone()),
        closed_at: closed.map(|one| clock(one.at)),
    }
}

fn report_from_row(row: ReportRow) -> Report {
    let closed = match (row.outcome, row.answer, row.closed_by, row.closed_by_name, row.closed_at) {
        (Some(outcome), Some(answer), Some(id), Some(name), Some(at)) => {
            Some(Closed { outcome, answer, by: Actor { id, name }, at: at.and_utc() })
        }
        _ => None,
    };
    Report {
        id: row.id,
        facility_id: row.facility_id,
        field: row.field,
        text: row.text,
        at: row.at.and_utc(),
        receipt_hash: row.receipt_hash,
        closed,
    }
}
