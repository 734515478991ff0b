//! Changes of divisions as rows; what they did to the divisions is told by the log.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock, json_text},
    schema::division_change,
};
use crate::domain::{
    division::DivisionCode,
    division_change::{DivisionChange, DivisionChangeKind},
};

#[derive(Queryable, Insertable)]
#[diesel(table_name = division_change, treat_none_as_default_value = false)]
struct ChangeRow {
    id: String,
    kind: String,
    on_date: NaiveDate,
    from_codes: String,
    to_codes: String,
    reason: Option<String>,
    by_name: String,
    at: NaiveDateTime,
}

impl Reader<'_> {
    /// Every change of divisions, the earliest first.
    pub fn division_changes(&mut self) -> Result<Vec<DivisionChange>, StorageError> {
        let rows: Vec<ChangeRow> = division_change::table.order((division_change::on_date, division_change::at)).load(self.conn)?;
        rows.into_iter().map(from_row).collect()
    }
}

impl Writer<'_> {
    /// Writes a change of divisions down.
    pub fn insert_division_change(&mut self, one: &DivisionChange) -> Result<(), StorageError> {
        let row = ChangeRow {
            id: one.id.clone(),
            kind: one.kind.code().to_owned(),
            on_date: one.on,
            from_codes: json_text(&one.from),
            to_codes: json_text(&one.to),
            reason: one.reason.clone(),
            by_name: one.by_name.clone(),
            at: clock(one.at),
        };
        diesel::insert_into(division_change::table).values(row).execute(self.conn())?;
        Ok(())
    }
}

fn from_row(row: ChangeRow) -> Result<DivisionChange, StorageError> {
    let at = At { table: "division_change", key: &row.id };
    let codes = |column, text: &str| -> Result<Vec<DivisionCode>, StorageError> {
        let texts: Vec<String> = at.list(column, text)?;
        texts.iter().map(|text| DivisionCode::parse(text).map_err(|error| at.corrupt(column, error))).collect()
    };
    Ok(DivisionChange {
        kind: at.word("kind", &row.kind, DivisionChangeKind::parse)?,
        from: codes("from_codes", &row.from_codes)?,
        to: codes("to_codes", &row.to_codes)?,
        on: row.on_date,
        reason: row.reason,
        by_name: row.by_name,
        at: row.at.and_utc(),
        id: row.id,
    })
}
