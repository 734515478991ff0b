//! Demand: groups by their words, counts, positions.

use super::*;
use crate::exchange::{Note, read_demand};

fn demand(text: &str) -> Result<(Vec<String>, Records<crate::domain::demand::DemandCell>), ReadError> {
    with_reading(Some(Datum::Wgs84), |reading| read_demand(&csv(text.as_bytes()), reading))
}

#[test]
fn columns_count_the_groups_that_their_headings_mean() {
    let text = "编号,经度,纬度,老年人人数,常住人口（人）,children,name,区划代码\n7.0,108.94,34.26,3.5,\"1,200\",0,x,610102\n";
    let (groups, records) = demand(text).expect("readable");
    assert_eq!(groups, ["population", "elderly", "children"]);
    let (row, cell) = &records.records[0];
    assert_eq!((*row, cell.id.as_str(), &*cell.counts), (2, "7.0", [1200.0, 3.5, 0.0].as_slice()));
    assert_eq!((cell.given, cell.division), (None, Some(code("610102"))));
    assert_eq!(records.notes, [Note::UnknownHeading { heading: "name".into() }]);
}

#[test]
fn wrong_counts_are_refused_each_by_its_column() {
    let text = "id,lon,lat,population,elderly\na,108.94,34.26,-1,x\nb,108.94,34.26,,1\nc,108.94,34.26,inf,1\nd,108.94,34.26,0,0\n";
    let (_, records) = demand(text).expect("readable");
    let found: Vec<(usize, &str, &str)> = records.refused.iter().map(|r| (r.row, r.column.as_str(), r.value.as_str())).collect();
    assert_eq!(found, [(2, "population", "-1"), (2, "elderly", "x"), (3, "population", ""), (4, "population", "inf")]);
    assert_eq!(records.records.len(), 1);
}

#[test]
fn a_file_without_counts_and_one_with_a_group_twice_are_refused() {
    assert!(matches!(demand("id,lon,lat\na,108,34\n"), Err(ReadError::NoCounts { .. })));
    assert!(matches!(demand("id,lon,lat,elderly,老年人\na,108,34,1,1\n"), Err(ReadError::DuplicateHeading { .. })));
}

#[test]
fn the_pair_as_given_is_kept_when_it_is_not_wgs84() {
    let text = "id,lon,lat,pop\na,108.944649544,34.258408659,1\n";
    let (_, records) = with_reading(Some(Datum::Gcj02), |reading| read_demand(&csv(text.as_bytes()), reading)).expect("readable");
    let cell = &records.records[0].1;
    assert_eq!(cell.given.map(|given| (given.x, given.datum)), Some((108.944_649_544, Datum::Gcj02)));
    assert!((cell.position.lon() - 108.94).abs() < 1e-6);
}
