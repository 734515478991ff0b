//! How does a sample city come into a registry?

use chrono::Utc;

use super::{Records, RegistryError};
use crate::sample::SampleCity;

impl Records {
    /// Writes a sample city in one transaction.
    pub fn take_sample(&self, city: &SampleCity) -> Result<(), RegistryError> {
        self.store.write(|writer| {
            let now = Utc::now();
            writer.upsert_divisions(&city.divisions.iter().collect::<Vec<_>>())?;
            writer.upsert_organizations(&city.organizations.iter().collect::<Vec<_>>(), now)?;
            writer.upsert_facilities(&city.facilities.iter().chain(&city.sites).collect::<Vec<_>>(), now)?;
            writer.upsert_demand(&city.demand.groups, &city.demand.cells.iter().collect::<Vec<_>>())?;
            writer.replace_base_map(&city.base.iter().collect::<Vec<_>>())?;
            writer.raise_revision(now)?;
            Ok(())
        })
    }
}
