//! How is a file to be taken where somebody says so: what its headings mean, which cells were mended on screen?
//!
//! The bytes stay as they came; what is said about them is put over them while they are read.

use std::collections::{BTreeMap, HashMap};

use super::refusal::shown;

/// What somebody says about a file; nothing by default.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// From a heading, as [`super::Opened::headings`] names it, to the code of its field; an empty code leaves the column out.
    pub mapping: BTreeMap<String, String>,
    /// From a row's number to the texts that take the place of its cells, by heading or, for a column that the file does not
    /// have, by the code of a field.
    pub mends: BTreeMap<usize, BTreeMap<String, String>>,
    /// The kind of rows that state none.
    pub default_kind: Option<String>,
    /// A file with more rows is refused.
    pub most_rows: Option<usize>,
}

/// What the headings of a file are called: as written, without personal numbers, and each by a name of its own. The second of
/// two equal ones gets ` (2)`, one without text is called by its place, `#3`.
pub(super) fn labels(headings: &[&str]) -> Vec<String> {
    let mut met: HashMap<String, usize> = HashMap::new();
    let mut name = |(place, heading): (usize, &&str)| {
        let heading = shown(heading.trim());
        if heading.is_empty() {
            return format!("#{}", place + 1);
        }
        let times = met.entry(heading.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { heading } else { format!("{heading} ({times})") }
    };
    headings.iter().enumerate().map(&mut name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_has_a_name_of_its_own() {
        assert_eq!(labels(&["电话", "", " 电话 ", "13800138000"]), ["电话", "#2", "电话 (2)", "138********"]);
    }
}
