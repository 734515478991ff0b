//! The ranked list of gaps, as JSON and as files. The numbers follow from those at the top of `coverage.rs`.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use super::service::{metres, number, shared};

const QUESTION: &str = "kind=elderly-day-care&within_m=100";

#[test]
fn communities_are_ranked_by_people_left_over() {
    let answer = shared().json(&format!("/api/v1/gaps?{QUESTION}"));
    let rows = answer["items"].as_array().expect("rows");
    let short: Vec<_> =
        rows.iter().map(|row| (row["rank"].clone(), row["code"].clone(), number(&row["left_over"]), number(&row["people"]))).collect();
    let expected = [
        (1.into(), "990101001002".into(), 800.0, 800.0),
        (2.into(), "990102001001".into(), 600.0, 600.0),
        (3.into(), "990101001001".into(), 500.0, 1500.0),
        (4.into(), Value::Null, 70.0, 70.0),
    ];
    assert_eq!(short, expected);
    assert_eq!(
        (&answer["unit"], &answer["total"], number(&answer["people_left_over"]), number(&answer["people_total"])),
        (&"community".into(), &4.into(), 1970.0, 2970.0)
    );
    let west = &rows[1];
    assert_eq!((&west["name"], &west["street"], &west["district"]), (&"西一社区".into(), &"西街".into(), &"西区".into()));
    assert_eq!(west["nearest"]["id"], "A1");
    let expected = metres([108.935, 34.255], [108.945, 34.255]);
    assert!((number(&west["nearest"]["distance_m"]) - expected).abs() < 1e-6);
    assert!((number(&rows[2]["share"]) - 1000.0 / 1500.0).abs() < 1e-15);
    assert_eq!(answer["inputs"]["cells"], 6);
}

#[test]
fn where_everybody_is_covered_there_is_no_gap() {
    let answer = shared().json("/api/v1/gaps?kind=elderly-day-care&within_m=1000&division=990101");
    assert_eq!((&answer["items"], number(&answer["people_total"])), (&serde_json::json!([]), 2300.0));
}

#[test]
fn a_gap_has_one_limit() {
    assert_eq!(shared().refusal("/api/v1/gaps?within_m=100,500").2, ["within_m"]);
    assert_eq!(shared().refusal("/api/v1/gaps?within_m=100&format=pdf").2, ["format"]);
    assert_eq!(shared().refusal("/api/v1/gaps?within_m=100&cursor=x&limit=0").2, ["cursor", "limit"]);
}

#[test]
fn a_csv_file_holds_all_rows_and_names_the_question() {
    let answer = shared().get(&format!("/api/v1/gaps?{QUESTION}&format=csv&limit=1"));
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = answer.header("content-disposition").expect("a name");
    assert!(
        name.starts_with("attachment; filename=\"gaps-elderly-day-care-100m-") && name.contains("filename*=UTF-8''%E7%BC%BA%E5%8F%A3-"),
        "{name}"
    );
    let text = answer.text();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let cell = |row: usize, heading: &str| {
        rows[row][headings.iter().position(|one| one == heading).unwrap_or_else(|| panic!("{heading}"))].to_owned()
    };
    assert_eq!(rows.len(), 4);
    assert_eq!((cell(0, "rank"), cell(0, "code"), cell(0, "left_over")), ("1".into(), "990101001002".into(), "800".into()));
    assert_eq!((cell(1, "nearest_id"), cell(1, "street"), cell(3, "code")), ("A1".into(), "西街".into(), String::new()));
    for row in 0..4 {
        assert_eq!(
            (cell(row, "kind"), cell(row, "within_m"), cell(row, "group")),
            ("elderly-day-care".into(), "100".into(), "population".into())
        );
        assert!(
            cell(row, "notice").contains("示例数据")
                && cell(row, "data_as_of").ends_with('Z')
                && cell(row, "method").contains("great circle")
        );
    }
}

#[test]
fn a_workbook_holds_the_same_rows_with_codes_as_text() {
    let answer = shared().get(&format!("/api/v1/gaps?{QUESTION}&format=xlsx"));
    assert_eq!(answer.header("content-type"), Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("readable");
    let rows: Vec<&[Data]> = range.rows().collect();
    let place =
        |heading: &str| rows[0].iter().position(|cell| *cell == Data::String(heading.to_owned())).unwrap_or_else(|| panic!("{heading}"));
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[1][place("code")], Data::String("990101001002".to_owned()));
    assert_eq!(rows[1][place("left_over")], Data::Float(800.0));
    assert_eq!(rows[2][place("nearest_name")], Data::String("东一日间照料中心".to_owned()));
    assert!(matches!(&rows[4][place("notice")], Data::String(notice) if notice.contains("示例数据")));
}
