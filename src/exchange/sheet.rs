//! How does a table of figures leave for a spreadsheet? CSV that Excel reads as UTF-8, or a workbook.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use super::armour;

/// Columns are no wider than this, in characters.
const MAX_WIDTH: usize = 60;

/// One cell of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text; never run as a formula.
    Text(String),
    /// A finite number; anything else is written as an empty cell.
    Number(f64),
    /// Nothing.
    Empty,
}

/// A table of figures. Rows have as many cells as there are headings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// What a sheet is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// UTF-8 with a byte-order mark, by which Excel knows it.
    Csv,
    /// A workbook with one sheet.
    Xlsx,
}

/// Why a sheet was not written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The CSV writer failed.
    #[error("cannot write the table as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// The CSV writer failed to finish.
    #[error("cannot write the table: {0}")]
    Output(#[from] std::io::Error),
    /// The workbook writer failed.
    #[error("cannot write the table as a workbook: {0}")]
    Xlsx(#[from] XlsxError),
}

/// Writes a sheet: in a workbook the heading row is bold and stays in sight, and columns are as wide as their longest cell.
pub fn write_sheet(sheet: &Sheet, format: SheetFormat) -> Result<Vec<u8>, SheetError> {
    match format {
        SheetFormat::Csv => csv(sheet),
        SheetFormat::Xlsx => Ok(workbook(sheet)?),
    }
}

fn csv(sheet: &Sheet) -> Result<Vec<u8>, SheetError> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(sheet.headings.iter().map(|heading| armour::on(heading).into_owned()))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => armour::on(text).into_owned(),
            _ => shown(cell),
        }))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) if number.is_finite() => number.to_string(),
        _ => String::new(),
    }
}

fn workbook(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0xE8_EEF4)).set_border_bottom(FormatBorder::Thin);
    let whole = Format::new().set_num_format("#,##0");
    let fraction = Format::new().set_num_format("#,##0.00##");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_freeze_panes(1, 0)?;
    for (column, text) in (0u16..).zip(&sheet.headings) {
        page.write_string_with_format(0, column, text, &heading)?;
        let cells = sheet.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let widest = cells.map(|cell| width(&shown(cell))).chain([width(text)]).max().unwrap_or_default();
        page.set_column_width(column, (widest.min(MAX_WIDTH) + 2) as f64)?;
    }
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => page.write_string(row, column, text)?,
                Cell::Number(number) if number.is_finite() => {
                    page.write_number_with_format(row, column, *number, if number.fract() == 0.0 { &whole } else { &fraction })?
                }
                _ => page,
            };
        }
    }
    book.save_to_buffer()
}

/// Characters as wide as a digit: a Chinese character counts two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn sample() -> Sheet {
        let row = vec![Cell::Text("=1+1".into()), Cell::Number(-1234.5), Cell::Empty];
        Sheet { headings: vec!["社区".into(), "people".into(), "owner".into()], rows: vec![row] }
    }

    #[test]
    fn a_csv_sheet_has_the_mark_that_excel_needs_and_runs_no_formula() {
        let bytes = write_sheet(&sample(), SheetFormat::Csv).expect("written");
        assert_eq!(bytes, "\u{feff}社区,people,owner\r\n'=1+1,-1234.5,\r\n".as_bytes());
    }

    #[test]
    fn a_workbook_keeps_numbers_as_numbers_and_text_as_text() {
        let bytes = write_sheet(&sample(), SheetFormat::Xlsx).expect("written");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("readable");
        assert_eq!(range.get((1, 0)), Some(&Data::String("=1+1".into())));
        assert_eq!(range.get((1, 1)), Some(&Data::Float(-1234.5)));
    }
}
