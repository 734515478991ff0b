//! What goes out in a typed format is what was there, and says what it is.

use std::io::Read;

use calamine::{Data, Reader, Xlsx};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};

use super::{
    round_trip::{facility, options, organizations, position, same},
    *,
};
use crate::exchange::{stamp::of_test, *};

fn content(facilities: &[Facility], with_protected: bool) -> Content<'_> {
    Content::facilities(facilities.iter(), &options(with_protected))
}

fn workbook(content: &Content) -> Vec<u8> {
    let mut out = Vec::new();
    write_xlsx(&mut out, content, &of_test(None)).expect("written");
    out
}

/// Texts that a table may spoil: formulas, apostrophes, numbers with zeros before them, an id that looks like a number.
fn hostile() -> Vec<Facility> {
    ["60750101.0", "007", "=1+1", "-x", "1e5"]
        .into_iter()
        .map(|id| {
            let mut one = facility(id, Datum::Gcj02);
            one.name = "=HYPERLINK(\"http://x\")".into();
            one.notes = Some("''=quoted, ＝full".into());
            one.grade = Some("007".into());
            one.address = Some("@x".into());
            one.status_date = "1850-01-31".parse().ok();
            one
        })
        .collect()
}

#[test]
fn facilities_come_back_from_every_format_that_can_be_read() {
    let mut facilities = hostile();
    facilities.extend(Datum::ALL.iter().map(|datum| facility(datum.code(), *datum)));
    facilities[1].front = None;
    let content = content(&facilities, true);
    let stamp = of_test(Some("GS(2024)1号"));
    for format in [Format::Csv, Format::Xlsx, Format::GeoJson] {
        let mut bytes = Vec::new();
        match format {
            Format::Csv => write_csv(&mut bytes, &content, &stamp),
            Format::Xlsx => write_xlsx(&mut bytes, &content, &stamp),
            _ => write_geojson(&mut bytes, &content, &stamp),
        }
        .expect("written");
        let source = Source { name: "t", format, bytes: &bytes };
        let mut read = with_reading(None, |reading| read_facilities(&source, reading)).expect("readable");
        read.notes.retain(|note| !matches!(note, Note::SheetChosen { .. }));
        same(read, &facilities);
    }
}

#[test]
fn organizations_come_back_from_a_workbook_and_from_geojson() {
    let rows = organizations();
    let content = Content::organizations(rows.iter().map(|(one, site)| (one, site.as_ref())), &options(true));
    let mut geojson = Vec::new();
    write_geojson(&mut geojson, &content, &of_test(None)).expect("written");
    for (format, bytes) in [(Format::Xlsx, workbook(&content)), (Format::GeoJson, geojson)] {
        let source = Source { name: "t", format, bytes: &bytes };
        let mut read = with_reading(None, |reading| read_organizations(&source, reading)).expect("readable");
        read.notes.retain(|note| !matches!(note, Note::SheetChosen { .. }));
        same(read, &rows);
    }
}

#[test]
fn a_workbook_has_typed_cells_and_runs_nothing() {
    let facilities = hostile();
    let bytes = workbook(&content(&facilities, true));
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.as_slice())).expect("a workbook");
    assert_eq!(book.sheet_names(), ["设施", "说明"]);
    let range = book.worksheet_range("设施").expect("readable");
    let at = |heading: &str| {
        let column = range.headers().expect("headings").iter().position(|own| own == heading).expect("the heading");
        range.get((1, column)).expect("a cell").clone()
    };
    assert_eq!((at("id"), at("grade")), (Data::String("60750101.0".into()), Data::String("007".into())));
    assert_eq!((at("lon"), at("capacity")), (Data::Float(facilities[0].location.expect("placed").position.lon()), Data::Float(30.0)));
    assert!(matches!(at("opened_on"), Data::DateTime(_)) && at("status_date") == Data::String("1850-01-31".into()));
    let about = book.worksheet_range("说明").expect("readable");
    let lines: Vec<String> = about.rows().map(|row| format!("{}={}", row[0], row[1])).collect();
    for line in
        ["示例数据 Sample data=是，数据为虚构 Yes, the data is made up", "数据日期 Data as of=2023-11-14T22:13:20Z", "记录数 Records=5"]
    {
        assert!(lines.iter().any(|own| own == line), "{line}: {lines:?}");
    }
    assert!(lines.iter().any(|line| line.contains("内部使用")) && lines.iter().any(|line| line.starts_with("capacity=")), "{lines:?}");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.as_slice())).expect("a zip");
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("the sheet").read_to_string(&mut sheet).expect("text");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "no cell is a formula");
    assert_eq!(bytes, workbook(&content(&facilities, true)), "the same records make the same bytes");
}

#[test]
fn a_flatgeobuf_holds_the_points_and_an_empty_one_where_there_is_none() {
    let mut facilities = vec![facility("f", Datum::Wgs84), facility("s", Datum::Wgs84)];
    facilities[1].kind = "shelter".into();
    facilities[1].front = None;
    let mut bytes = Vec::new();
    write_flatgeobuf(&mut bytes, &content(&facilities, false), &of_test(None)).expect("written");
    let reader = FgbReader::open(std::io::Cursor::new(&bytes)).expect("a FlatGeobuf");
    let header = reader.header();
    assert_eq!((header.features_count(), header.index_node_size(), header.title()), (2, 0, Some("设施 Facilities")));
    assert!(header.metadata().is_some_and(|metadata| metadata.contains("\"use\":\"internal\"")));
    let mut features = reader.select_all().expect("features");
    let mut seen = Vec::new();
    while let Some(feature) = features.next().expect("a feature") {
        let xy: Vec<f64> = feature.geometry().and_then(|geometry| geometry.xy()).expect("a pair").iter().collect();
        seen.push((feature.property::<String>("id").expect("an id"), xy[0], xy[1]));
    }
    assert_eq!(seen[0], ("f".to_owned(), 108.949_644_509_123, 34.258_408_659_1));
    assert!(seen[1].0 == "s" && seen[1].1.is_nan() && seen[1].2.is_nan(), "{seen:?}");
    bytes.clear();
    write_flatgeobuf(&mut bytes, &content(&facilities[..1], false), &of_test(None)).expect("written");
    assert_eq!(FgbReader::open(std::io::Cursor::new(&bytes)).expect("a FlatGeobuf").header().index_node_size(), 16);
}

#[test]
fn geojson_says_what_it_is_in_a_member_of_its_own() {
    let mut out = Vec::new();
    write_geojson(&mut out, &content(&[facility("f", Datum::Wgs84)], true), &of_test(Some("GS(2024)1号"))).expect("written");
    let json: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!(json["metadata"]["map_approval"], "GS(2024)1号");
    assert_eq!(json["metadata"]["data_as_of"], "2023-11-14T22:13:20Z");
    assert_eq!(json["features"][0]["properties"]["notice"], json["metadata"]["notice"]);
}

#[test]
fn an_organization_with_a_protected_site_tells_no_more_than_the_site() {
    let mut rows = organizations();
    let (organization, site) = &mut rows[0];
    organization.division = Some(code("610102001001"));
    let site = site.as_mut().expect("a site");
    site.kind = "shelter".into();
    site.front = Some(position(108.5, 34.5));
    let content = Content::organizations(rows[..1].iter().map(|(one, site)| (one, site.as_ref())), &options(false));
    let mut out = Vec::new();
    write_csv(&mut out, &content, &of_test(None)).expect("written");
    let text = String::from_utf8(out).expect("UTF-8");
    for secret in ["某路", "610102001001", "108.94", "34.25"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains(",108.5000000,34.5000000,") && text.contains("610102000000"), "{text}");
    let read = with_reading(None, |reading| read_organizations(&csv(text.as_bytes()), reading)).expect("readable");
    assert!(read.records.is_empty() && read.refused[0].column == "withheld", "the front point never becomes the true one");
}
