//! What has the installation tuned? Settings as everybody here reads them, and how one gets another value.

use std::sync::Arc;

use super::{FieldError, Records, Registry, RegistryError, Stale, reason::kept_words};
use crate::{
    domain::{
        change::Stamp,
        permission::{Caller, Right},
        position::{Area, AreaChoice},
        settings::{SettingRow, Settings},
    },
    storage::{Reader, Writer},
};

/// A setting as it is listed.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct SettingItem {
    /// Stable key.
    pub key: String,
    /// The value.
    #[schema(value_type = serde_json::Value)]
    pub value: serde_json::Value,
    /// What the product ships.
    #[schema(value_type = serde_json::Value)]
    pub default: serde_json::Value,
    /// What the number counts.
    pub unit: Option<String>,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Where the default comes from.
    pub source: String,
    /// A read in the primary text, B from a second hand, C from memory.
    pub confidence: &'static str,
    /// Whether somebody compared the default with the official text; if not it is shown as 未核实.
    pub verified: bool,
    /// Its version, for `If-Match`.
    pub version: i64,
}

impl From<SettingRow> for SettingItem {
    fn from(row: SettingRow) -> Self {
        let parsed = |text: &str| serde_json::from_str(text).unwrap_or_default();
        SettingItem {
            value: parsed(&row.value),
            default: parsed(&row.default),
            key: row.key,
            unit: row.unit,
            name_zh: row.name_zh,
            name_en: row.name_en,
            source: row.source,
            confidence: row.confidence.code(),
            verified: row.verified,
            version: row.version,
        }
    }
}

impl Registry {
    /// Every setting, as it is now.
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.load_full()
    }

    /// Every setting as a row.
    pub fn setting_items(&self, caller: &Caller) -> Result<Vec<SettingItem>, RegistryError> {
        caller.require_somewhere(Right::ManageSettings)?;
        let rows = self.records.store.read(|reader| reader.setting_rows())?;
        Ok(rows.into_iter().map(SettingItem::from).collect())
    }

    /// Gives a setting that was read with this version another value.
    pub fn change_setting(
        &self,
        caller: &Caller,
        key: &str,
        version: Option<i64>,
        value: &serde_json::Value,
        reason: Option<String>,
    ) -> Result<SettingItem, RegistryError> {
        caller.require_somewhere(Right::ManageSettings)?;
        let reason = kept_words("reason", reason.as_deref())?;
        let stamp: Stamp = self.records.stamp(caller.actor.clone()).because(reason);
        let item = self.records.store.write(&stamp, |writer| {
            let row = found(writer.reader(), key)?;
            if version.is_some_and(|version| version != row.version) {
                let said = |value: serde_json::Value| serde_json::json!({ "key": key, "value": value, "version": row.version });
                let current = said(SettingItem::from(row.clone()).value);
                let stale = Stale { current, yours: said(value.clone()), fields: vec!["value".to_owned()] };
                return Err(RegistryError::Stale(Box::new(stale)));
            }
            check(writer.reader(), key, value)?;
            let text = value.to_string();
            let version = writer.put_setting(&row, &text)?;
            Ok(SettingItem::from(SettingRow { value: text, version, ..row }))
        })?;
        self.refresh()?;
        Ok(item)
    }
}

impl Records {
    /// Where places may lie: as somebody says now, otherwise as the setting says, otherwise Shaanxi's bounds.
    pub fn area(&self, said: Option<AreaChoice>) -> Result<Option<Area>, RegistryError> {
        let choice = match said {
            Some(choice) => choice,
            None => self.store.read(|reader| reader.settings())?.area.unwrap_or_default(),
        };
        Ok(choice.0)
    }
}

/// Gives a setting a value in a transaction, where it is within the bounds.
pub(super) fn put(writer: &mut Writer, key: &str, value: &serde_json::Value) -> Result<(), RegistryError> {
    let row = found(writer.reader(), key)?;
    check(writer.reader(), key, value)?;
    writer.put_setting(&row, &value.to_string())?;
    Ok(())
}

fn found(reader: &mut Reader, key: &str) -> Result<SettingRow, RegistryError> {
    let row = reader.setting_rows()?.into_iter().find(|row| row.key == key);
    row.ok_or_else(|| RegistryError::NotFound { what: "setting", id: key.to_owned() })
}

/// Whether all settings would be right with this value among them.
fn check(reader: &mut Reader, key: &str, value: &serde_json::Value) -> Result<(), RegistryError> {
    let settings = reader.settings()?;
    let wrong = |reason: String, expected: String| Err(RegistryError::Invalid(vec![FieldError::new("value", value, reason, expected)]));
    let mut all = serde_json::to_value(&settings).map_err(|error| RegistryError::Shipped(error.to_string()))?;
    all[key] = value.clone();
    let typed: Settings = match serde_json::from_value(all) {
        Ok(typed) => typed,
        Err(error) => return wrong(error.to_string(), format!("a value like the one before: {}", like(&settings, key))),
    };
    if let Err(error) = typed.check() {
        return wrong("is outside the bounds of this setting".to_owned(), error.expected.to_owned());
    }
    let rows = reader.reference_rows()?;
    let unknown = typed.check_every_days_by_kind.keys().find(|code| rows.kinds.iter().all(|kind| kind.code != **code));
    match unknown {
        Some(code) if key == "check_every_days_by_kind" => wrong(format!("{code} is no kind"), "codes of kinds".to_owned()),
        _ => Ok(()),
    }
}

fn like(settings: &Settings, key: &str) -> String {
    serde_json::to_value(settings).map_or_else(|_| String::new(), |all| all[key].to_string())
}
