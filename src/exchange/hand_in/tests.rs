use calamine::{Data, Reader, Xlsx};
use chrono::{TimeZone, Utc};

use super::*;

fn hand_in() -> HandIn {
    let table = HandInTable {
        name: "现状评价表".to_owned(),
        note: "步行 300 米".to_owned(),
        columns: vec![HandInColumn::plain("社区"), HandInColumn::plain("人数"), HandInColumn::percent("覆盖率")],
        rows: vec![vec![Cell::Text("=1<2".to_owned()), Cell::Number(12_345.0), Cell::Number(0.3456)]],
        totals: vec![Cell::Text("合计".to_owned()), Cell::Number(12_345.0), Cell::Empty],
    };
    HandIn {
        language: Language::Chinese,
        title: "规划".to_owned(),
        summary: vec!["新建 5 处".to_owned()],
        notices: vec!["内部使用".to_owned()],
        tables: vec![table],
        pictures: vec![Picture { title: "现状".to_owned(), ..Picture::default() }],
        inputs: vec![("记录".to_owned(), "42".to_owned())],
        hash: "ab".repeat(32),
        made_at: Utc.with_ymd_and_hms(2026, 12, 1, 8, 0, 0).single().expect("a time"),
    }
}

#[test]
fn a_page_shows_figures_as_people_read_them_and_leads_to_their_inputs() {
    let page = write_document(&hand_in(), Paper::A4);
    assert!(page.contains("<td>=1&lt;2</td><td class=\"n\">12,345</td><td class=\"n\">34.6%</td>"));
    assert!(page.contains("<a href=\"#inputs\">输入 abababababab</a>") && page.contains("id=\"inputs\""));
    assert!(page.contains("内部使用") && page.contains("size: A4 landscape"));
    assert!(!page.contains("http:") && !page.contains("https:"), "it needs nothing from elsewhere");
}

#[test]
fn only_the_time_of_making_tells_two_pages_of_one_hash_apart() {
    let first = hand_in();
    let second = HandIn { made_at: first.made_at + chrono::TimeDelta::days(1), ..first.clone() };
    let pages = [&first, &second].map(|one| write_document(one, Paper::A3));
    assert_ne!(pages[0], pages[1]);
    assert_eq!(pages[0].replace("2026-12-01 08", ""), pages[1].replace("2026-12-02 08", ""));
    assert_eq!(write_workbook(&first, Paper::A4).expect("a workbook"), write_workbook(&first, Paper::A4).expect("a workbook"));
}

#[test]
fn a_workbook_has_a_sheet_a_table_with_numbers_as_numbers() {
    let bytes = write_workbook(&hand_in(), Paper::A3).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("readable");
    assert_eq!(book.sheet_names(), ["说明", "现状评价表"]);
    let sheet = book.worksheet_range("现状评价表").expect("the sheet");
    assert_eq!(sheet.get((2, 1)), Some(&Data::String("人数".into())));
    assert_eq!(sheet.get((3, 0)), Some(&Data::String("=1<2".into())));
    assert_eq!(sheet.get((3, 2)), Some(&Data::Float(0.3456)));
    assert_eq!(sheet.get((4, 1)), Some(&Data::Float(12_345.0)));
}

#[test]
fn thousands_are_set_apart() {
    let told: Vec<String> = ["0", "999", "1000", "-1234567.5", "12.25"].into_iter().map(thousands).collect();
    assert_eq!(told, ["0", "999", "1,000", "-1,234,567.5", "12.25"]);
}
