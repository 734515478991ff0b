//! How is a hand-in written as a workbook? A sheet for each table, and a first one that says what it is made from.

use chrono::{Datelike, Timelike};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Cell, HandIn, HandInColumn, HandInTable, Paper, shown};
use crate::exchange::sheet::width;

/// Columns are no wider than this, in characters.
const MAX_WIDTH: usize = 44;
/// Where the headings of a table stand: below its name and its note.
const HEADING_ROW: u32 = 2;

/// How cells look.
struct Styles {
    title: Format,
    note: Format,
    heading: Format,
    text: Format,
    total: Format,
}

impl Styles {
    fn new() -> Styles {
        let boxed = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xB8_C4CE)).set_align(FormatAlign::Top);
        Styles {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_font_color(Color::RGB(0x50_5A64)).set_text_wrap().set_align(FormatAlign::Top),
            heading: boxed.clone().set_bold().set_background_color(Color::RGB(0xE8_EEF4)).set_text_wrap(),
            text: boxed.clone().set_text_wrap(),
            total: boxed.set_bold().set_background_color(Color::RGB(0xF4_F6F8)),
        }
    }

    /// The look of a number of a column.
    fn number(&self, column: &HandInColumn, total: bool) -> Format {
        let decimals = match column.decimals {
            0 => String::new(),
            places => format!(".{}", "0".repeat(places.into())),
        };
        let pattern = if column.percent { format!("0{decimals}%") } else { format!("#,##0{decimals}") };
        if total { self.total.clone() } else { self.text.clone() }.set_num_format(pattern).set_align(FormatAlign::Right)
    }
}

/// The bytes of the workbook; but for the time of making the same for the same hand-in.
pub fn write_workbook(hand_in: &HandIn, paper: Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(&hand_in.title).set_comment(hand_in.hash.as_str());
    let at = hand_in.made_at.naive_utc();
    if let Ok(year) = u16::try_from(at.year()) {
        let day = ExcelDateTime::from_ymd(year, at.month() as u8, at.day() as u8)?;
        properties = properties.set_creation_datetime(&day.and_hms(at.hour() as u16, at.minute() as u8, f64::from(at.second()))?);
    }
    book.set_properties(&properties);
    let styles = Styles::new();
    about(book.add_worksheet().set_name(hand_in.language.pick("说明", "About"))?, hand_in, (&styles, paper))?;
    for table in &hand_in.tables {
        sheet(book.add_worksheet().set_name(&table.name)?, table, hand_in, (&styles, paper))?;
    }
    book.save_to_buffer()
}

/// The number by which spreadsheets know a paper.
fn number_of(paper: Paper) -> u8 {
    match paper {
        Paper::A4 => 9,
        Paper::A3 => 8,
    }
}

fn about(page: &mut Worksheet, hand_in: &HandIn, (styles, paper): (&Styles, Paper)) -> Result<(), XlsxError> {
    page.set_column_width(0, 28)?.set_column_width(1, 90)?.set_landscape().set_paper_size(number_of(paper));
    page.write_string_with_format(0, 0, &hand_in.title, &styles.title)?;
    let mut row = 2;
    for sentence in hand_in.summary.iter().chain(&hand_in.notices) {
        page.merge_range(row, 0, row, 1, sentence, &styles.note)?;
        page.set_row_height(row, 15.0 * (1 + width(sentence) / 110) as f64)?;
        row += 1;
    }
    row += 1;
    let made = (hand_in.language.pick("制作时间", "Made at").to_owned(), hand_in.made_at.format("%Y-%m-%d %H:%M:%S UTC").to_string());
    let hash = (hand_in.language.pick("输入哈希 SHA-256", "Hash of the inputs, SHA-256").to_owned(), hand_in.hash.clone());
    for (item, content) in hand_in.inputs.iter().chain([&hash, &made]) {
        page.write_string_with_format(row, 0, item, &styles.heading)?.write_string_with_format(row, 1, content, &styles.text)?;
        row += 1;
    }
    Ok(())
}

fn sheet(page: &mut Worksheet, table: &HandInTable, hand_in: &HandIn, (styles, paper): (&Styles, Paper)) -> Result<(), XlsxError> {
    let last = table.columns.len().saturating_sub(1) as u16;
    page.set_landscape().set_paper_size(number_of(paper)).set_print_fit_to_pages(1, 0).set_repeat_rows(0, HEADING_ROW)?;
    page.set_header(format!("&L{}&R{}", table.name, hand_in.notices.join("  "))).set_footer("&C&P / &N");
    page.set_freeze_panes(HEADING_ROW + 1, 0)?;
    page.write_string_with_format(0, 0, &table.name, &styles.title)?;
    let link = hand_in.language.pick("输入", "Inputs");
    let note = format!("{} {link}: {}", table.note, hand_in.hash);
    if last > 0 {
        page.merge_range(1, 0, 1, last, &note, &styles.note)?;
    } else {
        page.write_string_with_format(1, 0, &note, &styles.note)?;
    }
    page.set_row_height(1, 32)?;
    for (place, column) in (0u16..).zip(&table.columns) {
        page.write_string_with_format(HEADING_ROW, place, &column.heading, &styles.heading)?;
        let cells = table.rows.iter().chain([&table.totals]).filter_map(|row| row.get(usize::from(place)));
        let widest = cells.map(|cell| width(&shown(cell, column))).chain([width(&column.heading).min(14)]).max().unwrap_or_default();
        page.set_column_width(place, (widest.min(MAX_WIDTH) + 2) as f64)?;
    }
    let totals = (!table.totals.is_empty()).then_some((&table.totals, true));
    for (row, (cells, total)) in (HEADING_ROW + 1..).zip(table.rows.iter().map(|row| (row, false)).chain(totals)) {
        let look = if total { &styles.total } else { &styles.text };
        for ((place, cell), column) in (0u16..).zip(cells).zip(&table.columns) {
            match cell {
                Cell::Number(number) if number.is_finite() => {
                    page.write_number_with_format(row, place, *number + 0.0, &styles.number(column, total))?
                }
                Cell::Text(text) => page.write_string_with_format(row, place, text, look)?,
                _ => page.write_blank(row, place, look)?,
            };
        }
    }
    Ok(())
}
