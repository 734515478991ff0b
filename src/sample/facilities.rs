//! What is recorded of each facility? Everything a good registry holds, all of it made up.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rand::Rng;

use super::{
    chance::{Purpose, Urn, dice, pick},
    divisions::SOURCE,
    ground::Ground,
    menu::{Dish, FACILITIES, Offer, Spread},
    plan::Wanted,
    words::Word,
};
use crate::domain::{
    datum::Datum,
    division::DivisionCode,
    facility::{Facility, GivenPoint, Location, Status},
    id::FacilityId,
    organization::Organization,
    position::{Position, Precision},
    service::ServiceAtLocation,
};

/// Of a hundred facilities so many are in each status, with a reason.
const STATUSES: [((Status, &str), f64); 8] = [
    ((Status::Operating, ""), 84.0),
    ((Status::Planned, "列入年度建设计划"), 3.0),
    ((Status::Approved, "选址已批复"), 1.5),
    ((Status::Building, "主体施工"), 4.0),
    ((Status::Accepted, "已验收，待开放"), 1.0),
    ((Status::Suspended, "设施改造，暂停服务"), 2.5),
    ((Status::Suspended, "运营单位更换，交接期间暂停"), 1.0),
    ((Status::Closed, "房屋租期届满，服务并入相邻设施"), 3.0),
];
const BARRIER_FREE: [&str; 6] = ["无障碍坡道", "无障碍卫生间", "电梯", "盲道", "低位服务台", "轮椅借用"];
const GRADES: [&str; 4] = ["二级", "三级", "四级", "五级"];
const PRECISIONS: [(Precision, f64); 5] = [
    (Precision::Exact, 42.0),
    (Precision::Building, 43.0),
    (Precision::Street, 10.0),
    (Precision::Community, 4.0),
    (Precision::Unknown, 1.0),
];
/// Of a thousand facilities so many stand where another one stands.
const SHARED_PER_MILLE: usize = 5;

/// The facilities of a plan, in its order, run by some of `operators`; a few stand where the first one of their
/// community stands, never protected ones.
pub(super) fn records(ground: &Ground, plan: &[Wanted], operators: &[&Organization], seed: u64) -> Vec<Facility> {
    let mut rng = dice(seed, Purpose::Facilities);
    let mut all: Vec<Facility> = Vec::with_capacity(plan.len());
    let (mut owed, mut namesakes, mut before) = (0, 0, None);
    let mut hosts = HashMap::new();
    for (number, wanted) in plan.iter().enumerate() {
        let dish = &FACILITIES[wanted.kind];
        namesakes = if before == Some(name_key(ground, *wanted)) { namesakes + 1 } else { 0 };
        let first = before.is_none_or(|(kind, _)| kind != wanted.kind);
        before = Some(name_key(ground, *wanted));
        let mut facility = record(&mut rng, ground, (*wanted, namesakes), number);
        status(&mut rng, &mut facility, first);
        facility.services = services(&mut rng, dish, &facility);
        if !operators.is_empty() && !dish.protected && rng.random_bool(0.3) {
            let operator = *pick(&mut rng, operators);
            (facility.operator, facility.credit_code) = (Some(operator.id.clone()), operator.credit_code.clone());
        }
        owed += usize::from((number + 1) * SHARED_PER_MILLE / 1_000 > number * SHARED_PER_MILLE / 1_000);
        if owed > 0
            && !dish.protected
            && let Some(other) = hosts.get(&wanted.community).map(|host: &usize| &all[*host]).filter(|host| host.kind != facility.kind)
        {
            (facility.location, facility.address) = (other.location, other.address.clone());
            owed -= 1;
        }
        if !dish.protected {
            hosts.entry(wanted.community).or_insert(number);
        }
        all.push(facility);
    }
    all
}

/// What tells names of a kind apart: the community, the street or the city.
fn name_key(ground: &Ground, wanted: Wanted) -> (usize, usize) {
    let stem = match FACILITIES[wanted.kind].spread {
        Spread::Communities(_) => wanted.community,
        Spread::Streets(_) => ground.tree.communities[wanted.community].above,
        Spread::People(..) => 0,
    };
    (wanted.kind, stem)
}

fn record(rng: &mut impl Rng, ground: &Ground, (wanted, namesakes): (Wanted, usize), number: usize) -> Facility {
    let dish = &FACILITIES[wanted.kind];
    let spot = ground.spot(rng, wanted.community);
    let name = name(ground, wanted, namesakes);
    let area = f64::from(rng.random_range(dish.area_m2.0..=dish.area_m2.1) / 10 * 10);
    let front = (dish.protected && rng.random_bool(0.9)).then(|| ground.front(rng, wanted.community, spot.position));
    Facility {
        id: FacilityId::parse(&format!("F{:06}", number + 1)).expect("a letter and digits are an id"),
        name: name.zh.into(),
        name_en: Some(name.en.into()),
        kind: dish.kind.into(),
        operator: None,
        division: Some(division(ground, dish, wanted.community)),
        credit_code: None,
        address: Some(spot.address.into()),
        location: Some(Location {
            position: spot.position,
            given: given(spot.position),
            precision: *Urn::new(PRECISIONS.to_vec()).draw(rng),
        }),
        front,
        status: Status::Operating,
        status_date: None,
        status_reason: None,
        capacity: rng.random_bool(0.95).then(|| rng.random_range(dish.capacity.0..=dish.capacity.1)),
        floor_area_m2: rng.random_bool(0.92).then_some(area),
        opening_hours: rng.random_bool(0.94).then(|| (*pick(rng, dish.hours)).into()),
        phone: rng.random_bool(0.93).then(|| phone(rng).into()),
        barrier_free: BARRIER_FREE.iter().filter(|_| rng.random_bool(0.42)).map(|feature| (*feature).into()).collect(),
        grade: (dish.kind == "social-welfare-institution").then(|| (*pick(rng, &GRADES)).into()),
        responsible_department: Some(dish.department.into()),
        notes: None,
        opened_on: None,
        checked_by: None,
        contact_mobile: None,
        checked_on: rng.random_bool(0.9).then(|| day(rng, (2025, 2026))),
        source: Some(SOURCE.into()),
        services: Vec::new(),
    }
}

/// The community; of a protected place only the street, so that the record does not tell where it is.
fn division(ground: &Ground, dish: &Dish, community: usize) -> DivisionCode {
    if dish.protected { ground.tree.street_of(community).code } else { ground.tree.communities[community].code }
}

/// Such as 望河社区日间照料中心（示例）; further ones of the same kind and place are numbered.
fn name(ground: &Ground, wanted: Wanted, namesakes: usize) -> Word {
    let dish = &FACILITIES[wanted.kind];
    let street = ground.tree.street_of(wanted.community);
    let stem = match dish.spread {
        Spread::Communities(_) => &ground.tree.communities[wanted.community].name,
        Spread::Streets(_) => &street.name,
        Spread::People(..) => &Word::new(super::TITLE_ZH, super::TITLE_EN),
    };
    let ending = dish.name.0.strip_prefix("社区").filter(|_| matches!(dish.spread, Spread::Communities(_))).unwrap_or(dish.name.0);
    let (zh, en) = if namesakes == 0 {
        (String::new(), String::new())
    } else {
        (format!("第{}", numeral(namesakes + 1)), format!(" {}", namesakes + 1))
    };
    let en_ending = dish.name.1.strip_prefix("Community ").filter(|_| matches!(dish.spread, Spread::Communities(_))).unwrap_or(dish.name.1);
    Word::new(&format!("{}{zh}{ending}（示例）", stem.zh), &format!("{} {en_ending}{en} (sample)", stem.en))
}

/// A Chinese numeral up to 99, digits beyond.
fn numeral(number: usize) -> String {
    let digit = |value: usize| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][value];
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number % 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

/// Status, its date and reason, and what follows from it; the first of a kind is always open.
fn status(rng: &mut impl Rng, facility: &mut Facility, first: bool) {
    let (status, reason) = if first { (Status::Operating, "") } else { *Urn::new(STATUSES.to_vec()).draw(rng) };
    facility.status = status;
    facility.status_reason = (!reason.is_empty()).then(|| reason.into());
    let opened = day(rng, (2008, 2024));
    match status {
        Status::Operating => (facility.opened_on, facility.status_date) = (Some(opened), Some(opened)),
        Status::Suspended | Status::Closed => (facility.opened_on, facility.status_date) = (Some(opened), Some(day(rng, (2025, 2026)))),
        _ => facility.status_date = Some(day(rng, (2025, 2026))),
    }
}

/// Most of what the kind offers, ordered by type; free places where they are counted and the place is open.
fn services(rng: &mut impl Rng, dish: &Dish, facility: &Facility) -> Vec<ServiceAtLocation> {
    let mut services = offered(rng, dish.offers);
    let counted = facility.capacity.filter(|_| dish.counts_places && facility.status == Status::Operating);
    if let (Some(capacity), Some(main)) = (counted, services.iter_mut().find(|service| *service.service_type == *dish.offers[0].0)) {
        main.capacity = Some(capacity);
        if rng.random_bool(0.7) {
            let free = if rng.random_bool(0.25) { 0 } else { rng.random_range(0..=capacity / 3) };
            main.vacancy = Some(free);
            main.vacancy_at = Some(moment(rng));
        }
    }
    services
}

/// The first offer and most of the others, ordered by type.
pub(super) fn offered(rng: &mut impl Rng, offers: &[Offer]) -> Vec<ServiceAtLocation> {
    let mut services: Vec<ServiceAtLocation> = offers
        .iter()
        .enumerate()
        .filter(|(place, _)| *place == 0 || rng.random_bool(0.78))
        .map(|(_, (service_type, groups, fee))| {
            let mut service = ServiceAtLocation::of_type(*service_type, groups.iter().map(|group| (*group).to_owned()).collect());
            service.fee = (!fee.is_empty()).then(|| (*fee).into());
            service
        })
        .collect();
    services.sort_by(|a, b| a.service_type.cmp(&b.service_type));
    services
}

/// The pair of a position as given in WGS84.
pub(super) fn given(position: Position) -> GivenPoint {
    GivenPoint { x: position.lon(), y: position.lat(), datum: Datum::Wgs84 }
}

/// An office phone with an area code of the west and a made-up number.
pub(super) fn phone(rng: &mut impl Rng) -> String {
    format!("0999-{:07}", rng.random_range(2_000_000..=8_999_999))
}

/// A day in some years, in 2026 before October.
pub(super) fn day(rng: &mut impl Rng, years: (i32, i32)) -> NaiveDate {
    let year = rng.random_range(years.0..=years.1);
    let months = if year == 2026 { 9 } else { 12 };
    NaiveDate::from_ymd_opt(year, rng.random_range(1..=months), rng.random_range(1..=28)).unwrap_or_default()
}

/// A working hour of late summer 2026.
fn moment(rng: &mut impl Rng) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(2026, rng.random_range(8..=9), rng.random_range(1..=28)).unwrap_or_default();
    day.and_hms_opt(rng.random_range(1..=9), rng.random_range(0..60), 0).unwrap_or_default().and_utc()
}
