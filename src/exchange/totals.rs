//! How many people does a file say live in a division as a whole? Totals by division, to be spread over its ground.
//!
//! A column counts a group, or gives its share of the population: `share_elderly`, `老年人占比`. Where a division lies and which one a
//! name means is the registry's to know.

use std::{borrow::Cow, collections::BTreeMap};

use crate::domain::{division::DivisionCode, kind::Catalogue};

use super::{
    Format, Note, ReadError, Reading, Records, Shape, Source, ToldOfFigures, cell,
    demand::{Counted, count, counted_columns, group_of},
    headings::{Layout, in_brackets, without_brackets},
    row::RowReader,
    run::read_rows,
    spellings::Field,
    table::Table,
};

const LAYOUT: Layout = Layout {
    fields: &[
        Field::Id,
        Field::Code,
        Field::Division,
        Field::Name,
        Field::DivisionName,
        Field::Lon,
        Field::Lat,
        Field::X,
        Field::Y,
        Field::Population,
        Field::Level,
        Field::Year,
        Field::Definition,
        Field::Source,
        Field::Notice,
    ],
    needed: &[&[Field::Code, Field::Division, Field::Name, Field::DivisionName]],
};

/// What is written before or behind a group whose share a column gives.
const BEFORE: [&str; 3] = ["share_", "share of ", "pct_"];
const BEHIND: [&str; 8] = ["占总人口比例", "占比", "比例", "比重", "_share", " share", "_pct", "_percent"];

/// The totals of one division.
#[derive(Debug, Clone, PartialEq)]
pub struct DivisionTotal {
    /// Its code, as given or its successor's.
    pub code: Option<DivisionCode>,
    /// Its name, as written.
    pub name: String,
    /// One count for each group, in their order.
    pub counts: Box<[f64]>,
}

/// What a file of totals comes to.
#[derive(Debug, PartialEq)]
pub struct DivisionTotals {
    /// Codes of the groups; `population` first when everyone is counted.
    pub groups: Vec<String>,
    /// The good rows.
    pub records: Records<DivisionTotal>,
    /// What the file says about its figures.
    pub told: ToldOfFigures,
    /// The heading that names the division, for messages.
    pub heading: String,
}

/// A column that gives the share of a group.
struct Share {
    group: String,
    place: usize,
    heading: String,
    /// Whether its numbers are per cent.
    percent: bool,
}

/// Whether a table gives totals of divisions: it names divisions, and has neither ids of its own nor coordinates.
pub fn holds_totals(source: &Source) -> bool {
    if !matches!(source.format, Format::Csv | Format::Xlsx) {
        return false;
    }
    let Ok(table) = Table::shaped(source, &LAYOUT, &Shape::default()) else { return false };
    let has = |field| table.columns.place(field).is_some();
    let places = [Field::Lon, Field::Lat, Field::X, Field::Y, Field::Id];
    table.missing.is_empty() && !places.into_iter().any(has)
}

/// Reads totals of divisions.
///
/// A share needs the column of everybody beside it; the group's total is then the share of the population, rounded to whole people
/// where the population is whole. More people of a group than people in all are refused.
pub fn read_totals(source: &Source, reading: &Reading) -> Result<DivisionTotals, ReadError> {
    if !matches!(source.format, Format::Csv | Format::Xlsx) {
        return Err(ReadError::WrongFormat {
            file: source.name.into(),
            found: "no table",
            expected: "totals of divisions are spread from .csv or .xlsx; their boundaries are the registry's",
        });
    }
    let mut table = Table::open(source, &LAYOUT)?;
    let shares = share_columns(&table, reading.catalogue);
    let counted = counted_columns(&table, reading.catalogue)?;
    let everybody = table.columns.place(Field::Population).map(|_| 0);
    let mut groups: Vec<String> = counted.iter().map(|column| column.group.clone()).collect();
    for share in &shares {
        if groups.contains(&share.group) {
            let counts = counted.iter().map(|column| (&column.group, &column.heading));
            let mut all = counts.chain(shares.iter().map(|share| (&share.group, &share.heading)));
            let first = all.find(|(group, _)| **group == share.group).map(|(_, heading)| heading.clone()).unwrap_or_default();
            let (file, row) = (table.name.clone(), table.heading_row);
            return Err(ReadError::DuplicateHeading { file, row, field: share.group.clone(), first, second: share.heading.clone() });
        }
        groups.push(share.group.clone());
    }
    if let (Some(share), None) = (shares.first(), everybody) {
        let missing = format!("population, of which {:?} is a share", share.heading);
        let found = table.own_headings().map(super::refusal::shown).collect::<Vec<_>>().join(", ");
        return Err(ReadError::MissingHeading { file: table.name.clone(), row: table.heading_row, missing, found });
    }
    let (told, notes) = ToldOfFigures::of(&table);
    let kept: Vec<usize> = counted.iter().map(|one| one.place).chain(shares.iter().map(|one| one.place)).collect();
    table.note_unknown(&kept);
    let id = id_of(&table);
    let reader = TotalReader { counted: &counted, shares: &shares, everybody, reading, id };
    let records = read_rows(&table, reading, id, key, |row| reader.total(row));
    let notes = table.notes.iter().cloned().chain(notes).collect();
    Ok(DivisionTotals { groups, heading: table.heading(id).to_owned(), records: records.told_before(notes), told })
}

/// The column by which divisions are told apart.
fn id_of(table: &Table) -> Field {
    let there = |field: &Field| table.columns.place(*field).is_some();
    [Field::Code, Field::Division].into_iter().find(there).unwrap_or(Field::Name)
}

/// Rows are the same when their codes are, however many zeros are written.
fn key(text: &str) -> Cow<'_, str> {
    DivisionCode::parse(text).map_or(Cow::Borrowed(text), |code| Cow::Owned(code.to_string()))
}

fn share_columns(table: &Table, catalogue: &Catalogue) -> Vec<Share> {
    let mut found: BTreeMap<usize, Share> = BTreeMap::new();
    for &place in &table.unknown {
        let heading = table.headings[place].trim();
        let bare = without_brackets(heading);
        let lower = bare.trim().to_lowercase();
        let before = BEFORE.iter().find_map(|word| lower.strip_prefix(word));
        let Some(group) = before.or_else(|| BEHIND.iter().find_map(|word| lower.strip_suffix(word))) else { continue };
        let Some(group) = group_of(group.trim(), catalogue) else { continue };
        let hint = in_brackets(heading).unwrap_or_default();
        let percent = hint.contains('%') || hint.contains("百分") || lower.contains("pct") || lower.contains("percent");
        found.insert(place, Share { group, place, heading: heading.to_owned(), percent });
    }
    found.into_values().collect()
}

struct TotalReader<'a> {
    counted: &'a [Counted],
    shares: &'a [Share],
    everybody: Option<usize>,
    reading: &'a Reading<'a>,
    id: Field,
}

impl TotalReader<'_> {
    fn total(&self, row: &mut RowReader) -> Option<DivisionTotal> {
        let code = if self.id == Field::Name { None } else { row.division(self.id, self.reading.successors) };
        let name = row.raw(Field::Name).to_owned();
        if code.is_none() && name.is_empty() {
            row.refuse(self.id, "the division is missing", "a division code such as 610102 or 610102001001, or the division's name");
        }
        let mut counts = self.counted.iter().map(|column| count(row, column)).collect::<Vec<_>>();
        let people = self.everybody.and_then(|place| counts[place]);
        for share in self.shares {
            let part = self.share(row, share);
            counts.push(people.zip(part).map(|(people, part)| if people.fract() == 0.0 { (people * part).round() } else { people * part }));
        }
        let counts = counts.into_iter().collect::<Option<Vec<f64>>>()?;
        for (column, count) in self.counted.iter().zip(&counts).filter(|(_, count)| people.is_some_and(|people| **count > people)) {
            let text = row.row.cell(column.place);
            row.refuse_column(&column.heading, text, format!("{count} is more than the division's people"), "no more than its population");
        }
        Some(DivisionTotal { code, name, counts: counts.into_boxed_slice() })
    }

    /// A share from 0 to 1.
    fn share(&self, row: &mut RowReader, share: &Share) -> Option<f64> {
        let text = row.row.cell(share.place);
        let (bare, percent) = match text.strip_suffix(['%', '％']) {
            Some(bare) => (bare.trim_end(), true),
            None => (text, share.percent),
        };
        let number = cell::decimal(bare).map(|number| if percent { number / 100.0 } else { number });
        let taken = number.filter(|number| (0.0..=1.0).contains(number));
        if taken.is_none() {
            let reason = if text.is_empty() { "the share is missing: nobody knows whether that means 0" } else { "this is no share" };
            let expected = "0 to 1 such as 0.2153, or per cent with the sign such as 21.53% (or % in the heading)";
            row.refuse_column(&share.heading, text, reason, expected);
        }
        taken
    }
}

impl DivisionTotals {
    /// Which of the groups counts everybody.
    pub fn everybody(&self) -> Option<usize> {
        self.groups.iter().position(|group| group == crate::domain::kind::POPULATION)
    }

    /// Notes of the file and its rows.
    pub fn notes(&self) -> &[Note] {
        &self.records.notes
    }
}
