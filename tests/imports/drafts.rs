//! A file in the page: looked at, mended, chosen from, approved, and forgotten.

use std::collections::BTreeMap;

use carereach::{
    domain::{
        batch::DraftState,
        datum::Datum,
        division::DivisionCode,
        permission::{Caller, Role},
    },
    registry::{DraftChange, ImportKind, ImportRowChange, ImportTotals, RegistryError, RowState},
};
use chrono::{Days, Utc};

use super::office::{Office, approver, datum, registrar, somebody};

const MESSY: &str = "设施一览表\n编码,设施名,类别,经度,纬度,所属区划代码,备注,负责人\n\
    F1,示例一,日间照料中心,108.94,34.26,610102,,某人\nF2,示例二,太空站,108.95,34.27,610103,,\nF3,示例三,社区服务站,108.96,34.28,610104,电话13800138000,\n";

fn change(pairs: &[(&str, &str)]) -> DraftChange {
    DraftChange { mapping: Some(texts(pairs)), ..DraftChange::default() }
}

fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(heading, code)| (heading.to_string(), code.to_string())).collect()
}

fn cells(pairs: &[(&str, &str)]) -> ImportRowChange {
    ImportRowChange { cells: Some(texts(pairs)), chosen: None }
}

#[test]
fn a_messy_file_is_mapped_asked_about_mended_approved_and_in() {
    let (office, me) = (Office::new(), registrar());
    let draft = office.upload(&me, "../../etc/表.csv", MESSY);
    assert_eq!((draft.file_name.as_str(), draft.rows, draft.mapping["编码"].as_str()), ("表.csv", 3, "id"));
    assert_eq!(draft.mapping["设施名"], "", "nobody knows this heading yet");
    assert!(draft.fields.iter().any(|field| field.code == "name" && field.name_zh == "名称" && field.required));
    assert!(draft.datum.needed && draft.datum.given.is_none() && draft.summary.is_none());
    // The same pair read as GCJ-02 lies about 500 m off: 108.94 becomes 108.9353 by the published formula.
    let at = |code: &str| draft.datum.candidates.iter().find(|one| one.datum == code).expect("every datum").points[0].lon;
    assert_eq!(at("wgs84"), 108.94);
    assert!((at("gcj02") - 108.9353).abs() < 2e-4, "{}", at("gcj02"));
    let mapped = office.registry.change_import(&me, &draft.id, change(&[("设施名", "name")])).expect("mapped");
    assert_eq!((mapped.mapping["设施名"].as_str(), mapped.problem), ("name", None));
    let read = office.registry.change_import(&me, &draft.id, datum()).expect("read");
    assert_eq!(read.summary, Some(ImportTotals { added: 1, refused: 2, ..ImportTotals::default() }), "{:?}", read.notes);
    let rows = office.rows(&me, &draft.id);
    assert_eq!(rows[&4].errors[0].column, "类别");
    assert!(!format!("{rows:?}").contains("13800138000"), "a mobile is masked wherever it stands");
    let mended = office.registry.change_import_row(&me, &draft.id, 4, cells(&[("类别", "社区服务站")])).expect("mended");
    assert_eq!((mended.state, mended.errors.len(), mended.cells["类别"].as_str()), (RowState::Added, 0, "社区服务站"));
    let still = office.registry.change_import_row(&me, &draft.id, 5, cells(&[("备注", "电话138********")])).expect("as it was shown");
    assert_eq!(still.state, RowState::Refused, "what is sent back as it was shown is not a mend");
    let left = ImportRowChange { cells: None, chosen: Some(false) };
    assert!(!office.registry.change_import_row(&me, &draft.id, 3, left).expect("left out").chosen);
    let batch = office.let_in(&me, &draft.id);
    let ids: Vec<_> = office.content().facilities.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(ids, ["F2"]);
    let applied = office.registry.import_draft(&me, &draft.id).expect("the draft is there");
    assert_eq!((applied.state, applied.batch), (DraftState::Applied, Some(batch.clone())));
    assert!(office.store().read(|reader| reader.draft_content(&draft.id)).expect("read").is_empty(), "the bytes are forgotten");
    office.registry.undo_batch(&approver(), &batch, Some("测试".into())).expect("undone");
    assert_eq!(office.registry.import_draft(&me, &draft.id).expect("the draft is there").state, DraftState::Undone);
    assert!(office.content().facilities.is_empty());
}

#[test]
fn what_an_office_says_of_headings_is_remembered_for_that_office_only() {
    let (office, me) = (Office::new(), somebody("one", Role::Registrar, "6101"));
    let draft = office.upload(&me, "a.csv", MESSY);
    assert!(!draft.remembered);
    office.registry.change_import(&me, &draft.id, change(&[("设施名", "name")])).expect("mapped");
    let colleague = somebody("two", Role::Registrar, "6101");
    let again = office.upload(&colleague, "b.csv", MESSY);
    assert_eq!((again.mapping["设施名"].as_str(), again.remembered), ("name", true));
    let elsewhere = office.upload(&somebody("three", Role::Registrar, "6104"), "c.csv", MESSY);
    assert_eq!((elsewhere.mapping["设施名"].as_str(), elsewhere.remembered), ("", false));
}

#[test]
fn rows_outside_the_jurisdiction_are_refused_and_never_applied() {
    let (office, me) = (Office::new(), somebody("one", Role::Registrar, "610102"));
    office.import(
        ImportKind::Facilities,
        "there.csv",
        "id,name,kind,lon,lat,datum,division\nF7,示例七,社区服务站,108.9,34.2,wgs84,610104\n",
    );
    let text = "id,name,kind,lon,lat,datum,division\nF1,示例一,日间照料中心,108.94,34.26,wgs84,610102\n\
        F2,示例二,日间照料中心,108.95,34.27,wgs84,610103\nF3,示例三,日间照料中心,109.5,38.3,wgs84,\n\
        F7,抢来的,社区服务站,108.9,34.2,wgs84,610102\n";
    let draft = office.upload(&me, "a.csv", text);
    let states: Vec<_> = office.rows(&me, &draft.id).into_values().map(|row| row.state).collect();
    assert_eq!(states, [RowState::Added, RowState::Refused, RowState::Refused, RowState::Refused]);
    let rows = office.rows(&me, &draft.id);
    assert!(rows[&3].errors[0].reason.contains("610103000000") && rows[&4].errors[0].reason.contains("cannot be told"));
    assert!(rows[&5].errors[0].reason.contains("610104000000"), "a record is not taken from another office");
    office.let_in(&me, &draft.id);
    let ids: Vec<_> = office.content().facilities.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(ids, ["F1", "F7"]);
    assert_eq!(&*office.facility("F7").name, "示例七");
}

#[test]
fn what_is_approved_is_what_was_proposed_and_the_registry_is_looked_at_again() {
    let (office, me) = (Office::new(), registrar());
    let text = "id,name,kind,lon,lat,datum,division\nF1,示例一,日间照料中心,108.94,34.26,wgs84,610102\nF2,示例二,日间照料中心,108.94,34.27,wgs84,610102\n";
    let draft = office.upload(&me, "a.csv", text);
    let applied = office.registry.apply_draft(&me, &draft.id, None).expect("it is proposed");
    let carereach::registry::Applied::Proposal { proposal, .. } = applied else { panic!("two persons are needed") };
    assert_eq!(proposal.division.map(|code| code.to_string()).as_deref(), Some("610102000000"));
    assert!(office.content().facilities.is_empty(), "nothing is written before it is approved");
    let changed = office.registry.change_import(&me, &draft.id, datum());
    assert!(matches!(changed, Err(RegistryError::Conflict(_))), "a proposed import is not changed: {changed:?}");
    let own = office.registry.approve_proposal(&me, &proposal.id, None);
    assert!(own.is_err(), "a registrar approves nothing");
    // Meanwhile somebody brings the same record with a phone, which the file says nothing about.
    office.import(
        ImportKind::Facilities,
        "b.csv",
        "id,name,kind,lon,lat,datum,division,phone\nF1,示例一,日间照料中心,108.94,34.26,wgs84,610102,029-88880001\n",
    );
    office.registry.approve_proposal(&approver(), &proposal.id, None).expect("it is approved");
    assert_eq!(office.facility("F1").phone.as_deref(), Some("029-88880001"), "the newer phone is kept");
    let batch = office.registry.import_draft(&me, &draft.id).expect("a draft").batch.expect("a batch");
    let batches = office.registry.batch_page(&me, None, 10).expect("batches").items;
    let one = batches.iter().find(|one| one.id == batch).expect("it is listed");
    assert_eq!((one.added, one.changed, one.by_name.as_str()), (1, 0, "approver"));
}

#[test]
fn an_import_that_comes_back_is_a_draft_again() {
    let (office, me) = (Office::new(), registrar());
    let draft = office.upload(&me, "a.csv", "id,name,kind,lon,lat,datum\nF1,示例一,日间照料中心,108.94,34.26,wgs84\n");
    let applied = office.registry.apply_draft(&me, &draft.id, None).expect("it is proposed");
    let carereach::registry::Applied::Proposal { proposal, .. } = applied else { panic!("two persons are needed") };
    office.registry.return_proposal(&approver(), &proposal.id, "名称不对".into()).expect("sent back");
    assert_eq!(office.registry.import_draft(&me, &draft.id).expect("a draft").state, DraftState::Draft);
    office.registry.change_import_row(&me, &draft.id, 2, cells(&[("name", "示例壹")])).expect("mended");
    office.let_in(&me, &draft.id);
    assert_eq!(&*office.facility("F1").name, "示例壹");
}

#[test]
fn a_complete_list_removes_what_it_lacks_of_its_kind_and_division_only_where_chosen() {
    let (office, me) = (Office::new(), registrar());
    let row = |id: &str, kind: &str, division: &str| format!("{id},示例{id},{kind},108.94,34.26,wgs84,{division}\n");
    let all = [
        ("F1", "日间照料中心", "610102"),
        ("F2", "日间照料中心", "610102"),
        ("F3", "日间照料中心", "610102"),
        ("F4", "社区服务站", "610102"),
        ("F5", "日间照料中心", "610103"),
    ];
    let list: String = all.iter().map(|(id, kind, division)| row(id, kind, division)).collect();
    office.import(ImportKind::Facilities, "all.csv", &format!("id,name,kind,lon,lat,datum,division\n{list}"));
    let before = office.content();
    let draft = office.upload(&me, "new.csv", format!("id,name,kind,lon,lat,datum,division\n{}", row("F1", "日间照料中心", "610102")));
    let complete = Some(Some((DivisionCode::parse("610102").expect("a code"), "日间照料中心".into())));
    let said = DraftChange { complete_for: complete, ..DraftChange::default() };
    let item = office.registry.change_import(&me, &draft.id, said).expect("taken");
    assert_eq!(item.summary, Some(ImportTotals { unchanged: 1, removed: 2, ..ImportTotals::default() }));
    let rows = office.rows(&me, &draft.id);
    assert_eq!((rows[&3].id.as_str(), rows[&4].id.as_str(), rows[&3].state), ("F2", "F3", RowState::Removed));
    office.registry.change_import_row(&me, &draft.id, 4, ImportRowChange { cells: None, chosen: Some(false) }).expect("left out");
    let batch = office.let_in(&me, &draft.id);
    let ids: Vec<_> = office.content().facilities.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(ids, ["F1", "F3", "F4", "F5"]);
    office.registry.undo_batch(&approver(), &batch, Some("x".into())).expect("undone");
    assert_eq!(office.content(), before);
}

#[test]
fn a_draft_is_seen_by_its_office_and_its_cells_by_those_who_may_see_such_things() {
    let (office, me) = (Office::new(), somebody("one", Role::Registrar, "6101"));
    let draft = office.upload(&me, "a.csv", MESSY);
    office.registry.change_import(&me, &draft.id, change(&[("设施名", "name")])).expect("mapped");
    office.registry.change_import(&me, &draft.id, datum()).expect("read");
    for stranger in [Caller::public(), somebody("two", Role::Registrar, "6104"), somebody("three", Role::Administrator, "all")] {
        assert!(office.registry.import_draft(&stranger, &draft.id).is_err(), "{stranger:?}");
        assert!(office.registry.discard_import(&stranger, &draft.id).is_err(), "{stranger:?}");
    }
    let planner = somebody("four", Role::Planner, "6101");
    let seen = office.registry.import_draft(&planner, &draft.id).expect("planners read imports");
    assert!(seen.headings.iter().all(|one| one.samples.is_empty()) && seen.datum.candidates.is_empty());
    assert!(office.rows(&planner, &draft.id).values().all(|row| row.cells.is_empty()));
    assert!(office.registry.change_import(&planner, &draft.id, datum()).is_err());
    assert_eq!(office.registry.import_page(&planner, None, 10).expect("a page").total, 1);
    assert!(!office.rows(&somebody("five", Role::Approver, "6101"), &draft.id)[&3].cells.is_empty());
    office.registry.discard_import(&me, &draft.id).expect("thrown away");
    assert!(office.registry.import_draft(&me, &draft.id).is_err());
}

#[test]
fn a_draft_that_nobody_applies_is_gone_after_a_week() {
    let (office, me) = (Office::new(), registrar());
    let old = office.upload(&me, "a.csv", MESSY);
    let week_ago = Utc::now().checked_sub_days(Days::new(8)).expect("a day").format("%F %T").to_string();
    office.damage(&format!("UPDATE import_draft SET at = '{week_ago}'"));
    let new = office.upload(&me, "b.csv", MESSY);
    let left: Vec<_> = office.registry.import_page(&me, None, 10).expect("a page").items.into_iter().map(|one| one.id).collect();
    assert_eq!(left, [new.id]);
    assert!(office.registry.import_draft(&me, &old.id).is_err());
}

#[test]
fn a_kind_for_rows_that_state_none_and_cells_of_columns_that_are_not_there() {
    let (office, me) = (Office::new(), registrar());
    let draft = office.upload(&me, "a.csv", "id,name,lon,lat\nF1,示例一,108.94,34.26\nF2,示例二,108.95,34.26\n");
    assert!(draft.problem.as_deref().is_some_and(|why| why.contains("kind")), "{:?}", draft.problem);
    let said =
        DraftChange { datum: Some(Some(Datum::Wgs84)), default_kind: Some(Some("日间照料中心".into())), ..DraftChange::default() };
    let item = office.registry.change_import(&me, &draft.id, said).expect("taken");
    assert_eq!((item.problem, item.summary.map(|one| one.added), item.default_kind.as_deref()), (None, Some(2), Some("elderly-day-care")));
    office.registry.change_import_row(&me, &draft.id, 3, cells(&[("kind", "社区服务站"), ("capacity", "12")])).expect("mended");
    office.let_in(&me, &draft.id);
    let (one, two) = (office.facility("F1"), office.facility("F2"));
    assert_eq!((&*one.kind, one.capacity, &*two.kind, two.capacity), ("elderly-day-care", None, "community-service-station", Some(12)));
    let wrong = DraftChange { default_kind: Some(Some("太空站".into())), ..change(&[("不存在", "name"), ("name", "wings")]) };
    let draft = office.upload(&me, "b.csv", "id,name,lon,lat\nF1,示例一,108.94,34.26\n");
    let refused = office.registry.change_import(&me, &draft.id, wrong);
    assert!(matches!(&refused, Err(RegistryError::Invalid(errors)) if errors.len() == 3), "{refused:?}");
}

#[test]
fn who_may_not_see_a_protected_place_sees_no_trace_of_it_in_an_import() {
    let (office, me) = (Office::new(), somebody("one", Role::Registrar, "6101"));
    let row = |id: &str, lon: &str, lat: &str| format!("{id},示例站,救助管理站,{lon},{lat},wgs84,610102,秘巷{id}号\n");
    office.import(
        ImportKind::Facilities,
        "there.csv",
        &format!("id,name,kind,lon,lat,datum,division,address\n{}", row("P1", "108.9473219", "34.2537891")),
    );
    let rows = [row("P1", "108.9412347", "34.2512389"), row("P2", "108.9487123", "34.2534567"), row("P3", "34.2598765", "108.9498765")];
    let draft = office.upload(&me, "a.csv", format!("id,name,kind,lon,lat,datum,division,address\n{}", rows.concat()));
    let planner = somebody("two", Role::Planner, "6101");
    let item = format!("{:?}", office.registry.import_draft(&planner, &draft.id).expect("planners read imports"));
    let seen = office.rows(&planner, &draft.id);
    assert_eq!(seen.values().map(|row| row.state.code()).collect::<Vec<_>>(), ["changed", "added", "refused"]);
    for secret in ["9473219", "2537891", "9412347", "2512389", "9487123", "2534567", "9498765", "2598765", "秘巷"] {
        assert!(!item.contains(secret) && !format!("{seen:?}").contains(secret), "{secret}");
        assert!(secret == "9473219" || secret == "2537891" || format!("{:?}", office.rows(&me, &draft.id)).contains(secret), "{secret}");
    }
}
