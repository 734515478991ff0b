//! Workbooks as people make them.

use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};

use super::*;
use crate::exchange::Note;

fn xlsx(bytes: &[u8]) -> Source<'_> {
    Source { name: "t.xlsx", format: Format::Xlsx, bytes }
}

fn read_book(mut book: Workbook) -> Result<Records<Facility>, ReadError> {
    let bytes = book.save_to_buffer().expect("a workbook");
    with_reading(Some(Datum::Wgs84), |reading| read_facilities(&xlsx(&bytes), reading))
}

#[test]
fn a_messy_workbook_is_read_with_the_sheets_row_numbers() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").expect("a name").write_string(0, 0, "填表说明").expect("a cell");
    let sheet = book.add_worksheet();
    sheet.set_name("设施").expect("a name");
    sheet.merge_range(0, 0, 0, 6, "2023年设施一览表", &Style::new()).expect("a title");
    for (column, heading) in (0u16..).zip(["*编号", "设施名称", "设施类型", "经度(°)", "纬度(°)", "床位（张）", "启用日期"])
    {
        sheet.write_string(2, column, heading).expect("a heading");
    }
    let date = Style::new().set_num_format("yyyy-mm-dd");
    for (row, id) in [(3u32, 101.0), (5, 102.0)] {
        sheet.write_number(row, 0, id).expect("a cell");
        sheet.write_string(row, 1, "甲").expect("a cell");
        sheet.write_string(row, 2, "日间照料").expect("a cell");
        sheet.write_number(row, 3, 108.94).expect("a cell");
        sheet.write_string(row, 4, "34.26").expect("a cell");
        sheet.write_number(row, 5, 30.0).expect("a cell");
        sheet.write_datetime_with_format(row, 6, ExcelDateTime::from_ymd(2023, 2, 1).expect("a day"), &date).expect("a cell");
    }
    sheet.write_number(5, 6, 44_958.0).expect("a cell");
    sheet.write_string(6, 0, "60750101.0").expect("a cell");
    sheet.write_formula(6, 5, Formula::new("=1/0").set_result("#DIV/0!")).expect("a cell");
    let records = read_book(book).expect("readable");
    assert_eq!(
        records.records.iter().map(|(row, f)| (*row, f.id.as_str(), f.capacity)).collect::<Vec<_>>(),
        [(4, "101", Some(30)), (6, "102", Some(30))]
    );
    for (_, facility) in &records.records {
        assert_eq!(facility.opened_on.map(|day| day.to_string()).as_deref(), Some("2023-02-01"));
    }
    assert!(records.refused.iter().all(|refusal| refusal.row == 7), "{:?}", records.refused);
    assert!(records.refused.iter().any(|refusal| refusal.column == "床位（张）" && refusal.value == "#DIV/0!"), "{:?}", records.refused);
    assert_eq!(
        records.notes,
        [Note::SheetChosen { sheet: "t.xlsx [设施]".into(), others: vec!["t.xlsx [说明]".into()] }, Note::HeadingRow { row: 3 }]
    );
}

#[test]
fn a_workbook_without_the_headings_and_one_that_is_none_are_refused() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "编号").expect("a cell");
    let message = read_book(book).expect_err("no headings").to_string();
    assert!(message.contains("kind (accepted") && message.contains("Sheet1"), "{message}");
    assert!(matches!(read_book(Workbook::new()), Err(ReadError::Empty { .. })));
    let broken = with_reading(None, |reading| read_facilities(&xlsx(b"PK\x03\x04 no workbook"), reading));
    assert!(matches!(broken, Err(ReadError::Xlsx { .. })));
}

#[test]
fn a_stray_cell_at_the_far_corner_costs_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, cell)) in (0u16..).zip([("id", "a"), ("name", "a"), ("kind", "day-care"), ("lon", "108.94"), ("lat", "34.26")]) {
        sheet.write_string(0, column, heading).expect("a cell");
        sheet.write_string(1, column, cell).expect("a cell");
    }
    sheet.write_string(1_048_575, 16_383, "x").expect("a cell");
    assert_eq!(read_book(book).expect("readable").records.len(), 1);
}
