//! How do lists, dates of the clock and stored words become domain values again?

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};

use super::StorageError;
use crate::domain::{datum::Datum, division::DivisionCode, facility::GivenPoint, position::Position};

/// A time as both databases keep it: UTC, whole microseconds.
pub(super) fn clock(time: DateTime<Utc>) -> NaiveDateTime {
    time.trunc_subsecs(6).naive_utc()
}

/// A value as a JSON text.
pub(super) fn json_text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("records are texts, finite numbers and lists of them")
}

/// A record back from the log.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(seq: i64, text: &str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|error| in_the_log(seq, error))
}

/// Says which line of the log cannot be read back.
pub(super) fn in_the_log(seq: i64, why: impl ToString) -> StorageError {
    StorageError::Corrupt { table: "change", key: seq.to_string(), column: "before", why: why.to_string() }
}

/// A list as a JSON text.
pub(super) fn list_text<T: serde::Serialize>(list: &[T]) -> String {
    serde_json::to_string(list).expect("a list of strings has a JSON text")
}

/// Where a value was found, for messages about damaged records.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub table: &'static str,
    pub key: &'a str,
}

impl At<'_> {
    /// The error that names table, record and column.
    pub(super) fn corrupt(&self, column: &'static str, why: impl ToString) -> StorageError {
        StorageError::Corrupt { table: self.table, key: self.key.to_owned(), column, why: why.to_string() }
    }

    /// A JSON list read back.
    pub(super) fn list<T: serde::de::DeserializeOwned>(&self, column: &'static str, text: &str) -> Result<Vec<T>, StorageError> {
        serde_json::from_str(text).map_err(|error| self.corrupt(column, error))
    }

    /// A JSON text read back.
    pub(super) fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str, text: &str) -> Result<T, StorageError> {
        serde_json::from_str(text).map_err(|error| self.corrupt(column, error))
    }

    /// A word of a closed list read back.
    pub(super) fn word<T>(&self, column: &'static str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, StorageError> {
        parse(text).ok_or_else(|| self.corrupt(column, format!("unknown word {text:?}")))
    }

    /// A division code read back.
    pub(super) fn division(&self, column: &'static str, code: Option<i64>) -> Result<Option<DivisionCode>, StorageError> {
        code.map(|code| DivisionCode::parse(&format!("{code:012}")).map_err(|error| self.corrupt(column, error))).transpose()
    }

    /// A position read back.
    pub(super) fn position(&self, lon: f64, lat: f64) -> Result<Position, StorageError> {
        Position::new(lon, lat).map_err(|error| self.corrupt("lon", error))
    }

    /// A pair of which both or neither are there.
    pub(super) fn optional_position(&self, lon: Option<f64>, lat: Option<f64>) -> Result<Option<Position>, StorageError> {
        lon.zip(lat).map(|(lon, lat)| self.position(lon, lat)).transpose()
    }

    /// The pair as given read back.
    pub(super) fn given(&self, x: f64, y: f64, datum: &str) -> Result<GivenPoint, StorageError> {
        Ok(GivenPoint { x, y, datum: self.word("given_datum", datum, Datum::parse)? })
    }

    /// A count that SQL keeps as a wider number.
    pub(super) fn count(&self, column: &'static str, number: Option<i64>) -> Result<Option<u32>, StorageError> {
        number.map(|number| u32::try_from(number).map_err(|error| self.corrupt(column, error))).transpose()
    }
}

/// A division code as SQL keeps it.
pub(super) fn division_number(code: DivisionCode) -> i64 {
    i64::try_from(code.number()).expect("twelve digits fit")
}
