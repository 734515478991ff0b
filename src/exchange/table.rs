//! What are the rows of this file? The same table whether it came as CSV, workbook or GeoJSON.

use std::collections::BTreeMap;

use crate::domain::datum::Datum;

use super::{
    Format, Note, ReadError, Source, armour, csv_in, geojson_in,
    headings::{Columns, Layout, Recognised, Words, describe, in_brackets},
    refusal::shown,
    shape::{Shape, labels},
    spellings::Field,
    xlsx_in,
};

/// Headings are looked for in this many rows.
const HEADING_ROWS: usize = 10;

/// What a GeoJSON feature has beside its properties.
#[derive(Debug)]
pub(super) struct Feature {
    /// Its `id` member as text; empty when there is none.
    pub id: String,
    /// Its geometry, nothing, or what is wrong with it.
    pub geometry: Result<Option<geojson::Geometry>, String>,
}

/// One record of a file.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number with the heading as 1; in a workbook the sheet's own.
    pub number: usize,
    /// Its cells.
    pub cells: csv::StringRecord,
    /// Set on GeoJSON only.
    pub feature: Option<Box<Feature>>,
}

impl Row {
    /// A cell's text, trimmed and without a table's armour; empty where the row is too short.
    pub fn cell(&self, place: usize) -> &str {
        let text = self.as_written(place);
        if self.feature.is_none() { armour::off(text) } else { text }
    }

    /// A cell's text, trimmed.
    pub fn as_written(&self, place: usize) -> &str {
        self.cells.get(place).unwrap_or_default().trim()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.feature.is_none() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Rows before anybody knows which of them holds the headings.
pub(super) struct RawTable {
    /// What messages call it: the file, with the sheet where there are several.
    pub name: String,
    /// The rows, wholly empty ones included or not.
    pub rows: Vec<Row>,
    /// What a GeoJSON file states as its datum.
    pub crs: Option<Datum>,
    /// Fields that need no heading: a GeoJSON feature's id and position.
    pub implied: Vec<Field>,
    /// What was noticed while reading.
    pub notes: Vec<Note>,
}

/// Rows below recognised headings.
pub(super) struct Table {
    /// What messages call it.
    pub name: String,
    /// Which row holds the headings.
    pub heading_row: usize,
    /// The headings as written, and behind them the columns that mends have added.
    pub headings: Vec<String>,
    /// What the headings are called, each by a name of its own.
    pub labels: Vec<String>,
    /// How many columns the file itself has.
    pub own_columns: usize,
    /// Where the fields are.
    pub columns: Columns,
    /// Places of headings that mean nothing here.
    pub unknown: Vec<usize>,
    /// Meanings that somebody gave to headings and that are no field's.
    pub given: BTreeMap<usize, String>,
    /// The data rows; wholly empty ones are left out.
    pub rows: Vec<Row>,
    /// Cells that were mended on screen, by row and heading.
    pub mends: BTreeMap<usize, BTreeMap<String, String>>,
    /// The kind of rows that state none.
    pub default_kind: Option<String>,
    /// What the file states as the datum of all its coordinates, and where.
    pub stated: Option<(Datum, &'static str)>,
    /// Whether a row may be ragged: in text only.
    pub may_be_ragged: bool,
    /// What was noticed while reading.
    pub notes: Vec<Note>,
    /// Fields without which new records cannot be made, and which have no heading; of each inner list one will do.
    pub missing: Vec<&'static [Field]>,
    /// The first field that two headings claim, with their places.
    pub clash: Option<(Field, usize, usize)>,
}

impl Table {
    /// Reads a file whose headings must all be there.
    pub fn open(source: &Source, layout: &Layout) -> Result<Table, ReadError> {
        let table = Table::shaped(source, layout, &Shape::default())?;
        table.whole().map_or(Ok(table), Err)
    }

    /// Reads a file and finds its headings, also when some are missing.
    ///
    /// 1. Bytes to rows, by the format; text is tried with comma, tab and semicolon.
    /// 2. The heading row is the first of the first ten with every needed heading, of the first sheet that has one.
    /// 3. Without one, it is the row with the most known headings.
    /// 4. What was mended on screen takes the place of the cells.
    pub fn shaped(source: &Source, layout: &Layout, shape: &Shape) -> Result<Table, ReadError> {
        let words = Words::of(layout, shape);
        let tables = match source.format {
            Format::Csv => vec![csv_in::read(source, shape.most_rows, |headings| words.recognise(headings).found)?],
            Format::Xlsx => xlsx_in::read(source, shape.most_rows)?,
            Format::GeoJson => vec![geojson_in::read(source, shape.most_rows)?],
            Format::Zip => {
                let expected = "unpack it, or import it as an HSDS package";
                return Err(ReadError::WrongFormat { file: source.name.into(), found: "a zip", expected });
            }
            Format::Tiff => {
                let expected = "a grid holds people only; import demand takes it, on the command line";
                return Err(ReadError::WrongFormat { file: source.name.into(), found: "a GeoTIFF", expected });
            }
        };
        let mut best: Option<(usize, usize, Recognised)> = None;
        'sheets: for (sheet, table) in tables.iter().enumerate() {
            for (place, row) in
                table.rows.iter().enumerate().filter(|(_, row)| !row.is_empty() || source.format == Format::GeoJson).take(HEADING_ROWS)
            {
                let seen = words.recognise(row.cells.iter());
                if needed(layout, shape, &table.implied, &seen).is_empty() {
                    best = Some((sheet, place, seen));
                    break 'sheets;
                }
                if best.as_ref().is_none_or(|(.., other)| seen.found > other.found) {
                    best = Some((sheet, place, seen));
                }
                if source.format == Format::GeoJson {
                    break;
                }
            }
        }
        let Some((sheet, place, seen)) = best else {
            return Err(ReadError::Empty { file: source.name.into(), needed: layout.needed_names() });
        };
        let missing = needed(layout, shape, &tables[sheet].implied, &seen);
        let mut table = build(tables, (sheet, place, seen), source.format, missing);
        table.default_kind.clone_from(&shape.default_kind);
        table.mend(layout, shape);
        Ok(table)
    }

    /// Why the file cannot be read as one of new records, if so: a needed heading is not there, or two claim one field.
    pub fn whole(&self) -> Option<ReadError> {
        if !self.missing.is_empty() {
            let found: Vec<String> = self.own_headings().map(str::trim).filter(|text| !text.is_empty()).map(shown).collect();
            return Some(ReadError::MissingHeading {
                file: self.name.clone(),
                row: self.heading_row,
                missing: describe(&self.missing),
                found: found.join(", "),
            });
        }
        self.clashing()
    }

    /// Why the file cannot be read at all, if so: two headings claim one field.
    pub fn clashing(&self) -> Option<ReadError> {
        let (field, first, second) = self.clash?;
        Some(ReadError::DuplicateHeading {
            file: self.name.clone(),
            row: self.heading_row,
            field: field.code().into(),
            first: self.labels[first].clone(),
            second: self.labels[second].clone(),
        })
    }

    /// The heading of a field by its name of its own, or the field's usual spelling.
    pub fn heading(&self, field: Field) -> &str {
        self.columns.place(field).map_or(field.code(), |place| &self.labels[place])
    }

    /// The file's own headings.
    pub fn own_headings(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().take(self.own_columns).map(String::as_str)
    }

    /// Whether a cell of a column that the file does not have was written on screen, in this row.
    pub fn is_added(&self, row: &Row, place: usize) -> bool {
        place >= self.own_columns && self.mends.get(&row.number).is_some_and(|mends| mends.contains_key(&self.labels[place]))
    }

    /// Notes for the headings that mean nothing here and for cells without a heading; `kept` ones are left out.
    pub fn note_unknown(&mut self, kept: &[usize]) {
        let notes = self.told(kept);
        self.notes = notes;
    }

    /// What was noticed while reading, with the headings that mean nothing here and cells without a heading; `kept` ones are
    /// left out.
    pub fn told(&self, kept: &[usize]) -> Vec<Note> {
        let mut notes = self.notes.clone();
        for &place in self.unknown.iter().filter(|place| !kept.contains(place) && !self.given.contains_key(place)) {
            let heading = self.headings[place].trim();
            if !heading.is_empty() {
                notes.push(Note::UnknownHeading { heading: shown(heading) });
                continue;
            }
            let cells = self.rows.iter().filter(|row| !row.cell(place).is_empty()).count();
            if cells > 0 {
                notes.push(Note::ContentWithoutHeading { column: place + 1, cells });
            }
        }
        notes
    }

    /// Puts mended cells in the place of the file's; a position that was mended takes the place of the feature's geometry.
    fn mend(&mut self, layout: &Layout, shape: &Shape) {
        self.mends.clone_from(&shape.mends);
        for code in shape.mends.values().flat_map(BTreeMap::keys) {
            let field = layout.fields.iter().copied().find(|field| field.code() == code);
            if let Some(field) = field.filter(|field| !self.labels.contains(code) && self.columns.place(*field).is_none()) {
                self.columns.put(field, self.labels.len());
                self.labels.push(code.clone());
                self.headings.push(code.clone());
            }
        }
        let places: BTreeMap<&str, usize> = self.labels.iter().enumerate().map(|(place, label)| (label.as_str(), place)).collect();
        let position = [self.columns.place(Field::Lon), self.columns.place(Field::Lat)];
        for row in &mut self.rows {
            let Some(mends) = shape.mends.get(&row.number) else { continue };
            let mut cells: Vec<&str> = row.cells.iter().take(self.own_columns).collect();
            cells.resize(self.labels.len(), "");
            for (label, text) in mends {
                if let Some(&place) = places.get(label.as_str()) {
                    cells[place] = text;
                    if position.contains(&Some(place))
                        && let Some(feature) = &mut row.feature
                    {
                        feature.geometry = Ok(None);
                    }
                }
            }
            row.cells = csv::StringRecord::from(cells);
        }
    }
}

/// The needed fields that have no heading and no other source.
fn needed(layout: &Layout, shape: &Shape, implied: &[Field], seen: &Recognised) -> Vec<&'static [Field]> {
    let mut missing = seen.missing(layout, implied);
    missing.retain(|any| !(shape.default_kind.is_some() && any.contains(&Field::Kind)));
    missing
}

fn build(
    mut tables: Vec<RawTable>,
    (sheet, place, seen): (usize, usize, Recognised),
    format: Format,
    missing: Vec<&'static [Field]>,
) -> Table {
    let others: Vec<String> = tables.iter().enumerate().filter(|(other, _)| *other != sheet).map(|(_, table)| table.name.clone()).collect();
    let raw = tables.swap_remove(sheet);
    let mut notes = raw.notes;
    if !others.is_empty() {
        notes.push(Note::SheetChosen { sheet: raw.name.clone(), others });
    }
    let heading_row = raw.rows[place].number;
    let headings: Vec<String> = raw.rows[place].cells.iter().map(str::to_string).collect();
    if raw.rows[..place].iter().any(|row| !row.is_empty()) {
        notes.push(Note::HeadingRow { row: heading_row });
    }
    let rows = raw.rows.into_iter().skip(place + 1).filter(|row| !row.is_empty()).collect();
    let by_heading = |field| in_brackets(&headings[seen.columns.place(field)?]).and_then(|text| Datum::parse(&text));
    let stated = raw.crs.map(|datum| (datum, "crs member")).or_else(|| by_heading(Field::Lon).map(|datum| (datum, "heading")));
    Table {
        name: raw.name,
        heading_row,
        labels: labels(&headings.iter().map(String::as_str).collect::<Vec<_>>()),
        own_columns: headings.len(),
        headings,
        columns: seen.columns,
        unknown: seen.unknown,
        given: seen.given,
        rows,
        mends: BTreeMap::new(),
        default_kind: None,
        stated,
        may_be_ragged: format == Format::Csv,
        notes,
        missing,
        clash: seen.clash,
    }
}
