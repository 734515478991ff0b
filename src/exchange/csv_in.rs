//! Which records does this text hold? Cells may be quoted and hold line breaks.
//!
//! A record's number counts records, the first being 1: line breaks inside a cell do not count, nor do blank lines,
//! which the format does not take for records. A line of separators alone is a record and counts.

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use rayon::prelude::*;

use super::{
    Note, ReadError, Source,
    encoding::text_of,
    limits::{self, MOST_COLUMNS},
    table::{RawTable, Row},
};

const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];
const HEADING_ROWS: usize = 10;

/// Reads every record; `known` says how many headings of a record are recognised, which decides the separator.
pub(super) fn read(
    source: &Source,
    most_rows: Option<usize>,
    known: impl Fn(&mut dyn Iterator<Item = &str>) -> usize,
) -> Result<RawTable, ReadError> {
    let (text, note) = text_of(source.name, source.bytes)?;
    limits::check_text(source.name, &text, most_rows)?;
    let mut best = (0, SEPARATORS[0]);
    for separator in SEPARATORS {
        let rows = reader(&text, separator).into_records().take(HEADING_ROWS).flatten();
        let found = rows.map(|record| known(&mut record.iter())).max().unwrap_or_default();
        if found > best.0 {
            best = (found, separator);
        }
    }
    if best.0 == 0 {
        // Headings that nobody knows: the separator that the first line has most of.
        let most = |separator: &u8| text.lines().next().map_or(0, |line| line.bytes().filter(|byte| byte == separator).count());
        best.1 = SEPARATORS.into_iter().rev().max_by_key(most).unwrap_or(best.1);
    }
    let rows = records(source.name, &text, best.1)?;
    Ok(RawTable { name: source.name.into(), rows, crs: None, implied: Vec::new(), notes: note.into_iter().collect::<Vec<Note>>() })
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

fn records(file: &str, text: &str, separator: u8) -> Result<Vec<Row>, ReadError> {
    let mut records: Vec<ByteRecord> = Vec::new();
    let mut reader = reader(text, separator);
    let mut record = ByteRecord::new();
    // With rows of any length allowed, records of bytes have no errors.
    while let Ok(true) = reader.read_byte_record(&mut record) {
        if record.len() > MOST_COLUMNS {
            if record.iter().skip(MOST_COLUMNS).any(|cell| !cell.trim_ascii().is_empty()) {
                return Err(ReadError::TooManyColumns { file: file.into(), row: records.len() + 1, limit: MOST_COLUMNS });
            }
            record.truncate(MOST_COLUMNS);
        }
        records.push(record.clone());
    }
    let last_start = records.last().and_then(ByteRecord::position).map_or(0, csv::Position::line);
    let odd_quotes = !text.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2);
    if odd_quotes && reader.position().line() > last_start + 1 {
        return Err(ReadError::UnclosedQuote { file: file.into(), row: records.len() });
    }
    Ok(records
        .into_par_iter()
        .enumerate()
        .map(|(place, record)| Row { number: place + 1, cells: as_text(record), feature: None })
        .collect())
}

/// Cells of text are text: separators and quotes are ASCII, so that no character is torn.
fn as_text(record: ByteRecord) -> StringRecord {
    StringRecord::from_byte_record(record).unwrap_or_else(|error| StringRecord::from_byte_record_lossy(error.into_byte_record()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Format;

    fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, ReadError> {
        let source = Source { name: "t.csv", format: Format::Csv, bytes: text.as_bytes() };
        let table = read(&source, None, |headings| headings.filter(|heading| ["id", "name"].contains(heading)).count())?;
        Ok(table.rows.iter().map(|row| (row.number, row.cells.iter().map(str::to_string).collect())).collect())
    }

    #[test]
    fn a_line_break_in_a_cell_does_not_count_and_a_blank_line_neither() {
        let rows = rows("id,name\n1,\"two\nlines\"\n\n2,x\n").expect("readable");
        assert_eq!(rows[2], (3, vec!["2".into(), "x".into()]));
    }

    #[test]
    fn comma_tab_and_semicolon_are_told_apart_by_the_headings() {
        for text in ["id,name\n1,x", "id\tname\n1\tx", "id;name\n1;x", "一览表,说明\nid;name\n1;x"] {
            assert_eq!(rows(text).expect("readable").last().map(|row| row.1.len()), Some(2), "{text}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named() {
        let message = rows("id,name\n1,x\n2,\"y\n3,z\n4,z\n").expect_err("unclosed").to_string();
        assert!(message.contains("row 3"), "{message}");
        assert!(rows("id,name\n1,5\" pipe\n").is_ok());
    }
}
