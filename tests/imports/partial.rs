//! What a file does not say stays as the registry holds it.

use carereach::registry::{ImportKind, RegistryError};

use super::office::Office;

const FULL: &str = "id,name,name_en,kind,lon,lat,datum,precision,division,address,capacity,phone,联系人手机,barrier_free,grade,services,opened_on,notes\n\
    F1,示例一,One,日间照料中心,108.944649544,34.258408659,gcj02,exact,610102,示例路1号,40,029-88880001,138 0013 8000,坡道;电梯,三级,meal-aid,2021-04-01,备注\n";

#[test]
fn a_list_of_ids_and_phones_changes_phones_and_nothing_else() {
    let office = Office::new();
    office.import(ImportKind::Facilities, "full.csv", FULL);
    let mut expected = office.facility("F1");
    assert_eq!(expected.contact_mobile.as_deref(), Some("13800138000"));
    let summary = office.import(ImportKind::Facilities, "phones.csv", "编号,电话\nF1,029-88889999\n");
    assert_eq!((summary.added, summary.changed, summary.refused), (0, 1, 0), "{summary:?}");
    expected.phone = Some("029-88889999".into());
    assert_eq!(office.facility("F1"), expected);
}

#[test]
fn an_empty_cell_empties_its_field_and_an_absent_column_does_not() {
    let office = Office::new();
    office.import(ImportKind::Facilities, "full.csv", FULL);
    office.import(ImportKind::Facilities, "some.csv", "id,capacity,grade\nF1,,二级\n");
    let after = office.facility("F1");
    assert_eq!((after.capacity, after.grade.as_deref(), after.phone.as_deref()), (None, Some("二级"), Some("029-88880001")));
}

#[test]
fn a_place_that_did_not_move_keeps_the_pair_as_given_and_one_that_moved_has_a_new_one() {
    let office = Office::new();
    office.import(ImportKind::Facilities, "full.csv", FULL);
    let before = office.facility("F1").location.expect("a place");
    let here = format!("id,lon,lat,datum\nF1,{},{},wgs84\n", before.position.lon(), before.position.lat());
    assert_eq!(office.import(ImportKind::Facilities, "same.csv", &here).unchanged, 1);
    office.import(ImportKind::Facilities, "moved.csv", "id,lon,lat,datum\nF1,108.95,34.26,wgs84\n");
    let after = office.facility("F1").location.expect("a place");
    assert_eq!((after.position.lon(), after.given.x, after.given.datum.code()), (108.95, 108.95, "wgs84"));
}

#[test]
fn a_new_record_in_a_short_list_is_refused_with_what_is_missing() {
    let office = Office::new();
    office.import(ImportKind::Facilities, "full.csv", FULL);
    let summary = office.import(ImportKind::Facilities, "phones.csv", "id,phone\nF1,029-88889999\nF9,029-88889998\n");
    assert_eq!((summary.changed, summary.refused), (1, 1));
    let columns: Vec<_> = summary.refusals.iter().map(|one| (one.row, one.column.as_str())).collect();
    assert!(columns.contains(&(3, "name")) && columns.contains(&(3, "kind")) && columns.contains(&(3, "lon")), "{columns:?}");
    let unknown = office.try_import(ImportKind::Facilities, "phones.csv", "id,phone\nF8,029-88889998\n");
    assert!(matches!(unknown, Err(RegistryError::Read(_))), "a list of nobody known needs every heading: {unknown:?}");
}

#[test]
fn counts_of_other_groups_and_a_cells_division_stay() {
    let office = Office::new();
    office.import(ImportKind::Demand, "one.csv", "id,lon,lat,datum,division,population,elderly\nC1,108.94,34.26,wgs84,610102,100,20\n");
    office.import(ImportKind::Demand, "two.csv", "id,lon,lat,datum,population\nC1,108.94,34.26,wgs84,110\n");
    let demand = office.content().demand;
    let count = |group: &str| demand.cells[0].counts[demand.groups.iter().position(|one| one == group).expect("the group is counted")];
    assert_eq!((count("population"), count("elderly"), demand.cells[0].division.is_some()), (110.0, 20.0, true));
}

#[test]
fn an_organizations_list_of_ids_and_phones_keeps_the_rest_and_the_site() {
    let office = Office::new();
    let full = "id,name,kind,lon,lat,datum,phone,filing_number,services\nO1,示例社,social-work-agency,108.96,34.25,wgs84,029-88880002,示备1号,meal-aid\n";
    office.import(ImportKind::Organizations, "full.csv", full);
    let (before, site) = (office.content().organizations.remove(0), office.facility("O1"));
    office.import(ImportKind::Organizations, "phones.csv", "id,phone\nO1,029-88880003\n");
    let after = office.content().organizations.remove(0);
    assert_eq!(after, carereach::domain::organization::Organization { phone: Some("029-88880003".into()), ..before });
    assert_eq!(office.facility("O1"), site);
}

#[test]
fn a_mobile_is_taken_in_its_own_column_and_nowhere_else() {
    let office = Office::new();
    let with = |column: &str, cell: &str| {
        let text = format!("id,name,kind,lon,lat,datum,{column}\nF1,示例,日间照料中心,108.94,34.26,wgs84,{cell}\n");
        office.import(ImportKind::Facilities, "one.csv", &text)
    };
    for column in ["phone", "notes", "address"] {
        assert_eq!(with(column, "13800138000").refused, 1, "{column}");
    }
    for cell in ["029-88888888", "110105194912310021", "13800138000 张", "abc", "1380013800"] {
        let summary = with("contact_mobile", cell);
        assert_eq!(summary.refused, 1, "{cell}");
        assert!(!format!("{summary:?}").contains("110105194912310021"));
    }
    assert_eq!(with("contact_mobile", "+86 138-0013-8000").added, 1);
    assert_eq!(office.facility("F1").contact_mobile.as_deref(), Some("13800138000"));
}
