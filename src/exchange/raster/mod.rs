//! How many people does a population grid say live where? GeoTIFF in the style of WorldPop: a cell of some 100 m, its count of people.
//!
//! 1. The tags say where the grid lies (`georeference`) and what its numbers are (`pixels`); what cannot be read plainly is refused.
//! 2. Block after block is decoded. Cells without data and cells of nobody are left out and counted.
//! 3. A cell is kept when its middle lies in the area, and inside the boundaries where there are any. Its whole count is kept, so that
//!    the sum of what is kept is the sum of the grid's cells inside; what lies outside is counted and told.
//! 4. A count that is negative, infinite or no number is refused with its row and column.
//!
//! It refuses to resample, to scale and to guess what a grid without a stated system of coordinates refers to.

mod georeference;
mod pixels;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use self::{
    georeference::{CellNames, Georeference},
    pixels::Pixels,
};
use super::{Format, Note, ReadError, Reading, Records, Refusal, Source, demand::MOST_PEOPLE, error::DATUMS};
use crate::domain::{datum::Datum, demand::DemandCell, facility::GivenPoint, id::CellId, kind::POPULATION, position::Position};

/// Cells with people that one file may bring.
const MOST_KEPT: usize = 5_000_000;
/// Refused cells that are told one by one; all are counted.
const MOST_TOLD: usize = 1_000;
/// Cells that one task holds against the boundaries.
const TASK: usize = 4_096;

/// What is to be read of a grid.
#[derive(Default)]
pub struct GridChoice<'a> {
    /// Whom the grid counts: code, name or alias of a target group; everybody where nothing is said.
    pub group: Option<&'a str>,
    /// Which band holds the counts, from 1; needed where there are several.
    pub band: Option<u16>,
    /// Whether a longitude and latitude lie inside; `None` where there are no boundaries.
    pub inside: Option<&'a (dyn Fn([f64; 2]) -> bool + Sync)>,
}

/// What a grid comes to.
#[derive(Debug, PartialEq)]
pub struct Grid {
    /// Code of the group that it counts.
    pub group: String,
    /// What the ids of all cells of this size begin with.
    pub prefix: String,
    /// The box of the whole grid in WGS84: west, south, east, north.
    pub bounds: [f64; 4],
    /// The cells with people in them, row after row.
    pub records: Records<DemandCell>,
}

/// Why a grid cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct GridError {
    reason: String,
    expected: String,
}

impl GridError {
    fn new(reason: impl Into<String>, expected: impl Into<String>) -> GridError {
        GridError { reason: reason.into(), expected: expected.into() }
    }

    /// What the decoder says, in words of this file.
    fn of(error: tiff::TiffError) -> GridError {
        match error {
            tiff::TiffError::LimitsExceeded => {
                GridError::new("a part of it is larger than 256 MB when it is unpacked", "smaller blocks: gdal_translate -co TILED=YES")
            }
            tiff::TiffError::UnsupportedError(what) => {
                GridError::new(what.to_string(), "numbers without compression, or with LZW or DEFLATE: gdal_translate -co COMPRESS=DEFLATE")
            }
            damaged => {
                GridError::new(format!("it is damaged or no GeoTIFF ({damaged})"), "the file as it was published; load it down again")
            }
        }
    }

    fn at(self, place: &str) -> GridError {
        GridError { reason: format!("{place}: {}", self.reason), ..self }
    }

    fn in_file(self, file: &str) -> ReadError {
        ReadError::Grid { file: file.to_owned(), reason: self.reason, expected: self.expected }
    }
}

/// Reads the cells of a population grid.
pub fn read_population_grid(source: &Source, reading: &Reading, choice: &GridChoice) -> Result<Grid, ReadError> {
    if source.format != Format::Tiff {
        return Err(ReadError::WrongFormat {
            file: source.name.into(),
            found: "no GeoTIFF",
            expected: "expected a population grid, .tif or .tiff",
        });
    }
    let group = group_of(source, reading, choice)?;
    let refused = |error: GridError| error.in_file(source.name);
    let mut pixels = Pixels::open(source.bytes, choice.band).map_err(refused)?;
    let place = Georeference::read(pixels.decoder()).map_err(refused)?;
    if !place.is_on_earth(pixels.width, pixels.height) {
        return Err(refused(GridError::new(
            "its cells do not lie on the earth",
            "longitudes from -180 to 180 and latitudes from -90 to 90 degrees",
        )));
    }
    let datum = datum_of(source.name, place.datum, reading.datum)?;
    let names = place.names();
    let bounds = bounds_of(&place, datum, &pixels);
    let mut harvest =
        Harvest { place, names, datum, reading, inside: choice.inside, seen: Seen::default(), kept: Vec::new(), refused: Vec::new() };
    let blocks = pixels.blocks();
    for number in 0..blocks {
        harvest.take(&mut pixels, number).map_err(refused)?;
        if harvest.kept.len() > MOST_KEPT {
            return Err(refused(GridError::new(
                format!("it has more than {MOST_KEPT} cells with people inside"),
                "a smaller area (--area W,S,E,N, or import divisions with boundaries first), or a coarser grid",
            )));
        }
        (reading.progress)(number as usize + 1, blocks as usize);
    }
    let prefix = format!("{}r", harvest.names.prefix);
    let notes = harvest.notes(&pixels);
    Ok(Grid { group, prefix, bounds, records: harvest.records(notes) })
}

fn group_of(source: &Source, reading: &Reading, choice: &GridChoice) -> Result<String, ReadError> {
    let Some(said) = choice.group.filter(|said| *said != POPULATION) else { return Ok(POPULATION.to_owned()) };
    let groups = &reading.catalogue.target_groups;
    groups.find(said).map(|group| group.code.clone()).ok_or_else(|| {
        let codes: Vec<&str> = groups.rows().iter().map(|group| group.code.as_str()).collect();
        GridError::new(format!("{said:?} is no target group known here"), format!("{POPULATION}, or one of {}", codes.join(", ")))
            .in_file(source.name)
    })
}

/// What the degrees refer to: as the file says, otherwise as the call says; both must agree.
fn datum_of(file: &str, stated: Option<Datum>, called: Option<Datum>) -> Result<Datum, ReadError> {
    match (stated, called) {
        (Some(stated), Some(called)) if stated != called => {
            Err(ReadError::DatumClash { file: file.into(), place: "GeoTIFF key", stated: stated.code(), called: called.code() })
        }
        (None, None) => Err(ReadError::DatumMissing {
            file: file.into(),
            say_it: "write it with its key GeographicType (EPSG:4326 or 4490)",
            choices: DATUMS,
        }),
        (Some(datum), _) | (None, Some(datum)) => Ok(datum),
    }
}

/// The box of the middles of all cells.
fn bounds_of(place: &Georeference, datum: Datum, pixels: &Pixels) -> [f64; 4] {
    let corner = |row, column| {
        let (x, y) = place.middle(row, column);
        datum.to_wgs84(x, y)
    };
    let (a, b) = (corner(0, 0), corner(pixels.height - 1, pixels.width - 1));
    [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]
}

/// A cell with people, before it is known whether it lies inside.
struct Counted {
    row: u32,
    column: u32,
    people: f64,
}

/// Where a cell lies.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Inside(Position, (f64, f64)),
    OutsideArea,
    OutsideBoundaries,
}

/// What was met on the way.
#[derive(Default)]
struct Seen {
    nobody: u64,
    refused: usize,
    outside_area: (usize, f64),
    outside_boundaries: (usize, f64),
}

struct Harvest<'a> {
    place: Georeference,
    names: CellNames,
    datum: Datum,
    reading: &'a Reading<'a>,
    inside: Option<&'a (dyn Fn([f64; 2]) -> bool + Sync)>,
    seen: Seen,
    kept: Vec<(u32, u32, DemandCell)>,
    refused: Vec<Refusal>,
}

impl Harvest<'_> {
    /// Takes what one block holds.
    fn take(&mut self, pixels: &mut Pixels, number: u32) -> Result<(), GridError> {
        let block = pixels.block(number)?;
        let mut counted: Vec<Counted> = Vec::new();
        block.each(|row, column, value| {
            if row >= pixels.height || column >= pixels.width || pixels.is_nodata(value) {
                return;
            }
            if value == 0.0 {
                self.seen.nobody += 1;
            } else if (0.0..=MOST_PEOPLE).contains(&value) {
                counted.push(Counted { row, column, people: value });
            } else {
                self.refuse(row, column, value);
            }
        });
        let sides: Vec<Side> = counted.par_iter().with_min_len(TASK).map(|one| self.side(one)).collect();
        for (one, side) in counted.into_iter().zip(sides) {
            match side {
                Side::Inside(position, given) => self.keep(&one, position, given),
                Side::OutsideArea => add(&mut self.seen.outside_area, one.people),
                Side::OutsideBoundaries => add(&mut self.seen.outside_boundaries, one.people),
            }
        }
        Ok(())
    }

    fn side(&self, one: &Counted) -> Side {
        let given = self.place.middle(one.row, one.column);
        let (lon, lat) = self.datum.to_wgs84(given.0, given.1);
        let Ok(position) = Position::new(lon, lat) else { return Side::OutsideArea };
        if self.reading.area.is_some_and(|area| !area.contains(position)) {
            Side::OutsideArea
        } else if self.inside.is_some_and(|inside| !inside([lon, lat])) {
            Side::OutsideBoundaries
        } else {
            Side::Inside(position, given)
        }
    }

    fn keep(&mut self, one: &Counted, position: Position, (x, y): (f64, f64)) {
        let given = (self.datum != Datum::Wgs84).then_some(GivenPoint { x, y, datum: self.datum });
        let id = CellId::parse(&self.names.id(one.row, one.column)).expect("a short text without control characters is an id");
        self.kept.push((one.row, one.column, DemandCell { id, position, given, division: None, counts: [one.people].into() }));
    }

    fn refuse(&mut self, row: u32, column: u32, value: f64) {
        self.seen.refused += 1;
        if self.refused.len() < MOST_TOLD {
            let reason = match value {
                _ if value.is_nan() => "this is no number, and the file does not say that it means no data",
                _ if value > 0.0 => "the count is larger than any cell's people",
                _ => "the count is negative, and is not the file's nodata value",
            };
            let column = format!("column {}", column + 1);
            let expected = "a number of people, 0 or more, or the nodata value of tag 42113".to_owned();
            self.refused.push(Refusal::new(row as usize + 1, &column, &value.to_string(), reason.to_owned(), expected));
        }
    }

    fn notes(&self, pixels: &Pixels) -> Vec<Note> {
        let (lon, lat) = self.place.cell_degrees();
        let (seen, cells) = (&self.seen, u64::from(pixels.width) * u64::from(pixels.height));
        let told = (seen.nobody + seen.refused as u64 + self.kept.len() as u64) + (seen.outside_area.0 + seen.outside_boundaries.0) as u64;
        let mut notes = vec![Note::GridSize { width: pixels.width, height: pixels.height, lon, lat }];
        if seen.nobody > 0 || told < cells {
            notes.push(Note::GridEmpty { nobody: seen.nobody, nodata: cells - told });
        }
        let people: f64 = self.kept.iter().map(|(.., cell)| cell.counts[0]).sum();
        notes.push(Note::GridPeople { cells: self.kept.len(), people });
        for ((cells, people), of) in [(seen.outside_area, "the area"), (seen.outside_boundaries, "the boundaries of all divisions")] {
            if cells > 0 {
                notes.push(Note::GridOutside { cells, people, of });
            }
        }
        if seen.refused > self.refused.len() {
            notes.push(Note::RefusedMore { told: self.refused.len(), refused: seen.refused });
        }
        notes
    }

    /// The cells row after row, whatever the order of the blocks; a record's number is its row in the grid.
    fn records(mut self, notes: Vec<Note>) -> Records<DemandCell> {
        let seen = &self.seen;
        let rows = self.kept.len() + seen.refused + seen.outside_area.0 + seen.outside_boundaries.0;
        self.kept.par_sort_unstable_by_key(|(row, column, _)| (*row, *column));
        self.refused.sort_by_key(|refusal| refusal.row);
        Records {
            rows,
            records: self.kept.into_iter().map(|(row, _, cell)| (row as usize + 1, cell)).collect(),
            refused: self.refused,
            refused_rows: seen.refused,
            notes,
        }
    }
}

fn add((cells, sum): &mut (usize, f64), people: f64) {
    *cells += 1;
    *sum += people;
}
