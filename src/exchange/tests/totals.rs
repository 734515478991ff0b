//! Are totals of divisions read as they were meant: codes and names, counts and shares, and what their figures are?

use super::*;
use crate::exchange::{DivisionTotals, holds_totals, read_totals};

fn source(text: &str) -> Source<'_> {
    Source { name: "totals.csv", format: Format::Csv, bytes: text.as_bytes() }
}

fn read(text: &str) -> Result<DivisionTotals, ReadError> {
    let (catalogue, successors) = (catalogue(), BTreeMap::new());
    let reading = Reading { datum: None, area: None, catalogue: &catalogue, successors: &successors, held: None, progress: &|_, _| {} };
    read_totals(&source(text), &reading)
}

fn counts(totals: &DivisionTotals) -> Vec<Vec<f64>> {
    totals.records.records.iter().map(|(_, total)| total.counts.to_vec()).collect()
}

#[test]
fn a_table_that_names_divisions_and_has_no_places_gives_totals() {
    for headings in ["code,population", "区划代码,人口", "名称,老年人", "区划名称,population,老年人占比"] {
        assert!(holds_totals(&source(&format!("{headings}\n610102,1,0\n"))), "{headings}");
    }
    for headings in ["id,lon,lat,population", "id,population,区划代码", "区划代码,lon,lat,population", "lon,lat,population"] {
        assert!(!holds_totals(&source(&format!("{headings}\n1,2,3,4\n"))), "{headings}");
    }
}

#[test]
fn shares_are_of_the_population_and_rounded_to_whole_people() {
    // 19.95 % of 644,702 is 128,618.049; a quarter of 1,000.5 is 250.125.
    let totals = read("code,population,share_elderly\n610102,644702,19.95%\n610103,1000.5,0.25\n").expect("totals");
    assert_eq!(totals.groups, ["population", "elderly"]);
    assert_eq!(counts(&totals), [[644_702.0, 128_618.0], [1_000.5, 250.125]]);
    let percent = read("区划代码,人口,老年人占比(%)\n610102,200,21.5\n").expect("totals");
    assert_eq!(counts(&percent), [[200.0, 43.0]]);
}

#[test]
fn a_share_that_is_none_a_group_larger_than_everybody_and_a_missing_name_are_refused() {
    let totals = read(
        "名称,population,share_elderly,children\n新城区,100,21.5,3\n碑林区,100,0.2,101\n,100,0.2,1\n莲湖区,100,,1\n雁塔区,100,1,100\n",
    )
    .expect("totals");
    let refused: Vec<_> = totals.records.refused.iter().map(|one| (one.row, one.column.as_str(), one.value.as_str())).collect();
    assert_eq!(refused, [(2, "share_elderly", "21.5"), (3, "children", "101"), (4, "名称", ""), (5, "share_elderly", "")]);
    assert_eq!(totals.records.records.len(), 1);
}

#[test]
fn a_share_needs_the_people_it_is_of() {
    let said = read("code,share_elderly,children\n610102,0.2,3\n").expect_err("no population").to_string();
    assert!(said.contains("population"), "{said}");
    let twice = read("code,population,老年人,老年人占比\n610102,10,3,0.2\n").expect_err("twice").to_string();
    assert!(twice.contains("老年人占比") && twice.contains("elderly"), "{twice}");
}

#[test]
fn a_table_says_once_what_its_figures_are() {
    let totals = read("code,population,年份,口径\n610102,1,2020年,常住人口\n610103,2,2020年,常住人口\n").expect("totals");
    assert_eq!((totals.told.year, totals.told.definition.as_deref()), (Some(2020), Some("常住人口")));
    let mixed = read("code,population,年份,口径\n610102,1,2020,常住人口\n610103,2,2010,常住人口\n").expect("totals");
    assert_eq!((mixed.told.year, mixed.told.definition.as_deref()), (None, Some("常住人口")));
    assert!(mixed.notes().iter().any(|note| note.to_string().contains("年份") && note.to_string().contains("2010")));
    let none = read("code,population,year\n610102,1,庚子\n").expect("totals");
    assert_eq!(none.told.year, None);
    assert!(none.notes().iter().any(|note| note.to_string().contains("no year from 1900 to 2200")));
}
