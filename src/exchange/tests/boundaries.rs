//! Divisions as tables and as boundaries, base maps and shipped codes.

use super::*;
use crate::{
    domain::division::{Division, Level},
    exchange::{Note, read_base_map, read_divisions},
};

fn divisions(source: &Source, datum: Option<Datum>) -> Result<Records<Division>, ReadError> {
    with_reading(datum, |reading| read_divisions(source, reading))
}

fn square(properties: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":[{ring}]}},"properties":{properties}}}]}}"#
    )
}

const RING: &str = "[[108.9,34.2],[109.0,34.2],[109.0,34.3],[108.9,34.3],[108.9,34.2]]";

#[test]
fn a_table_of_codes_needs_no_datum_and_names_its_other_columns() {
    let text = "code,name,streetCode,provinceCode\n610102001001,\"民乐社区居委会\",610102001,61\n610102,新城区,,\n";
    let records = divisions(&csv(text.as_bytes()), None).expect("readable");
    let levels: Vec<Level> = records.records.iter().map(|(_, division)| division.code.level()).collect();
    assert_eq!(levels, [Level::Community, Level::District]);
    assert_eq!(records.records[0].1.parent, Some(code("610102001")));
    assert_eq!(records.notes.len(), 2);
}

#[test]
fn streets_of_an_abolished_district_move_and_the_district_itself_learns_its_successor() {
    let text = "code,name\n610322,凤翔县\n610322100,城关镇\n";
    let records = divisions(&csv(text.as_bytes()), None).expect("readable");
    let found: Vec<_> = records.records.iter().map(|(_, division)| (division.code, division.successor)).collect();
    assert_eq!(found, [(code("610322"), Some(code("610305"))), (code("610305100"), None)]);
    assert!(matches!(records.notes[..], [Note::AbolishedDivision { rows: 1, first_row: 3, .. }]));
}

#[test]
fn levels_parents_and_codes_that_contradict_the_digits_are_refused() {
    let text = "code,name,level,parent,smart\n610102,a,city,,\n610103,b,district,610103001,\n61010,c,,,\n610104,d,区,61,maybe\n610104001,e,街道,610104,是\n610104001000,f,,,\n";
    let records = divisions(&csv(text.as_bytes()), None).expect("readable");
    let found: Vec<(usize, &str)> = records.refused.iter().map(|r| (r.row, r.column.as_str())).collect();
    assert_eq!(found, [(2, "level"), (3, "parent"), (4, "code"), (5, "smart"), (7, "code")]);
    assert_eq!(records.records[0].1.smart.smart, Some(true));
}

#[test]
fn a_boundary_is_read_with_tianditus_code_and_gets_a_point_inside() {
    let text = square(r#"{"gb":"156610102","name":"新城区","level":"district"}"#, RING);
    let records = divisions(&geojson(&text), Some(Datum::Cgcs2000)).expect("readable");
    let division = &records.records[0].1;
    assert_eq!(division.code, code("610102"));
    let centre = division.centre.expect("a point inside");
    assert!((108.9..=109.0).contains(&centre.lon()) && (34.2..=34.3).contains(&centre.lat()));
    assert!(matches!(divisions(&geojson(&text), None), Err(ReadError::DatumMissing { .. })));
}

#[test]
fn a_boundary_in_gcj02_is_converted() {
    let text = square(r#"{"code":"610102","name":"a"}"#, RING);
    let records = divisions(&geojson(&text), Some(Datum::Gcj02)).expect("readable");
    let first = records.records[0].1.boundary.as_ref().and_then(|boundary| boundary.0[0].exterior().0.first().copied()).expect("a corner");
    assert!((108.9 - first.x) > 0.004 && (first.y - 34.2).abs() < 0.003, "{first:?}");
}

#[test]
fn broken_rings_are_refused_with_the_reason() {
    for (ring, reason) in [
        ("[[108.9,34.2],[109.0,34.2],[109.0,34.3],[108.9,34.3]]", "not closed"),
        ("[[108.9,34.2],[109.0,34.2],[108.9,34.2]]", "3 points"),
        ("[[34.2,108.9],[34.2,109.0],[34.3,109.0],[34.2,108.9]]", "latitude 108.9"),
        ("[[10,50],[11,50],[11,51],[10,50]]", "outside the area"),
        ("[]", "0 points"),
        ("[[108.9],[109.0,34.2]]", "broken"),
    ] {
        let records = divisions(&geojson(&square(r#"{"code":"610102","name":"a"}"#, ring)), Some(Datum::Wgs84)).expect("readable");
        assert!(records.refused.len() == 1 && records.refused[0].reason.contains(reason), "{reason}: {:?}", records.refused);
        assert_eq!(records.refused[0].column, "geometry");
    }
}

#[test]
fn a_base_map_is_read_from_geojson_only() {
    let text = square(r#"{"layer":"water","class":"lake","name":"湖"}"#, RING);
    let records = read_base_map(&geojson(&text)).expect("readable");
    assert_eq!((records.records.len(), &*records.records[0].1.class), (1, "lake"));
    let records = read_base_map(&geojson(&text.replace("water", "lava"))).expect("readable");
    assert_eq!(records.refused[0].column, "layer");
    assert!(matches!(read_base_map(&csv(b"layer,class\n")), Err(ReadError::NeedsGeoJson { .. })));
}
