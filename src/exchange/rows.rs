//! Which rows does the product ship? `data/*.toml` as domain rows; a new kind touches `data/` only.

use serde::de::DeserializeOwned;

use crate::domain::{
    calendar::{CalendarPeriod, DaySort},
    division::ReportingUnit,
    kind::{Confidence, Kind, ServiceType, TargetGroup},
    settings::SettingRow,
    standard::Standard,
};

/// Why shipped rows cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The text is no TOML of these rows.
    #[error("the {what} rows cannot be read: {source}")]
    Toml {
        /// The table's name.
        what: &'static str,
        /// Why, with its place.
        source: Box<toml::de::Error>,
    },
    /// There is no such table.
    #[error("there is no [[{what}]] table")]
    Missing {
        /// The table's name.
        what: &'static str,
    },
    /// A row holds a word that it cannot.
    #[error("the [[{what}]] table {code:?} holds {word:?}, which is no word there")]
    Word {
        /// The table's name.
        what: &'static str,
        /// The row.
        code: String,
        /// The word.
        word: String,
    },
    /// Two rows have the same code.
    #[error("two [[{what}]] tables have the code {code:?}")]
    Duplicate {
        /// The table's name.
        what: &'static str,
        /// The code.
        code: String,
    },
}

/// Reads `[[kind]]` tables.
pub fn kinds(text: &str) -> Result<Vec<Kind>, RowsError> {
    rows(text, "kind", |row: &Kind| &row.code)
}

/// Reads `[[service_type]]` tables.
pub fn service_types(text: &str) -> Result<Vec<ServiceType>, RowsError> {
    rows(text, "service_type", |row: &ServiceType| &row.code)
}

/// Reads `[[target_group]]` tables.
pub fn target_groups(text: &str) -> Result<Vec<TargetGroup>, RowsError> {
    rows(text, "target_group", |row: &TargetGroup| &row.code)
}

/// Reads `[[standard]]` tables; dates are TOML strings or TOML dates.
pub fn standards(text: &str) -> Result<Vec<Standard>, RowsError> {
    rows(text, "standard", |row: &Standard| &row.code)
}

/// Reads `[[reporting_unit]]` tables.
pub fn reporting_units(text: &str) -> Result<Vec<ReportingUnit>, RowsError> {
    rows(text, "reporting_unit", |row: &ReportingUnit| &row.code)
}

/// A setting as it is shipped; without a value it is empty.
#[derive(serde::Deserialize)]
struct ShippedSetting {
    key: String,
    value: Option<serde_json::Value>,
    unit: Option<String>,
    name_zh: String,
    name_en: String,
    source: String,
    confidence: Confidence,
    verified: bool,
}

/// Reads `[[setting]]` tables.
pub fn settings(text: &str) -> Result<Vec<SettingRow>, RowsError> {
    let shipped = rows(text, "setting", |row: &ShippedSetting| &row.key)?;
    let settings = shipped.into_iter().map(|row| {
        let value = row.value.unwrap_or_default().to_string();
        SettingRow {
            key: row.key,
            default: value.clone(),
            value,
            unit: row.unit,
            name_zh: row.name_zh,
            name_en: row.name_en,
            source: row.source,
            confidence: row.confidence,
            verified: row.verified,
            version: 0,
        }
    });
    Ok(settings.collect())
}

/// A period of the calendar as it is shipped.
#[derive(serde::Deserialize)]
struct ShippedPeriod {
    code: String,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
    sort: String,
    name_zh: String,
    name_en: String,
    source: String,
    confidence: Confidence,
    verified: bool,
}

/// Reads `[[period]]` tables of a working-day calendar.
pub fn calendar(text: &str) -> Result<Vec<CalendarPeriod>, RowsError> {
    let shipped = rows(text, "period", |row: &ShippedPeriod| &row.code)?;
    let period = |row: ShippedPeriod| {
        let ShippedPeriod { code, from, to, sort, name_zh, name_en, source, confidence, verified } = row;
        let Some(sort) = DaySort::parse(&sort) else { return Err(RowsError::Word { what: "period", code, word: sort }) };
        Ok(CalendarPeriod { code, from, to, sort, name_zh, name_en, source, confidence, verified })
    };
    shipped.into_iter().map(period).collect()
}

fn rows<T: DeserializeOwned>(text: &str, what: &'static str, code: impl Fn(&T) -> &String) -> Result<Vec<T>, RowsError> {
    let broken = |source| RowsError::Toml { what, source: Box::new(source) };
    let mut file: toml::Table = text.parse().map_err(broken)?;
    let Some(toml::Value::Array(tables)) = file.remove(what) else { return Err(RowsError::Missing { what }) };
    let mut rows: Vec<T> = Vec::with_capacity(tables.len());
    for table in tables {
        let row: T = dates_as_text(table).try_into().map_err(broken)?;
        if rows.iter().any(|other| code(other) == code(&row)) {
            return Err(RowsError::Duplicate { what, code: code(&row).clone() });
        }
        rows.push(row);
    }
    Ok(rows)
}

/// TOML dates as text, which the domain's dates are read from.
fn dates_as_text(mut row: toml::Value) -> toml::Value {
    if let toml::Value::Table(table) = &mut row {
        for (_, value) in table.iter_mut() {
            if let toml::Value::Datetime(date) = value {
                *value = toml::Value::String(date.to_string());
            }
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: &str = "[[target_group]]\ncode = \"older\"\nname_zh = \"老年人\"\nname_en = \"Older people\"\nsource = \"s\"\nconfidence = \"A\"\ncounted = true\n";

    #[test]
    fn rows_are_read_and_keys_for_others_are_passed_over() {
        assert_eq!(target_groups(GROUP).expect("readable")[0].code, "older");
    }

    #[test]
    fn a_missing_table_a_missing_key_and_a_code_given_twice_are_named() {
        assert!(matches!(kinds(GROUP), Err(RowsError::Missing { what: "kind" })));
        assert!(matches!(target_groups(&GROUP.replace("name_en", "x")), Err(RowsError::Toml { .. })));
        assert!(matches!(target_groups(&GROUP.repeat(2)), Err(RowsError::Duplicate { .. })));
    }

    #[test]
    fn a_date_may_be_a_toml_date() {
        let text = "[[standard]]\ncode = \"s\"\nkind = \"k\"\nname_zh = \"z\"\nname_en = \"e\"\nmetric = \"walk\"\nstrength = \"shall\"\n\
                    citation = \"c\"\nsource = \"s\"\nconfidence = \"A\"\nverified = false\nvalid_from = 2018-12-01\nvalid_to = \"2030-01-01\"\n";
        let rows = standards(text).expect("readable");
        assert_eq!(rows[0].valid_from.map(|day| day.to_string()).as_deref(), Some("2018-12-01"));
    }
}
