//! Which rows do a workbook's sheets hold? Every cell becomes the text that a person means by it.

use std::{collections::HashMap, io::Cursor, panic::AssertUnwindSafe};

use calamine::{Data, ExcelDateTime, Reader, Xlsx, XlsxError};
use csv::StringRecord;

use super::{
    ReadError, Source,
    cell::NO_RESULT,
    limits::{self, MOST_CELLS, MOST_COLUMNS, MOST_TEXT},
    table::{RawTable, Row},
};

/// Cells right of this column are not read: nobody has so many fields, and a stray cell at the edge costs no memory.
const MAX_COLUMNS: u32 = MOST_COLUMNS as u32;

/// Why a workbook is not read.
enum Trouble {
    /// It is broken.
    Broken(XlsxError),
    /// It holds too much.
    Refused(ReadError),
}

impl From<XlsxError> for Trouble {
    fn from(error: XlsxError) -> Self {
        Trouble::Broken(error)
    }
}

/// Reads every sheet that holds something; row numbers are the sheet's own.
pub(super) fn read(source: &Source, most_rows: Option<usize>) -> Result<Vec<RawTable>, ReadError> {
    limits::check_workbook(source.name, source.bytes)?;
    // The library expects some parts of a workbook to be well-formed and panics when they are not.
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| sheets(source, most_rows)));
    let broken = |reason: String| ReadError::Xlsx { file: source.name.into(), reason };
    let tables = read.map_err(|_| broken("its parts are inconsistent".into()))?.map_err(|trouble| match trouble {
        Trouble::Broken(error) => broken(error.to_string()),
        Trouble::Refused(error) => error,
    })?;
    if tables.is_empty() {
        return Ok(vec![RawTable { name: source.name.into(), rows: Vec::new(), crs: None, implied: Vec::new(), notes: Vec::new() }]);
    }
    Ok(tables)
}

fn sheets(source: &Source, most_rows: Option<usize>) -> Result<Vec<RawTable>, Trouble> {
    let too_large = || Trouble::Refused(ReadError::TooLarge { file: source.name.into(), limit_mb: (MOST_TEXT >> 20) as u64 });
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(source.bytes))?;
    let (mut tables, mut bytes, mut cells_in_all) = (Vec::new(), 0, 0);
    for sheet in book.sheet_names() {
        let formulas = formulas(&mut book, &sheet);
        // A chart sheet has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        let mut rows: Vec<Row> = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        let mut current = None;
        while let Some(cell) = cells.next_cell()? {
            let (row, column) = cell.get_position();
            if current != Some(row) {
                cells_in_all += texts.len();
                flush(&mut rows, current, &mut texts, &formulas);
                limits::check_rows(source.name, rows.len(), most_rows).map_err(Trouble::Refused)?;
                current = Some(row);
            }
            if column < MAX_COLUMNS {
                let column = column as usize;
                if texts.len() <= column {
                    texts.resize(column + 1, String::new());
                }
                texts[column] = text(cell.get_value().clone().into());
                bytes += texts[column].len();
            }
            if bytes > MOST_TEXT || cells_in_all > MOST_CELLS {
                return Err(too_large());
            }
        }
        flush(&mut rows, current, &mut texts, &formulas);
        if !rows.is_empty() {
            tables.push(RawTable { name: format!("{} [{sheet}]", source.name), rows, crs: None, implied: Vec::new(), notes: Vec::new() });
        }
    }
    Ok(tables)
}

/// The columns of a row that hold formulas.
type Formulas = HashMap<u32, Vec<usize>>;

/// Where a sheet holds formulas. One that was never worked out has no value, and must not be taken for an empty cell.
fn formulas(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Formulas {
    let mut found = Formulas::new();
    if let Ok(mut cells) = book.worksheet_cells_reader(sheet) {
        // What cannot be read as a formula is read, and refused, as a value.
        while let Ok(Some(cell)) = cells.next_formula() {
            let (row, column) = cell.get_position();
            if !cell.get_value().is_empty() && column < MAX_COLUMNS {
                found.entry(row).or_default().push(column as usize);
            }
        }
    }
    found
}

fn flush(rows: &mut Vec<Row>, current: Option<u32>, texts: &mut Vec<String>, formulas: &Formulas) {
    for &column in current.and_then(|row| formulas.get(&row)).into_iter().flatten() {
        texts.resize(texts.len().max(column + 1), String::new());
        if texts[column].is_empty() {
            texts[column] = NO_RESULT.to_owned();
        }
    }
    if let Some(row) = current
        && texts.iter().any(|text| !text.trim().is_empty())
    {
        rows.push(Row { number: row as usize + 1, cells: StringRecord::from(std::mem::take(texts)), feature: None });
    }
    texts.clear();
}

/// A cell as text: whole numbers without `.0`, dates as `2023-02-01`, errors as the spreadsheet shows them.
fn text(cell: Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(date) => date_text(date),
        Data::Error(error) => error.to_string(),
    }
}

fn date_text(date: ExcelDateTime) -> String {
    if !date.is_datetime() || date.as_f64() < 1.0 {
        return date.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}
