//! Coverage by the polygons of a file. Zones may lie in one another: a cell counts in each that holds it.

use geo::{BoundingRect, Contains, Intersects};
use geo_types::{Point, Rect};

use super::bands::{BandRow, ZoneRow};
use crate::{
    analysis::{
        cells::{CellColumns, Cells, NO_ZONE},
        coverage::{Band, NearestPerCell, bands},
        space::Space,
    },
    exchange::plain::{PlainDemand, Zone},
};

/// A row for each zone, in the file's order, and one without id for people outside all zones.
pub fn zone_rows(zones: &[Zone], people: &[PlainDemand], per_cell: &NearestPerCell, within_m: &[f64]) -> Vec<ZoneRow> {
    if zones.is_empty() {
        return Vec::new();
    }
    let boxes: Vec<Option<Rect>> = zones.iter().map(|zone| zone.shape.bounding_rect()).collect();
    // One row for each pair of a cell and a zone that holds it.
    let pairs: Vec<(usize, u32)> = people
        .iter()
        .enumerate()
        .flat_map(|(cell, one)| {
            one.point.map_or_else(Vec::new, |point| zones_of(point, zones, &boxes)).into_iter().map(move |zone| (cell, zone))
        })
        .collect();
    let columns = CellColumns {
        points: vec![Some([0.0, 0.0]); pairs.len()],
        zone: pairs.iter().map(|(_, zone)| *zone).collect(),
        zones: zones.len(),
        counts: vec![pairs.iter().map(|(cell, _)| people[*cell].count).collect()],
    };
    let distances = NearestPerCell {
        distance_m: pairs.iter().map(|(cell, _)| per_cell.distance_m[*cell]).collect(),
        row: pairs.iter().map(|(cell, _)| per_cell.row[*cell]).collect(),
    };
    let measured = bands(&Cells::new(Space::Plane, columns), &distances, 0, within_m);
    let mut rows: Vec<ZoneRow> = zones.iter().zip(&measured.zones).map(|(zone, bands)| zone_row(Some(zone), bands)).collect();
    if measured.unzoned.first().is_some_and(|band| band.total > 0.0) {
        rows.push(zone_row(None, &measured.unzoned));
    }
    rows
}

/// The zones that hold a point; on borders only, the first of them; outside all, no zone.
fn zones_of([x, y]: [f64; 2], zones: &[Zone], boxes: &[Option<Rect>]) -> Vec<u32> {
    let point = Point::new(x, y);
    let near = || {
        let numbered = (0u32..).zip(zones).zip(boxes);
        numbered.filter(|(_, bounds)| bounds.is_some_and(|bounds| bounds.intersects(&point))).map(|(zone, _)| zone)
    };
    let inside: Vec<u32> = near().filter(|(_, zone)| zone.shape.contains(&point)).map(|(number, _)| number).collect();
    if !inside.is_empty() {
        return inside;
    }
    let on_border = near().find(|(_, zone)| zone.shape.intersects(&point)).map(|(number, _)| number);
    vec![on_border.unwrap_or(NO_ZONE)]
}

fn zone_row(zone: Option<&Zone>, bands: &[Band]) -> ZoneRow {
    ZoneRow {
        id: zone.map(|zone| zone.id.clone()),
        name: zone.and_then(|zone| zone.name.clone()),
        total: bands.first().map_or(0.0, |band| band.total),
        bands: BandRow::of(bands),
    }
}
