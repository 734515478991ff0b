//! How do a population grid and totals of divisions become demand cells? Beside what the registry knows of boundaries, and with what
//! the figures are.
//!
//! 1. A grid's cells are kept inside the boundaries in force, where there are any; totals are spread over each division
//!    (`analysis/spread`). Which division a name means is looked up here, and a row that means none or two is refused.
//! 2. A grid stands for every cell of its size in its box, and a total for every cell that was spread in its division: cells of an
//!    earlier import that the file no longer holds keep their place and count nobody, so that nobody is counted twice.
//! 3. What the figures are (definition, year, method) is kept with them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{ImportOptions, ImportSummary, Origin, harvest::Harvest, known::Known, summary::Summary};
use crate::{
    analysis::{
        locator::Locator,
        spread::{Basis, Homes, Spread},
    },
    domain::{
        building::Building,
        demand::{DemandCell, DemandTable, FigureMethod, Figures},
        division::{Division, DivisionCode},
        id::CellId,
        map_part::MapPart,
        packed::PackedError,
    },
    exchange::{self, DivisionTotal, DivisionTotals, Format, GridChoice, Held, Refusal, Source, ToldOfFigures},
    registry::{FieldError, Records, RegistryError, import::ImportKind},
};

/// Codes that a message names; more are counted.
const NAMED: usize = 5;

/// How a file of people is to be taken.
#[derive(Debug, Clone, Default)]
pub struct PeopleOptions {
    /// Whom a grid counts, where not everybody.
    pub group: Option<String>,
    /// Which band of a grid holds the counts.
    pub band: Option<u16>,
    /// That a table gives totals of divisions.
    pub spread: bool,
    /// What the figures count, where the file does not say it.
    pub definition: Option<String>,
    /// The year that they stand for, where the file does not say it.
    pub year: Option<i32>,
    /// What the figures' file is called, without its folder.
    pub file_name: String,
}

impl PeopleOptions {
    /// What figures are, by the file and by the call, which may not say two things.
    pub(super) fn figures(&self, told: ToldOfFigures, (method, how): (FigureMethod, Option<String>)) -> Result<Figures, RegistryError> {
        let mut errors = Vec::new();
        let clash = |field: &str, file: &str| FieldError::new(field, "", format!("the file says {file:?}"), "the same, or nothing");
        if let (Some(called), Some(file)) = (&self.definition, &told.definition)
            && called != file
        {
            errors.push(clash("definition", file));
        }
        if let (Some(called), Some(file)) = (self.year, told.year)
            && called != file
        {
            errors.push(clash("year", &file.to_string()));
        }
        if !errors.is_empty() {
            return Err(RegistryError::Invalid(errors));
        }
        let definition = told.definition.or_else(|| self.definition.clone());
        Ok(Figures { definition, year: told.year.or(self.year), method, how, file_name: self.file_name.clone() })
    }
}

/// Says that figures go without their definition or year.
pub(super) fn note_figures(figures: Option<&Figures>, summary: &mut Summary) {
    let Some(figures) = figures else { return };
    let missing = match (&figures.definition, figures.year) {
        (Some(_), Some(_)) => return,
        (None, None) => "what its figures count, nor for which year",
        (None, Some(_)) => "what its figures count",
        (Some(_), None) => "for which year its figures stand",
    };
    summary.notes.push(format!(
        "The file does not say {missing}: say it in columns definition (口径) and year (年份), or on the command line by --definition and --year, so that every answer names it."
    ));
}

/// What a file of people comes to.
struct People {
    harvest: Harvest,
    summary: Summary,
}

impl Records {
    /// Reads a population grid or totals of divisions into the registry.
    pub(super) fn import_people(&self, source: &Source, options: &ImportOptions) -> Result<ImportSummary, RegistryError> {
        let (known, held, buildings) = self.store.read(|reader| {
            let known = Known::new(reader.reference_rows()?, reader.divisions()?);
            let buildings = if source.format == Format::Tiff { None } else { reader.map_part(MapPart::Buildings)? };
            Ok::<_, RegistryError>((known, reader.demand()?, buildings))
        })?;
        let mut people = match source.format {
            Format::Tiff => of_grid(source, &known, &held, options)?,
            _ => of_totals(source, &known, &held, (&buildings_of(buildings)?, options))?,
        };
        note_figures(people.harvest.figures.as_ref(), &mut people.summary);
        note_others(&people.harvest, &held, &mut people.summary);
        people.summary.origin = Origin::of(ImportKind::Demand, source);
        self.commit(people.summary, options, |writer| people.harvest.write(writer, &Held::default(), |_| true))
    }
}

fn of_grid(source: &Source, known: &Known, held: &DemandTable, options: &ImportOptions) -> Result<People, RegistryError> {
    let in_force = known.divisions.values().filter(|division| division.valid_to.is_none() && division.boundary.is_some());
    let locator = Locator::new(in_force.clone());
    let inside = |point: [f64; 2]| locator.locate(point).is_some();
    let bounded = in_force.clone().next().is_some();
    let choice = GridChoice {
        group: options.people.group.as_deref(),
        band: options.people.band,
        inside: bounded.then_some(&inside as &(dyn Fn([f64; 2]) -> bool + Sync)),
    };
    let grid = exchange::read_population_grid(source, &known.reading(options), &choice)?;
    let mut summary = Summary::of(&grid.records, options);
    let [west, south, east, north] = grid.bounds;
    let mine = |cell: &DemandCell| {
        let (lon, lat) = (cell.position.lon(), cell.position.lat());
        cell.id.as_str().starts_with(&grid.prefix)
            && (west..=east).contains(&lon)
            && (south..=north).contains(&lat)
            && options.area.is_none_or(|area| area.contains(cell.position))
            && (!bounded || inside([lon, lat]))
    };
    let groups = vec![grid.group];
    let mut cells = grid.records.records;
    empty_the_rest(held, &groups, &mut cells, mine, &mut summary);
    let how = Some("population grid".to_owned());
    let figures = options.people.figures(ToldOfFigures::default(), (FigureMethod::Estimated, how))?;
    Ok(People { harvest: Harvest { groups, cells, figures: Some(figures), ..Harvest::default() }, summary })
}

/// The buildings of the map; none without a map.
fn buildings_of(part: Option<Vec<u8>>) -> Result<Vec<Building>, RegistryError> {
    let unusable =
        |error: PackedError| RegistryError::Conflict(format!("the map's buildings cannot be read ({error}); import the map again"));
    part.map_or_else(|| Ok(Vec::new()), |bytes| exchange::unpack_buildings(&bytes).map_err(unusable))
}

fn of_totals(
    source: &Source,
    known: &Known,
    held: &DemandTable,
    (buildings, options): (&[Building], &ImportOptions),
) -> Result<People, RegistryError> {
    let totals = exchange::read_totals(source, &known.reading(options))?;
    let mut summary = Summary::of(&totals.records, options);
    let found = placed(&totals, known, &mut summary);
    let homes = Homes::new(found.iter().map(|(_, division, _)| *division), buildings);
    let locator = Locator::new(known.divisions.values());
    let mut cells: Vec<(usize, DemandCell)> = Vec::new();
    let mut bases: BTreeMap<Basis, usize> = BTreeMap::new();
    let mut crowded: Vec<DivisionCode> = Vec::new();
    let mut spread_in = BTreeSet::new();
    for (row, division, total) in &found {
        let Some(spread) = homes.spread(division, &total.counts, totals.everybody()) else {
            summary.refuse(vec![refused(&totals, *row, total, "its boundary has no inside", "a division with a boundary")]);
            continue;
        };
        *bases.entry(spread.basis).or_default() += 1;
        crowded.extend(spread.crowded.then_some(division.code));
        spread_in.insert(division.code);
        cells.extend(cells_of(division, spread, &locator).map(|cell| (*row, cell)));
    }
    note_spread(&bases, &crowded, &mut summary);
    let mine = |cell: &DemandCell| division_of(&cell.id).is_some_and(|code| spread_in.contains(&code));
    empty_the_rest(held, &totals.groups, &mut cells, mine, &mut summary);
    let figures = options.people.figures(totals.told.clone(), (FigureMethod::Estimated, Some(how_spread(&bases))))?;
    Ok(People { harvest: Harvest { groups: totals.groups, cells, figures: Some(figures), ..Harvest::default() }, summary })
}

/// The rows whose division is known and has a boundary; the others are refused, and so are divisions that hold another of the file.
fn placed<'k, 't>(totals: &'t DivisionTotals, known: &'k Known, summary: &mut Summary) -> Vec<(usize, &'k Division, &'t DivisionTotal)> {
    let mut by_name: BTreeMap<&str, Vec<DivisionCode>> = BTreeMap::new();
    for division in known.divisions.values().filter(|division| division.valid_to.is_none()) {
        by_name.entry(&division.name).or_default().push(division.code);
    }
    let mut refusals = Vec::new();
    let mut found: Vec<(usize, &Division, &DivisionTotal)> = Vec::new();
    let mut rows: BTreeMap<DivisionCode, usize> = BTreeMap::new();
    for (row, total) in &totals.records.records {
        match division_meant(total, known, &by_name) {
            Err((reason, expected)) => refusals.push(refused(totals, *row, total, &reason, &expected)),
            Ok(division) => match rows.insert(division.code, *row) {
                Some(first) => {
                    rows.insert(division.code, first);
                    let reason = format!("the division {} is already in row {first}, which stays", division.code);
                    refusals.push(refused(totals, *row, total, &reason, "one row for each division"));
                }
                None => found.push((*row, division, total)),
            },
        }
    }
    let codes: BTreeSet<DivisionCode> = rows.keys().copied().collect();
    found.retain(|(row, division, total)| {
        // What lies in a division has the numbers behind its own.
        let part = codes.range(division.code..).find(|code| **code != division.code && division.code.contains(**code));
        if let Some(part) = part {
            let reason = format!("row {} gives the total of {part}, which lies in it, so that people would be counted twice", rows[part]);
            refusals.push(refused(totals, *row, total, &reason, "totals of divisions none of which lies in another"));
        }
        part.is_none()
    });
    summary.refuse(refusals);
    found
}

/// The division that a row means, or why it means none and what would be right.
fn division_meant<'k>(
    total: &DivisionTotal,
    known: &'k Known,
    by_name: &BTreeMap<&str, Vec<DivisionCode>>,
) -> Result<&'k Division, (String, String)> {
    let known_code = "the code of a division that `import divisions` has brought";
    let code = match total.code {
        Some(code) => code,
        None => match by_name.get(total.name.trim()).map_or(&[][..], Vec::as_slice) {
            [code] => *code,
            [] => return Err(("no division in force has this name".to_owned(), format!("its full name, or {known_code}"))),
            several => {
                let named: Vec<String> = several.iter().take(NAMED).map(DivisionCode::to_string).collect();
                let reason = format!("{} divisions have this name: {}", several.len(), named.join(", "));
                return Err((reason, "a column code (区划代码) that says which is meant".to_owned()));
            }
        },
    };
    let division = known.divisions.get(&code).ok_or_else(|| (format!("the registry has no division {code}"), known_code.to_owned()))?;
    match &division.boundary {
        Some(_) => Ok(division),
        None => Err((
            format!("the division {code} has no boundary, so that nobody knows over what ground its people live"),
            "import divisions from a .geojson with its boundary first".to_owned(),
        )),
    }
}

fn refused(totals: &DivisionTotals, row: usize, total: &DivisionTotal, reason: &str, expected: &str) -> Refusal {
    let value = total.code.map_or_else(|| total.name.clone(), |code| code.to_string());
    Refusal { row, column: totals.heading.clone(), value, reason: reason.to_owned(), expected: expected.to_owned() }
}

/// The cells of a division, `s610102001001-17`: its code and the spot's number. Each lies in the smallest division that holds it, as
/// long as that is part of the one whose total it is.
fn cells_of<'a>(division: &'a Division, spread: Spread, locator: &'a Locator) -> impl Iterator<Item = DemandCell> + 'a {
    spread.cells.into_iter().map(move |cell| {
        let smallest = locator.locate([cell.position.lon(), cell.position.lat()]).filter(|code| division.code.contains(*code));
        let id = format!("s{}-{}", division.code, cell.number);
        DemandCell {
            id: CellId::parse(&id).expect("a short text without control characters is an id"),
            position: cell.position,
            given: None,
            division: Some(smallest.unwrap_or(division.code)),
            counts: cell.counts,
        }
    })
}

/// The division over which a cell was spread, by its id.
fn division_of(id: &CellId) -> Option<DivisionCode> {
    DivisionCode::parse(id.as_str().strip_prefix('s')?.split_once('-')?.0).ok()
}

/// Adds the cells that the file stands for and no longer holds, with nobody in them.
fn empty_the_rest(
    held: &DemandTable,
    groups: &[String],
    cells: &mut Vec<(usize, DemandCell)>,
    mine: impl Fn(&DemandCell) -> bool,
    summary: &mut Summary,
) {
    let columns: Vec<usize> = held.groups.iter().enumerate().filter(|(_, group)| groups.contains(group)).map(|(at, _)| at).collect();
    let there: HashSet<String> = cells.iter().map(|(_, cell)| cell.id.to_string()).collect();
    let counts_somebody = |cell: &&DemandCell| columns.iter().any(|column| cell.counts[*column] > 0.0);
    let left: Vec<DemandCell> = held
        .cells
        .iter()
        .filter(counts_somebody)
        .filter(|cell| !there.contains(cell.id.as_str()) && mine(cell))
        .map(|cell| DemandCell { counts: vec![0.0; groups.len()].into(), ..cell.clone() })
        .collect();
    if !left.is_empty() {
        summary.notes.push(format!("{} cells of an earlier import hold nobody any more: the file leaves them out.", left.len()));
    }
    cells.extend(left.into_iter().map(|cell| (0, cell)));
}

/// Says how many people of the same groups come from elsewhere and add to these.
fn note_others(harvest: &Harvest, held: &DemandTable, summary: &mut Summary) {
    let ours: HashSet<&str> = harvest.cells.iter().map(|(_, cell)| cell.id.as_str()).collect();
    for (column, group) in held.groups.iter().enumerate().filter(|(_, group)| harvest.groups.contains(group)) {
        let others = held.cells.iter().filter(|cell| cell.counts[column] > 0.0 && !ours.contains(cell.id.as_str()));
        let (cells, people) = others.fold((0, 0.0), |(cells, people), cell| (cells + 1, people + cell.counts[column]));
        if cells > 0 {
            summary.notes.push(format!(
                "The registry holds {cells} other cells with {people} people of the group {group}; they stay and add to these. `carereach undo BATCH` takes an earlier file out."
            ));
        }
    }
}

fn note_spread(bases: &BTreeMap<Basis, usize>, crowded: &[DivisionCode], summary: &mut Summary) {
    if !bases.is_empty() {
        summary.notes.push(format!(
            "An estimate: {}. Totals are kept exactly, by division and group; where in a division people live is not counted.",
            how_spread(bases)
        ));
    }
    if !crowded.is_empty() {
        let named: Vec<String> = crowded.iter().take(NAMED).map(DivisionCode::to_string).collect();
        summary.notes.push(format!(
            "In {} divisions the map's buildings have less than 5 square metres of floor for each person, for instance {}: the map does not show where all of them live.",
            crowded.len(),
            named.join(", ")
        ));
    }
}

/// Over what totals were spread, in words.
fn how_spread(bases: &BTreeMap<Basis, usize>) -> String {
    let over = |(basis, divisions): (&Basis, &usize)| {
        let what = match basis {
            Basis::Homes => "residential buildings by floor area",
            Basis::Buildings => "all buildings by floor area",
            Basis::Ground => "the ground evenly",
        };
        format!("{what} ({divisions})")
    };
    format!("totals of divisions spread over {}", bases.iter().map(over).collect::<Vec<_>>().join(", "))
}
