//! Tables: for people with columns padded to the width that text takes on a terminal, for machines as CSV.

use super::Failure;

/// Rows under a heading, as lines.
pub fn lines(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = headings.iter().map(|heading| width(heading)).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    let mut text = String::new();
    let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    for row in std::iter::once(&headings).chain(rows) {
        let mut line = String::new();
        for (cell, widest) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', widest - width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The same rows for machines.
pub fn csv_text(headings: &[&str], rows: &[Vec<String>]) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Failure::Other(error.to_string());
    writer.write_record(headings).map_err(failed)?;
    rows.iter().try_for_each(|row| writer.write_record(row)).map_err(failed)?;
    let bytes = writer.into_inner().map_err(|error| Failure::Other(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Failure::Other(error.to_string()))
}

/// Columns on a terminal: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' && !matches!(c, '\u{2000}'..='\u{206f}') { 2 } else { 1 }).sum()
}

/// A share as people read it.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_columns_line_up() {
        let rows = [vec!["社区".to_owned(), "1".to_owned()], vec!["ab".to_owned(), "22".to_owned()]];
        assert_eq!(lines(&["name", "n"], &rows), "name  n\n社区  1\nab    22\n");
    }
}
