//! How many people does a file say live where? Counts by target group, never persons.

use std::borrow::Cow;

use crate::domain::{
    datum::Datum,
    demand::DemandCell,
    id::CellId,
    kind::{Catalogue, POPULATION},
    vocabulary::Named,
};

use super::{
    ReadError, Reading, Records, Source, ToldOfFigures, cell,
    headings::{Layout, without_brackets},
    place::{self, PLACE, Place, PlaceRule},
    row::RowReader,
    run::read_rows,
    spellings::Field,
    table::Table,
};

pub(super) const LAYOUT: Layout = Layout {
    fields: &[
        Field::Id,
        Field::OtherId,
        Field::Serial,
        Field::Lon,
        Field::Lat,
        Field::X,
        Field::Y,
        Field::Population,
        Field::Division,
        Field::Datum,
        Field::GivenX,
        Field::GivenY,
        Field::GivenDatum,
        Field::Year,
        Field::Definition,
        Field::Notice,
    ],
    needed: &[&[Field::Id, Field::OtherId, Field::Serial], &[Field::Lon, Field::X], &[Field::Lat, Field::Y]],
};

/// What people put behind a group's name when they count it.
const SUFFIXES: [&str; 4] = ["人口数", "人数", "人口", "数"];

/// A column of counts.
pub(super) struct Counted {
    /// Code of the group.
    pub group: String,
    /// Where the column is.
    pub place: usize,
    /// Its heading.
    pub heading: String,
}

/// Reads demand cells; the first answer are the groups that the counts stand for, `population` first when it is there.
///
/// A column counts a group when its heading is the group's code, name or alias, also with 人数 behind it; other columns are named in a
/// note and left out. An empty count is refused: nobody knows whether it means 0.
pub fn read_demand(source: &Source, reading: &Reading) -> Result<(Vec<String>, Records<DemandCell>), ReadError> {
    from_table(&Table::open(source, &LAYOUT)?, reading)
}

pub(super) fn from_table(table: &Table, reading: &Reading) -> Result<(Vec<String>, Records<DemandCell>), ReadError> {
    let counted = counted_columns(table, reading.catalogue)?;
    let places: Vec<usize> = counted.iter().map(|column| column.place).collect();
    let rule = PlaceRule::of(table, reading, &[PLACE])?;
    let records = read_rows(table, reading, Field::Id, |id| Cow::Borrowed(id), |row| demand_cell(row, reading, &rule, &counted));
    let (_, of_figures) = ToldOfFigures::of(table);
    let records = records.told_before(table.told(&places).into_iter().chain(place::geometry_wins(table)).chain(of_figures).collect());
    Ok((counted.into_iter().map(|column| column.group).collect(), records))
}

/// The columns of counts, `population` first when it is there.
pub(super) fn counted_columns(table: &Table, catalogue: &Catalogue) -> Result<Vec<Counted>, ReadError> {
    let mut counted: Vec<Counted> = Vec::new();
    if let Some(place) = table.columns.place(Field::Population) {
        counted.push(Counted { group: POPULATION.into(), place, heading: table.headings[place].trim().into() });
    }
    for &place in &table.unknown {
        let heading = table.headings[place].trim();
        let said = table.given.get(&place).map(|code| catalogue.target_groups.find(code).map(|group| group.code.clone()));
        let Some(group) = said.unwrap_or_else(|| group_of(heading, catalogue)) else { continue };
        if let Some(twin) = counted.iter().find(|column| column.group == group) {
            return Err(ReadError::DuplicateHeading {
                file: table.name.clone(),
                row: table.heading_row,
                field: group,
                first: twin.heading.clone(),
                second: heading.into(),
            });
        }
        counted.push(Counted { group, place, heading: heading.into() });
    }
    if counted.is_empty() {
        let codes: Vec<&str> = catalogue.target_groups.rows().iter().map(Named::code).collect();
        let accepted = format!("{} or a target group ({})", Field::Population.spellings().join(", "), codes.join(", "));
        return Err(ReadError::NoCounts { file: table.name.clone(), row: table.heading_row, accepted });
    }
    Ok(counted)
}

/// The group that a heading counts.
pub(super) fn group_of(heading: &str, catalogue: &Catalogue) -> Option<String> {
    let bare = without_brackets(heading);
    let bare = bare.trim();
    let shorter = SUFFIXES.iter().filter_map(|suffix| bare.strip_suffix(suffix));
    let mut words = [heading, bare].into_iter().chain(shorter).filter(|word| !word.is_empty());
    words.find_map(|word| catalogue.target_groups.find(word)).map(|group| group.code.clone())
}

fn demand_cell(row: &mut RowReader, reading: &Reading, rule: &PlaceRule, counted: &[Counted]) -> Option<DemandCell> {
    let id = row.id(Field::Id, CellId::parse);
    let place = place::read_place(row, rule);
    if place == Place::Absent {
        row.refuse(Field::Lon, "the position is missing", "lon and lat in decimal degrees such as 108.9402 and 34.2658");
    }
    let division = row.division(Field::Division, reading.successors);
    let counts = counted.iter().map(|column| count(row, column)).collect::<Vec<_>>();
    let Place::Found(found) = place else { return None };
    let came_as_it_is = found.given.datum == Datum::Wgs84 && (found.given.x, found.given.y) == (found.position.lon(), found.position.lat());
    Some(DemandCell {
        id: id?,
        position: found.position,
        given: (!came_as_it_is).then_some(found.given),
        division,
        counts: counts.into_iter().collect::<Option<Vec<f64>>>()?.into_boxed_slice(),
    })
}

/// More people than any country's city has; a count above it is a slip, and would swallow all others in a sum.
pub(super) const MOST_PEOPLE: f64 = 1e9;

/// A count, or why there is none.
pub(super) fn count(row: &mut RowReader, column: &Counted) -> Option<f64> {
    let text = row.row.cell(column.place);
    let number = cell::decimal(text).filter(|number| (0.0..=MOST_PEOPLE).contains(number));
    if number.is_none() {
        let reason = match cell::decimal(text) {
            Some(number) if number > MOST_PEOPLE => "the count is larger than any cell's people",
            Some(_) => "the count is negative",
            None if text.is_empty() => "the count is missing: nobody knows whether that means 0",
            None => "this is not a number",
        };
        row.refuse_column(&column.heading, text, reason, "a number of people, 0 or more");
    }
    // 0, also where the file says -0.
    number.map(|number| number.abs())
}
