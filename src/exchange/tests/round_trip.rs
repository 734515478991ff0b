//! What is written reads back to the same records.

use chrono::{DateTime, NaiveDate};
use geo_types::{LineString, MultiPolygon, Polygon};

use super::*;
use crate::{
    domain::{
        base_map::{BaseFeature, BaseLayer},
        credit_code::CreditCode,
        demand::DemandCell,
        division::{Division, SmartCommunity},
        facility::{GivenPoint, Location, Status},
        id::{CellId, FacilityId, OrganizationId},
        organization::{Category, Organization},
        position::{Position, Precision},
        service::ServiceAtLocation,
    },
    exchange::*,
};

pub(super) fn position(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).expect("a position")
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// A facility with everything set, given in `datum`.
pub(super) fn facility(id: &str, datum: Datum) -> Facility {
    let (x, y) = (108.949_644_509_123, 34.258_408_659_1);
    let (lon, lat) = datum.to_wgs84(x, y);
    let mut meals = ServiceAtLocation::of_type("meals", vec!["elderly".into()]);
    meals.fee = Some("5元; \"含汤\"".into());
    meals.capacity = Some(40);
    meals.vacancy = Some(3);
    meals.vacancy_at = DateTime::from_timestamp(1_700_000_000, 123_000);
    meals.phone = Some("029-88888888".into());
    Facility {
        id: FacilityId::parse(id).expect("an id"),
        name: "=甲, \"乙\"\n丙".into(),
        name_en: Some("-Day care".into()),
        kind: "day-care".into(),
        operator: OrganizationId::parse("=o1").ok(),
        credit_code: CreditCode::parse("91350100M000100Y43").ok(),
        division: Some(code("610102001001")),
        address: Some("莲湖路1号".into()),
        location: Some(Location { position: position(lon, lat), given: GivenPoint { x, y, datum }, precision: Precision::Building }),
        front: Some(position(108.9, 34.2)),
        status: Status::Suspended,
        status_date: day("2024-05-01"),
        status_reason: Some("装修".into()),
        capacity: Some(30),
        floor_area_m2: Some(1234.5),
        opening_hours: Some("Mo-Fr 08:00-18:00".into()),
        phone: Some("+86 29 88888888".into()),
        barrier_free: vec!["坡道".into(), "扶手".into()],
        grade: Some("三级".into()),
        responsible_department: Some("养老处".into()),
        notes: Some("'=quoted".into()),
        opened_on: day("2020-02-29"),
        checked_by: None,
        contact_mobile: None,
        checked_on: day("2024-01-31"),
        source: Some("test".into()),
        services: vec![ServiceAtLocation::of_type("bathing", Vec::new()), meals],
    }
}

pub(super) fn options(with_protected: bool) -> ExportOptions<'static> {
    ExportOptions { notice: Some("示例数据"), with_protected, is_protected: &|kind| kind == "shelter", contacts: None }
}

fn csv_of(facilities: &[Facility], with_protected: bool) -> Vec<u8> {
    let mut out = Vec::new();
    write_facilities_csv(&mut out, facilities.iter(), &options(with_protected)).expect("written");
    out
}

pub(super) fn same<T: PartialEq + std::fmt::Debug + Clone>(read: Records<T>, written: &[T]) {
    assert_eq!((&read.refused[..], &read.notes[..]), ([].as_slice(), [].as_slice()));
    assert_eq!(read.records.into_iter().map(|(_, record)| record).collect::<Vec<_>>(), written);
}

#[test]
fn facilities_come_back_from_csv_and_geojson_as_they_were() {
    let mut facilities: Vec<Facility> = Datum::ALL.iter().map(|datum| facility(datum.code(), *datum)).collect();
    facilities[1].services = vec![ServiceAtLocation::of_type("hotline", Vec::new())];
    facilities[2].front = None;
    let bytes = csv_of(&facilities, true);
    same(with_reading(None, |reading| read_facilities(&csv(&bytes), reading)).expect("readable"), &facilities);
    let mut out = Vec::new();
    write_facilities_geojson(&mut out, facilities.iter(), &options(true)).expect("written");
    let source = Source { name: "t.geojson", format: Format::GeoJson, bytes: &out };
    same(with_reading(None, |reading| read_facilities(&source, reading)).expect("readable"), &facilities);
}

#[test]
fn an_export_begins_as_promised_and_runs_no_formula() {
    let text = String::from_utf8(csv_of(&[facility("f", Datum::Wgs84)], true)).expect("UTF-8");
    assert!(text.starts_with("id,name,kind,lon,lat,"), "{text}");
    assert!(text.contains("'=甲") && text.contains("'-Day care") && text.contains(",示例数据\r\n"));
    assert!(text.contains(",108.949644509123,34.2584086591,"));
}

#[test]
fn a_protected_place_shows_its_front_point_only() {
    let mut shelter = facility("s", Datum::Gcj02);
    shelter.kind = "shelter".into();
    let hidden = String::from_utf8(csv_of(std::slice::from_ref(&shelter), false)).expect("UTF-8");
    assert!(hidden.contains("s,\"'=甲"), "{hidden}");
    for secret in ["108.94", "34.25", "莲湖路", "610102001001", "gcj02"] {
        assert!(!hidden.contains(secret), "{secret}: {hidden}");
    }
    assert!(hidden.contains("shelter,108.9000000,34.2000000,"), "{hidden}");
    let open = csv_of(std::slice::from_ref(&shelter), true);
    same(with_reading(None, |reading| read_facilities(&csv(&open), reading)).expect("readable"), &[shelter]);
}

#[test]
fn a_moved_point_is_not_given_its_old_pair() {
    let text = String::from_utf8(csv_of(&[facility("f", Datum::Wgs84)], true)).expect("UTF-8");
    let moved = text.replacen(",108.949644509123,", ",108.9500000,", 1);
    let records = with_reading(None, |reading| read_facilities(&csv(moved.as_bytes()), reading)).expect("readable");
    assert_eq!(records.records[0].1.location.map(|location| location.given.x), Some(108.95));
}

/// An organization with everything and a site, and one without a site.
pub(super) fn organizations() -> Vec<OrganizationRow> {
    let id = OrganizationId::parse("o-1").expect("an id");
    let organization = Organization {
        id: id.clone(),
        name: "某志愿队".into(),
        name_en: Some("Team".into()),
        category: Some(Category::Foundation),
        credit_code: CreditCode::parse("91350100M000100Y43").ok(),
        contact_mobile: None,
        filing_number: Some("备字1号".into()),
        phone: Some("029-1234567".into()),
        address: Some("某路".into()),
        division: Some(code("610102")),
        services: vec![ServiceAtLocation::of_type("hotline", vec!["children".into()])],
        notes: Some("n".into()),
        source: Some("test".into()),
    };
    let site = Facility {
        name: "某志愿队".into(),
        name_en: Some("Team".into()),
        kind: "volunteer-team".into(),
        operator: Some(id),
        credit_code: None,
        division: organization.division,
        address: Some("某路".into()),
        phone: Some("029-1234567".into()),
        notes: None,
        ..facility("o-1", Datum::Bd09)
    };
    let bare =
        Organization { id: OrganizationId::parse("o-2").expect("an id"), services: Vec::new(), name_en: None, ..organization.clone() };
    vec![(organization, Some(site)), (bare, None)]
}

#[test]
fn organizations_come_back_with_their_sites() {
    let rows = organizations();
    let mut out = Vec::new();
    write_organizations_csv(&mut out, rows.iter().map(|(organization, site)| (organization, site.as_ref())), &options(true))
        .expect("written");
    same(with_reading(None, |reading| read_organizations(&csv(&out), reading)).expect("readable"), &rows);
}

#[test]
fn demand_comes_back_with_its_groups() {
    let (lon, lat) = Datum::Bd09.to_wgs84(108.95, 34.26);
    let given = Some(GivenPoint { x: 108.95, y: 34.26, datum: Datum::Bd09 });
    let id = |text| CellId::parse(text).expect("an id");
    let cells = vec![
        DemandCell { id: id("60750101.0"), position: position(lon, lat), given, division: Some(code("610102")), counts: [1.5, 0.0].into() },
        DemandCell { id: id("2"), position: position(109.1, 34.1), given: None, division: None, counts: [0.1, 2e6].into() },
    ];
    let groups = vec!["population".to_string(), "elderly".to_string()];
    let mut out = Vec::new();
    write_demand_csv(&mut out, &groups, cells.iter(), Some("示例数据")).expect("written");
    let (read_groups, records) = with_reading(None, |reading| read_demand(&csv(&out), reading)).expect("readable");
    assert_eq!(read_groups, groups);
    same(records, &cells);
}

#[test]
fn divisions_and_base_maps_come_back_with_their_shapes() {
    let ring = LineString::from(vec![(108.9, 34.2), (109.0, 34.2), (109.0, 34.3), (108.9, 34.2)]);
    let boundary = MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())]);
    let smart = SmartCommunity { smart: Some(true), since: day("2022-01-01"), source: Some("公告".into()) };
    let division = Division {
        code: code("610102001001"),
        name: "甲社区".into(),
        name_en: Some("A".into()),
        parent: Some(code("610102001")),
        valid_from: day("2020-01-01"),
        valid_to: day("2023-12-31"),
        successor: Some(code("610102001002")),
        boundary: Some(boundary),
        centre: Some(position(108.95, 34.21)),
        smart,
        source: Some("test".into()),
    };
    let without = Division {
        code: code("610102"),
        parent: Some(code("6101")),
        boundary: None,
        centre: None,
        smart: SmartCommunity::default(),
        ..division.clone()
    };
    let divisions = vec![division, without];
    let mut out = Vec::new();
    write_divisions_geojson(&mut out, divisions.iter(), Some("示例数据")).expect("written");
    let source = Source { name: "t.geojson", format: Format::GeoJson, bytes: &out };
    same(with_reading(None, |reading| read_divisions(&source, reading)).expect("readable"), &divisions);

    let road =
        BaseFeature { layer: BaseLayer::Roads, class: "bridge".into(), name: None, name_en: Some("Bridge".into()), geometry: ring.into() };
    let mut out = Vec::new();
    write_base_map_geojson(&mut out, std::iter::once(&road), None).expect("written");
    same(read_base_map(&Source { name: "b.geojson", format: Format::GeoJson, bytes: &out }).expect("readable"), &[road]);
}
