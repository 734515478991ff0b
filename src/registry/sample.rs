//! How does a sample city come into a registry?

use chrono::TimeDelta;

use super::{NewAccount, Records, RegistryError, SAMPLE_NOTICE, WishedGrant, hashing::random_bytes};
use crate::{
    domain::{
        change::{Actor, Stamp},
        facility::{Facility, Location, Status},
        id::FacilityId,
        map_part::{MapPart, MapSource},
        permission::{Caller, Role},
        position::Position,
    },
    exchange,
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
            writer.replace_map_part(MapPart::Base, &sample_map(), &exchange::pack_base_map(&city.base))?;
            Ok(())
        })
    }

    /// Writes a sample city as it might have grown over half a year: some places came later, some opened after they were
    /// built, two were entered twice. The registry has to be [`Records::open_sample`]'s, since a log's times never run backwards.
    pub fn take_sample_with_past(&self, city: &SampleCity, age: TimeDelta) -> Result<(), RegistryError> {
        let days = age.num_days();
        let at = |ago: i64| Stamp { at: Some(self.now() - TimeDelta::days(ago)), ..Stamp::by(Actor::system()) };
        self.store.write(&at(days), |writer| {
            writer.upsert_divisions(&city.divisions.iter().collect::<Vec<_>>())?;
            writer.upsert_organizations(&city.organizations.iter().collect::<Vec<_>>())?;
            writer.upsert_demand(&city.demand.groups, &city.demand.cells.iter().collect::<Vec<_>>())?;
            writer.replace_map_part(MapPart::Base, &sample_map(), &exchange::pack_base_map(&city.base)).map(drop)
        })?;
        let places: Vec<&Facility> = city.facilities.iter().chain(&city.sites).collect();
        // Three of ten came later, one of twenty was still being built at first.
        let came = |row: usize| [days, days, days, days, days, days, days, days * 2 / 3, days / 3, 14][row % 10];
        let unfinished = |row: usize| row % 20 == 5 && places[row].status == Status::Operating;
        for ago in [days, days * 2 / 3, days / 3, 14] {
            let new: Vec<Facility> = (0..places.len())
                .filter(|row| came(*row) == ago)
                .map(|row| if unfinished(row) { Facility { status: Status::Building, ..places[row].clone() } } else { places[row].clone() })
                .collect();
            self.store.write(&at(ago), |writer| writer.upsert_facilities(&new.iter().collect::<Vec<_>>()))?;
        }
        let opened: Vec<&Facility> = (0..places.len()).filter(|row| unfinished(*row)).map(|row| places[row]).collect();
        self.store.write(&at(days / 6), |writer| writer.upsert_facilities(&opened))?;
        let twice: Vec<Facility> =
            city.facilities.iter().filter(|one| one.status == Status::Operating).take(2).filter_map(entered_twice).collect();
        self.store.write(&at(7), |writer| writer.upsert_facilities(&twice.iter().collect::<Vec<_>>()))?;
        Ok(())
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

/// Where a sample city's map comes from.
fn sample_map() -> MapSource {
    MapSource { name: SAMPLE_NOTICE.to_owned(), sha256: String::new(), data_as_of: None }
}

/// The same place as somebody else might have entered it: another id, a word less, a few metres off.
fn entered_twice(one: &Facility) -> Option<Facility> {
    let location = one.location?;
    let position = Position::new(location.position.lon() + 0.000_15, location.position.lat() + 0.000_1).ok()?;
    Some(Facility {
        id: FacilityId::parse(&format!("{}-2", one.id)).ok()?,
        name: one.name.replacen("社区", "", 1).into_boxed_str(),
        location: Some(Location { position, ..location }),
        status: Status::Suspended,
        services: Vec::new(),
        ..one.clone()
    })
}

/// An account of a sample registry.
pub struct SampleAccount {
    /// What it signs in with: the name of its role.
    pub login: String,
    /// Its password.
    pub password: String,
}
