//! Where on the earth are the cells of a grid? Told by the GeoTIFF tags (OGC 19-008r4), and refused where they do not tell it plainly.
//!
//! Knows grids in degrees that run along meridians and parallels. Projected and turned grids are refused: their cells would have to
//! be resampled, and that is a decision of whoever makes the file.

use std::io::{Read, Seek};

use tiff::{decoder::Decoder, tags::Tag};

use super::GridError;
use crate::domain::{datum::Datum, position::Position};

const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const GEOGRAPHIC_CRS: u16 = 2048;
const ANGULAR_UNIT: u16 = 2054;
const PROJECTED_CRS: u16 = 3072;

const MODEL_GEOGRAPHIC: u16 = 2;
const PIXEL_IS_POINT: u16 = 2;
/// The smallest cell that is taken, in degrees: a tenth of a metre.
const LEAST_CELL: f64 = 1e-6;
const DEGREE: u16 = 9102;
const WGS84: u16 = 4326;
const CGCS2000: u16 = 4490;
/// The number behind which a file describes a system of its own.
const USER_DEFINED: u16 = 32_767;

/// From rows and columns to degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Georeference {
    /// What the degrees refer to, where the file says so.
    pub datum: Option<Datum>,
    /// Longitude of the outer edge of the first column.
    west: f64,
    /// Degrees from one column to the next.
    step_lon: f64,
    /// Latitude of the outer edge of the first row.
    north: f64,
    /// Degrees from one row to the next; negative where north is up.
    step_lat: f64,
}

impl Georeference {
    /// Reads the tags of the current picture.
    pub fn read<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<Georeference, GridError> {
        let keys = GeoKeys::read(decoder)?;
        let datum = keys.datum()?;
        let [step_lon, turn_lon, west, turn_lat, step_lat, north] = affine(decoder)?;
        if turn_lon != 0.0 || turn_lat != 0.0 {
            return Err(GridError::new("it is rotated or sheared", "rows that run along parallels (gdalwarp straightens a grid)"));
        }
        let fits = |step: f64, most: f64| (LEAST_CELL..=most).contains(&step.abs());
        if !(west.is_finite() && north.is_finite() && fits(step_lon, 360.0) && fits(step_lat, 180.0)) {
            return Err(GridError::new(
                format!("its cells are {step_lon} x {step_lat} in size, from {west}, {north}"),
                "a corner on the earth, and cells of a millionth to some degrees",
            ));
        }
        // Where a value stands for a point, the corner that is told is the middle of the first cell.
        let half = if keys.get(RASTER_TYPE) == Some(PIXEL_IS_POINT) { 0.5 } else { 0.0 };
        Ok(Georeference { datum, west: west - half * step_lon, step_lon, north: north - half * step_lat, step_lat })
    }

    /// The middle of a cell in the file's degrees.
    pub fn middle(&self, row: u32, column: u32) -> (f64, f64) {
        let along = |start: f64, step: f64, number: u32| start + (f64::from(number) + 0.5) * step;
        (along(self.west, self.step_lon, column), along(self.north, self.step_lat, row))
    }

    /// The size of a cell in degrees of longitude and of latitude.
    pub fn cell_degrees(&self) -> (f64, f64) {
        (self.step_lon.abs(), self.step_lat.abs())
    }

    /// Whether a grid of so many cells lies on the earth; the outermost cells may hang over by half of their size.
    pub fn is_on_earth(&self, width: u32, height: u32) -> bool {
        let corners = [self.middle(0, 0), self.middle(height - 1, width - 1)];
        corners.iter().all(|(lon, lat)| Position::new(*lon, *lat).is_ok())
    }

    /// Names cells by where they are: the same cell has the same id in every file of the same grid, however it is cut.
    pub fn names(&self) -> CellNames {
        let (lon, lat) = self.cell_degrees();
        let edge = |start: f64, step: f64, falls: bool| if falls { start } else { start + step };
        let first_column = (edge(self.west, self.step_lon, self.step_lon > 0.0) + 180.0) / lon;
        let first_row = (90.0 - edge(self.north, self.step_lat, self.step_lat < 0.0)) / lat;
        let (across, down) = ((1.0 / lon).round(), (1.0 / lat).round());
        let size = if across == down { format!("g{across}") } else { format!("g{across}x{down}") };
        CellNames {
            prefix: size,
            first_row: first_row.round() as i64,
            row_step: if self.step_lat < 0.0 { 1 } else { -1 },
            first_column: first_column.round() as i64,
            column_step: if self.step_lon > 0.0 { 1 } else { -1 },
        }
    }
}

/// Ids of a grid's cells, `g1200r66835c346520`: cells a degree, then the row counted from the north pole and the column counted from
/// 180° west, both from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellNames {
    /// What the ids of every file with cells of this size begin with.
    pub prefix: String,
    first_row: i64,
    row_step: i64,
    first_column: i64,
    column_step: i64,
}

impl CellNames {
    /// The id of a cell of the file.
    pub fn id(&self, row: u32, column: u32) -> String {
        let row = self.first_row + self.row_step * i64::from(row);
        let column = self.first_column + self.column_step * i64::from(column);
        format!("{}r{row}c{column}", self.prefix)
    }
}

/// The six numbers from columns and rows to degrees: longitude = a column + b row + c, latitude = d column + e row + f.
fn affine<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<[f64; 6], GridError> {
    if let Some(matrix) = numbers(decoder, Tag::ModelTransformationTag)? {
        return match matrix[..] {
            [a, b, _, c, d, e, _, f, ..] if matrix.len() == 16 => Ok([a, b, c, d, e, f]),
            _ => Err(GridError::new("its ModelTransformation tag does not hold 16 numbers", "a grid written by GDAL")),
        };
    }
    let scale = numbers(decoder, Tag::ModelPixelScaleTag)?;
    let tie = numbers(decoder, Tag::ModelTiepointTag)?;
    match (scale.as_deref(), tie.as_deref()) {
        (Some([lon, lat, ..]), Some([column, row, _, x, y, _])) => Ok([*lon, 0.0, x - column * lon, 0.0, -lat, y + row * lat]),
        (Some(_), Some([_, _, _, _, _, _, ..])) => Err(GridError::new(
            "it is tied to the earth at several points",
            "one corner and the size of a cell (gdalwarp makes such a grid)",
        )),
        _ => Err(GridError::new(
            "it does not say where it lies (no ModelTransformation, nor ModelPixelScale with ModelTiepoint)",
            "a GeoTIFF; a world file beside it is not read: gdal_translate -of GTiff -a_srs EPSG:4326 writes it in",
        )),
    }
}

fn numbers<R: Read + Seek>(decoder: &mut Decoder<R>, tag: Tag) -> Result<Option<Vec<f64>>, GridError> {
    let Some(value) = decoder.find_tag(tag).map_err(GridError::of)? else { return Ok(None) };
    value.into_f64_vec().map(Some).map_err(GridError::of)
}

/// What the file says about its coordinates: short keys only.
struct GeoKeys(Vec<(u16, u16)>);

impl GeoKeys {
    fn read<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<GeoKeys, GridError> {
        let directory: Vec<u16> = decoder.find_tag_unsigned_vec(Tag::GeoKeyDirectoryTag).map_err(GridError::of)?.unwrap_or_default();
        let entries = directory.get(4..).unwrap_or_default().chunks_exact(4);
        Ok(GeoKeys(entries.filter(|entry| entry[1] == 0).map(|entry| (entry[0], entry[3])).collect()))
    }

    fn get(&self, key: u16) -> Option<u16> {
        self.0.iter().find(|(one, _)| *one == key).map(|(_, value)| *value)
    }

    /// What degrees refer to; `None` where the file does not say it.
    fn datum(&self) -> Result<Option<Datum>, GridError> {
        let wanted = "EPSG:4326 (WGS84) or EPSG:4490 (CGCS2000) in degrees: gdalwarp -t_srs EPSG:4326 -r sum keeps the people";
        let other = |found: String| Err(GridError::new(format!("its coordinates are {found}"), wanted));
        let named =
            |code: u16, what: &str| if code == USER_DEFINED { format!("{what} of its own") } else { format!("EPSG:{code}, {what}") };
        if let Some(code) = self.get(PROJECTED_CRS) {
            return other(named(code, "a projection in metres"));
        }
        match self.get(MODEL_TYPE) {
            None | Some(MODEL_GEOGRAPHIC) => {}
            Some(_) => return other("no longitude and latitude".to_owned()),
        }
        match self.get(ANGULAR_UNIT) {
            None | Some(DEGREE) => {}
            Some(unit) => return other(format!("angles in the unit EPSG:{unit}")),
        }
        match self.get(GEOGRAPHIC_CRS) {
            None => Ok(None),
            Some(WGS84) => Ok(Some(Datum::Wgs84)),
            Some(CGCS2000) => Ok(Some(Datum::Cgcs2000)),
            Some(code) => other(named(code, "a system of degrees")),
        }
    }
}
