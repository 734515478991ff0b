//! What is inspected, and what was found? A campaign draws its sample so that anybody can draw it again, and every visit is kept.
//!
//! The draw: of all ids there are to draw from, those come first whose SHA-256 over `<seed>:<id>` is smallest. So the seed alone
//! decides, whatever order the ids stand in, and nobody picks.

mod fit;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use self::fit::{day, drawn, fit, fit_visit, known_division};
use super::{Choice, FieldError, Registry, RegistryError, Snapshot};
use crate::domain::{
    division::DivisionCode,
    gap::GapTerms,
    inspection::{Campaign, CampaignKind, FoundWrong, SubjectState, Visit},
    permission::{Caller, Right},
    text::MAX_NAME_CHARS,
};

/// How a sample is drawn, for whoever wants to draw it again.
pub const DRAW: &str = "ascending SHA-256 of seed:id, the first so many";
/// The most entries of a checklist.
const MOST_ENTRIES: usize = 100;

/// A campaign that somebody wants.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewCampaign {
    /// `concentrated` 集中督查, `focused` 重点抽查, `unannounced` 随机暗访 or `sweep` 大排查.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Where: the code of a division; everywhere unless it is said.
    pub division: Option<String>,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What is gone through at each subject.
    pub checklist: Vec<String>,
    /// `facilities` that operate, or `gaps` that somebody has decided about and that are not closed.
    pub of: String,
    /// Only of these kinds, in any words; all unless it is said.
    pub kinds: Vec<String>,
    /// How many are drawn; all unless it is said.
    pub sample: Option<u32>,
    /// What is drawn with; made up unless it is said.
    pub seed: Option<String>,
}

/// A visit that somebody writes down.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewVisit {
    /// Which of the campaign's subjects.
    pub subject: String,
    /// The day.
    pub on: String,
    /// The post of whoever was there, never a person's name.
    pub post: String,
    /// What was found wrong; empty when all was well.
    #[schema(value_type = Vec<Object>)]
    pub findings: Vec<FoundWrong>,
    /// The day by which it is put right; needed when something was found.
    pub rectify_by: Option<String>,
}

/// How many subjects stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, utoipa::ToSchema)]
pub struct SubjectCounts {
    /// Nobody was there yet.
    pub to_visit: usize,
    /// Nothing was found at the last visit.
    pub clear: usize,
    /// Something was found, and there is time to put it right.
    pub to_rectify: usize,
    /// The day for that is past.
    pub overdue: usize,
}

/// A visit as it is answered.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct VisitItem {
    /// Its id.
    pub id: String,
    /// The day.
    pub on: NaiveDate,
    /// The post of whoever was there.
    pub post: String,
    /// What was found wrong, by entry of the checklist.
    #[schema(value_type = Vec<Object>)]
    pub findings: Vec<FoundWrong>,
    /// The day by which it is put right.
    pub rectify_by: Option<NaiveDate>,
    /// Whether somebody was there before.
    pub is_revisit: bool,
    /// Who wrote it down.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct SubjectItem {
    /// Id of the facility or of the gap.
    pub id: String,
    /// Name of the facility, or of the gap's community; null when it is no longer there.
    pub name: Option<String>,
    /// `to_visit`, `clear`, `to_rectify` or `overdue`.
    #[schema(value_type = String)]
    pub state: SubjectState,
    /// Until when the findings of the last visit are put right.
    pub rectify_by: Option<NaiveDate>,
    /// The visits, the earliest first.
    pub visits: Vec<VisitItem>,
}

/// A campaign as it is answered.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CampaignItem {
    /// Its id.
    pub id: String,
    /// `concentrated`, `focused`, `unannounced` or `sweep`.
    #[schema(value_type = String)]
    pub kind: CampaignKind,
    /// What it is called.
    pub name: String,
    /// Where; null for everywhere.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What is gone through at each subject.
    pub checklist: Vec<String>,
    /// What the sample was drawn with.
    pub seed: String,
    /// How.
    pub draw: &'static str,
    /// How many there were to draw from.
    pub drawn_from: u32,
    /// How many were drawn.
    pub sample: usize,
    /// How many of them stand where.
    pub counts: SubjectCounts,
    /// Who made it.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was drawn, in the order of the draw; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<SubjectItem>>,
}

impl Registry {
    /// The campaigns that a caller may see, the newest first.
    pub fn campaigns(&self, caller: &Caller) -> Result<Vec<CampaignItem>, RegistryError> {
        let snapshot = self.snapshot();
        let found = self.records.store.read(|reader| {
            let campaigns = reader.campaigns()?.into_iter().filter(|one| caller.may(Right::ReadRecords, one.division));
            campaigns.map(|one| Ok::<_, RegistryError>((reader.visits(&one.id)?, one))).collect::<Result<Vec<_>, _>>()
        })?;
        Ok(found.into_iter().map(|(visits, one)| CampaignItem { subjects: None, ..self.campaign_item(&snapshot, one, visits) }).collect())
    }

    /// One campaign with its subjects and their visits.
    pub fn campaign(&self, caller: &Caller, id: &str) -> Result<CampaignItem, RegistryError> {
        let snapshot = self.snapshot();
        let (one, visits) = self.records.store.read(|reader| {
            let one = reader.campaign(id)?.ok_or_else(|| no_such(id))?;
            Ok::<_, RegistryError>((one, reader.visits(id)?))
        })?;
        caller.require(Right::ReadRecords, one.division)?;
        Ok(self.campaign_item(&snapshot, one, visits))
    }

    /// Draws the sample of a new campaign and keeps it; answers with its id.
    pub fn create_campaign(&self, caller: &Caller, new: &NewCampaign) -> Result<String, RegistryError> {
        // Gaps that the figures have closed are not drawn.
        self.settle_gaps()?;
        let snapshot = self.snapshot();
        let mut faults = Vec::new();
        let division = new.division.as_ref().and_then(|text| known_division(&snapshot, text, &mut faults));
        if faults.is_empty() {
            caller.require(Right::MakePlans, division)?;
        }
        let kind = CampaignKind::parse(&new.kind);
        if kind.is_none() {
            faults.push(FieldError::new("kind", &new.kind, "there is no such campaign", "concentrated, focused, unannounced or sweep"));
        }
        let name = fit("name", &new.name, MAX_NAME_CHARS, &mut faults);
        let (from, to) = (day("from", &new.from, &mut faults), day("to", &new.to, &mut faults));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            faults.push(FieldError::new("to", &new.to, "is before the first day", "a later day"));
        }
        if !(1..=MOST_ENTRIES).contains(&new.checklist.len()) {
            faults.push(FieldError::new("checklist", new.checklist.len(), "is out of range", format!("1 to {MOST_ENTRIES} entries")));
        }
        let checklist: Vec<String> = new.checklist.iter().map(|text| fit("checklist", text, MAX_NAME_CHARS, &mut faults)).collect();
        let ids = self.to_draw_from(&snapshot, new, division, &mut faults);
        let most = ids.len() as u32;
        let sample = new.sample.unwrap_or(most);
        if most > 0 && !(1..=most).contains(&sample) {
            faults.push(FieldError::new("sample", sample, "is out of range", format!("a whole number, 1 to {most}")));
        }
        let made_up = || uuid::Uuid::now_v7().simple().to_string();
        let seed = new.seed.as_ref().map_or_else(made_up, |seed| fit("seed", seed, MAX_NAME_CHARS, &mut faults));
        let (Some(kind), Some(from), Some(to), true) = (kind, from, to, faults.is_empty()) else {
            return Err(RegistryError::Invalid(faults));
        };
        let id = uuid::Uuid::now_v7().to_string();
        self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let (by, at) = (caller.actor.clone(), writer.now());
            let subjects = drawn(ids, &seed, sample as usize);
            let campaign = Campaign { id: id.clone(), kind, name, division, from, to, checklist, seed, drawn_from: most, subjects, by, at };
            writer.insert_campaign(&campaign)?;
            Ok::<_, RegistryError>(())
        })?;
        Ok(id)
    }

    /// Writes a visit down.
    pub fn record_visit(&self, caller: &Caller, campaign: &str, new: &NewVisit) -> Result<(), RegistryError> {
        let today = self.today();
        self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let campaign = writer.reader().campaign(campaign)?.ok_or_else(|| no_such(campaign))?;
            caller.require(Right::MakePlans, campaign.division)?;
            let (id, by, at) = (uuid::Uuid::now_v7().to_string(), caller.actor.clone(), writer.now());
            let visit = fit_visit(&campaign, new, today).map_err(RegistryError::Invalid)?;
            writer.insert_visit(&Visit { id, by, at, ..visit })?;
            Ok(())
        })
    }

    /// Ids of what may be drawn.
    fn to_draw_from(
        &self,
        snapshot: &Snapshot,
        new: &NewCampaign,
        division: Option<DivisionCode>,
        faults: &mut Vec<FieldError>,
    ) -> Vec<String> {
        let choice = Choice { kinds: new.kinds.clone(), ..Choice::default() };
        let filter = match snapshot.filter(&choice) {
            Ok(filter) => filter,
            Err(more) => {
                faults.extend(more.into_iter().map(|fault| FieldError { field: "kinds".to_owned(), ..fault }));
                return Vec::new();
            }
        };
        let kinds = snapshot.kind_codes(&filter);
        let worklist = self.worklist();
        let ids: Vec<String> = match new.of.as_str() {
            "facilities" => {
                snapshot.serving(&filter, division).into_iter().map(|row| snapshot.facilities()[row].id.as_str().to_owned()).collect()
            }
            "gaps" => worklist
                .gaps()
                .filter(|gap| division.is_none_or(|scope| scope.contains(gap.terms.division)))
                .filter(|gap| kinds.is_empty() || gap.terms.kinds.iter().any(|kind| kinds.contains(&kind.as_str())))
                .filter(|gap| gap.state.is_pending())
                .map(|gap| gap.terms.id())
                .collect(),
            other => {
                faults.push(FieldError::new("of", other, "there is nothing like this to inspect", "facilities or gaps"));
                return Vec::new();
            }
        };
        if ids.is_empty() {
            faults.push(FieldError::new(
                "of",
                &new.of,
                "there is none here to draw from",
                "another division, other kinds, or none of them",
            ));
        }
        ids
    }

    fn campaign_item(&self, snapshot: &Snapshot, one: Campaign, visits: Vec<Visit>) -> CampaignItem {
        let today = self.today();
        let mut by_subject: HashMap<String, Vec<Visit>> = HashMap::new();
        visits.into_iter().for_each(|visit| by_subject.entry(visit.subject.clone()).or_default().push(visit));
        let mut counts = SubjectCounts::default();
        let mut subjects = Vec::with_capacity(one.subjects.len());
        for id in &one.subjects {
            let visits = by_subject.remove(id).unwrap_or_default();
            let state = SubjectState::after(visits.last(), today);
            match state {
                SubjectState::ToVisit => counts.to_visit += 1,
                SubjectState::Clear => counts.clear += 1,
                SubjectState::ToRectify => counts.to_rectify += 1,
                SubjectState::Overdue => counts.overdue += 1,
            }
            let rectify_by = visits.last().and_then(|visit| visit.rectify_by);
            let visits = visits.into_iter().enumerate().map(|(place, visit)| visit_item(visit, place > 0)).collect();
            subjects.push(SubjectItem { name: snapshot.subject_name(id), id: id.clone(), state, rectify_by, visits });
        }
        CampaignItem {
            id: one.id,
            kind: one.kind,
            name: one.name,
            division: one.division,
            from: one.from,
            to: one.to,
            checklist: one.checklist,
            seed: one.seed,
            draw: DRAW,
            drawn_from: one.drawn_from,
            sample: subjects.len(),
            counts,
            by_name: one.by.name,
            at: one.at,
            subjects: Some(subjects),
        }
    }
}

impl Snapshot {
    fn subject_name(&self, id: &str) -> Option<String> {
        match GapTerms::parse(id) {
            Some(terms) => self.divisions().get(&terms.division).map(|division| division.name.clone()),
            None => self.facility_row_or_heir(id).map(|row| self.facilities()[row].name.to_string()),
        }
    }
}

fn visit_item(visit: Visit, is_revisit: bool) -> VisitItem {
    VisitItem {
        id: visit.id,
        on: visit.on,
        post: visit.post,
        findings: visit.findings,
        rectify_by: visit.rectify_by,
        is_revisit,
        by_name: visit.by.name,
        at: visit.at,
    }
}

fn no_such(id: &str) -> RegistryError {
    RegistryError::NotFound { what: "inspection", id: id.to_owned() }
}
