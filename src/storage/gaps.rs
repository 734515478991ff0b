//! Gaps that somebody has decided something about, and what is said of them. The figures are not here: they follow from the records.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{dsl::max, prelude::*};

use super::{
    Reader, StorageError, Writer,
    changes::ChangeFilter,
    row::{At, clock, division_number, from_json, in_the_log, json_text},
    schema::{gap, gap_comment},
};
use crate::domain::{
    change::{Action, Actor, RecordType},
    gap::{GapComment, GapLimit, GapState, GapTerms, TrackedGap},
};

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = gap, treat_none_as_null = true, treat_none_as_default_value = false)]
struct GapRow {
    id: String,
    division: i64,
    state: String,
    reason: Option<String>,
    owner_unit: Option<String>,
    owner_post: Option<String>,
    deadline: Option<NaiveDate>,
    version: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = gap_comment, treat_none_as_default_value = false)]
struct CommentRow {
    id: String,
    gap_id: String,
    text: String,
    by_id: String,
    by_name: String,
    at: NaiveDateTime,
}

impl Reader<'_> {
    /// All of them, in the order of ids.
    pub fn tracked_gaps(&mut self) -> Result<Vec<TrackedGap>, StorageError> {
        let rows: Vec<GapRow> = gap::table.order(gap::id).load(self.conn)?;
        rows.into_iter().map(gap_from_row).collect()
    }

    /// As they were after the change with this number: today's with every later change taken back.
    pub fn tracked_gaps_after(&mut self, seq: i64) -> Result<Vec<TrackedGap>, StorageError> {
        let mut gaps: BTreeMap<String, TrackedGap> = self.tracked_gaps()?.into_iter().map(|gap| (gap.terms.id(), gap)).collect();
        let later = ChangeFilter { after: Some(seq), record_types: vec![RecordType::Gap], newest_first: true, ..ChangeFilter::default() };
        for change in self.changes(&later)? {
            // Comments are told under ids of their own.
            let Some(terms) = GapTerms::parse(&change.record_id) else { continue };
            match change.before {
                Some(text) => drop(gaps.insert(change.record_id, read_back(change.seq, terms, &text)?)),
                None => drop(gaps.remove(&change.record_id)),
            }
        }
        Ok(gaps.into_values().collect())
    }

    /// The one with this id.
    pub fn tracked_gap(&mut self, id: &str) -> Result<Option<TrackedGap>, StorageError> {
        let row: Option<GapRow> = gap::table.find(id.to_owned()).first(self.conn).optional()?;
        row.map(gap_from_row).transpose()
    }

    /// Number of the change that wrote any of them last; 0 when none did.
    pub fn gap_version(&mut self) -> Result<i64, StorageError> {
        Ok(gap::table.select(max(gap::version)).first::<Option<i64>>(self.conn)?.unwrap_or(0))
    }

    /// What is said of a gap, the earliest first.
    pub fn gap_comments(&mut self, id: &str) -> Result<Vec<GapComment>, StorageError> {
        let rows: Vec<CommentRow> =
            gap_comment::table.filter(gap_comment::gap_id.eq(id.to_owned())).order((gap_comment::at, gap_comment::id)).load(self.conn)?;
        let comment = |row: CommentRow| GapComment {
            id: row.id,
            gap: row.gap_id,
            text: row.text,
            by: Actor { id: row.by_id, name: row.by_name },
            at: row.at.and_utc(),
        };
        Ok(rows.into_iter().map(comment).collect())
    }
}

impl Writer<'_> {
    /// Writes a gap down as it stands now; the log is told. Answers its version.
    pub fn put_gap(&mut self, one: &TrackedGap, action: Action) -> Result<i64, StorageError> {
        let id = one.terms.id();
        let before = self.reader().tracked_gap(&id)?;
        let version = self.log(action, RecordType::Gap, &id, before.as_ref().map(told), Some(told(one)));
        let row = GapRow {
            division: division_number(one.terms.division),
            state: one.state.code().to_owned(),
            reason: one.reason.clone(),
            owner_unit: one.owner_unit.clone(),
            owner_post: one.owner_post.clone(),
            deadline: one.deadline,
            version,
            id,
        };
        if before.is_some() {
            diesel::update(gap::table.filter(gap::id.eq(row.id.clone()))).set(&row).execute(self.conn())?;
        } else {
            diesel::insert_into(gap::table).values(&row).execute(self.conn())?;
        }
        Ok(version)
    }

    /// Puts a comment down; the log is told.
    pub fn insert_gap_comment(&mut self, one: &GapComment) -> Result<(), StorageError> {
        let row = CommentRow {
            id: one.id.clone(),
            gap_id: one.gap.clone(),
            text: one.text.clone(),
            by_id: one.by.id.clone(),
            by_name: one.by.name.clone(),
            at: clock(one.at),
        };
        diesel::insert_into(gap_comment::table).values(&row).execute(self.conn())?;
        let told = json_text(&serde_json::json!({ "gap": one.gap, "text": one.text }));
        self.log(Action::Add, RecordType::Gap, &one.id, None, Some(told));
        Ok(())
    }
}

/// What the log says of a gap.
fn told(one: &TrackedGap) -> String {
    let (standard, within_m) = match &one.terms.limit {
        GapLimit::Standard(code) => (Some(code), None),
        GapLimit::WithinM(metres) => (None, Some(metres)),
    };
    json_text(&serde_json::json!({
        "division": one.terms.division, "kind": one.terms.kinds, "standard": standard, "within_m": within_m, "by": one.terms.by.code(),
        "group": one.terms.group, "state": one.state, "reason": one.reason, "owner_unit": one.owner_unit, "owner_post": one.owner_post,
        "deadline": one.deadline,
    }))
}

/// A gap as the log tells it.
#[derive(serde::Deserialize)]
struct Told {
    state: String,
    reason: Option<String>,
    owner_unit: Option<String>,
    owner_post: Option<String>,
    deadline: Option<NaiveDate>,
}

/// A gap back from the log; its version then is not told.
fn read_back(seq: i64, terms: GapTerms, text: &str) -> Result<TrackedGap, StorageError> {
    let Told { state, reason, owner_unit, owner_post, deadline } = from_json(seq, text)?;
    let state = GapState::parse(&state).ok_or_else(|| in_the_log(seq, format!("unknown word {state:?}")))?;
    Ok(TrackedGap { terms, state, reason, owner_unit, owner_post, deadline, version: 0 })
}

fn gap_from_row(row: GapRow) -> Result<TrackedGap, StorageError> {
    let at = At { table: "gap", key: &row.id };
    Ok(TrackedGap {
        terms: at.word("id", &row.id, GapTerms::parse)?,
        state: at.word("state", &row.state, GapState::parse)?,
        reason: row.reason,
        owner_unit: row.owner_unit,
        owner_post: row.owner_post,
        deadline: row.deadline,
        version: row.version,
    })
}
