//! What does a file say before it is taken: its headings and what they are taken for, a few of its cells, its coordinates?
//!
//! A file is opened once; it can be asked about, and read, when its headings are clear.

use std::collections::BTreeMap;

use crate::domain::{
    datum::Datum,
    demand::DemandCell,
    division::Division,
    facility::Facility,
    kind::{Catalogue, POPULATION},
    personal_number,
    position::Position,
    vocabulary::Named,
};

use super::{
    Held, OrganizationRow, ReadError, Reading, Records, Shape, Source, ToldOfFigures, cell, demand, divisions, facilities,
    headings::{FALLBACKS, Layout},
    organizations,
    place::{PLACE, Pair, PlaceRule},
    row::RowReader,
    spellings::Field,
    table::{Row, Table},
};

/// Samples of a column.
const SAMPLES: usize = 3;
/// Rows whose places are shown in every datum.
const POINTS: usize = 5;

/// What a table's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Facilities.
    Facilities,
    /// Organizations and their sites.
    Organizations,
    /// Demand cells.
    Demand,
    /// Divisions.
    Divisions,
}

/// A column's heading and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Heading {
    /// As the file writes it; a second one with the same text gets ` (2)`, one without text is `#3`.
    pub heading: String,
    /// Code of the field, none for a column that is left out.
    pub field: Option<String>,
    /// The first few texts under it, personal numbers masked.
    pub samples: Vec<String>,
}

/// A field that a column may be taken for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldName {
    /// Its code.
    pub code: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Whether new records cannot be made without it.
    pub required: bool,
}

/// Where a few rows would lie if the coordinates referred to this datum.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Candidate {
    /// Code of the datum.
    pub datum: String,
    /// The places.
    pub points: Vec<CandidatePoint>,
}

/// Where one row would lie.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CandidatePoint {
    /// Number of the row.
    pub row: usize,
    /// What the place is called.
    pub name: String,
    /// Longitude, WGS84.
    pub lon: f64,
    /// Latitude, WGS84.
    pub lat: f64,
}

/// A file whose rows and headings were found.
pub struct Opened {
    table: Table,
    kind: FileKind,
}

impl FileKind {
    fn layout(self) -> &'static Layout {
        match self {
            FileKind::Facilities => &facilities::LAYOUT,
            FileKind::Organizations => &organizations::LAYOUT,
            FileKind::Demand => &demand::LAYOUT,
            FileKind::Divisions => &divisions::LAYOUT,
        }
    }

    fn id(self) -> Field {
        if self == FileKind::Divisions { Field::Code } else { Field::Id }
    }

    fn place(self) -> Pair {
        if self == FileKind::Divisions { divisions::CENTRE } else { PLACE }
    }

    /// What a column may be taken for; people are counted by target group.
    pub fn fields(self, catalogue: &Catalogue) -> Vec<FieldName> {
        let layout = self.layout();
        let taken_for_others =
            |field: &Field| FALLBACKS.iter().any(|(_, other)| other == field && layout.fields.contains(&fallback(*other)));
        let fields = layout.fields.iter().filter(|field| !taken_for_others(field) && **field != Field::Notice).map(|field| FieldName {
            code: field.code().to_owned(),
            name_zh: field.spellings().iter().find(|name| !name.is_ascii()).unwrap_or(&field.code()).to_string(),
            name_en: in_words(field.code()),
            required: layout.needed.iter().any(|any| any.first() == Some(field))
                || (self == FileKind::Demand && *field == Field::Population),
        });
        let groups = catalogue.target_groups.rows().iter().filter(|group| self == FileKind::Demand && group.code() != POPULATION);
        let groups = groups.map(|group| FieldName {
            code: group.code.clone(),
            name_zh: group.name_zh.clone(),
            name_en: group.name_en.clone(),
            required: false,
        });
        fields.chain(groups).collect()
    }
}

/// The field that takes the column of another.
fn fallback(other: Field) -> Field {
    FALLBACKS.iter().find(|(_, one)| *one == other).map_or(other, |(field, _)| *field)
}

/// `floor_area_m2` as `Floor area m2`.
fn in_words(code: &str) -> String {
    let mut words = code.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

impl Opened {
    /// Opens a file; only what holds no rows at all is an error.
    pub fn open(source: &Source, kind: FileKind, shape: &Shape) -> Result<Opened, ReadError> {
        Ok(Opened { table: Table::shaped(source, kind.layout(), shape)?, kind })
    }

    /// Why no row can be read, if so. A list that has no more than the ids of records that are held and some of their fields
    /// is read; one of records that are not held needs every heading of new ones.
    pub fn trouble(&self, held: &Held) -> Option<ReadError> {
        let id = self.kind.layout().needed[0];
        let records = matches!(self.kind, FileKind::Facilities | FileKind::Organizations);
        if records && !held.is_empty() && self.table.missing.iter().all(|any| *any != id) {
            return self.table.clashing();
        }
        self.table.whole()
    }

    /// The ids of the rows, as written; empty where there is none.
    pub fn ids(&self) -> impl Iterator<Item = (usize, &str)> {
        self.table.rows.iter().map(|row| (row.number, self.raw(row, self.kind.id())))
    }

    /// The number of rows below the headings.
    pub fn len(&self) -> usize {
        self.table.rows.len()
    }

    /// Whether there are no rows below the headings.
    pub fn is_empty(&self) -> bool {
        self.table.rows.is_empty()
    }

    /// What a row is called.
    pub fn name(&self, row: usize) -> &str {
        self.find(row).map_or("", |row| self.raw(row, Field::Name))
    }

    fn raw<'t>(&'t self, row: &'t Row, field: Field) -> &'t str {
        RowReader::new(&self.table, row).raw(field)
    }

    fn find(&self, number: usize) -> Option<&Row> {
        let place = self.table.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.table.rows.get(place)
    }

    /// The headings in their order.
    pub fn headings(&self, catalogue: &Catalogue) -> Vec<Heading> {
        let table = &self.table;
        let fields = self.kind.layout().fields;
        let meaning = |place: usize| {
            let field =
                fields.iter().find(|field| table.columns.place(**field) == Some(place)).map(|field| fallback(*field).code().to_owned());
            let group = || match table.given.get(&place) {
                Some(code) => catalogue.target_groups.find(code).map(|group| group.code.clone()),
                None => demand::group_of(table.headings[place].trim(), catalogue),
            };
            field.or_else(|| if self.kind == FileKind::Demand { group() } else { None })
        };
        (0..table.own_columns)
            .map(|place| {
                let texts = table.rows.iter().map(|row| row.cell(place)).filter(|text| !text.is_empty());
                let samples = texts.take(SAMPLES).map(super::refusal::shown).collect();
                Heading { heading: table.labels[place].clone(), field: meaning(place), samples }
            })
            .collect()
    }

    /// A row's cells by heading, personal numbers masked; `None` when there is no such row.
    pub fn cells(&self, row: usize) -> Option<BTreeMap<String, String>> {
        let row = self.find(row)?;
        let masked = |place: usize| personal_number::mask(row.as_written(place)).into_owned();
        let there = |place: &usize| *place < self.table.own_columns || self.table.is_added(row, *place);
        Some((0..self.table.labels.len()).filter(there).map(|place| (self.table.labels[place].clone(), masked(place))).collect())
    }

    /// Whether a mend names a column: one of the file's, or a field that the file has no column for.
    pub fn takes_mend_of(&self, label: &str) -> bool {
        self.table.labels.iter().any(|own| own == label) || self.kind.layout().fields.iter().any(|field| field.code() == label)
    }

    /// Whether somebody must say what the coordinates refer to, and what a few places would be in each datum. Nothing when the
    /// file says it itself.
    pub fn datum_question(&self, reading: &Reading) -> Option<Vec<Candidate>> {
        let asked = Reading { datum: None, ..*reading };
        match PlaceRule::of(&self.table, &asked, &[self.kind.place()]) {
            Err(ReadError::DatumMissing { .. }) => {}
            _ => return None,
        }
        let pairs: Vec<_> = self.table.rows.iter().filter_map(|row| Some((row, self.pair(row)?))).take(POINTS).collect();
        let candidate = |datum: Datum| {
            let points = pairs.iter().filter_map(|(row, (x, y))| {
                let (lon, lat) = datum.to_wgs84(*x, *y);
                Position::new(lon, lat).ok()?;
                let name = super::refusal::shown(self.raw(row, Field::Name));
                Some(CandidatePoint { row: row.number, name, lon, lat })
            });
            Candidate { datum: datum.code().to_owned(), points: points.collect() }
        };
        Some(Datum::ALL.into_iter().map(candidate).collect())
    }

    /// The pair of a row as written: its feature's point, or its two columns.
    fn pair(&self, row: &Row) -> Option<(f64, f64)> {
        if let Some(Ok(Some(geometry))) = row.feature.as_ref().map(|feature| &feature.geometry)
            && let geojson::Value::Point(point) = &geometry.value
        {
            return Some((*point.first()?, *point.get(1)?));
        }
        let (x, y) = self.kind.place();
        cell::degrees(self.raw(row, x)).zip(cell::degrees(self.raw(row, y)))
    }

    /// Reads facilities; what the file has no column for is as the registry holds it.
    pub fn facilities(&self, reading: &Reading, held: &Held) -> Result<Records<Facility>, ReadError> {
        facilities::from_table(&self.table, reading, held)
    }

    /// Reads organizations with their sites; what the file has no column for is as the registry holds it.
    pub fn organizations(&self, reading: &Reading, held: &Held) -> Result<Records<OrganizationRow>, ReadError> {
        organizations::from_table(&self.table, reading, held)
    }

    /// Reads demand cells, and first the groups that their counts stand for.
    pub fn demand(&self, reading: &Reading) -> Result<(Vec<String>, Records<DemandCell>), ReadError> {
        demand::from_table(&self.table, reading)
    }

    /// What the file says that its figures are.
    pub fn told_of_figures(&self) -> ToldOfFigures {
        ToldOfFigures::of(&self.table).0
    }

    /// Reads divisions.
    pub fn divisions(&self, reading: &Reading) -> Result<Records<Division>, ReadError> {
        divisions::from_table(&self.table, reading)
    }

    /// Whether the file says in which division its cells lie.
    pub fn states_division(&self) -> bool {
        self.table.columns.place(Field::Division).is_some()
    }
}
