//! How is the log kept? Numbered without a gap and chained by hash, written in the transaction of what it tells.
//!
//! The hash of a change is SHA-256 over the hash before it and every field of its own, each behind its length, so that
//! no two different changes have the same bytes. The head of the chain stands in the registry's own row: a cut tail
//! is noticed like an altered middle.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::max, prelude::*};
use sha2::{Digest, Sha256};

use super::{
    Reader, StorageError, Writer,
    connection::{AnyConnection, insert_all},
    retention::Forgotten,
    row::{At, clock},
    schema::{change, registry},
};
use crate::domain::change::{Action, Actor, Change, RecordType, Stamp};

/// Rows a statement: 12 columns a row stay far below the 32,766 bound values of SQLite.
const CHUNK: usize = 500;

#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = change, treat_none_as_default_value = false)]
pub(super) struct ChangeRow {
    pub(super) seq: i64,
    pub(super) at: NaiveDateTime,
    actor: String,
    actor_name: String,
    action: String,
    record_type: String,
    pub(super) record_id: String,
    batch: Option<String>,
    reason: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    hash: String,
}

impl ChangeRow {
    /// What the hash should be after a chain that ends in `previous`.
    fn hash_after(&self, previous: &str) -> String {
        let mut digest = Sha256::new();
        let mut part = |bytes: Option<&[u8]>| {
            // One more than the length, so that nothing and an empty text differ.
            let length = bytes.map_or(0, |bytes| bytes.len() as u64 + 1);
            digest.update(length.to_le_bytes());
            digest.update(bytes.unwrap_or_default());
        };
        part(Some(previous.as_bytes()));
        part(Some(&self.seq.to_le_bytes()));
        part(Some(&self.at.and_utc().timestamp_micros().to_le_bytes()));
        for text in [&self.actor, &self.actor_name, &self.action, &self.record_type, &self.record_id] {
            part(Some(text.as_bytes()));
        }
        for text in [&self.batch, &self.reason, &self.before, &self.after] {
            part(text.as_deref().map(str::as_bytes));
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }

    pub(super) fn into_change(self) -> Result<Change, StorageError> {
        let key = self.seq.to_string();
        let at = At { table: "change", key: &key };
        Ok(Change {
            seq: self.seq,
            at: self.at.and_utc(),
            action: at.word("action", &self.action, Action::parse)?,
            record_type: at.word("record_type", &self.record_type, RecordType::parse)?,
            actor: Actor { id: self.actor, name: self.actor_name },
            record_id: self.record_id,
            batch: self.batch,
            reason: self.reason,
            before: self.before,
            after: self.after,
            hash: self.hash,
        })
    }
}

/// What a transaction has written so far and not yet put into the log.
pub(super) struct Ledger {
    stamp: Stamp,
    now: DateTime<Utc>,
    next: i64,
    previous: String,
    rows: Vec<ChangeRow>,
}

impl Ledger {
    /// Goes on where the log ends.
    pub(super) fn open(reader: &mut Reader, stamp: &Stamp) -> Result<Ledger, StorageError> {
        let (seq, previous): (i64, String) = registry::table.select((registry::change_seq, registry::change_hash)).first(reader.conn)?;
        let last: Option<NaiveDateTime> = change::table.filter(change::seq.eq(seq)).select(change::at).first(reader.conn).optional()?;
        let now = clock(stamp.at.unwrap_or_else(Utc::now));
        // The log's times never run backwards, whatever the clocks of several servers say.
        let now = last.map_or(now, |last| last.max(now)).and_utc();
        Ok(Ledger { stamp: stamp.clone(), now, next: seq + 1, previous, rows: Vec::new() })
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The batch that is being written.
    pub(super) fn batch(&self) -> Option<&str> {
        self.stamp.batch.as_deref()
    }

    /// What is written from here on belongs to a batch.
    pub(super) fn belong_to(&mut self, batch: &str) {
        self.stamp.batch = Some(batch.to_owned());
    }

    fn add(&mut self, action: Action, record_type: RecordType, id: &str, before: Option<String>, after: Option<String>) -> i64 {
        let mut row = ChangeRow {
            seq: self.next,
            at: self.now.naive_utc(),
            actor: self.stamp.actor.id.clone(),
            actor_name: self.stamp.actor.name.clone(),
            action: action.code().to_owned(),
            record_type: record_type.code().to_owned(),
            record_id: id.to_owned(),
            batch: self.stamp.batch.clone(),
            reason: self.stamp.reason.clone(),
            before,
            after,
            hash: String::new(),
        };
        row.hash = row.hash_after(&self.previous);
        self.previous.clone_from(&row.hash);
        self.next += 1;
        self.rows.push(row);
        self.next - 1
    }
}

/// Which changes are asked for.
#[derive(Debug, Clone, Default)]
pub struct ChangeFilter {
    /// After this number.
    pub after: Option<i64>,
    /// Before this number.
    pub before: Option<i64>,
    /// Not earlier than this.
    pub since: Option<DateTime<Utc>>,
    /// Earlier than this.
    pub until: Option<DateTime<Utc>>,
    /// Of these sorts of records; none means any.
    pub record_types: Vec<RecordType>,
    /// Of this record.
    pub record_id: Option<String>,
    /// By this actor: its id, or what it was called.
    pub actor: Option<String>,
    /// Of this sort.
    pub action: Option<Action>,
    /// Of this batch.
    pub batch: Option<String>,
    /// The newest first.
    pub newest_first: bool,
    /// At most so many; 0 for all.
    pub limit: usize,
}

/// The numbers of the changes that last wrote rows, by code; a row that no change wrote is in neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowVersions {
    /// Of kinds.
    pub kinds: BTreeMap<String, i64>,
    /// Of standards.
    pub standards: BTreeMap<String, i64>,
}

/// Where the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLink {
    /// The number of the first change that does not fit.
    pub seq: i64,
    /// What does not fit.
    pub why: String,
}

impl Reader<'_> {
    /// The changes that fit, by number.
    pub fn changes(&mut self, filter: &ChangeFilter) -> Result<Vec<Change>, StorageError> {
        let mut query = filtered(filter);
        if filter.limit > 0 {
            query = query.limit(i64::try_from(filter.limit).unwrap_or(i64::MAX));
        }
        query = if filter.newest_first { query.order(change::seq.desc()) } else { query.order(change::seq.asc()) };
        query.load::<ChangeRow>(self.conn)?.into_iter().map(ChangeRow::into_change).collect()
    }

    /// How many changes fit, whatever the limit.
    pub fn count_changes(&mut self, filter: &ChangeFilter) -> Result<usize, StorageError> {
        let count: i64 = filtered(filter).count().get_result(self.conn)?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// The number of the last change; 0 for an empty log.
    pub fn last_change(&mut self) -> Result<i64, StorageError> {
        Ok(registry::table.select(registry::change_seq).first(self.conn)?)
    }

    /// The number of the change that last wrote each kind and standard, among the changes up to a number.
    pub fn row_versions(&mut self, last: i64) -> Result<RowVersions, StorageError> {
        let codes = [RecordType::Kind, RecordType::Standard].map(RecordType::code);
        let rows: Vec<(String, String, i64)> = change::table
            .filter(change::record_type.eq_any(codes).and(change::seq.le(last)))
            .order(change::seq)
            .select((change::record_type, change::record_id, change::seq))
            .load(self.conn)?;
        let (kinds, standards): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(code, ..)| *code == RecordType::Kind.code());
        let last_of = |rows: Vec<(String, String, i64)>| rows.into_iter().map(|(_, id, seq)| (id, seq)).collect();
        Ok(RowVersions { kinds: last_of(kinds), standards: last_of(standards) })
    }

    /// The number of the last change at or before a moment; 0 when there was none.
    pub fn last_change_at(&mut self, moment: DateTime<Utc>) -> Result<i64, StorageError> {
        let seq: Option<i64> = change::table.filter(change::at.le(moment.naive_utc())).select(max(change::seq)).first(self.conn)?;
        Ok(seq.unwrap_or(0))
    }

    /// What the changes after a number are about, at most so many; by the log's order, since nothing else is found faster.
    pub fn records_written_after(&mut self, seq: i64, most: usize) -> Result<Vec<(RecordType, String)>, StorageError> {
        let rows: Vec<(String, String)> = change::table
            .filter(change::seq.gt(seq))
            .order(change::seq)
            .select((change::record_type, change::record_id))
            .limit(most as i64)
            .load(self.conn)?;
        Ok(rows.into_iter().filter_map(|(code, id)| Some((RecordType::parse(&code)?, id))).collect())
    }

    /// When each change was made, of these sorts of records, oldest first.
    pub fn change_times(&mut self, record_types: &[RecordType]) -> Result<Vec<DateTime<Utc>>, StorageError> {
        let codes: Vec<&str> = record_types.iter().map(|one| one.code()).collect();
        let times: Vec<NaiveDateTime> =
            change::table.filter(change::record_type.eq_any(codes)).select(change::at).order(change::seq).load(self.conn)?;
        Ok(times.into_iter().map(|time| time.and_utc()).collect())
    }

    /// Walks the chain from the first change that is kept to the head; answers how many changes hold, or the first that does not.
    pub fn prove_chain(&mut self) -> Result<Result<i64, BrokenLink>, StorageError> {
        let (head_seq, head_hash): (i64, String) =
            registry::table.select((registry::change_seq, registry::change_hash)).first(self.conn)?;
        let forgotten = self.forgotten()?;
        if !self.tells_of(&forgotten)? {
            let why = "is not where the log says that it begins: its beginning was taken away, or more of it".to_owned();
            return Ok(Err(BrokenLink { seq: forgotten.seq + 1, why }));
        }
        let Forgotten { seq, hash: mut previous } = forgotten;
        let mut expected = seq + 1;
        loop {
            let rows: Vec<ChangeRow> =
                change::table.filter(change::seq.ge(expected)).order(change::seq).limit(CHUNK as i64 * 10).load(self.conn)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let broken = |why: &str| Ok(Err(BrokenLink { seq: expected, why: why.to_owned() }));
                if row.seq != expected {
                    return broken("is not there");
                }
                if row.hash != row.hash_after(&previous) {
                    return broken("does not have the content it was written with");
                }
                previous = row.hash;
                expected += 1;
            }
        }
        if (head_seq, &head_hash) != (expected - 1, &previous) {
            let why = "the registry's own row says the log ends elsewhere: changes at the end were taken away or put in";
            return Ok(Err(BrokenLink { seq: expected.min(head_seq), why: why.to_owned() }));
        }
        Ok(Ok(head_seq))
    }
}

/// What a filter chooses, in no order.
fn filtered(filter: &ChangeFilter) -> change::BoxedQuery<'static, <AnyConnection as Connection>::Backend> {
    let mut query = change::table.into_boxed();
    if let Some(seq) = filter.after {
        query = query.filter(change::seq.gt(seq));
    }
    if let Some(seq) = filter.before {
        query = query.filter(change::seq.lt(seq));
    }
    if let Some(since) = filter.since {
        query = query.filter(change::at.ge(since.naive_utc()));
    }
    if let Some(until) = filter.until {
        query = query.filter(change::at.lt(until.naive_utc()));
    }
    if !filter.record_types.is_empty() {
        let codes: Vec<&'static str> = filter.record_types.iter().map(|one| one.code()).collect();
        query = query.filter(change::record_type.eq_any(codes));
    }
    if let Some(id) = &filter.record_id {
        query = query.filter(change::record_id.eq(id.clone()));
    }
    if let Some(actor) = &filter.actor {
        query = query.filter(change::actor.eq(actor.clone()).or(change::actor_name.eq(actor.clone())));
    }
    if let Some(action) = filter.action {
        query = query.filter(change::action.eq(action.code()));
    }
    if let Some(batch) = &filter.batch {
        query = query.filter(change::batch.eq(batch.clone()));
    }
    query
}

impl Writer<'_> {
    /// The moment of this transaction: no earlier than any change before it.
    pub fn now(&self) -> DateTime<Utc> {
        self.ledger.now()
    }

    /// Who writes, as the log names it.
    pub fn actor(&self) -> &Actor {
        &self.ledger.stamp.actor
    }

    pub(super) fn actor_name(&self) -> String {
        self.ledger.stamp.actor.name.clone()
    }

    /// Puts one change into the log; answers its number. What it tells is written by the caller.
    pub fn log(&mut self, action: Action, record_type: RecordType, id: &str, before: Option<String>, after: Option<String>) -> i64 {
        self.ledger.add(action, record_type, id, before, after)
    }

    /// The change that replaces a record or adds it.
    pub(super) fn log_replaced(&mut self, record_type: RecordType, id: &str, before: Option<String>, after: String) -> i64 {
        let action = self.action.unwrap_or(if before.is_some() { Action::Change } else { Action::Add });
        self.log(action, record_type, id, before, Some(after))
    }

    /// The change that takes a record out.
    pub(super) fn log_removed(&mut self, record_type: RecordType, id: &str, before: String) -> i64 {
        self.log(self.action.unwrap_or(Action::Remove), record_type, id, Some(before), None)
    }

    /// Writes the log of this transaction and the registry's own row; once, at its end.
    pub(super) fn close_ledger(&mut self) -> Result<(), StorageError> {
        let rows = std::mem::take(&mut self.ledger.rows);
        let Some(last) = rows.last() else { return Ok(()) };
        let touched = Touched::by(&rows);
        let (seq, hash, now) = (last.seq, last.hash.clone(), self.ledger.now().naive_utc());
        for rows in rows.chunks(CHUNK) {
            insert_all!(self.conn(), change::table, rows)?;
        }
        diesel::update(registry::table).set((registry::change_seq.eq(seq), registry::change_hash.eq(hash))).execute(self.conn())?;
        if touched.registry {
            let revision: i64 = registry::table.select(registry::revision).first(self.conn())?;
            let raised = revision + 1;
            diesel::update(registry::table).set((registry::revision.eq(raised), registry::changed_at.eq(now))).execute(self.conn())?;
            if touched.land {
                diesel::update(registry::table).set(registry::land_revision.eq(raised)).execute(self.conn())?;
            }
            if touched.people {
                diesel::update(registry::table).set(registry::people_revision.eq(raised)).execute(self.conn())?;
            }
            if touched.base {
                diesel::update(registry::table).set(registry::base_revision.eq(raised)).execute(self.conn())?;
            }
        }
        self.tell_followers()
    }
}

/// Which parts of the registry that answers questions a transaction touched.
#[derive(Default)]
struct Touched {
    registry: bool,
    land: bool,
    people: bool,
    base: bool,
}

impl Touched {
    fn by(rows: &[ChangeRow]) -> Touched {
        let mut touched = Touched::default();
        for row in rows {
            match RecordType::parse(&row.record_type) {
                Some(RecordType::Facility | RecordType::Organization | RecordType::Setting) => touched.registry = true,
                Some(RecordType::Division | RecordType::Kind | RecordType::Standard | RecordType::Reference) => {
                    (touched.registry, touched.land) = (true, true);
                }
                Some(RecordType::Demand) => (touched.registry, touched.people) = (true, true),
                Some(RecordType::BaseMap) => (touched.registry, touched.base) = (true, true),
                _ => {}
            }
        }
        touched
    }
}
