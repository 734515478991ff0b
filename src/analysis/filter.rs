//! Is a place among those that are asked for, and if not, why not?
//!
//! Refuses to know distance: a place too far away is [`super::nearest`]'s business.

use crate::domain::facility::Status;

use super::places::Places;

/// What is asked for. Every list is a set of alternatives, and an empty one asks for nothing in particular.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Filter {
    /// Kinds, any of them; empty for any kind.
    pub kinds: Vec<u16>,
    /// Services, at least one of them offered; empty for no matter which.
    pub services: Vec<u16>,
    /// A target group that an offered service admits: one of the asked services, when there are any.
    pub group: Option<u16>,
    /// Statuses, any of them; empty for any status.
    pub statuses: Vec<Status>,
}

/// Why a place was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It has this status, which was not asked for.
    Status(Status),
    /// It is of another kind.
    Kind,
    /// It offers none of the services.
    Service,
    /// What it offers is not meant for the group.
    Group,
    /// It is farther than the limit.
    TooFar,
}

impl Filter {
    /// Operating places of any kind.
    pub fn operating() -> Self {
        Self { statuses: vec![Status::Operating], ..Self::default() }
    }

    /// Whether a place is among those asked for.
    pub fn accepts(&self, places: &Places, row: u32) -> bool {
        self.takes_kind(places.kind(row)) && self.takes_status(places.status(row)) && self.takes_offers(places, row)
    }

    /// Why a place is not among those asked for; empty for an accepted one. Ordered as in [`Reason`].
    pub fn reasons(&self, places: &Places, row: u32) -> Vec<Reason> {
        let status = places.status(row);
        let asked = self.services.is_empty() || self.offers_asked(places, row).next().is_some();
        let admitted = match self.group {
            Some(group) if asked => self.offers_asked(places, row).any(|groups| admits(groups, group)),
            Some(group) => places.offers(row).any(|(_, groups)| admits(groups, group)),
            None => true,
        };
        let reasons = [
            (!self.takes_status(status)).then_some(Reason::Status(status)),
            (!self.takes_kind(places.kind(row))).then_some(Reason::Kind),
            (!asked).then_some(Reason::Service),
            (!admitted).then_some(Reason::Group),
        ];
        reasons.into_iter().flatten().collect()
    }

    pub(super) fn takes_kind(&self, kind: u16) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    pub(super) fn takes_status(&self, status: Status) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&status)
    }

    /// Whether offers matter at all.
    pub(super) fn asks_offers(&self) -> bool {
        !self.services.is_empty() || self.group.is_some()
    }

    fn takes_offers(&self, places: &Places, row: u32) -> bool {
        match self.group {
            Some(group) => self.offers_asked(places, row).any(|groups| admits(groups, group)),
            None => self.services.is_empty() || self.offers_asked(places, row).next().is_some(),
        }
    }

    /// The groups of each offered service that is asked for.
    fn offers_asked<'a>(&'a self, places: &'a Places, row: u32) -> impl Iterator<Item = &'a [u16]> {
        let asked = |service: u16| self.services.is_empty() || self.services.contains(&service);
        places.offers(row).filter(move |(service, _)| asked(*service)).map(|(_, groups)| groups)
    }
}

/// Whether a service for these groups admits a group; one for no group in particular admits everyone.
fn admits(groups: &[u16], group: u16) -> bool {
    groups.is_empty() || groups.contains(&group)
}

#[cfg(test)]
mod tests {
    use crate::analysis::{
        places::{Offer, PlaceRow},
        space::Space,
    };

    use super::*;

    /// A place that offers service 1 to group 5 and service 2 to everyone.
    fn places() -> Places {
        let offers = vec![Offer { service: 1, groups: vec![5] }, Offer { service: 2, groups: vec![] }];
        Places::new(Space::Plane, vec![PlaceRow { point: None, kind: 3, status: Status::Suspended, offers }])
    }

    fn reasons(filter: &Filter) -> Vec<Reason> {
        let reasons = filter.reasons(&places(), 0);
        assert_eq!(reasons.is_empty(), filter.accepts(&places(), 0));
        reasons
    }

    #[test]
    fn an_empty_filter_accepts_everything_and_operating_only_what_operates() {
        assert_eq!(reasons(&Filter::default()), []);
        assert_eq!(reasons(&Filter::operating()), [Reason::Status(Status::Suspended)]);
    }

    #[test]
    fn a_group_is_admitted_by_a_service_for_it_or_for_everyone() {
        let asking = |services: &[u16], group| Filter { services: services.to_vec(), group: Some(group), ..Filter::default() };
        assert_eq!(reasons(&asking(&[1], 5)), []);
        assert_eq!(reasons(&asking(&[1], 6)), [Reason::Group]);
        assert_eq!(reasons(&asking(&[2], 6)), []);
        assert_eq!(reasons(&asking(&[], 6)), []);
        assert_eq!(reasons(&asking(&[9], 6)), [Reason::Service]);
        assert_eq!(reasons(&asking(&[9, 1], 5)), []);
    }

    #[test]
    fn every_reason_is_named() {
        let filter = Filter { kinds: vec![4], services: vec![9], ..Filter::operating() };
        assert_eq!(reasons(&filter), [Reason::Status(Status::Suspended), Reason::Kind, Reason::Service]);
    }

    #[test]
    fn a_place_without_offers_serves_no_group() {
        let places = Places::new(Space::Plane, vec![PlaceRow { point: None, kind: 0, status: Status::Operating, offers: vec![] }]);
        assert!(!Filter { group: Some(0), ..Filter::default() }.accepts(&places, 0));
    }
}
