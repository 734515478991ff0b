//! Facilities from text and GeoJSON: headings, datums, details.

use encoding_rs::GB18030;

use super::*;
use crate::{
    domain::{facility::Status, position::Precision},
    exchange::Note,
};

const CHINESE: &str = "编号,名称,类别,地址,经度(°),纬度(°),坐标系,床位（张）,统一社会信用代码,备注,状态,启用日期,服务,服务对象,无障碍,不明列\n\
    X-1,莲湖日间照料中心,日间照料,莲湖路1号,108.944649544,34.258408659,gcj02,３０,91350100M000100Y43,二楼,在建,2021年3月5日,助餐、助浴,老年人,坡道;扶手,abc\n";

#[test]
fn chinese_headings_in_gb18030_are_read_whole() {
    let (bytes, ..) = GB18030.encode(CHINESE);
    let records = with_reading(None, |reading| read_facilities(&csv(&bytes), reading)).expect("readable");
    assert_eq!(records.refused, []);
    assert_eq!(records.notes, [Note::Gb18030, Note::UnknownHeading { heading: "不明列".into() }]);
    let (row, facility) = &records.records[0];
    assert_eq!((*row, facility.id.as_str(), &*facility.name, &*facility.kind), (2, "X-1", "莲湖日间照料中心", "day-care"));
    let location = facility.location.expect("a place");
    assert!((location.position.lon() - 108.94).abs() < 1e-6 && (location.position.lat() - 34.26).abs() < 1e-6, "{location:?}");
    assert_eq!((location.given.x, location.given.y, location.given.datum), (108.944_649_544, 34.258_408_659, Datum::Gcj02));
    assert_eq!((location.precision, facility.capacity, facility.status), (Precision::Unknown, Some(30), Status::Building));
    assert_eq!(facility.opened_on.map(|day| day.to_string()).as_deref(), Some("2021-03-05"));
    assert_eq!(
        facility.services.iter().map(|s| (&*s.service_type, &*s.target_groups)).collect::<Vec<_>>(),
        [("bathing", ["elderly".into()].as_slice()), ("meals", ["elderly".into()].as_slice())]
    );
    assert_eq!(facility.barrier_free, ["坡道".into(), "扶手".into()]);
    assert_eq!(facility.credit_code.as_ref().map(|code| code.as_str()), Some("91350100M000100Y43"));
    assert_eq!(facility.notes.as_deref(), Some("二楼"));
}

#[test]
fn a_file_with_coordinates_and_no_datum_is_refused_with_the_choices() {
    let message = with_reading(None, |reading| read_facilities(&csv(GOOD.as_bytes()), reading)).expect_err("refused").to_string();
    for word in ["datum", "坐标系", "wgs84", "cgcs2000", "gcj02", "bd09"] {
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn a_datum_column_wins_over_the_call_and_an_empty_cell_falls_back_to_it() {
    let text = "id,name,kind,lon,lat,datum\na,a,day-care,108.944649544,34.258408659,GCJ-02\nb,b,day-care,108.94,34.26,\nc,c,day-care,108.94,34.26,utm\n";
    let records = records(text);
    let lons: Vec<f64> = records.records.iter().filter_map(|(_, f)| f.location).map(|l| l.position.lon()).collect();
    assert!((lons[0] - 108.94).abs() < 1e-6 && lons[1] == 108.94);
    assert_eq!((records.refused[0].column.as_str(), records.refused[0].value.as_str()), ("datum", "utm"));
}

#[test]
fn a_heading_may_state_the_datum_and_must_agree_with_the_call() {
    let text = "id,name,kind,经度(GCJ02),纬度(GCJ02)\na,a,day-care,108.944649544,34.258408659\n";
    let stated = with_reading(None, |reading| read_facilities(&csv(text.as_bytes()), reading)).expect("readable");
    assert_eq!(stated.records[0].1.location.map(|location| location.given.datum), Some(Datum::Gcj02));
    assert!(error(text).contains("gcj02"));
}

#[test]
fn a_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() {
    let records =
        records("2023年设施一览表,,,,\n制表:民政局,,,,\nid,name,kind,lon,lat\na,a,day-care,108.94,34.26\nb,b,nothing,108.94,34.26\n");
    assert_eq!(records.notes, [Note::HeadingRow { row: 3 }]);
    assert_eq!((records.records[0].0, records.refused[0].row), (4, 5));
}

#[test]
fn line_breaks_in_cells_and_empty_rows_keep_row_numbers() {
    let records = records("id,name,kind,lon,lat,notes\na,a,day-care,108.94,34.26,\"two\nlines\n\"\n,,,,,\nb,b,?,108.94,34.26,\n");
    assert_eq!((records.rows, records.records.len(), records.refused[0].row), (2, 1, 4));
}

#[test]
fn a_missing_needed_heading_names_its_spellings() {
    let message = error("id,name,lon,lat\na,a,108,34\n");
    assert!(message.contains("kind (accepted: kind, 类别") && message.contains("row 1") && message.contains("t.csv"), "{message}");
}

#[test]
fn two_headings_for_one_field_stop_the_file() {
    let message = error("id,name,kind,lon,lat,经度\na,a,day-care,108,34,108\n");
    assert!(message.contains("\"lon\"") && message.contains("\"经度\""), "{message}");
}

#[test]
fn empty_files_and_empty_tables_are_told_apart() {
    assert!(error("").contains("empty"));
    assert_eq!(records("id,name,kind,lon,lat\n").rows, 0);
}

#[test]
fn content_without_a_heading_is_noted() {
    let records = records("id,name,kind,lon,lat,\na,a,day-care,108.94,34.26,lost\n");
    assert_eq!(records.notes, [Note::ContentWithoutHeading { column: 6, cells: 1 }]);
}

#[test]
fn an_abolished_division_is_taken_by_its_successor_and_counted() {
    let head = "id,name,kind,lon,lat,区划代码\n";
    let records =
        records(&format!("{head}a,a,day-care,107.4,34.5,610322\nb,b,day-care,107.4,34.5,610322103201\nc,c,day-care,107.4,34.5,610322\n"));
    assert_eq!(records.records[1].1.division, Some(code("610305103201")));
    let notes: Vec<String> = records.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes[0], "Division 610322000000 is abolished; its successor 610305000000 was taken in 2 rows, first in row 2.");
    assert_eq!(notes.len(), 2);
}

#[test]
fn geojson_points_with_properties_are_facilities() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[
        {"type":"Feature","id":"f1","geometry":{"type":"Point","coordinates":[108.94,34.26,400]},"properties":{"名称":"甲","类别":"day-care","lon":1,"capacity":20}},
        {"type":"Feature","id":"f2","geometry":{"type":"LineString","coordinates":[[108,34],[109,35]]},"properties":{"名称":"乙","类别":"day-care"}},
        {"type":"Feature","id":"f3","geometry":null,"properties":{"名称":"丙","类别":"day-care"}}]}"#;
    let records = with_reading(None, |reading| read_facilities(&geojson(text), reading)).expect("readable");
    assert_eq!(records.records.len(), 1);
    let facility = &records.records[0].1;
    assert_eq!((facility.id.as_str(), facility.capacity, facility.location.map(|l| l.position.lon())), ("f1", Some(20), Some(108.94)));
    assert_eq!(records.notes, [Note::GeometryWins { headings: vec!["lon".into()] }]);
    let found: Vec<(usize, &str, &str)> = records.refused.iter().map(|r| (r.row, r.column.as_str(), r.reason.as_str())).collect();
    assert_eq!(found, [(3, "geometry", "the geometry is not a point"), (4, "lon", "the position is missing")]);
}

#[test]
fn a_crs_member_that_the_call_contradicts_stops_the_file() {
    let text = r#"{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:4490"}},"features":[]}"#;
    let text = text.replace(
        "[]",
        r#"[{"id":1,"geometry":{"type":"Point","coordinates":[108.94,34.26]},"properties":{"name":"a","kind":"day-care"}}]"#,
    );
    let message = with_reading(Some(Datum::Gcj02), |reading| read_facilities(&geojson(&text), reading)).expect_err("clash").to_string();
    assert!(message.contains("cgcs2000") && message.contains("gcj02"), "{message}");
}
