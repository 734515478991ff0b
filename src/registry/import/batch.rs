//! Which files went in, and how is one taken out again? As a whole and exactly, or not at all.

use super::answer::BatchItem;
use crate::{
    domain::{
        batch::Batch,
        division::DivisionCode,
        permission::{Caller, Right},
        position::Position,
    },
    registry::{Page, Records, Registry, RegistryError},
};

/// Names in a message; more are counted.
const NAMED: usize = 10;

impl Records {
    /// Puts every record that a batch touched back as it was before it; refused when later changes touched any of them.
    pub fn undo_batch(&self, caller: &Caller, id: &str, reason: Option<String>) -> Result<Batch, RegistryError> {
        self.undo(caller, id, reason, |_| None)
    }

    /// The same; `locate` tells the division of a place that declares none.
    fn undo(
        &self,
        caller: &Caller,
        id: &str,
        reason: Option<String>,
        locate: impl Fn(Position) -> Option<DivisionCode>,
    ) -> Result<Batch, RegistryError> {
        caller.require_somewhere(Right::ApproveChanges)?;
        let stamp = self.stamp(caller.actor.clone()).because(reason);
        self.store.write(&stamp, |writer| {
            let reader = writer.reader();
            let batch = reader.batch(id)?.ok_or_else(|| RegistryError::NotFound { what: "batch", id: id.to_owned() })?;
            if let Some(when) = batch.undone_at {
                let by = batch.undone_by_name.as_deref().unwrap_or("somebody");
                return Err(RegistryError::Conflict(format!("the batch was undone already, by {by} at {}", when.format("%F %T UTC"))));
            }
            let touched = reader.touched_by(id)?;
            if touched.is_empty() {
                let why = format!("the log does not hold what {} were before: import the earlier file again", batch.kind);
                return Err(RegistryError::Conflict(why));
            }
            let places = touched.places.iter().copied().chain(touched.unplaced.iter().map(|place| locate(*place)));
            for place in places {
                caller.require(Right::ApproveChanges, place)?;
            }
            let later = reader.changed_since(&touched)?;
            if !later.is_empty() {
                return Err(RegistryError::Conflict(clash(&later)));
            }
            writer.undo_batch(&batch, &touched, &caller.actor)?;
            Ok(reader_of(writer, id)?.unwrap_or(batch))
        })
    }

    /// Every batch, the newest first.
    pub fn batches(&self) -> Result<Vec<Batch>, RegistryError> {
        self.store.read(|reader| Ok(reader.batches()?))
    }
}

fn reader_of(writer: &mut crate::storage::Writer, id: &str) -> Result<Option<Batch>, RegistryError> {
    Ok(writer.reader().batch(id)?)
}

fn clash(later: &[String]) -> String {
    let named = later.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if later.len() > NAMED { format!(" and {} more", later.len() - NAMED) } else { String::new() };
    format!("later changes touched {named}{more}: undo those first, or mend these records one by one")
}

impl Registry {
    /// A page of batches, the newest first; `cursor` is the id of the last one of the page before.
    pub fn batch_page(&self, caller: &Caller, cursor: Option<&str>, limit: usize) -> Result<Page<BatchItem>, RegistryError> {
        caller.require_somewhere(Right::ReadRecords)?;
        let batches = self.records().batches()?;
        let total = batches.len();
        let start = cursor.map_or(0, |cursor| batches.iter().position(|one| one.id == cursor).map_or(total, |place| place + 1));
        let items: Vec<BatchItem> = batches.iter().skip(start).take(limit).map(|one| batch_item(caller, one)).collect();
        let next_cursor = if start + items.len() < total { items.last().map(|one| one.id.clone()) } else { None };
        Ok(Page { items, next_cursor, total })
    }

    /// Undoes a batch; see [`Records::undo_batch`].
    pub fn undo_batch(&self, caller: &Caller, id: &str, reason: Option<String>) -> Result<BatchItem, RegistryError> {
        let snapshot = self.snapshot();
        let batch = self.records().undo(caller, id, reason, |place| snapshot.locate(place))?;
        self.refresh_after_write();
        Ok(batch_item(caller, &batch))
    }
}

fn batch_item(caller: &Caller, one: &Batch) -> BatchItem {
    BatchItem {
        id: one.id.clone(),
        kind: one.kind.clone(),
        file_name: one.file_name.clone(),
        at: one.at,
        by_name: one.actor.name.clone(),
        added: one.added,
        changed: one.changed,
        removed: one.removed,
        undone_at: one.undone_at,
        undone_by_name: one.undone_by_name.clone(),
        may_undo: one.undone_at.is_none() && one.kind != "base-map" && caller.may_somewhere(Right::ApproveChanges),
    }
}
