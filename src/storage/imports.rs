//! Drafts of imports as rows: a file's bytes beside what is said about them, for as long as they are needed.
//!
//! Drafts are work in progress, not records: the log is told when one becomes a proposal or a batch, not before.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock, json_text},
    schema::{heading_mapping, import_draft},
};
use crate::domain::{
    batch::{CompleteFor, Draft, DraftState, FiguresSaid},
    change::Actor,
    datum::Datum,
    division::DivisionCode,
};

/// The columns of a draft but for its bytes.
macro_rules! columns {
    () => {{
        use super::schema::import_draft::*;
        (
            (id, kind, file_name, sha256, size, state, mapping, datum, default_kind, complete_for),
            (mends, left_out, owner, owner_name, office, at, batch, proposal, summary, version, figures),
        )
    }};
}

type Texts = (String, String, String, String, i64, String, String, Option<String>, Option<String>, Option<String>);
type Rest = (String, String, String, String, String, NaiveDateTime, Option<String>, Option<String>, Option<String>, i64, String);

#[derive(serde::Serialize, serde::Deserialize)]
struct Complete {
    division: String,
    kind: String,
}

impl Reader<'_> {
    /// Every draft, the newest first.
    pub fn drafts(&mut self) -> Result<Vec<Draft>, StorageError> {
        let rows: Vec<(Texts, Rest)> = import_draft::table.select(columns!()).order(import_draft::id.desc()).load(self.conn)?;
        rows.into_iter().map(draft_from_row).collect()
    }

    /// The draft with this id.
    pub fn draft(&mut self, id: &str) -> Result<Option<Draft>, StorageError> {
        let row: Option<(Texts, Rest)> =
            import_draft::table.filter(import_draft::id.eq(id)).select(columns!()).first(self.conn).optional()?;
        row.map(draft_from_row).transpose()
    }

    /// The bytes of a draft; empty once they are not needed any more.
    pub fn draft_content(&mut self, id: &str) -> Result<Vec<u8>, StorageError> {
        let content: Option<Vec<u8>> =
            import_draft::table.filter(import_draft::id.eq(id)).select(import_draft::content).first(self.conn).optional()?;
        Ok(content.unwrap_or_default())
    }

    /// What an office said that headings mean, last.
    pub fn heading_mapping(&mut self, office: &str, kind: &str) -> Result<BTreeMap<String, String>, StorageError> {
        let text: Option<String> = heading_mapping::table
            .filter(heading_mapping::owner.eq(office).and(heading_mapping::kind.eq(kind)))
            .select(heading_mapping::mapping)
            .first(self.conn)
            .optional()?;
        let at = At { table: "heading_mapping", key: office };
        text.map_or(Ok(BTreeMap::new()), |text| serde_json::from_str(&text).map_err(|error| at.corrupt("mapping", error)))
    }
}

impl Writer<'_> {
    /// Keeps a new draft with its bytes.
    pub fn insert_draft(&mut self, draft: &Draft, content: &[u8]) -> Result<(), StorageError> {
        use super::schema::import_draft as d;
        let complete = complete_text(draft);
        let values = (
            (
                d::id.eq(&draft.id),
                d::kind.eq(&draft.kind),
                d::file_name.eq(&draft.file_name),
                d::sha256.eq(&draft.sha256),
                d::size.eq(draft.size),
                d::content.eq(content),
                d::state.eq(draft.state.code()),
                d::mapping.eq(json_text(&draft.mapping)),
                d::datum.eq(draft.datum.map(Datum::code)),
                d::default_kind.eq(&draft.default_kind),
                d::complete_for.eq(&complete),
            ),
            (
                d::mends.eq(json_text(&draft.mends)),
                d::left_out.eq(json_text(&draft.choice)),
                d::owner.eq(&draft.owner.id),
                d::owner_name.eq(&draft.owner.name),
                d::office.eq(draft.office.to_string()),
                d::at.eq(clock(draft.at)),
                d::batch.eq(&draft.batch),
                d::proposal.eq(&draft.proposal),
                d::summary.eq(&draft.summary),
                d::version.eq(draft.version),
                d::figures.eq(figures_text(draft)),
            ),
        );
        diesel::insert_into(d::table).values(values).execute(self.conn())?;
        Ok(())
    }

    /// Keeps what is said about a draft, and raises its version.
    pub fn update_draft(&mut self, draft: &Draft) -> Result<(), StorageError> {
        use super::schema::import_draft as d;
        let complete = complete_text(draft);
        diesel::update(d::table.filter(d::id.eq(&draft.id)))
            .set((
                d::state.eq(draft.state.code()),
                d::mapping.eq(json_text(&draft.mapping)),
                d::datum.eq(draft.datum.map(Datum::code)),
                d::default_kind.eq(&draft.default_kind),
                d::complete_for.eq(&complete),
                d::mends.eq(json_text(&draft.mends)),
                d::left_out.eq(json_text(&draft.choice)),
                d::batch.eq(&draft.batch),
                d::proposal.eq(&draft.proposal),
                d::summary.eq(&draft.summary),
                d::version.eq(draft.version + 1),
                d::figures.eq(figures_text(draft)),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// Keeps what a draft comes to, for lists.
    pub fn note_summary(&mut self, id: &str, summary: &str) -> Result<(), StorageError> {
        diesel::update(import_draft::table.filter(import_draft::id.eq(id)))
            .set(import_draft::summary.eq(Some(summary)))
            .execute(self.conn())?;
        Ok(())
    }

    /// Forgets the bytes of a draft and what was written on screen, which may hold personal numbers.
    pub fn forget_content(&mut self, id: &str) -> Result<(), StorageError> {
        let nothing: &[u8] = &[];
        diesel::update(import_draft::table.filter(import_draft::id.eq(id)))
            .set((import_draft::content.eq(nothing), import_draft::mends.eq("{}")))
            .execute(self.conn())?;
        Ok(())
    }

    /// Throws a draft away; answers whether it was there.
    pub fn remove_draft(&mut self, id: &str) -> Result<bool, StorageError> {
        Ok(diesel::delete(import_draft::table.filter(import_draft::id.eq(id))).execute(self.conn())? > 0)
    }

    /// Says of the draft that became a batch that the batch was undone.
    pub fn undo_draft_of(&mut self, batch: &str) -> Result<(), StorageError> {
        diesel::update(import_draft::table.filter(import_draft::batch.eq(batch)))
            .set(import_draft::state.eq(DraftState::Undone.code()))
            .execute(self.conn())?;
        Ok(())
    }

    /// Remembers what an office says that headings mean.
    pub fn remember_headings(&mut self, office: &str, kind: &str, mapping: &BTreeMap<String, String>) -> Result<(), StorageError> {
        let own = heading_mapping::owner.eq(office).and(heading_mapping::kind.eq(kind));
        diesel::delete(heading_mapping::table.filter(own)).execute(self.conn())?;
        let values = (heading_mapping::owner.eq(office), heading_mapping::kind.eq(kind), heading_mapping::mapping.eq(json_text(mapping)));
        diesel::insert_into(heading_mapping::table).values(values).execute(self.conn())?;
        Ok(())
    }
}

fn complete_text(draft: &Draft) -> Option<String> {
    let text = |one: &CompleteFor| json_text(&Complete { division: one.division.to_string(), kind: one.kind.clone() });
    draft.complete_for.as_ref().map(text)
}

fn figures_text(draft: &Draft) -> String {
    if draft.figures == FiguresSaid::default() { String::new() } else { json_text(&draft.figures) }
}

fn said_of_figures(text: &str) -> serde_json::Result<FiguresSaid> {
    if text.is_empty() { Ok(FiguresSaid::default()) } else { serde_json::from_str(text) }
}

fn draft_from_row((texts, rest): (Texts, Rest)) -> Result<Draft, StorageError> {
    let (id, kind, file_name, sha256, size, state, mapping, datum, default_kind, complete) = texts;
    let (mends, left_out, owner, owner_name, office, at, batch, proposal, summary, version, figures) = rest;
    let place = At { table: "import_draft", key: &id };
    let complete_for = complete.map(|text| {
        let Complete { division, kind } = serde_json::from_str(&text).map_err(|error| place.corrupt("complete_for", error))?;
        let division = DivisionCode::parse(&division).map_err(|error| place.corrupt("complete_for", error))?;
        Ok::<_, StorageError>(CompleteFor { division, kind })
    });
    Ok(Draft {
        state: place.word("state", &state, DraftState::parse)?,
        mapping: serde_json::from_str(&mapping).map_err(|error| place.corrupt("mapping", error))?,
        datum: datum.map(|code| place.word("datum", &code, Datum::parse)).transpose()?,
        complete_for: complete_for.transpose()?,
        mends: serde_json::from_str(&mends).map_err(|error| place.corrupt("mends", error))?,
        choice: serde_json::from_str(&left_out).map_err(|error| place.corrupt("left_out", error))?,
        figures: said_of_figures(&figures).map_err(|error| place.corrupt("figures", error))?,
        owner: Actor { id: owner, name: owner_name },
        office: office.parse().map_err(|error| place.corrupt("office", error))?,
        at: at.and_utc(),
        id,
        kind,
        file_name,
        sha256,
        size,
        default_kind,
        batch,
        proposal,
        summary,
        version,
    })
}
