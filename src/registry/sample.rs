//! How does a sample city come into a registry?

use super::{NewAccount, Records, RegistryError, WishedGrant, hashing::random_bytes};
use crate::{
    domain::{
        change::{Actor, Stamp},
        permission::{Caller, Role},
    },
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

    /// Makes an account of each role for a sample registry, everywhere, with random passwords; they are kept nowhere else.
    pub fn add_sample_accounts(&self) -> Result<Vec<SampleAccount>, RegistryError> {
        let add = |role: &Role| {
            let random = data_encoding::BASE32_NOPAD.encode(&random_bytes()).to_lowercase();
            let password = format!("Demo-{}-{}", &random[..5], &random[5..10]);
            let grants = vec![WishedGrant { role: role.to_string(), jurisdiction: "all".to_owned() }];
            let new = NewAccount { login: role.to_string(), name: format!("示例账号 {role}"), grants };
            self.add_account_with_password(&Caller::operator(), &new, &password)?;
            Ok(SampleAccount { login: role.to_string(), password })
        };
        Role::ALL.iter().map(add).collect()
    }
}

/// An account of a sample registry.
pub struct SampleAccount {
    /// What it signs in with: the name of its role.
    pub login: String,
    /// Its password.
    pub password: String,
}
