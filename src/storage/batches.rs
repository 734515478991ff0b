//! Batches as rows, and how the records that one touched are put back as they were.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer, as_of,
    changes::ChangeFilter,
    demand, divisions,
    row::{At, clock, in_the_log, json_text},
    schema::batch,
};
use crate::domain::{
    batch::Batch,
    change::{Action, Actor, Change, RecordType},
    division::DivisionCode,
    facility::Facility,
    id::{FacilityId, OrganizationId},
    organization::Organization,
    position::Position,
};

/// The records that files bring.
const BROUGHT: [RecordType; 4] = [RecordType::Facility, RecordType::Organization, RecordType::Division, RecordType::Demand];

#[derive(Queryable, Insertable)]
#[diesel(table_name = batch, treat_none_as_default_value = false)]
struct BatchRow {
    id: String,
    kind: String,
    file_name: String,
    sha256: String,
    at: NaiveDateTime,
    actor: String,
    actor_name: String,
    added: i64,
    changed: i64,
    removed: i64,
    undone_at: Option<NaiveDateTime>,
    undone_by_name: Option<String>,
}

/// What a batch touched, as it was before.
#[derive(Default)]
pub struct Touched {
    facilities: BTreeMap<String, Option<Facility>>,
    organizations: BTreeMap<String, Option<Organization>>,
    divisions: BTreeMap<DivisionCode, Option<crate::domain::division::Division>>,
    cells: BTreeMap<String, Option<demand::CellRow>>,
    /// Every division that a record lay in, before or after.
    pub places: BTreeSet<Option<DivisionCode>>,
    /// Where facilities stand that declare no division.
    pub unplaced: Vec<Position>,
    last: i64,
}

impl Reader<'_> {
    /// Every batch, the newest first.
    pub fn batches(&mut self) -> Result<Vec<Batch>, StorageError> {
        let rows: Vec<BatchRow> = batch::table.order(batch::id.desc()).load(self.conn)?;
        rows.into_iter().map(batch_from_row).collect()
    }

    /// The batch with this id.
    pub fn batch(&mut self, id: &str) -> Result<Option<Batch>, StorageError> {
        let row: Option<BatchRow> = batch::table.find(id.to_owned()).first(self.conn).optional()?;
        row.map(batch_from_row).transpose()
    }

    /// What a batch touched, from the log.
    pub fn touched_by(&mut self, batch: &str) -> Result<Touched, StorageError> {
        let filter =
            ChangeFilter { batch: Some(batch.to_owned()), record_types: BROUGHT.to_vec(), newest_first: true, ..Default::default() };
        let mut touched = Touched::default();
        for change in self.changes(&filter)?.into_iter().filter(|change| change.action != Action::Undo) {
            touched.take(change)?;
        }
        Ok(touched)
    }

    /// The records of a batch that later changes have touched. What another batch did and its undoing took back does not count.
    pub fn changed_since(&mut self, touched: &Touched) -> Result<Vec<String>, StorageError> {
        let filter = ChangeFilter { after: Some(touched.last), record_types: BROUGHT.to_vec(), ..Default::default() };
        let undone: Vec<String> = batch::table.filter(batch::undone_at.is_not_null()).select(batch::id).load(self.conn)?;
        let undone: BTreeSet<String> = undone.into_iter().collect();
        let mut ids = BTreeSet::new();
        for Change { seq, record_type, record_id, before, after, batch, .. } in self.changes(&filter)? {
            if batch.is_some_and(|batch| undone.contains(&batch)) {
                continue;
            }
            let ours = match record_type {
                RecordType::Facility => touched.facilities.contains_key(&record_id),
                RecordType::Organization => touched.organizations.contains_key(&record_id),
                RecordType::Division => DivisionCode::parse(&record_id).is_ok_and(|code| touched.divisions.contains_key(&code)),
                _ => {
                    for text in before.iter().chain(&after) {
                        ids.extend(demand::unpacked(seq, text)?.into_iter().map(|row| row.id).filter(|id| touched.cells.contains_key(id)));
                    }
                    false
                }
            };
            if ours {
                ids.insert(record_id);
            }
        }
        Ok(ids.into_iter().collect())
    }
}

impl Touched {
    /// Changes come newest first, so that the last one to say what a record was is the first that the batch made.
    fn take(&mut self, change: Change) -> Result<(), StorageError> {
        let Change { seq, record_type, record_id: id, before, after, .. } = change;
        self.last = self.last.max(seq);
        match record_type {
            RecordType::Facility => {
                let read = |text: Option<String>| text.map(|text| as_of::facility(seq, &text)).transpose();
                let (before, after) = (read(before)?, read(after)?);
                for one in [&before, &after].into_iter().flatten() {
                    match (one.division, one.location) {
                        (None, Some(location)) => self.unplaced.push(location.position),
                        (division, _) => drop(self.places.insert(division)),
                    }
                }
                self.facilities.insert(id, before);
            }
            RecordType::Organization => {
                let read = |text: Option<String>| text.map(|text| as_of::organization(seq, &text)).transpose();
                let (before, after) = (read(before)?, read(after)?);
                self.places.extend([&before, &after].into_iter().flatten().map(|one| one.division));
                self.organizations.insert(id, before);
            }
            RecordType::Division => {
                let code = DivisionCode::parse(&id).map_err(|error| in_the_log(seq, error))?;
                self.places.insert(Some(code));
                self.divisions.insert(code, before.map(|text| divisions::read_back(seq, &text)).transpose()?);
            }
            _ => {
                let rows = |text: Option<String>| text.map_or(Ok(Vec::new()), |text| demand::unpacked(seq, &text));
                for row in rows(after)? {
                    self.places.insert(row.place(seq)?);
                    self.cells.insert(row.id.clone(), None);
                }
                for row in rows(before)? {
                    self.places.insert(row.place(seq)?);
                    self.cells.insert(row.id.clone(), Some(row));
                }
            }
        }
        Ok(())
    }

    /// Whether nothing was touched that the log holds.
    pub fn is_empty(&self) -> bool {
        self.last == 0
    }
}

impl Writer<'_> {
    /// Says that what is written from here on belongs to a batch.
    pub fn begin_batch(&mut self, id: &str) {
        self.ledger.belong_to(id);
    }

    /// Keeps the row of the batch that this transaction is; the log is told.
    pub fn insert_batch(&mut self, one: &Batch) -> Result<(), StorageError> {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let row = BatchRow {
            id: one.id.clone(),
            kind: one.kind.clone(),
            file_name: one.file_name.clone(),
            sha256: one.sha256.clone(),
            at: clock(one.at),
            actor: one.actor.id.clone(),
            actor_name: one.actor.name.clone(),
            added: count(one.added),
            changed: count(one.changed),
            removed: count(one.removed),
            undone_at: None,
            undone_by_name: None,
        };
        diesel::insert_into(batch::table).values(&row).execute(self.conn())?;
        self.log(Action::Import, RecordType::Batch, &one.id, None, Some(told(one)));
        Ok(())
    }

    /// Puts every record that a batch touched back as it was, and says in the batch's row and in the log that it was undone.
    pub fn undo_batch(&mut self, one: &Batch, touched: &Touched, by: &Actor) -> Result<(), StorageError> {
        self.begin_batch(&one.id);
        self.call_it(Some(Action::Undo));
        for (id, _) in touched.facilities.iter().filter(|(_, before)| before.is_none()) {
            self.remove_facility(&FacilityId::parse(id).map_err(|error| in_the_log(touched.last, error))?)?;
        }
        for (id, _) in touched.organizations.iter().filter(|(_, before)| before.is_none()) {
            self.remove_organization(&OrganizationId::parse(id).map_err(|error| in_the_log(touched.last, error))?)?;
        }
        for (code, _) in touched.divisions.iter().filter(|(_, before)| before.is_none()) {
            self.remove_division(*code)?;
        }
        self.upsert_organizations(&touched.organizations.values().flatten().collect::<Vec<_>>())?;
        self.upsert_facilities(&touched.facilities.values().flatten().collect::<Vec<_>>())?;
        self.upsert_divisions(&touched.divisions.values().flatten().collect::<Vec<_>>())?;
        self.put_cells_back(&touched.cells)?;
        self.call_it(None);
        let now = clock(self.now());
        diesel::update(batch::table.filter(batch::id.eq(&one.id)))
            .set((batch::undone_at.eq(Some(now)), batch::undone_by_name.eq(Some(&by.name))))
            .execute(self.conn())?;
        self.undo_draft_of(&one.id)?;
        self.log(Action::Undo, RecordType::Batch, &one.id, Some(told(one)), None);
        Ok(())
    }
}

/// What the log says of a batch; its records are told by changes of their own.
fn told(one: &Batch) -> String {
    json_text(&serde_json::json!({
        "kind": one.kind, "file_name": one.file_name, "sha256": one.sha256,
        "added": one.added, "changed": one.changed, "removed": one.removed,
    }))
}

fn batch_from_row(row: BatchRow) -> Result<Batch, StorageError> {
    let at = At { table: "batch", key: &row.id };
    let count = |column, number: i64| usize::try_from(number).map_err(|error| at.corrupt(column, error));
    Ok(Batch {
        added: count("added", row.added)?,
        changed: count("changed", row.changed)?,
        removed: count("removed", row.removed)?,
        at: row.at.and_utc(),
        actor: Actor { id: row.actor, name: row.actor_name },
        undone_at: row.undone_at.map(|time| time.and_utc()),
        id: row.id,
        kind: row.kind,
        file_name: row.file_name,
        sha256: row.sha256,
        undone_by_name: row.undone_by_name,
    })
}
