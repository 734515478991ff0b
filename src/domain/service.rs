//! What is offered, for whom, where, and is there a place?

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::id::{FacilityId, OrganizationId, ServiceId};

/// A service as offered at one facility (HSDS service_at_location), kept inside its facility. There are hundreds of thousands of
/// them with the same few words, which are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceAtLocation {
    /// Code of the service type.
    pub service_type: Arc<str>,
    /// Codes of the target groups it admits; empty admits everyone.
    pub target_groups: Arc<[Arc<str>]>,
    /// What it costs, as written.
    pub fee: Option<Arc<str>>,
    /// How many it can serve at once.
    pub capacity: Option<u32>,
    /// How many of those were free at `vacancy_at`.
    pub vacancy: Option<u32>,
    /// When the vacancy was true.
    pub vacancy_at: Option<DateTime<Utc>>,
    /// A phone of its own.
    pub phone: Option<Box<str>>,
}

impl ServiceAtLocation {
    /// A service of a type with nothing else known.
    pub fn of_type(service_type: impl Into<Arc<str>>, target_groups: Vec<String>) -> Self {
        let target_groups = target_groups.into_iter().map(Arc::from).collect();
        Self { service_type: service_type.into(), target_groups, fee: None, capacity: None, vacancy: None, vacancy_at: None, phone: None }
    }
}

/// A service that an organization gives, with or without a door.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its id: `<organization or facility>:<service type>`.
    pub id: ServiceId,
    /// Code of the service type.
    pub service_type: String,
    /// Its own name, or the type's.
    pub name: Option<String>,
    /// Who gives it.
    pub organization: Option<OrganizationId>,
    /// Where, when it has a door.
    pub facility: Option<FacilityId>,
    /// Where to call.
    pub phone: Option<String>,
    /// When, as an OSM opening_hours text.
    pub hours: Option<String>,
    /// Codes of the target groups; empty admits everyone.
    pub target_groups: Vec<String>,
}
