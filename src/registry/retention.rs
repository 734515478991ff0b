//! For how long is the log kept? For ever, unless a setting names the days; then its beginning is forgotten day by day, and
//! the log tells of it.

use chrono::Days;

use super::{Registry, RegistryError};
use crate::domain::change::Actor;

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
