//! Which records have not been looked at for long, and what does a look leave behind? The verification clock.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, json};

use super::{Page, RecordWrite, Registry, RegistryError, Snapshot, Written, reason::kept_words, recorded::Recorded, records::not_found};
use crate::domain::{
    change::Action,
    check::{Check, CheckClock, CheckState, vacancy_is_stale},
    division::DivisionCode,
    facility::{Facility, Status},
    permission::{Caller, Right},
    record::ServiceRecord,
    settings::Settings,
};

impl Settings {
    /// When a check of each kind is due, as the settings say.
    pub(super) fn check_clock(&self) -> CheckClock {
        CheckClock {
            interval_days: self.check_every_days,
            by_kind: self.check_every_days_by_kind.iter().map(|(kind, days)| (kind.as_str().into(), *days)).collect(),
            due_soon_days: self.check_due_soon_days,
        }
    }
}

/// A vacancy that may no longer be true.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct StaleVacancy {
    /// `<facility>:<service type>`.
    pub id: String,
    /// Code of the service type.
    #[serde(rename = "type")]
    pub service_type: String,
    /// What is said to be free.
    pub vacancy: u32,
    /// When that was true.
    pub vacancy_at: Option<DateTime<Utc>>,
}

/// A record on the verification clock.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CheckItem {
    /// The facility's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Code of its kind.
    pub kind: String,
    /// Its division.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// The last day somebody checked it.
    pub checked_on: Option<NaiveDate>,
    /// Who did: a post or an account.
    pub checked_by: Option<String>,
    /// When it is due again.
    pub due_on: Option<NaiveDate>,
    /// By how many days it is late.
    pub days_overdue: u32,
    /// `fresh`, `due_soon`, `overdue` or `never`.
    pub state: &'static str,
    /// Vacancies that are too old to be believed.
    pub stale_vacancies: Vec<StaleVacancy>,
}

/// Which records are asked for.
#[derive(Debug, Clone, Default)]
pub struct CheckQuestion {
    /// In these states; none means those that want a look.
    pub states: Vec<CheckState>,
    /// Codes of kinds; none means any.
    pub kinds: Vec<String>,
    /// In this division.
    pub division: Option<DivisionCode>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// What changes in one service of a facility.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServicePatch {
    /// How many are free.
    pub vacancy: Option<u32>,
    /// When that was true; now when it is not said.
    pub vacancy_at: Option<DateTime<Utc>>,
    /// How many at once.
    pub capacity: Option<u32>,
    /// What it costs.
    pub fee: Option<String>,
    /// A phone of its own.
    pub phone: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Snapshot {
    fn check_item(&self, row: usize, check: Check, now: DateTime<Utc>, vacancy_hours: u32) -> CheckItem {
        let facility = &self.facilities()[row];
        let stale = facility.services.iter().filter(|one| one.vacancy.is_some() && vacancy_is_stale(one.vacancy_at, vacancy_hours, now));
        CheckItem {
            id: facility.id.to_string(),
            name: facility.name.to_string(),
            kind: facility.kind.to_string(),
            division: self.facility_division(row),
            checked_on: facility.checked_on,
            checked_by: facility.checked_by.as_deref().map(str::to_owned),
            due_on: check.due_on,
            days_overdue: check.overdue_days,
            state: check.state.code(),
            stale_vacancies: stale
                .map(|one| StaleVacancy {
                    id: format!("{}:{}", facility.id, one.service_type),
                    service_type: one.service_type.to_string(),
                    vacancy: one.vacancy.unwrap_or_default(),
                    vacancy_at: one.vacancy_at,
                })
                .collect(),
        }
    }
}

impl Registry {
    /// Records that want a look: never checked first, then by how late they are, then by id.
    pub fn checks(&self, caller: &Caller, question: &CheckQuestion) -> Result<Page<CheckItem>, RegistryError> {
        let snapshot = self.snapshot();
        let (today, now) = (self.records.now().date_naive(), self.records.now());
        let settings = self.settings();
        let (clock, vacancy_hours) = (settings.check_clock(), settings.vacancy_stale_days * 24);
        let wanted = |state: CheckState| match question.states.as_slice() {
            [] => state != CheckState::Fresh,
            states => states.contains(&state),
        };
        let mut rows: Vec<(usize, Check)> = (0..snapshot.facilities().len())
            .filter(|&row| {
                let (facility, division) = (&snapshot.facilities()[row], snapshot.facility_division(row));
                facility.status != Status::Closed
                    && (question.kinds.is_empty() || question.kinds.iter().any(|kind| **kind == *facility.kind))
                    && question.division.is_none_or(|scope| division.is_some_and(|code| scope.contains(code)))
                    && (caller.may(Right::ReadRecords, division) || caller.may(Right::CheckRecords, division))
            })
            .map(|row| {
                let facility = &snapshot.facilities()[row];
                (row, clock.check(&facility.kind, facility.checked_on, today))
            })
            .filter(|(_, check)| wanted(check.state))
            .collect();
        rows.sort_by_key(|(row, check)| {
            (check.state != CheckState::NeverChecked, std::cmp::Reverse(check.overdue_days), check.due_on, *row)
        });
        Ok(Page::from(&rows, question.cursor.as_deref(), question.limit, |(row, check)| {
            snapshot.check_item(*row, *check, now, vacancy_hours)
        }))
    }

    /// Writes down that somebody looked and the record is true.
    pub fn record_check(&self, caller: &Caller, id: &str, on: Option<NaiveDate>, note: Option<String>) -> Result<Written, RegistryError> {
        let today = self.records.now().date_naive();
        let note = kept_words("note", note.as_deref())?;
        let patch =
            Map::from_iter([("checked_on".to_owned(), json!(on.unwrap_or(today))), ("checked_by".to_owned(), json!(caller.actor.name))]);
        let write = RecordWrite { id: Some(id.to_owned()), patch, reason: note, action: Some(Action::Check), ..RecordWrite::default() };
        self.update_facility(caller, write)
    }

    /// Changes one service of a facility; a vacancy alone needs no registrar.
    pub fn write_service(&self, caller: &Caller, service: &str, change: &ServicePatch) -> Result<Written, RegistryError> {
        let no_such = || RegistryError::NotFound { what: "service", id: service.to_owned() };
        let (id, service_type) = service.rsplit_once(':').ok_or_else(no_such)?;
        let kept = self.records.store.read(|reader| Facility::load(reader, id))?.ok_or_else(|| not_found::<Facility>(id))?;
        let mut services: Vec<ServiceRecord> = kept.record.services.iter().map(ServiceRecord::from).collect();
        let one = services.iter_mut().find(|one| one.service_type == service_type).ok_or_else(no_such)?;
        if let Some(vacancy) = change.vacancy {
            one.vacancy = Some(vacancy);
            one.vacancy_at = Some(change.vacancy_at.unwrap_or_else(|| self.records.now()));
        }
        one.capacity = change.capacity.or(one.capacity);
        one.fee = change.fee.clone().or(one.fee.take());
        one.phone = change.phone.clone().or(one.phone.take());
        let patch = Map::from_iter([("services".to_owned(), json!(services))]);
        let write = RecordWrite {
            id: Some(id.to_owned()),
            version: Some(kept.version),
            patch,
            reason: change.reason.clone(),
            ..RecordWrite::default()
        };
        let only_vacancy = change.capacity.is_none() && change.fee.is_none() && change.phone.is_none();
        if only_vacancy { self.update_facility(caller, write) } else { self.write_facility(caller, write) }
    }
}
