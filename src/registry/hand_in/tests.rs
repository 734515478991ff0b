//! Does the same hash make the same report, and do its figures add up?

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use super::*;
use crate::{
    domain::{
        change::{Actor, Stamp},
        facility::Facility,
        plan::{Deed, PlanAction, PlanState},
    },
    registry::Records,
    sample::{SampleOptions, sample_city},
};

/// The sample city with a plan of two new centres and a closing.
fn registry() -> (Registry, String) {
    let records = Records::open_sample(chrono::TimeDelta::days(1)).expect("a registry in memory");
    records.take_sample(&sample_city(&SampleOptions { people: 20_000, ..SampleOptions::default() })).expect("the city is taken");
    let registry = Registry::new(records, None).expect("a snapshot");
    let snapshot = registry.snapshot();
    let centre = snapshot.facilities().iter().find(|one| *one.kind == *"elderly-day-care").expect("a day-care centre");
    let [west, south, east, north] = snapshot.bounds().expect("there are places");
    let build = |id: &str, name: &str, share: f64| PlanAction {
        id: id.to_owned(),
        deed: Deed::Build {
            name: name.to_owned(),
            lon: west + (east - west) * share,
            lat: south + (north - south) * share,
            capacity: Some(30),
            floor_area_m2: Some(350.0),
            premises: None,
        },
        cost: Some(120.5),
        year: Some(2027),
    };
    let close = PlanAction { id: "a3".to_owned(), deed: Deed::Close { facility: centre.id.to_string() }, cost: None, year: None };
    let mut plan = Plan {
        id: "plan-1".to_owned(),
        name: "示例方案 <1>".to_owned(),
        state: PlanState::Draft,
        terms: Terms {
            kind: vec!["elderly-day-care".to_owned()],
            group: None,
            by: "straight".to_owned(),
            within_m: 500.0,
            division: None,
            standard: None,
        },
        baseline: snapshot.baseline(),
        actions: vec![build("a1", "选址 1", 0.4), build("a2", "选址 2", 0.6), close],
        siting: None,
        siting_answer: None,
        run: None,
        copied_from: None,
        created_by: "operator".to_owned(),
        created_by_name: "operator".to_owned(),
        created_at: registry.records.now(),
        version: 0,
    };
    write(&registry, |writer| writer.put_plan(None, &mut plan).expect("the plan is kept"));
    (registry, plan.id)
}

fn write(registry: &Registry, work: impl FnOnce(&mut crate::storage::Writer)) {
    let stamp = Stamp::by(Actor::operator());
    let written = registry.records.store.write(&stamp, |writer| {
        work(writer);
        Ok::<_, RegistryError>(())
    });
    written.expect("it is written");
    registry.refresh().expect("the snapshot follows");
}

fn made(registry: &Registry, id: &str, language: Language, format: HandInFormat) -> MadeHandIn {
    let options = HandInOptions { language, map_approval: None };
    registry.hand_in(&Caller::operator(), id, &options, format).expect("a report")
}

/// Without the time of making, the only thing that may differ.
fn timeless(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    let (before, after) = text.rsplit_once("制作时间").expect("it says when it was made");
    let (_, rest) = after.split_once("UTC").expect("a time");
    before.to_owned() + rest
}

fn numbers(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range(sheet).unwrap_or_else(|error| panic!("{sheet}: {error}"));
    range.rows().skip(3).map(<[Data]>::to_vec).collect()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn the_same_hash_makes_the_same_report_though_the_registry_has_moved_on() {
    let (registry, id) = registry();
    let page = HandInFormat::Document(Paper::A4);
    let first = made(&registry, &id, Language::Chinese, page);
    assert_eq!(made(&registry, &id, Language::Chinese, page).hash, first.hash, "making a report is no change of what it is made from");
    let mut one: Facility = (*registry.snapshot().facilities()[0]).clone();
    one.name = "后来改了名".into();
    write(&registry, |writer| {
        writer.upsert_facilities(&[&one]).expect("it is written");
    });
    let again = registry.hand_in_again(&Caller::operator(), &first.hash, page).expect("the same report");
    assert_eq!(timeless(&again.bytes), timeless(&first.bytes));
    let today = made(&registry, &id, Language::Chinese, page);
    assert_ne!(today.hash, first.hash);
    assert!(matches!(registry.hand_in_again(&Caller::operator(), &"0".repeat(64), page), Err(RegistryError::NotFound { .. })));
}

#[test]
fn covered_and_left_over_make_all_people_in_every_row() {
    let (registry, id) = registry();
    let book = made(&registry, &id, Language::Chinese, HandInFormat::Workbook(Paper::A4)).bytes;
    let today = numbers(book.clone(), "现状评价表");
    assert!(today.len() > 3, "{} rows", today.len());
    for row in &today {
        assert_eq!(number(&row[4]) + number(&row[5]), number(&row[3]), "{row:?}");
    }
    let planned = numbers(book.clone(), "规划评价表");
    for row in &planned {
        assert_eq!(number(&row[6]) + number(&row[9]), number(&row[3]), "{row:?}");
    }
    let last = |rows: &[Vec<Data>], column: usize| number(&rows.last().expect("totals")[column]);
    assert_eq!(last(&today, 3), last(&planned, 3), "all people");
    assert_eq!(last(&today, 4), last(&planned, 4), "covered before");
    let actions = numbers(book, "规划设施一览表");
    assert_eq!(actions.len(), 4, "three actions and their total");
    assert_eq!(last(&actions, 11), 241.0);
    let change: f64 = last(&planned, 6) - last(&planned, 4);
    assert_eq!(last(&actions, 13) - last(&actions, 14), change, "the actions' gains and losses are the whole change");
}

#[test]
fn a_report_tells_what_it_is_in_both_languages_and_marks_made_up_data() {
    let (registry, id) = registry();
    for (language, title) in [(Language::Chinese, "示例方案 &lt;1&gt;"), (Language::English, "Plan of")] {
        let page = made(&registry, &id, language, HandInFormat::Document(Paper::A3));
        let text = String::from_utf8(page.bytes).expect("text");
        for part in [title, "示例数据", "内部使用", &page.hash, "carereach report"] {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(text.matches("<svg").count(), 2);
    }
}

#[test]
fn layers_hold_the_actions_where_they_are() {
    let (registry, id) = registry();
    let layer = made(&registry, &id, Language::Chinese, HandInFormat::GeoJson);
    let told: serde_json::Value = serde_json::from_slice(&layer.bytes).expect("GeoJSON");
    let features = told["features"].as_array().expect("features");
    let built = features.iter().find(|one| one["properties"]["id"] == "a1").expect("the first action");
    assert_eq!((&built["properties"]["what"], &built["properties"]["capacity"]), (&"build".into(), &30.into()));
    assert_eq!(told["metadata"]["hash"], layer.hash.as_str());
    let package = made(&registry, &id, Language::Chinese, HandInFormat::GeoPackage).bytes;
    assert!(package.starts_with(b"SQLite format 3"));
}

#[test]
fn small_counts_of_every_group_stay_within_for_whoever_may_not_know_them() {
    let (registry, id) = registry();
    let grant = |role| crate::domain::permission::Grant { role, jurisdiction: crate::domain::permission::Jurisdiction::All };
    let planner = || Caller::account("p", "p", &[grant(crate::domain::permission::Role::Planner)], &[]);
    let reader = planner().narrowed(&[Right::MakePlans], crate::domain::permission::Extent::everywhere());
    let options = HandInOptions::default();
    let report = |caller: &Caller| registry.hand_in(caller, &id, &options, HandInFormat::Workbook(Paper::A4)).expect("a report");
    let (full, narrow) = (report(&planner()), report(&reader));
    assert_ne!(full.hash, narrow.hash, "how counts are told is one of the inputs");
    let groups = |made: MadeHandIn| numbers(made.bytes, "分对象评价表");
    for (full, narrow) in groups(full).iter().zip(groups(narrow)).skip(1) {
        let told: Vec<f64> = narrow[1..].iter().filter(|cell| **cell != Data::Empty).map(number).collect();
        assert!(told.iter().all(|count| count % 5.0 == 0.0), "{full:?} is told as {narrow:?}");
    }
    let first = report(&planner()).hash;
    let refused = registry.hand_in_again(&reader, &first, HandInFormat::GeoJson);
    assert!(matches!(refused, Err(RegistryError::Denied(_))), "a report with small counts is for who may know them");
}
