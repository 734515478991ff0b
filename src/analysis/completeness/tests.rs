use super::*;
use crate::{
    analysis::random::Random,
    domain::{id::OrganizationId, service::ServiceAtLocation},
};

fn today() -> NaiveDate {
    "2026-06-01".parse().expect("a day of the test")
}

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).expect("a code of the test")
}

/// A facility of which nothing but the name is known.
fn bare(id: &str, kind: &str) -> Facility {
    Facility {
        id: FacilityId::parse(id).expect("an id of the test"),
        name: "示例".into(),
        name_en: None,
        kind: kind.into(),
        operator: None,
        credit_code: None,
        division: None,
        address: None,
        location: None,
        front: None,
        status: Status::Operating,
        status_date: None,
        status_reason: None,
        capacity: None,
        floor_area_m2: None,
        opening_hours: None,
        phone: None,
        barrier_free: vec![],
        grade: None,
        responsible_department: None,
        notes: None,
        opened_on: None,
        checked_on: None,
        checked_by: None,
        contact_mobile: None,
        source: None,
        services: vec![],
    }
}

fn with(fields: &[(Field, f64)]) -> Wishes {
    Wishes { weights: fields.iter().copied().collect(), ..Wishes::default() }
}

#[test]
fn a_score_is_the_weight_of_what_is_filled_over_the_weight_of_what_applies() {
    let mut facility = bare("F1", "elderly-day-care");
    facility.phone = Some("029-12345678".into());
    facility.address = Some("  ".into());
    let wishes = with(&[(Field::Name, 3.0), (Field::Phone, 1.0), (Field::Address, 2.0), (Field::Capacity, 4.0)]);
    let found = score(&facility, &wishes, today());
    assert_eq!(found.score, 0.4);
    assert_eq!(found.filled, [Field::Name, Field::Phone]);
    assert_eq!(found.missing, [Field::Capacity, Field::Address], "the heaviest first");
}

#[test]
fn a_window_needs_no_beds_and_a_planned_place_no_phone() {
    let wishes = with(&[(Field::Name, 1.0), (Field::Phone, 1.0), (Field::Capacity, 1.0)]);
    assert_eq!(score(&bare("F1", "assistance-window"), &wishes, today()).missing, [Field::Phone]);
    let mut planned = bare("F2", "elderly-day-care");
    planned.status = Status::Planned;
    assert_eq!(score(&planned, &wishes, today()).missing, [Field::Capacity]);
    planned.kind = "assistance-window".into();
    assert_eq!(score(&planned, &wishes, today()).score, 1.0);
}

#[test]
fn a_place_for_which_nothing_is_wished_is_complete() {
    assert_eq!(score(&bare("F1", "elderly-day-care"), &with(&[]), today()).score, 1.0);
}

#[test]
fn a_protected_place_keeps_its_address_in_the_offices_score() {
    let mut shelter = bare("F1", "relief-station");
    shelter.address = Some("示例路1号".into());
    let wishes = with(&[(Field::Address, 1.0)]);
    assert_eq!(score(&shelter, &wishes, today()).score, 1.0);
    assert_eq!(score(&shelter.shown_to_public(true), &wishes, today()).score, 0.0);
}

#[test]
fn an_old_check_and_a_division_too_large_do_not_fill_their_fields() {
    let mut facility = bare("F1", "elderly-day-care");
    facility.checked_on = Some("2025-06-01".parse().expect("a day of the test"));
    facility.division = Some(code("990102001"));
    let wishes = with(&[(Field::CheckedRecently, 1.0), (Field::Division, 1.0)]);
    assert_eq!(score(&facility, &wishes, today()).score, 0.0);
    facility.checked_on = Some(today());
    facility.division = Some(code("990102001001"));
    assert_eq!(score(&facility, &wishes, today()).score, 1.0);
}

#[test]
fn each_field_is_found_by_its_code() {
    for (field, code, weight) in Field::ALL {
        assert_eq!((field.code(), Field::parse(code)), (code, Some(field)));
        assert!(weight > 0.0);
    }
    assert_eq!(Field::parse("shoe_size"), None);
}

#[test]
fn no_records_make_no_rows() {
    let found = completeness(&[], &Wishes::default(), Level::District, today());
    assert_eq!((found.total.count, found.total.mean_score, found.by_kind.len(), found.by_division.len()), (0, 0.0, 0, 0));
    assert!(found.total.fields.iter().all(|field| field.share().is_none()));
}

/// The oracle counts each row anew from the records.
#[test]
fn rows_agree_with_counting_the_records_one_by_one() {
    let mut random = Random(5);
    let kinds = ["elderly-day-care", "assistance-window", "relief-station"];
    let divisions = ["99", "990102", "990102001", "990102001002", "990103001001"];
    let facilities: Vec<Facility> = (0..300)
        .map(|number| {
            let mut facility = bare(&format!("F{number}"), kinds[random.below(3)]);
            facility.division = random.chance(0.8).then(|| code(divisions[random.below(5)]));
            facility.phone = random.chance(0.5).then(|| "029-12345678".into());
            facility.capacity = random.chance(0.3).then_some(20);
            facility.operator = random.chance(0.3).then(|| OrganizationId::parse("O1").expect("an id of the test"));
            facility.status = if random.chance(0.2) { Status::Building } else { Status::Operating };
            if random.chance(0.5) {
                facility.services.push(ServiceAtLocation::of_type("meals", vec![]));
            }
            facility
        })
        .collect();
    let given: Vec<&Facility> = facilities.iter().collect();
    let wishes = Wishes::default();
    let found = completeness(&given, &wishes, Level::District, today());
    assert_eq!(found.total.count, 300);
    assert_eq!(found.by_kind.iter().map(|row| row.count).sum::<usize>(), 300);
    assert_eq!(found.by_division.iter().map(|row| row.count).sum::<usize>(), 300);
    assert_eq!(found.by_division.len(), 3, "two districts, and those that name none");
    for row in &found.by_division {
        let of_row = |facility: &&Facility| facility.division.and_then(|code| code.at(Level::District)) == row.key;
        let members: Vec<&Facility> = given.iter().copied().filter(of_row).collect();
        assert_eq!(row.count, members.len());
        let mean = members.iter().map(|one| score(one, &wishes, today()).score).sum::<f64>() / members.len() as f64;
        assert!((row.mean_score - mean).abs() < 1e-12);
        let shares = |field| row.fields.iter().find(|share| share.field == field).expect("every field has its share");
        let phones = shares(Field::Phone);
        assert_eq!(phones.applies, members.iter().filter(|one| one.status == Status::Operating).count());
        assert_eq!(phones.filled, members.iter().filter(|one| one.status == Status::Operating && one.phone.is_some()).count());
        let beds = shares(Field::Capacity);
        assert_eq!(beds.applies, members.iter().filter(|one| &*one.kind != "assistance-window").count());
    }
}
