//! Where the counts of each group come from, as rows. None is ever taken out: one whose batch was undone does not count, and one
//! whose place another file took counts again when that file's batch is undone.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Upserted, Writer,
    connection::insert_all,
    demand,
    row::{At, clock},
    schema::{batch, demand_source},
};
use crate::domain::{
    change::{Action, RecordType},
    demand::{DemandCell, DemandSource, FigureMethod, Figures},
};

#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = demand_source, treat_none_as_default_value = false)]
struct SourceRow {
    id: String,
    group_code: String,
    definition: Option<String>,
    year: Option<i32>,
    method: String,
    how: Option<String>,
    file_name: String,
    at: NaiveDateTime,
    batch: Option<String>,
    superseded_by: Option<String>,
}

impl Reader<'_> {
    /// What the counts of each group are now, by group and the earliest first.
    pub fn demand_sources(&mut self) -> Result<Vec<DemandSource>, StorageError> {
        self.live_sources(None)?.into_iter().map(source_from_row).collect()
    }

    /// The same as it was known at a moment.
    pub fn demand_sources_at(&mut self, moment: DateTime<Utc>) -> Result<Vec<DemandSource>, StorageError> {
        self.live_sources(Some(moment))?.into_iter().map(source_from_row).collect()
    }

    fn live_sources(&mut self, moment: Option<DateTime<Utc>>) -> Result<Vec<SourceRow>, StorageError> {
        let rows: Vec<SourceRow> =
            demand_source::table.order((demand_source::group_code, demand_source::at, demand_source::id)).load(self.conn)?;
        let undone: Vec<(String, Option<NaiveDateTime>)> =
            batch::table.filter(batch::undone_at.is_not_null()).select((batch::id, batch::undone_at)).load(self.conn)?;
        let undone: HashMap<String, Option<NaiveDateTime>> = undone.into_iter().collect();
        let known_then = |at: NaiveDateTime| moment.is_none_or(|moment| at <= clock(moment));
        let counts = |row: &SourceRow| {
            let undone = row.batch.as_ref().and_then(|batch| undone.get(batch).copied().flatten());
            known_then(row.at) && !undone.is_some_and(known_then)
        };
        let counting: BTreeSet<String> = rows.iter().filter(|row| counts(row)).map(|row| row.id.clone()).collect();
        let replaced = |row: &SourceRow| row.superseded_by.as_ref().is_some_and(|later| counting.contains(later));
        Ok(rows.into_iter().filter(|row| counting.contains(&row.id) && !replaced(row)).collect())
    }
}

impl Writer<'_> {
    /// Keeps what the counts of these groups are, after the cells were written; answers whether that is new.
    ///
    /// It takes the place of what was said of a group before by the same file, and of everything where these cells are all that
    /// hold people of the group.
    pub fn note_figures(
        &mut self,
        groups: &[String],
        cells: &[&DemandCell],
        figures: &Figures,
        upserted: Upserted,
    ) -> Result<bool, StorageError> {
        let live = self.reader().live_sources(None)?;
        let same = |row: &SourceRow, group: &String| {
            row.group_code == *group
                && (row.definition.as_ref(), row.year) == (figures.definition.as_ref(), figures.year)
                && (row.method.as_str(), row.how.as_ref()) == (figures.method.code(), figures.how.as_ref())
                && row.file_name == figures.file_name
        };
        let new: Vec<&String> = groups.iter().filter(|group| !live.iter().any(|row| same(row, group))).collect();
        if new.is_empty() {
            return Ok(false);
        }
        let elsewhere = self.groups_elsewhere(&live, cells)?;
        let batch = self.ledger.batch().filter(|_| upserted.changed_anything()).map(str::to_owned);
        let at = clock(self.now());
        for group in new {
            let row = SourceRow {
                id: uuid::Uuid::now_v7().to_string(),
                group_code: group.clone(),
                definition: figures.definition.clone(),
                year: figures.year,
                method: figures.method.code().to_owned(),
                how: figures.how.clone(),
                file_name: figures.file_name.clone(),
                at,
                batch: batch.clone(),
                superseded_by: None,
            };
            let replaced = live.iter().filter(|old| old.group_code == *group);
            let replaced = replaced.filter(|old| old.file_name == figures.file_name || !elsewhere.contains(group));
            let replaced: Vec<&String> = replaced.map(|old| &old.id).collect();
            diesel::update(demand_source::table.filter(demand_source::id.eq_any(replaced)))
                .set(demand_source::superseded_by.eq(&row.id))
                .execute(self.conn())?;
            insert_all!(self.conn(), demand_source::table, &vec![row])?;
        }
        self.log(Action::Change, RecordType::Demand, &figures.file_name, None, Some(demand::packed_figures(groups, figures)));
        Ok(true)
    }

    /// The groups of earlier sources that cells other than these hold people of.
    fn groups_elsewhere(&mut self, live: &[SourceRow], cells: &[&DemandCell]) -> Result<BTreeSet<String>, StorageError> {
        if live.is_empty() {
            return Ok(BTreeSet::new());
        }
        let ours: BTreeSet<&str> = cells.iter().map(|cell| cell.id.as_str()).collect();
        let table = self.reader().demand()?;
        let mut held = vec![false; table.groups.len()];
        for cell in table.cells.iter().filter(|cell| !ours.contains(cell.id.as_str())) {
            cell.counts.iter().zip(&mut held).for_each(|(count, held)| *held |= *count > 0.0);
        }
        Ok(table.groups.into_iter().zip(held).filter(|(_, held)| *held).map(|(group, _)| group).collect())
    }
}

fn source_from_row(row: SourceRow) -> Result<DemandSource, StorageError> {
    let method = At { table: "demand_source", key: &row.id }.word("method", &row.method, FigureMethod::parse)?;
    let figures = Figures { definition: row.definition, year: row.year, method, how: row.how, file_name: row.file_name };
    Ok(DemandSource { group: row.group_code, figures, at: row.at.and_utc() })
}
