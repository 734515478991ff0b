//! How do a population grid and totals of divisions become demand cells? Beside what the registry knows of boundaries, and with what
//! the figures are.
//!
//! 1. A grid's cells are kept inside the boundaries in force, where there are any; totals are spread over each division
//!    (`analysis/spread`). Which division a name means is looked up here, and a row that means none or two is refused.
//! 2. A grid stands for every cell of its size in its box, and a total for every cell that was spread in its division: cells of an
//!    earlier import that the file no longer holds keep their place and count nobody, so that nobody is counted twice.
//! 3. What the figures are (definition, year, method) is kept with them.
//! 4. Nothing is written in divisions where the caller may not; at the command line everything may be.

mod permitted;
mod preview;
mod shown;
mod totals;

use std::collections::HashSet;

use self::permitted::Permitted;
pub(super) use self::preview::{Whole, figures_of_cells, form_of};
pub use self::shown::{DivisionPeople, GroupPeople, ImportFigures, ImportPeople, PeopleForm};
use super::{ImportOptions, ImportSummary, Origin, harvest::Harvest, known::Known, summary::Summary};
use crate::{
    analysis::locator::Locator,
    domain::{
        batch::FiguresSaid,
        building::Building,
        demand::{DemandCell, DemandTable, FigureMethod, Figures},
        division::DivisionCode,
        map_part::MapPart,
        packed::PackedError,
    },
    exchange::{self, Format, GridChoice, Held, Source, ToldOfFigures},
    registry::{FieldError, Records, RegistryError, import::ImportKind},
    storage::Reader,
};

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
    /// As a draft says it.
    pub(super) fn said(said: &FiguresSaid, file_name: &str) -> PeopleOptions {
        let FiguresSaid { definition, year, group, band, spread } = said.clone();
        PeopleOptions { group, band, spread, definition, year, file_name: file_name.to_owned() }
    }

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
        "The file does not say {missing}: say it in columns definition (口径) and year (年份), in the page beside the file, or on the command line by --definition and --year, so that every answer names it."
    ));
}

/// What a file of people comes to.
pub(super) struct People {
    harvest: Harvest,
    summary: Summary,
    /// What the file itself says of its figures.
    told: ToldOfFigures,
    /// Cells of an earlier import that would hold nobody any more; they are in the harvest too.
    emptied: usize,
}

/// What the registry knows that a file of people is held against.
struct Ground {
    known: Known,
    held: DemandTable,
    buildings: Vec<Building>,
    /// The divisions in force by their boundaries.
    locator: Locator,
}

impl Records {
    /// Reads a population grid or totals of divisions into the registry.
    pub(super) fn import_people(&self, source: &Source, options: &ImportOptions) -> Result<ImportSummary, RegistryError> {
        let ground = self.store.read(|reader| Ground::read(reader, source.format))?;
        let mut people = ground.people(source, options, &mut Permitted::everywhere())?;
        people.summary.origin = Origin::of(ImportKind::Demand, source);
        self.commit(people.summary, options, |writer| people.harvest.write(writer, &Held::default(), |_| true))
    }
}

impl Ground {
    fn read(reader: &mut Reader, format: Format) -> Result<Ground, RegistryError> {
        let known = Known::new(reader.reference_rows()?, reader.divisions()?);
        let buildings = if format == Format::Tiff { None } else { reader.map_part(MapPart::Buildings)? };
        let locator = Locator::new(known.divisions.values());
        Ok(Ground { held: reader.demand()?, buildings: buildings_of(buildings)?, locator, known })
    }

    fn people(&self, source: &Source, options: &ImportOptions, permitted: &mut Permitted) -> Result<People, RegistryError> {
        let mut people = match source.format {
            Format::Tiff => self.grid(source, options, permitted)?,
            _ => self.totals(source, options, permitted)?,
        };
        note_figures(people.harvest.figures.as_ref(), &mut people.summary);
        note_others(&people.harvest, &self.held, &mut people.summary);
        Ok(people)
    }

    /// The division that a cell lies in: as declared, otherwise as the boundaries say.
    fn division_of(&self, cell: &DemandCell) -> Option<DivisionCode> {
        cell.division.or_else(|| self.locator.locate([cell.position.lon(), cell.position.lat()]))
    }

    fn grid(&self, source: &Source, options: &ImportOptions, permitted: &mut Permitted) -> Result<People, RegistryError> {
        let inside = |point: [f64; 2]| self.locator.locate(point).is_some();
        let bounded = self.known.divisions.values().any(|division| division.valid_to.is_none() && division.boundary.is_some());
        let choice = GridChoice {
            group: options.people.group.as_deref(),
            band: options.people.band,
            inside: bounded.then_some(&inside as &(dyn Fn([f64; 2]) -> bool + Sync)),
        };
        let grid = exchange::read_population_grid(source, &self.known.reading(options), &choice)?;
        let mut summary = Summary::of(&grid.records, options);
        let groups = vec![grid.group];
        let mut cells = grid.records.records;
        permitted.keep(&mut cells, |cell| self.division_of(cell), &mut summary);
        let [west, south, east, north] = grid.bounds;
        let mine = |cell: &DemandCell| {
            let (lon, lat) = (cell.position.lon(), cell.position.lat());
            cell.id.as_str().starts_with(&grid.prefix)
                && (west..=east).contains(&lon)
                && (south..=north).contains(&lat)
                && options.area.is_none_or(|area| area.contains(cell.position))
                && (!bounded || inside([lon, lat]))
                && permitted.may(|| self.division_of(cell))
        };
        let emptied = empty_the_rest(&self.held, &groups, &mut cells, mine, &mut summary);
        let how = Some("population grid".to_owned());
        let told = ToldOfFigures::default();
        let figures = options.people.figures(told.clone(), (FigureMethod::Estimated, how))?;
        Ok(People { harvest: Harvest { groups, cells, figures: Some(figures), ..Harvest::default() }, summary, told, emptied })
    }
}

/// The buildings of the map; none without a map.
fn buildings_of(part: Option<Vec<u8>>) -> Result<Vec<Building>, RegistryError> {
    let unusable =
        |error: PackedError| RegistryError::Conflict(format!("the map's buildings cannot be read ({error}); import the map again"));
    part.map_or_else(|| Ok(Vec::new()), |bytes| exchange::unpack_buildings(&bytes).map_err(unusable))
}

/// Adds the cells that the file stands for and no longer holds, with nobody in them; answers how many.
fn empty_the_rest(
    held: &DemandTable,
    groups: &[String],
    cells: &mut Vec<(usize, DemandCell)>,
    mut mine: impl FnMut(&DemandCell) -> bool,
    summary: &mut Summary,
) -> usize {
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
    let emptied = left.len();
    cells.extend(left.into_iter().map(|cell| (0, cell)));
    emptied
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
