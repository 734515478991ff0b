//! What do the maps of a report show? Communities by the share covered, before and after, over streets and water.

use super::content::Subject;
use crate::{
    analysis::{
        base_tiles::{Sort, UNITS},
        tile::Tile,
    },
    domain::{division::Level, facility::Status, plan::Deed},
    exchange::hand_in::{Area, Line, LineLook, Mark, Picture, Sign},
};

/// About so many tiles of the base map from side to side.
const TILES: f64 = 2.5;
/// The base map is drawn no finer than this zoom.
const FINEST: u8 = 15;
/// Classes of roads that are drawn as main streets.
const MAIN: [&str; 5] = ["motorway", "trunk", "primary", "secondary", "bridge"];

/// South-west and north-east corner in degrees.
type Bounds = [f64; 4];

impl Subject<'_> {
    /// Today's map and the plan's.
    pub(super) fn pictures(&self) -> Vec<Picture> {
        let language = self.language;
        let existing: Vec<Mark> = self.facilities().filter_map(|row| self.mark_of(row)).collect();
        let (mut planned, touched) = self.planned_marks();
        planned.extend(existing.iter().filter(|mark| !touched.contains(&[mark.lon, mark.lat])).cloned());
        // What is planned is drawn last, on top.
        planned.sort_by_key(|mark| mark.sign != Sign::Existing);
        let mut pictures = vec![
            Picture {
                title: language.pick("现状覆盖", "Reach today").to_owned(),
                note: self.terms_told(),
                areas: self.areas(|figures| figures.0),
                lines: Vec::new(),
                marks: existing,
            },
            Picture {
                title: language.pick("规划后覆盖与规划设施", "Reach with the plan, and planned facilities").to_owned(),
                note: self.terms_told() + language.pick("编号见规划设施一览表。", " Numbers are those of the table of planned facilities."),
                areas: self.areas(|figures| figures.1),
                lines: Vec::new(),
                marks: planned,
            },
        ];
        if let Some(bounds) = bounds_of(&pictures) {
            let (water, lines) = self.ground(bounds);
            for picture in &mut pictures {
                picture.areas.extend(water.iter().cloned());
                picture.lines.clone_from(&lines);
            }
        }
        pictures
    }

    fn mark_of(&self, row: usize) -> Option<Mark> {
        let facility = &self.snapshot.facilities()[row];
        let position = facility.shown_position().filter(|_| facility.status == Status::Operating)?;
        Some(Mark { lon: position.lon(), lat: position.lat(), sign: Sign::Existing, label: None })
    }

    /// Marks of the actions with their numbers, and where existing places stand that they take the place of.
    fn planned_marks(&self) -> (Vec<Mark>, Vec<[f64; 2]>) {
        let (mut marks, mut touched) = (Vec::new(), Vec::new());
        for (number, action) in (1..).zip(&self.inputs.actions) {
            let (_, point, _) = self.site(action);
            let sign = match &action.deed {
                Deed::Build { .. } => Sign::Planned,
                Deed::Close { .. } => Sign::Closed,
                Deed::Upgrade { .. } | Deed::AddPlaces { .. } | Deed::ExtendHours { .. } | Deed::Move { .. } => Sign::Changed,
            };
            if let Deed::Close { facility }
            | Deed::Move { facility, .. }
            | Deed::AddPlaces { facility, .. }
            | Deed::ExtendHours { facility, .. } = &action.deed
            {
                let mark = self.snapshot.facility_row(facility).and_then(|row| self.mark_of(row));
                touched.extend(mark.map(|mark| [mark.lon, mark.lat]));
            }
            marks.extend(point.map(|[lon, lat]| Mark { lon, lat, sign, label: Some(number.to_string()) }));
        }
        (marks, touched)
    }

    /// Communities with their share, of the two that are picked from before and after; the planned division's outline where no
    /// community has one.
    fn areas(&self, pick: impl Fn((Option<f64>, Option<f64>)) -> Option<f64>) -> Vec<Area> {
        let share = |covered: Option<f64>, total: Option<f64>| {
            covered.zip(total).filter(|(_, total)| *total > 0.0).map(|(covered, total)| covered / total)
        };
        let mut areas = Vec::new();
        for one in &self.figures.by_division {
            let rings = one.code.map(|code| self.rings(code)).unwrap_or_default();
            if !rings.is_empty() {
                areas.push(Area { rings, share: share(pick((one.before, one.after)), one.total), water: false });
            }
        }
        if areas.is_empty() {
            let districts = self.snapshot.in_force(Some(Level::District)).map(|division| division.code);
            let outlines = self.division.map_or_else(|| districts.filter(|code| self.holds(Some(*code))).collect(), |code| vec![code]);
            areas.extend(outlines.into_iter().map(|code| Area { rings: self.rings(code), share: None, water: false }));
            areas.retain(|area| !area.rings.is_empty());
        }
        areas
    }

    fn rings(&self, code: crate::domain::division::DivisionCode) -> Vec<Vec<[f64; 2]>> {
        let boundary = self.snapshot.divisions().get(&code).and_then(|division| division.boundary.as_ref());
        let polygons = boundary.iter().flat_map(|boundary| boundary.0.iter());
        let rings = polygons.flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        rings.map(|ring| ring.0.iter().map(|spot| [spot.x, spot.y]).collect()).collect()
    }

    /// Water and streets of the imported map within bounds.
    fn ground(&self, [west, south, east, north]: Bounds) -> (Vec<Area>, Vec<Line>) {
        let [west, south, east, north] = framed([west, south, east, north]);
        let width = (east - west).max(north - south).max(1e-4) / 360.0;
        let zoom = ((TILES / width).log2().floor().clamp(0.0, f64::from(FINEST))) as u8;
        let (mut water, mut lines) = (Vec::new(), Vec::new());
        let corners = Tile::holding(zoom, [west, north]).zip(Tile::holding(zoom, [east, south]));
        let Some((first, last)) = corners else { return (water, lines) };
        for (x, y) in (first.row()..=last.row()).flat_map(|y| (first.column()..=last.column()).map(move |x| (x, y))) {
            let Some(tile) = Tile::new(zoom, x, y) else { continue };
            for drawn in self.snapshot.base_tiles().tile(tile) {
                let look = match (drawn.layer, drawn.class) {
                    ("water", _) => LineLook::Water,
                    ("roads", class) if MAIN.contains(&class) => LineLook::MainStreet,
                    ("roads", "rail" | "path" | "steps" | "service") => continue,
                    ("roads", _) => LineLook::Street,
                    _ => continue,
                };
                let points = |part: &[[i32; 2]]| {
                    part.iter().map(|spot| tile.lon_lat(spot.map(|units| f64::from(units) / UNITS as f64))).collect::<Vec<_>>()
                };
                match drawn.sort {
                    Sort::Areas => water.push(Area { rings: drawn.parts().map(points).collect(), share: None, water: true }),
                    Sort::Lines => lines.extend(drawn.parts().map(|part| Line { look, points: points(part) })),
                    Sort::Points => {}
                }
            }
        }
        (water, lines)
    }
}

/// Wide and high enough for what a map shows around its things, whatever their shape.
fn framed([west, south, east, north]: Bounds) -> Bounds {
    let shrink = ((south + north) / 2.0).to_radians().cos().max(0.1);
    // A map is 1.6 times as wide as high.
    let height = (north - south).max((east - west) * shrink / 1.6).max(0.003) * 1.15;
    let (lon, lat, width) = ((west + east) / 2.0, (south + north) / 2.0, height * 1.6 / shrink);
    [lon - width / 2.0, lat - height / 2.0, lon + width / 2.0, lat + height / 2.0]
}

/// Around everything that is on the maps.
fn bounds_of(pictures: &[Picture]) -> Option<Bounds> {
    let rings = pictures.iter().flat_map(|picture| picture.areas.iter().flat_map(|area| area.rings.iter().flatten().copied()));
    let marks = pictures.iter().flat_map(|picture| picture.marks.iter().map(|mark| [mark.lon, mark.lat]));
    let empty = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let around = rings.chain(marks).fold(empty, |[w, s, e, n], [lon, lat]| [w.min(lon), s.min(lat), e.max(lon), n.max(lat)]);
    (around[0] <= around[2]).then_some(around)
}
