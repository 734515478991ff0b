//! What an import did is undone as a whole and exactly, or not at all.

use carereach::{
    domain::{
        change::{Action, RecordType},
        permission::{Caller, Denied, Right, Role},
    },
    registry::{ImportKind, RegistryError},
    storage::ChangeFilter,
};

use super::office::{Office, approver, registrar, somebody};

const FACILITIES: &str = "id,name,kind,lon,lat,datum,division,capacity,phone,services,target_groups\n\
    F1,示例一,日间照料中心,108.94,34.26,wgs84,610102,40,029-88880001,meal-aid,elderly\n\
    F2,示例二,社区服务站,108.95,34.27,gcj02,610103,,,,\n";
const ORGANIZATIONS: &str =
    "id,name,kind,lon,lat,datum,phone\nO1,示例社,social-work-agency,108.96,34.25,wgs84,029-88880002\nO2,示例会,,,,,\n";
const DEMAND: &str = "id,lon,lat,datum,population,elderly\nC1,108.94,34.26,wgs84,100,20.5\nC2,108.95,34.26,gcj02,0,0\n";
const DIVISIONS: &str = "code,name,name_en\n610102901,示例街道,Sample street\n610102901001,示例社区,\n";

fn undone(office: &Office, batch: Option<String>) {
    let batch = batch.expect("something was written, so there is a batch");
    office.registry.records().undo_batch(&Caller::operator(), &batch, Some("测试".into())).expect("it is undone");
}

/// Brings one file in, another over it, and takes both out again: each step back is exactly what was there before.
fn there_and_back(kind: ImportKind, first: &str, second: &str) {
    let office = Office::new();
    let empty = office.content();
    let one = office.import(kind, "one.csv", first);
    let between = office.content();
    let two = office.import(kind, "two.csv", second);
    assert!(two.added > 0 && two.changed > 0, "{two:?}");
    assert_ne!(office.content(), between);
    undone(&office, two.batch);
    assert_eq!(office.content(), between);
    undone(&office, one.batch);
    assert_eq!(office.content(), empty);
    assert_eq!(office.store().read(|reader| reader.prove_chain()).expect("the log is read").map(|last| last > 0), Ok(true));
}

#[test]
fn facilities_are_as_they_were_before_the_batch() {
    let second =
        FACILITIES.replace("40", "41").replace("meal-aid", "").replace("elderly", "") + "F3,示例三,日间照料中心,108.9,34.2,bd09,,,,,\n";
    there_and_back(ImportKind::Facilities, FACILITIES, &second);
}

#[test]
fn organizations_and_their_sites_are_as_they_were_before_the_batch() {
    let second = ORGANIZATIONS.replace("108.96", "108.97").replace("029-88880002", "") + "O3,示例队,volunteer-team,108.9,34.2,wgs84,\n";
    there_and_back(ImportKind::Organizations, ORGANIZATIONS, &second);
}

#[test]
fn demand_cells_are_as_they_were_before_the_batch() {
    let second = DEMAND.replace("20.5", "21.25").replace("elderly", "disabled") + "C3,108.93,34.25,wgs84,7,1\n";
    there_and_back(ImportKind::Demand, DEMAND, &second);
}

#[test]
fn divisions_are_as_they_were_before_the_batch() {
    let second = DIVISIONS.replace("示例社区", "新示例社区") + "610102901002,示例二社区,\n";
    there_and_back(ImportKind::Divisions, DIVISIONS, &second);
}

#[test]
fn a_batch_whose_records_were_changed_since_is_not_undone_and_the_records_are_named() {
    let office = Office::new();
    let first = office.import(ImportKind::Facilities, "one.csv", FACILITIES);
    let second = office.import(ImportKind::Facilities, "two.csv", "id,name,kind,lon,lat,datum\nF2,新名,社区服务站,108.95,34.27,gcj02\n");
    let before = office.content();
    let refused = office.registry.records().undo_batch(&Caller::operator(), &first.batch.expect("a batch"), None);
    assert!(matches!(&refused, Err(RegistryError::Conflict(why)) if why.contains("F2") && !why.contains("F1")), "{refused:?}");
    assert_eq!(office.content(), before, "nothing is undone in part");
    undone(&office, second.batch);
}

#[test]
fn demand_that_was_counted_anew_since_is_not_undone() {
    let office = Office::new();
    let first = office.import(ImportKind::Demand, "one.csv", DEMAND);
    office.import(ImportKind::Demand, "two.csv", "id,lon,lat,datum,population\nC2,108.95,34.26,gcj02,5\n");
    let refused = office.registry.records().undo_batch(&Caller::operator(), &first.batch.expect("a batch"), None);
    assert!(matches!(&refused, Err(RegistryError::Conflict(why)) if why.contains("C2") && !why.contains("C1")), "{refused:?}");
}

#[test]
fn a_batch_is_undone_once_and_both_are_in_the_log() {
    let office = Office::new();
    let batch = office.import(ImportKind::Facilities, "one.csv", FACILITIES).batch.expect("a batch");
    undone(&office, Some(batch.clone()));
    let again = office.registry.records().undo_batch(&Caller::operator(), &batch, None);
    assert!(matches!(again, Err(RegistryError::Conflict(_))), "{again:?}");
    let unknown = office.registry.records().undo_batch(&Caller::operator(), "none", None);
    assert!(matches!(unknown, Err(RegistryError::NotFound { what: "batch", .. })), "{unknown:?}");
    let filter = ChangeFilter { batch: Some(batch.clone()), ..ChangeFilter::default() };
    let told = office.store().read(|reader| reader.changes(&filter)).expect("the log is read");
    let lines: Vec<_> = told.iter().map(|one| (one.record_type, one.action, one.record_id.as_str())).collect();
    let (facility, of_batch) = (RecordType::Facility, RecordType::Batch);
    assert_eq!(
        lines,
        [
            (facility, Action::Add, "F1"),
            (facility, Action::Add, "F2"),
            (of_batch, Action::Import, batch.as_str()),
            (facility, Action::Undo, "F1"),
            (facility, Action::Undo, "F2"),
            (of_batch, Action::Undo, batch.as_str()),
        ]
    );
}

#[test]
fn an_import_that_changes_nothing_is_no_batch() {
    let office = Office::new();
    office.import(ImportKind::Facilities, "one.csv", FACILITIES);
    assert_eq!(office.import(ImportKind::Facilities, "one.csv", FACILITIES).batch, None);
    assert_eq!(office.registry.records().batches().expect("batches").len(), 1);
}

#[test]
fn only_who_approves_where_the_records_are_undoes_a_batch() {
    let office = Office::new();
    let batch = office.import(ImportKind::Facilities, "one.csv", FACILITIES).batch.expect("a batch");
    let denied = |caller: &Caller| office.registry.undo_batch(caller, &batch, Some("x".into())).map(drop);
    let lacks = |result: Result<(), RegistryError>| {
        matches!(result, Err(RegistryError::Denied(Denied::Lacks { right: Right::ApproveChanges, .. })))
    };
    assert!(lacks(denied(&registrar())));
    assert!(lacks(denied(&somebody("elsewhere", Role::Approver, "610102"))), "F2 lies in another district");
    assert!(office.registry.batch_page(&approver(), None, 10).expect("a page").items[0].may_undo);
    assert!(denied(&somebody("city", Role::Approver, "6101")).is_ok());
    assert!(office.registry.snapshot().facility("F1").is_err(), "the service answers without them at once");
}
