//! What are the rows of this file? The same table whether it came as CSV, workbook or GeoJSON.

use crate::domain::datum::Datum;

use super::{
    Format, Note, ReadError, Source, armour, csv_in, geojson_in,
    headings::{Columns, Layout, Recognised, Words, describe, in_brackets},
    refusal::shown,
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

    fn is_empty(&self) -> bool {
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
    /// The headings as written.
    pub headings: Vec<String>,
    /// Where the fields are.
    pub columns: Columns,
    /// Places of headings that mean nothing here.
    pub unknown: Vec<usize>,
    /// The data rows; wholly empty ones are left out.
    pub rows: Vec<Row>,
    /// What the file states as the datum of all its coordinates, and where.
    pub stated: Option<(Datum, &'static str)>,
    /// Whether a row may be ragged: in text only.
    pub may_be_ragged: bool,
    /// What was noticed while reading.
    pub notes: Vec<Note>,
}

impl Table {
    /// Reads a file and finds its headings.
    ///
    /// 1. Bytes to rows, by the format; text is tried with comma, tab and semicolon.
    /// 2. The heading row is the first of the first ten with every needed heading, of the first sheet that has one.
    /// 3. Without one, the row with the most known headings is named in the error.
    pub fn open(source: &Source, layout: &Layout) -> Result<Table, ReadError> {
        let words = Words::of(layout);
        let tables = match source.format {
            Format::Csv => vec![csv_in::read(source, |headings| words.recognise(headings).found)?],
            Format::Xlsx => xlsx_in::read(source)?,
            Format::GeoJson => vec![geojson_in::read(source)?],
            Format::Zip => {
                let expected = "unpack it, or import it as an HSDS package";
                return Err(ReadError::WrongFormat { file: source.name.into(), found: "a zip", expected });
            }
        };
        let mut best: Option<(usize, usize, Recognised)> = None;
        for (sheet, table) in tables.iter().enumerate() {
            for (place, row) in
                table.rows.iter().enumerate().filter(|(_, row)| !row.is_empty() || source.format == Format::GeoJson).take(HEADING_ROWS)
            {
                let seen = words.recognise(row.cells.iter());
                if seen.missing(layout, &table.implied).is_empty() {
                    return build(tables, (sheet, place, seen), source.format);
                }
                if best.as_ref().is_none_or(|(.., other)| seen.found > other.found) {
                    best = Some((sheet, place, seen));
                }
                if source.format == Format::GeoJson {
                    break;
                }
            }
        }
        Err(no_heading(source, layout, &tables, best))
    }

    /// The heading of a field as the file writes it, or the field's usual spelling.
    pub fn heading(&self, field: Field) -> &str {
        self.columns.place(field).map_or(field.spellings()[0], |place| self.headings[place].trim())
    }

    /// Notes for the headings that mean nothing here and for cells without a heading; `kept` ones are left out.
    pub fn note_unknown(&mut self, kept: &[usize]) {
        for &place in self.unknown.iter().filter(|place| !kept.contains(place)) {
            let heading = self.headings[place].trim();
            if !heading.is_empty() {
                self.notes.push(Note::UnknownHeading { heading: shown(heading) });
                continue;
            }
            let cells = self.rows.iter().filter(|row| !row.cell(place).is_empty()).count();
            if cells > 0 {
                self.notes.push(Note::ContentWithoutHeading { column: place + 1, cells });
            }
        }
    }
}

fn build(mut tables: Vec<RawTable>, (sheet, place, seen): (usize, usize, Recognised), format: Format) -> Result<Table, ReadError> {
    let others: Vec<String> = tables.iter().enumerate().filter(|(other, _)| *other != sheet).map(|(_, table)| table.name.clone()).collect();
    let raw = tables.swap_remove(sheet);
    let mut notes = raw.notes;
    if !others.is_empty() {
        notes.push(Note::SheetChosen { sheet: raw.name.clone(), others });
    }
    let heading_row = raw.rows[place].number;
    let headings: Vec<String> = raw.rows[place].cells.iter().map(str::to_string).collect();
    if let Some((field, first, second)) = seen.clash {
        return Err(ReadError::DuplicateHeading {
            file: raw.name,
            row: heading_row,
            field: field.spellings()[0].into(),
            first: shown(headings[first].trim()),
            second: shown(headings[second].trim()),
        });
    }
    if raw.rows[..place].iter().any(|row| !row.is_empty()) {
        notes.push(Note::HeadingRow { row: heading_row });
    }
    let rows = raw.rows.into_iter().skip(place + 1).filter(|row| !row.is_empty()).collect();
    let by_heading = |field| in_brackets(&headings[seen.columns.place(field)?]).and_then(|text| Datum::parse(&text));
    let stated = raw.crs.map(|datum| (datum, "crs member")).or_else(|| by_heading(Field::Lon).map(|datum| (datum, "heading")));
    Ok(Table {
        name: raw.name,
        heading_row,
        headings,
        columns: seen.columns,
        unknown: seen.unknown,
        rows,
        stated,
        may_be_ragged: format == Format::Csv,
        notes,
    })
}

fn no_heading(source: &Source, layout: &Layout, tables: &[RawTable], best: Option<(usize, usize, Recognised)>) -> ReadError {
    let Some((sheet, place, seen)) = best else {
        return ReadError::Empty { file: source.name.into(), needed: layout.needed_names() };
    };
    let (table, row) = (&tables[sheet], &tables[sheet].rows[place]);
    let found: Vec<String> = row.cells.iter().map(str::trim).filter(|text| !text.is_empty()).map(shown).collect();
    ReadError::MissingHeading {
        file: table.name.clone(),
        row: row.number,
        missing: describe(&seen.missing(layout, &table.implied)),
        found: found.join(", "),
    }
}
