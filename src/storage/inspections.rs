//! Campaigns of inspection and their visits as rows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock, division_number, json_text, list_text},
    schema::{inspection, inspection_visit},
};
use crate::domain::{
    change::{Action, Actor, RecordType},
    inspection::{Campaign, CampaignKind, Visit},
};

#[derive(Queryable, Insertable)]
#[diesel(table_name = inspection, treat_none_as_default_value = false)]
struct CampaignRow {
    id: String,
    kind: String,
    name: String,
    division: Option<i64>,
    from_date: NaiveDate,
    to_date: NaiveDate,
    checklist: String,
    seed: String,
    drawn_from: i64,
    subjects: String,
    by_id: String,
    by_name: String,
    at: NaiveDateTime,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = inspection_visit, treat_none_as_default_value = false)]
struct VisitRow {
    id: String,
    inspection_id: String,
    subject: String,
    on_date: NaiveDate,
    post: String,
    findings: String,
    rectify_by: Option<NaiveDate>,
    by_id: String,
    by_name: String,
    at: NaiveDateTime,
}

impl Reader<'_> {
    /// Every campaign, the newest first.
    pub fn campaigns(&mut self) -> Result<Vec<Campaign>, StorageError> {
        let rows: Vec<CampaignRow> = inspection::table.order((inspection::at.desc(), inspection::id.desc())).load(self.conn)?;
        rows.into_iter().map(campaign_from_row).collect()
    }

    /// The campaign with this id.
    pub fn campaign(&mut self, id: &str) -> Result<Option<Campaign>, StorageError> {
        let row: Option<CampaignRow> = inspection::table.find(id.to_owned()).first(self.conn).optional()?;
        row.map(campaign_from_row).transpose()
    }

    /// The visits of a campaign, the earliest first by when they were written down.
    pub fn visits(&mut self, campaign: &str) -> Result<Vec<Visit>, StorageError> {
        let rows: Vec<VisitRow> = inspection_visit::table
            .filter(inspection_visit::inspection_id.eq(campaign.to_owned()))
            .order((inspection_visit::at, inspection_visit::id))
            .load(self.conn)?;
        rows.into_iter().map(visit_from_row).collect()
    }
}

impl Writer<'_> {
    /// Puts a new campaign down; the log is told.
    pub fn insert_campaign(&mut self, one: &Campaign) -> Result<(), StorageError> {
        let row = CampaignRow {
            id: one.id.clone(),
            kind: one.kind.code().to_owned(),
            name: one.name.clone(),
            division: one.division.map(division_number),
            from_date: one.from,
            to_date: one.to,
            checklist: list_text(&one.checklist),
            seed: one.seed.clone(),
            drawn_from: one.drawn_from.into(),
            subjects: list_text(&one.subjects),
            by_id: one.by.id.clone(),
            by_name: one.by.name.clone(),
            at: clock(one.at),
        };
        diesel::insert_into(inspection::table).values(&row).execute(self.conn())?;
        let told = json_text(&serde_json::json!({
            "kind": one.kind, "name": one.name, "division": one.division, "from": one.from, "to": one.to, "checklist": one.checklist,
            "seed": one.seed, "drawn_from": one.drawn_from, "subjects": one.subjects,
        }));
        self.log(Action::Add, RecordType::Inspection, &one.id, None, Some(told));
        Ok(())
    }

    /// Puts a visit down; the log is told.
    pub fn insert_visit(&mut self, one: &Visit) -> Result<(), StorageError> {
        let row = VisitRow {
            id: one.id.clone(),
            inspection_id: one.campaign.clone(),
            subject: one.subject.clone(),
            on_date: one.on,
            post: one.post.clone(),
            findings: list_text(&one.findings),
            rectify_by: one.rectify_by,
            by_id: one.by.id.clone(),
            by_name: one.by.name.clone(),
            at: clock(one.at),
        };
        diesel::insert_into(inspection_visit::table).values(&row).execute(self.conn())?;
        let told = json_text(&serde_json::json!({
            "inspection": one.campaign, "subject": one.subject, "on": one.on, "post": one.post, "findings": one.findings,
            "rectify_by": one.rectify_by,
        }));
        self.log(Action::Check, RecordType::Inspection, &one.id, None, Some(told));
        Ok(())
    }
}

fn campaign_from_row(row: CampaignRow) -> Result<Campaign, StorageError> {
    let at = At { table: "inspection", key: &row.id };
    Ok(Campaign {
        kind: at.word("kind", &row.kind, CampaignKind::parse)?,
        division: at.division("division", row.division)?,
        checklist: at.list("checklist", &row.checklist)?,
        subjects: at.list("subjects", &row.subjects)?,
        drawn_from: at.count("drawn_from", Some(row.drawn_from))?.unwrap_or(0),
        by: Actor { id: row.by_id, name: row.by_name },
        at: row.at.and_utc(),
        id: row.id,
        name: row.name,
        from: row.from_date,
        to: row.to_date,
        seed: row.seed,
    })
}

fn visit_from_row(row: VisitRow) -> Result<Visit, StorageError> {
    let at = At { table: "inspection_visit", key: &row.id };
    Ok(Visit {
        findings: at.list("findings", &row.findings)?,
        by: Actor { id: row.by_id, name: row.by_name },
        at: row.at.and_utc(),
        id: row.id,
        campaign: row.inspection_id,
        subject: row.subject,
        on: row.on_date,
        post: row.post,
        rectify_by: row.rectify_by,
    })
}
