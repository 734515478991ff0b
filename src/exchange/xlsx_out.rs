//! How do records leave as a workbook? A sheet of records that the readers read back, and a sheet 说明 about itself.

use std::io::Write;

use chrono::{Datelike, NaiveDate, Timelike};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{
    Content, ExportStamp, armour,
    write::{Value, WriteError},
};

/// The sheet about the export.
const ABOUT: &str = "说明";
/// Columns are no wider than this, in characters.
const MAX_WIDTH: usize = 40;
/// Before this year spreadsheets do not agree on what a day's number is.
const FIRST_YEAR: i32 = 1901;

/// How cells look.
struct Styles {
    heading: Format,
    date: Format,
    /// For a text that would become a formula once somebody edits its cell.
    quoted: Format,
    wrapped: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            heading: Format::new().set_bold().set_background_color(Color::RGB(0xE8_EEF4)).set_border_bottom(FormatBorder::Thin),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            quoted: Format::new().set_quote_prefix(),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// Writes an export. The same records and stamp make the same bytes.
pub(super) fn write(out: &mut dyn Write, content: &Content, stamp: &ExportStamp) -> Result<(), WriteError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(stamp.title()).set_comment(stamp.notice());
    if let Some(date) = moment(stamp) {
        properties = properties.set_creation_datetime(&date);
    }
    book.set_properties(&properties);
    let styles = Styles::new();
    records(book.add_worksheet().set_name(stamp.title_zh)?, content, stamp, &styles)?;
    about(book.add_worksheet().set_name(ABOUT)?, content, stamp, &styles)?;
    out.write_all(&book.save_to_buffer()?)?;
    out.flush()?;
    Ok(())
}

fn records(page: &mut Worksheet, content: &Content, stamp: &ExportStamp, styles: &Styles) -> Result<(), XlsxError> {
    let columns = content.columns();
    let mut widths: Vec<usize> = columns.iter().map(|column| width(column.name)).collect();
    page.set_freeze_panes(1, 0)?;
    for (place, column) in (0u16..).zip(&columns) {
        page.write_string_with_format(0, place, column.name, &styles.heading)?;
    }
    let notice = stamp.notice();
    let mut row = 0;
    for record in content.records() {
        row += 1;
        let notice = Value::Text(notice.as_str().into());
        for (place, value) in (0u16..).zip(record.values.iter().chain([&notice])) {
            cell(page, (row, place), value, styles)?;
            let widest = &mut widths[usize::from(place)];
            *widest = (*widest).max(width(&value.text()));
        }
    }
    page.autofilter(0, 0, row, (columns.len() - 1) as u16)?;
    for (place, widest) in (0u16..).zip(widths) {
        page.set_column_width(place, (widest.min(MAX_WIDTH) + 2) as f64)?;
    }
    Ok(())
}

fn cell(page: &mut Worksheet, (row, place): (u32, u16), value: &Value, styles: &Styles) -> Result<(), XlsxError> {
    let text = value.text();
    match value {
        Value::Empty => page,
        Value::Number(number) | Value::Degrees(number) => page.write_number(row, place, *number)?,
        Value::Date(day) => match excel_day(*day) {
            Some(date) => page.write_datetime_with_format(row, place, &date, &styles.date)?,
            None => page.write_string(row, place, text)?,
        },
        Value::Text(_) | Value::Id(_) if armour::is_formula(&text) => page.write_string_with_format(row, place, text, &styles.quoted)?,
        Value::Text(_) | Value::Id(_) => page.write_string(row, place, armour::in_workbook(&text))?,
    };
    Ok(())
}

/// Item and content, then what the columns mean.
fn about(page: &mut Worksheet, content: &Content, stamp: &ExportStamp, styles: &Styles) -> Result<(), XlsxError> {
    page.set_freeze_panes(1, 0)?.set_column_width(0, 28)?.set_column_width(1, 90)?;
    page.write_string_with_format(0, 0, "项目 Item", &styles.heading)?.write_string_with_format(0, 1, "内容 Content", &styles.heading)?;
    let columns = content.columns().into_iter().map(|column| (column.name.to_owned(), format!("{}; {}", column.zh, column.en)));
    let lines =
        stamp.about(content.len(), content.placed()).into_iter().chain([("列 Column".into(), "含义 Meaning".into())]).chain(columns);
    for (row, (item, content)) in (1u32..).zip(lines) {
        page.write_string_with_format(row, 0, item, &styles.wrapped)?.write_string_with_format(row, 1, content, &styles.wrapped)?;
    }
    Ok(())
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|_| day.year() >= FIRST_YEAR)?;
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}

fn moment(stamp: &ExportStamp) -> Option<ExcelDateTime> {
    let (day, time) = (stamp.data_as_of.date_naive(), stamp.data_as_of.time());
    excel_day(day)?.and_hms(time.hour() as u16, time.minute() as u8, f64::from(time.second())).ok()
}

/// Characters as wide as a digit: a Chinese character counts two; of a text of several lines the longest counts.
fn width(text: &str) -> usize {
    text.lines().map(|line| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()).max().unwrap_or_default()
}
