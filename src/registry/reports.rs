//! What does somebody say is wrong, and what is answered? Anybody may say it; a receipt lets them read the answer.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{FieldError, Page, Registry, RegistryError, discretion::sees_facility, draft, reason::needed_words};
use crate::{
    domain::{
        change::Actor,
        division::DivisionCode,
        permission::{Caller, Right},
    },
    storage::{Closed, Report},
};

/// How a report may end.
pub const OUTCOMES: [&str; 3] = ["mended", "not_wrong", "cannot_tell"];

/// A report as those see it who answer it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReportItem {
    /// Its id.
    pub id: String,
    /// The facility.
    pub facility: ReportedFacility,
    /// The field it is about.
    pub field: Option<String>,
    /// What is said to be wrong.
    pub text: String,
    /// When it came.
    pub at: DateTime<Utc>,
    /// `open` or `closed`.
    pub state: &'static str,
    /// What the reporter is told.
    pub answer: Option<String>,
    /// `mended`, `not_wrong` or `cannot_tell`.
    pub outcome: Option<String>,
    /// Who closed it.
    pub closed_by_name: Option<String>,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
}

/// The facility that a report is about.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReportedFacility {
    /// Its id.
    pub id: String,
    /// Its name; null when it is no longer there.
    pub name: Option<String>,
}

/// What the reporter is given.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReportReceipt {
    /// The report's id.
    pub id: String,
    /// What opens the answer; it is shown once.
    pub receipt: String,
}

/// What the reporter may read.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReportStatus {
    /// `open` or `closed`.
    pub state: &'static str,
    /// The answer.
    pub answer: Option<String>,
    /// `mended`, `not_wrong` or `cannot_tell`.
    pub outcome: Option<String>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Registry {
    /// Takes in that something of a facility is wrong; anybody may say so.
    pub fn report_wrong(&self, id: &str, field: Option<String>, text: &str) -> Result<ReportReceipt, RegistryError> {
        if !self.settings().public_reports {
            return Err(RegistryError::Conflict("this installation takes no reports over the page: call the office instead".to_owned()));
        }
        let snapshot = self.snapshot();
        snapshot.facility(id)?;
        let text = needed_words("text", Some(text))?;
        if let Some(field) = &field
            && draft::blank_facility("").get(field).is_none()
        {
            return Err(RegistryError::Invalid(vec![FieldError::new("field", field, "there is no such field", "a field of the facility")]));
        }
        let chance = || uuid::Uuid::now_v7().simple().to_string();
        let receipt = format!("{}{}", chance(), chance());
        let report = Report {
            id: uuid::Uuid::now_v7().to_string(),
            facility_id: id.to_owned(),
            field,
            text,
            at: self.records.now(),
            receipt_hash: hash(&receipt),
            closed: None,
        };
        self.records.store.write(&self.records.stamp(Actor::public()), |writer| writer.insert_report(&report))?;
        Ok(ReportReceipt { id: report.id, receipt })
    }

    /// What became of a report, for whoever holds its receipt.
    pub fn report_status(&self, id: &str, receipt: &str) -> Result<ReportStatus, RegistryError> {
        let no_such = || RegistryError::NotFound { what: "report with this receipt", id: id.to_owned() };
        let report = self.records.store.read(|reader| reader.report(id))?.ok_or_else(no_such)?;
        if report.receipt_hash != hash(receipt) {
            return Err(no_such());
        }
        Ok(ReportStatus {
            state: state(&report),
            answer: report.closed.as_ref().map(|closed| closed.answer.clone()),
            outcome: report.closed.as_ref().map(|closed| closed.outcome.clone()),
            closed_at: report.closed.map(|closed| closed.at),
        })
    }

    /// A page of reports about facilities that the caller keeps, the newest first.
    pub fn reports(
        &self,
        caller: &Caller,
        open: Option<bool>,
        division: Option<DivisionCode>,
        (cursor, limit): (Option<&str>, usize),
    ) -> Result<Page<ReportItem>, RegistryError> {
        let snapshot = self.snapshot();
        let place = |report: &Report| snapshot.facility_row(&report.facility_id).and_then(|row| snapshot.facility_division(row));
        let reports: Vec<Report> = self
            .records
            .store
            .read(|reader| reader.reports(open))?
            .into_iter()
            .filter(|one| caller.may(Right::ReadRecords, place(one)))
            .filter(|one| sees_facility(caller, &snapshot, &one.facility_id))
            .filter(|one| division.is_none_or(|scope| place(one).is_some_and(|code| scope.contains(code))))
            .collect();
        Ok(Page::from(&reports, cursor, limit, |one| {
            let name = snapshot.facility_row(&one.facility_id).map(|row| snapshot.facilities()[row].name.to_string());
            report_item(one, name)
        }))
    }

    /// Closes a report with an answer.
    pub fn close_report(&self, caller: &Caller, id: &str, outcome: &str, answer: &str) -> Result<ReportItem, RegistryError> {
        if !OUTCOMES.contains(&outcome) {
            let wrong = FieldError::new("outcome", outcome, "there is no such outcome", format!("one of {}", OUTCOMES.join(", ")));
            return Err(RegistryError::Invalid(vec![wrong]));
        }
        let answer = needed_words("answer", Some(answer))?;
        let snapshot = self.snapshot();
        let closed = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let report = writer.reader().report(id)?.ok_or_else(|| RegistryError::NotFound { what: "report", id: id.to_owned() })?;
            let division = snapshot.facility_row(&report.facility_id).and_then(|row| snapshot.facility_division(row));
            caller.require(Right::WriteRecords, division)?;
            if report.closed.is_some() {
                return Err(RegistryError::Conflict("the report is closed already".to_owned()));
            }
            let closed = Closed { outcome: outcome.to_owned(), answer, by: caller.actor.clone(), at: writer.now() };
            writer.close_report(&report, &closed)?;
            Ok(Report { closed: Some(closed), ..report })
        })?;
        let name = snapshot.facility_row(&closed.facility_id).map(|row| snapshot.facilities()[row].name.to_string());
        Ok(report_item(&closed, name))
    }
}

fn state(report: &Report) -> &'static str {
    if report.closed.is_some() { "closed" } else { "open" }
}

fn hash(receipt: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(receipt.as_bytes()))
}

fn report_item(one: &Report, name: Option<String>) -> ReportItem {
    ReportItem {
        id: one.id.clone(),
        facility: ReportedFacility { id: one.facility_id.clone(), name },
        field: one.field.clone(),
        text: one.text.clone(),
        at: one.at,
        state: state(one),
        answer: one.closed.as_ref().map(|closed| closed.answer.clone()),
        outcome: one.closed.as_ref().map(|closed| closed.outcome.clone()),
        closed_by_name: one.closed.as_ref().map(|closed| closed.by.name.clone()),
        closed_at: one.closed.as_ref().map(|closed| closed.at),
    }
}
