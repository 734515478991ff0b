//! How much may one file hold? Files that would fill the memory are refused before they do.

use std::io::{Cursor, Read};

use super::ReadError;

/// More columns than any list has; empty cells beyond are left out.
pub(super) const MOST_COLUMNS: usize = 512;
/// Separators in one line of text beyond which it is no table: lines of a spreadsheet at its widest have 16,383.
const MOST_SEPARATORS: usize = 100_000;
/// Bytes of a workbook's parts when they are unpacked.
const MOST_UNPACKED: u64 = 512 << 20;
/// Parts of a workbook.
const MOST_PARTS: usize = 10_000;
/// Bytes of text, and cells, of a workbook's sheets: a short text of the file may stand in a million cells.
pub(super) const MOST_TEXT: usize = 256 << 20;
pub(super) const MOST_CELLS: usize = 32 << 20;

/// Refuses a text with too many columns or lines, before it is taken apart.
pub(super) fn check_text(file: &str, text: &str, most_rows: Option<usize>) -> Result<(), ReadError> {
    let mut lines = 0;
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        lines += 1;
        let most = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
        if line.len() > MOST_SEPARATORS && [b',', b'\t', b';'].into_iter().map(most).any(|count| count > MOST_SEPARATORS) {
            return Err(ReadError::TooManyColumns { file: file.into(), row: lines, limit: MOST_COLUMNS });
        }
    }
    check_rows(file, lines, most_rows)
}

/// Refuses a file with too many rows, its headings among them.
pub(super) fn check_rows(file: &str, rows: usize, most_rows: Option<usize>) -> Result<(), ReadError> {
    match most_rows {
        Some(limit) if rows > limit + 1 => Err(ReadError::TooManyRows { file: file.into(), limit }),
        _ => Ok(()),
    }
}

/// Refuses a workbook that is a bomb: small as a file, and without end when it is unpacked. Its parts are unpacked once for
/// it and kept nowhere, since what a zip says about their length may be a lie.
pub(super) fn check_workbook(file: &str, bytes: &[u8]) -> Result<(), ReadError> {
    let broken = |reason: String| ReadError::Xlsx { file: file.into(), reason };
    let too_large = || ReadError::TooLarge { file: file.into(), limit_mb: MOST_UNPACKED >> 20 };
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    if parts.len() > MOST_PARTS {
        return Err(broken(format!("it has {} parts", parts.len())));
    }
    let mut left = MOST_UNPACKED;
    for place in 0..parts.len() {
        let mut part = parts.by_index(place).map_err(|error| broken(error.to_string()))?;
        if part.size() > left {
            return Err(too_large());
        }
        let read = std::io::copy(&mut part.by_ref().take(left + 1), &mut std::io::sink());
        left = left.checked_sub(read.map_err(|error| broken(error.to_string()))?).ok_or_else(too_large)?;
    }
    Ok(())
}
