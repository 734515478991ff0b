//! How does a sample city come into a registry?

use super::{Records, RegistryError};
use crate::{
    domain::change::{Actor, Stamp},
    sample::SampleCity,
};

impl Records {
    /// Writes a sample city in one transaction.
    pub fn take_sample(&self, city: &SampleCity) -> Result<(), RegistryError> {
        self.store.write(&Stamp::by(Actor::system()), |writer| {
            writer.upsert_divisions(&city.divisions.iter().collect::<Vec<_>>())?;
            writer.upsert_organizations(&city.organizations.iter().collect::<Vec<_>>())?;
            writer.upsert_facilities(&city.facilities.iter().chain(&city.sites).collect::<Vec<_>>())?;
            writer.upsert_demand(&city.demand.groups, &city.demand.cells.iter().collect::<Vec<_>>())?;
            writer.replace_base_map(&city.base.iter().collect::<Vec<_>>())?;
            Ok(())
        })
    }
}
