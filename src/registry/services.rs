//! Which services are there, at facilities and without a door?

use super::{
    Choice, Page, RegistryError, Snapshot,
    facilities::{NamedId, OfferedService},
};
use crate::{analysis::filter::Filter, domain::service::ServiceAtLocation};

/// A service with whoever gives it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ServiceItem<'a> {
    /// The service.
    #[serde(flatten)]
    pub service: OfferedService<'a>,
    /// Who gives it.
    pub organization: Option<NamedId<'a>>,
    /// Where; null for a service without a door.
    pub facility_id: Option<&'a str>,
    /// When, as an OSM opening_hours text.
    pub hours: Option<&'a str>,
}

impl Snapshot {
    /// A page of services: those at facilities that fit and those without a door.
    pub fn service_page(
        &self,
        choice: &Choice,
        doorless: Option<bool>,
        (cursor, limit): (Option<&str>, usize),
    ) -> Result<Page<ServiceItem<'_>>, RegistryError> {
        let filter = self.filter(choice).map_err(RegistryError::Invalid)?;
        let at_facilities = (0..self.facilities().len())
            .filter(|_| doorless != Some(true))
            .filter(|&row| filter.accepts(self.places(), row as u32))
            .flat_map(|row| {
                let facility = &self.facilities()[row];
                facility.services.iter().filter(|service| self.fits(&filter, service)).map(|service| ServiceItem {
                    service: self.offered(facility.id.as_str(), service),
                    organization: self.operator(facility),
                    facility_id: Some(facility.id.as_str()),
                    hours: facility.opening_hours.as_deref(),
                })
            });
        let without_door = self.doorless(&filter).into_iter().filter(|_| doorless != Some(false));
        let mut all: Vec<ServiceItem> = at_facilities.chain(without_door).collect();
        all.sort_unstable_by(|a, b| a.service.id.cmp(&b.service.id));
        Ok(Page::after(all.into_iter(), cursor, limit, |item| item.service.id.clone(), |item| item))
    }

    /// Services without a door that fit; none when kinds of places are asked for.
    pub(super) fn doorless(&self, filter: &Filter) -> Vec<ServiceItem<'_>> {
        if !filter.kinds.is_empty() {
            return Vec::new();
        }
        self.organizations()
            .iter()
            .map(|one| &one.record)
            .flat_map(|organization| organization.services.iter().map(move |service| (organization, service)))
            .filter(|(_, service)| self.fits(filter, service))
            .map(|(organization, service)| {
                let mut offered = self.offered(organization.id.as_str(), service);
                offered.phone = offered.phone.or(organization.phone.as_deref());
                ServiceItem {
                    service: offered,
                    organization: Some(NamedId { id: organization.id.as_str(), name: Some(&organization.name) }),
                    facility_id: None,
                    hours: None,
                }
            })
            .collect()
    }

    /// Whether a single service is of an asked type and admits the asked group.
    fn fits(&self, filter: &Filter, service: &ServiceAtLocation) -> bool {
        let catalogue = self.catalogue();
        let of_type = filter.services.is_empty()
            || catalogue.service_types.place(&service.service_type).is_some_and(|place| filter.services.contains(&(place as u16)));
        let admits = filter.group.is_none_or(|group| {
            let code = &catalogue.target_groups.rows()[usize::from(group)].code;
            service.target_groups.is_empty() || service.target_groups.iter().any(|one| **one == **code)
        });
        of_type && admits
    }
}
