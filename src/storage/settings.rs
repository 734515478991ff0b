//! What the installation has tuned: one row a setting, shipped rows brought up to date while a changed value stays.

use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, json_text},
    schema::setting,
};
use crate::domain::{
    change::{Action, RecordType},
    kind::Confidence,
    settings::{SettingRow, Settings},
};

#[derive(Queryable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = setting, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    key: String,
    place: i32,
    value: String,
    default_value: String,
    unit: Option<String>,
    name_zh: String,
    name_en: String,
    source: String,
    confidence: String,
    verified: bool,
    version: i64,
}

impl Reader<'_> {
    /// Every setting as a row, in their order.
    pub fn setting_rows(&mut self) -> Result<Vec<SettingRow>, StorageError> {
        let rows: Vec<Row> = setting::table.order((setting::place, setting::key)).load(self.conn)?;
        rows.into_iter()
            .map(|row| {
                let confidence = At { table: "setting", key: &row.key }.word("confidence", &row.confidence, Confidence::parse)?;
                Ok(SettingRow {
                    key: row.key,
                    value: row.value,
                    default: row.default_value,
                    unit: row.unit,
                    name_zh: row.name_zh,
                    name_en: row.name_en,
                    source: row.source,
                    confidence,
                    verified: row.verified,
                    version: row.version,
                })
            })
            .collect()
    }

    /// Every setting, typed.
    pub fn settings(&mut self) -> Result<Settings, StorageError> {
        typed(&self.setting_rows()?)
    }
}

/// Typed settings from their rows; rows of keys that this version does not know are passed over.
pub(super) fn typed(rows: &[SettingRow]) -> Result<Settings, StorageError> {
    let mut object = serde_json::Map::new();
    for row in rows {
        let at = At { table: "setting", key: &row.key };
        object.insert(row.key.clone(), serde_json::from_str(&row.value).map_err(|error| at.corrupt("value", error))?);
    }
    serde_json::from_value(serde_json::Value::Object(object)).map_err(|error| At { table: "setting", key: "-" }.corrupt("value", error))
}

impl Writer<'_> {
    /// Brings the shipped settings in. A value that was the default before follows a new default; one that somebody changed
    /// stays; rows that this version does not ship go.
    pub fn put_shipped_settings(&mut self, shipped: &[SettingRow]) -> Result<(), StorageError> {
        let known: Vec<Row> = setting::table.load(self.conn())?;
        for gone in known.iter().filter(|row| shipped.iter().all(|new| new.key != row.key)) {
            diesel::delete(setting::table.filter(setting::key.eq(&gone.key))).execute(self.conn())?;
        }
        for (place, new) in (0i32..).zip(shipped) {
            let before = known.iter().find(|row| row.key == new.key);
            let value = before.filter(|row| row.value != row.default_value).map_or(&new.default, |row| &row.value);
            let mut row = to_row(place, new, value, before.map_or(0, |row| row.version));
            if before == Some(&row) {
                continue;
            }
            let said = |value: &str| json_text(&serde_json::json!({ "key": new.key, "value": parsed(value) }));
            if before.is_none_or(|before| before.value != row.value) {
                let action = if before.is_some() { Action::Change } else { Action::Add };
                row.version = self.log(action, RecordType::Setting, &new.key, before.map(|row| said(&row.value)), Some(said(&row.value)));
            }
            if before.is_some() {
                diesel::update(setting::table.filter(setting::key.eq(&new.key))).set(&row).execute(self.conn())?;
            } else {
                diesel::insert_into(setting::table).values(&row).execute(self.conn())?;
            }
        }
        Ok(())
    }

    /// Gives a setting another value, as JSON; answers its version.
    pub fn put_setting(&mut self, before: &SettingRow, value: &str) -> Result<i64, StorageError> {
        if before.value == value {
            return Ok(before.version);
        }
        let said = |value: &str| Some(json_text(&serde_json::json!({ "key": before.key, "value": parsed(value) })));
        let version = self.log(Action::Change, RecordType::Setting, &before.key, said(&before.value), said(value));
        diesel::update(setting::table.filter(setting::key.eq(&before.key)))
            .set((setting::value.eq(value), setting::version.eq(version)))
            .execute(self.conn())?;
        Ok(version)
    }
}

fn parsed(value: &str) -> serde_json::Value {
    serde_json::from_str(value).unwrap_or_default()
}

fn to_row(place: i32, new: &SettingRow, value: &str, version: i64) -> Row {
    Row {
        key: new.key.clone(),
        place,
        value: value.to_owned(),
        default_value: new.default.clone(),
        unit: new.unit.clone(),
        name_zh: new.name_zh.clone(),
        name_en: new.name_en.clone(),
        source: new.source.clone(),
        confidence: new.confidence.code().to_owned(),
        verified: new.verified,
        version,
    }
}
