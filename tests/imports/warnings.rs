//! A row that would put a place where it does not belong is spoken of before it is let in, and not refused.

use carereach::{
    domain::{
        permission::{Caller, Role},
        position::EARTH_RADIUS_M,
    },
    registry::{DraftChange, ImportKind, ImportRow, RowState, Together},
};

use super::office::{Office, registrar, somebody};

/// A district of two hundredths of a degree, and the community that is its western half.
const DIVISIONS: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"code":"990101000000","name":"东区","datum":"wgs84"},"geometry":{"type":"Polygon","coordinates":[[[108.94,34.25],[108.96,34.25],[108.96,34.26],[108.94,34.26],[108.94,34.25]]]}},
    {"type":"Feature","properties":{"code":"990101001001","name":"东一社区","datum":"wgs84"},"geometry":{"type":"Polygon","coordinates":[[[108.94,34.25],[108.95,34.25],[108.95,34.26],[108.94,34.26],[108.94,34.25]]]}}]}"#;

/// F1 inside, F2 in the other half, F3 in no division and declaring none, F4 inside and declaring none, F5 nine metres over the
/// border, P1 a protected place in the other half.
const PLACES: &str = "id,name,kind,lon,lat,datum,division,phone\n\
    F1,示例一,日间照料中心,108.945,34.255,wgs84,990101001001,\nF2,示例二,日间照料中心,108.955,34.255,wgs84,990101001001,\n\
    F3,示例三,日间照料中心,108.99,34.255,wgs84,,\nF4,示例四,日间照料中心,108.955,34.255,wgs84,,\n\
    F5,示例五,日间照料中心,108.9501,34.255,wgs84,990101001001,\nP1,示例六,救助管理站,108.956,34.255,wgs84,990101001001,\n";

fn office() -> Office {
    let office = Office::new();
    office.import(ImportKind::Divisions, "d.geojson", DIVISIONS);
    office
}

fn warned(office: &Office, who: &Caller, draft: &str) -> Vec<ImportRow> {
    office.registry.import_rows(who, draft, (None, true), (None, 100)).expect("the rows are read").items
}

fn ids(rows: &[ImportRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

#[test]
fn rows_outside_of_their_division_or_of_every_one_are_warned_of_with_the_distance() {
    let (office, me) = (office(), registrar());
    let draft = office.upload(&me, "a.csv", PLACES);
    assert_eq!(draft.summary.map(|totals| (totals.added, totals.refused, totals.warned)), Some((6, 0, 3)));
    let rows = warned(&office, &me, &draft.id);
    assert_eq!(ids(&rows), ["F2", "F3", "P1"]);
    assert!(rows.iter().all(|row| row.state == RowState::Added && row.chosen && row.errors.is_empty()));
    let (outside, nowhere) = (&rows[0].warnings[0], &rows[1].warnings[0]);
    assert_eq!((outside.problem, &outside.detail["declared"]), ("outside_division", &"990101001001".into()));
    assert_eq!(outside.detail["found"], "990101000000");
    assert_eq!((nowhere.problem, &nowhere.detail["nearest"]), ("in_no_division", &"990101000000".into()));
    // Along a parallel: 0.005 and 0.03 degrees at 34.255 degrees north.
    for (warning, degrees) in [(outside, 0.005_f64), (nowhere, 0.03)] {
        let metres = degrees.to_radians() * EARTH_RADIUS_M * 34.255_f64.to_radians().cos();
        let told = warning.detail["distance_m"].as_f64().expect("metres");
        assert!((told - metres).abs() < 0.5, "{told} and {metres}");
    }
    assert_eq!((outside.suggestion, nowhere.suggestion), ("check_datum", "move_point"));
}

#[test]
fn of_a_protected_place_only_those_hear_who_may_see_where_it_is() {
    let (office, me) = (office(), registrar());
    let draft = office.upload(&me, "a.csv", PLACES);
    let auditor = somebody("auditor", Role::Auditor, "all");
    let seen = office.registry.import_draft(&auditor, &draft.id).expect("the draft is there");
    assert_eq!(seen.summary.map(|totals| totals.warned), Some(2));
    assert_eq!(ids(&warned(&office, &auditor, &draft.id)), ["F2", "F3"]);
    assert!(office.rows(&auditor, &draft.id).values().filter(|row| row.id == "P1").all(|row| row.warnings.is_empty()));
}

#[test]
fn rows_with_a_warning_are_left_out_together_and_a_place_that_stays_is_not_spoken_of() {
    let (office, me) = (office(), registrar());
    let draft = office.upload(&me, "a.csv", PLACES);
    let together =
        |chosen| DraftChange { choose: Some(Together { state: RowState::Added, warned: true, chosen }), ..DraftChange::default() };
    let left = office.registry.change_import(&me, &draft.id, together(false)).expect("they are left out").summary;
    assert_eq!(left.map(|totals| (totals.added, totals.not_chosen, totals.warned)), Some((6, 3, 3)));
    office.let_in(&me, &draft.id);
    let there: Vec<String> = office.content().facilities.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(there, ["F1", "F4", "F5"]);
    office.import(ImportKind::Facilities, "all.csv", PLACES);
    // The same places, one with a phone and one moved to the right half.
    let next = "id,name,kind,lon,lat,datum,division,phone\nF2,示例二,日间照料中心,108.955,34.255,wgs84,990101001001,029-80000001\n\
        F3,示例三,日间照料中心,108.955,34.255,wgs84,,\n";
    let draft = office.upload(&me, "b.csv", next);
    assert_eq!(draft.summary.map(|totals| (totals.changed, totals.warned)), Some((2, 0)));
}
