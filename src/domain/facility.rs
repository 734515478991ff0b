//! What is a facility? A place of a kind with a position that knows its datum, and a status with a date.

use chrono::NaiveDate;

use super::{
    credit_code::CreditCode,
    datum::Datum,
    division::{DivisionCode, Level},
    id::{FacilityId, OrganizationId},
    position::{Position, Precision},
    service::ServiceAtLocation,
};

/// Where a facility stands between planned and closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// 规划
    Planned,
    /// 批准
    Approved,
    /// 在建
    Building,
    /// 验收
    Accepted,
    /// 运营
    Operating,
    /// 暂停
    Suspended,
    /// 关闭
    Closed,
}

impl Status {
    /// Every status in the order of a facility's life, with its code and names in files.
    pub const ALL: [(Status, &'static str, &'static [&'static str]); 7] = [
        (Status::Planned, "planned", &["规划", "规划中", "拟建", "计划"]),
        (Status::Approved, "approved", &["批准", "已批准", "获批", "立项"]),
        (Status::Building, "building", &["在建", "建设中", "under construction"]),
        (Status::Accepted, "accepted", &["验收", "已验收", "竣工"]),
        (Status::Operating, "operating", &["运营", "运营中", "在运营", "正常", "正常运营", "营业", "开放", "open", "active"]),
        (Status::Suspended, "suspended", &["暂停", "停业", "暂停服务", "暂停运营", "暂停营业"]),
        (Status::Closed, "closed", &["关闭", "已关闭", "撤销", "注销"]),
    ];

    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(status, ..)| *status == self).map_or("operating", |(_, code, _)| code)
    }

    /// The status that a code or a Chinese word means.
    pub fn parse(text: &str) -> Option<Status> {
        let text = text.trim().to_lowercase();
        Self::ALL.iter().find(|(_, code, words)| text == *code || words.contains(&text.as_str())).map(|(status, ..)| *status)
    }
}

/// The pair of coordinates as it came, and what it refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GivenPoint {
    /// Longitude as given.
    pub x: f64,
    /// Latitude as given.
    pub y: f64,
    /// What the pair refers to.
    pub datum: Datum,
}

/// A position together with where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    /// WGS84.
    pub position: Position,
    /// As given.
    pub given: GivenPoint,
    /// How exactly it is known.
    pub precision: Precision,
}

/// A facility, or the site of an organization, as recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Facility {
    /// Its id; facilities and sites share one space of ids.
    pub id: FacilityId,
    /// Its name.
    pub name: Box<str>,
    /// English name, where there is one.
    pub name_en: Option<Box<str>>,
    /// Code of its kind.
    pub kind: Box<str>,
    /// Who runs it.
    pub operator: Option<OrganizationId>,
    /// The operator's unified social credit code as given with this record; several facilities may share one.
    pub credit_code: Option<CreditCode>,
    /// The division it is declared to be in.
    pub division: Option<DivisionCode>,
    /// Street address.
    pub address: Option<Box<str>>,
    /// The true place; `None` only after [`Facility::shown_to_public`] of a protected place, and in a file made from that.
    pub location: Option<Location>,
    /// The public front point of a protected place.
    pub front: Option<Position>,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub status_date: Option<NaiveDate>,
    /// Why.
    pub status_reason: Option<Box<str>>,
    /// Beds or places, in its kind's unit.
    pub capacity: Option<u32>,
    /// Floor area in square metres.
    pub floor_area_m2: Option<f64>,
    /// OSM opening_hours text.
    pub opening_hours: Option<Box<str>>,
    /// Office phone.
    pub phone: Option<Box<str>>,
    /// Mobile of the contact: hidden from whoever lacks the right.
    pub contact_mobile: Option<Box<str>>,
    /// Barrier-free features, as written.
    pub barrier_free: Vec<Box<str>>,
    /// Grade, such as 三级.
    pub grade: Option<Box<str>>,
    /// Department responsible for it.
    pub responsible_department: Option<Box<str>>,
    /// Anything else.
    pub notes: Option<Box<str>>,
    /// First day of operation.
    pub opened_on: Option<NaiveDate>,
    /// Last day somebody checked the record.
    pub checked_on: Option<NaiveDate>,
    /// Who did: a post or an account, never a person's name.
    pub checked_by: Option<Box<str>>,
    /// Where the record comes from.
    pub source: Option<Box<str>>,
    /// What it offers, ordered by service type.
    pub services: Vec<ServiceAtLocation>,
}

impl Facility {
    /// The position that may be shown: the front point of a protected place, the true one of any other.
    pub fn shown_position(&self) -> Option<Position> {
        self.front.or(self.location.map(|location| location.position))
    }

    /// What may leave the service without any right: the contact's mobile goes; a protected facility also loses its true
    /// place, its address, its notes and the lower half of its division code and keeps its public front point, if it has one.
    pub fn shown_to_public(mut self, protected: bool) -> Facility {
        self.contact_mobile = None;
        if protected {
            self.location = None;
            self.address = None;
            self.notes = None;
            // A community is a few hundred metres across: too near to the place.
            self.division = self.division.and_then(|division| division.at(Level::District));
        } else {
            self.front = None;
        }
        self
    }

    /// Takes over from the full record what an export without the right to protected places had left out.
    pub fn keep_withheld(&mut self, full: &Facility) {
        self.location = full.location;
        self.address = full.address.clone();
        self.notes = full.notes.clone();
        self.division = full.division;
    }

    /// Whether it offers a service of this type.
    pub fn offers(&self, service_type: &str) -> bool {
        self.services.iter().any(|service| *service.service_type == *service_type)
    }

    /// Whether any of its services is meant for this target group; a service without groups admits everyone.
    pub fn admits(&self, target_group: &str) -> bool {
        self.services
            .iter()
            .any(|service| service.target_groups.is_empty() || service.target_groups.iter().any(|group| **group == *target_group))
    }
}
