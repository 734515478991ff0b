//! For how long is the log kept? For ever, unless a setting names the days; then its beginning is forgotten day by day, and
//! the log tells of it.

use chrono::{DateTime, Days, SecondsFormat, Utc};

use super::{FieldError, Registry, RegistryError};
use crate::{domain::change::Actor, storage::Reader};

/// The number of the last change at or before a moment that is still kept.
pub(super) fn last_kept_change(reader: &mut Reader, moment: DateTime<Utc>) -> Result<i64, RegistryError> {
    let seq = reader.last_change_at(moment)?;
    if seq >= reader.forgotten()?.seq {
        return Ok(seq);
    }
    let first = reader.first_kept_at()?.map_or_else(String::new, |first| first.to_rfc3339_opts(SecondsFormat::Secs, true));
    let expected = format!("a day or moment since {first}, when the log begins that is kept");
    Err(RegistryError::Invalid(vec![FieldError::new("as_of", moment.to_rfc3339(), "is not kept any more", expected)]))
}

impl Registry {
    /// Forgets what is older than the setting lets it be; answers how many changes.
    pub fn forget_old_changes(&self) -> Result<usize, RegistryError> {
        let store = &self.records.store;
        let (days, first) =
            store.read(|reader| Ok::<_, RegistryError>((reader.settings()?.log_retention_days, reader.first_kept_at()?)))?;
        let limit = days.and_then(|days| self.records.now().checked_sub_days(Days::new(days.into())));
        match (limit, first) {
            (Some(limit), Some(first)) if first < limit => {
                store.write(&self.records.stamp(Actor::system()), |writer| Ok(writer.forget_changes(limit)?))
            }
            _ => Ok(0),
        }
    }
}
