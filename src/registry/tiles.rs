//! What does a map tile show? Places, people's cells, divisions or the base map, as a vector tile.

use super::{CoverageQuestion, RegistryError, Snapshot, Within};
use crate::{
    analysis::{
        base_tiles::{BaseMap, Sort},
        cell_tiles::{CellItem, CellQuestion, cell_items},
        clusters::TileItem,
        tile::Tile,
    },
    domain::{division::Level, small_count::SmallCounts, street::Manner},
    exchange::mvt::{Layer, Parts, TileFrame, Value, encode},
};

/// A layer of the map.
#[derive(Debug, Clone)]
pub enum TileQuestion {
    /// Facilities that fit.
    Facilities(super::Choice),
    /// Cells by whether they are covered; one limit.
    Coverage(CoverageQuestion),
    /// Divisions in force, of a level or of those that suit the zoom.
    Divisions(Option<Level>),
    /// The ground within limits of one facility.
    Reach(String, (Vec<Within>, Manner)),
    /// Water, green, roads and names.
    Base,
}

impl Snapshot {
    /// The bytes of a vector tile; empty when there is nothing to show.
    pub fn tile(&self, question: &TileQuestion, tile: Tile) -> Result<Vec<u8>, RegistryError> {
        let layers = match question {
            TileQuestion::Facilities(choice) => {
                let filter = self.filter(choice).map_err(RegistryError::Invalid)?;
                vec![self.facility_layer(self.place_tiles().tile_items(self.places(), &filter, tile))]
            }
            TileQuestion::Coverage(question) => {
                let (filter, group, limits) = self.coverage_terms(question)?;
                let within_m = limits.last().copied().unwrap_or(0.0);
                if self.groups().is_empty() {
                    Vec::new()
                } else {
                    let items =
                        cell_items(self.cells(), &self.distances(question.manner, &filter).nearest, CellQuestion { group, within_m }, tile);
                    vec![self.coverage_layer(items, question.small_counts)]
                }
            }
            TileQuestion::Divisions(level) => self.division_layers(*level, tile),
            TileQuestion::Reach(id, (limits, manner)) => vec![self.reach_layer(id, limits, *manner, tile)?],
            TileQuestion::Base => base_layers(self.base_tiles(), tile),
        };
        Ok(encode(layers))
    }

    fn facility_layer(&self, items: Vec<TileItem>) -> Layer {
        let kinds = self.catalogue().kinds.rows();
        let mut layer = Layer::new("facilities");
        for item in items {
            match item {
                TileItem::Place(row, at) => {
                    let facility = &self.facilities()[row as usize];
                    layer.point(
                        at,
                        &[
                            ("id", Value::Text(facility.id.as_str())),
                            ("name", Value::Text(&facility.name)),
                            ("kind", Value::Text(&facility.kind)),
                            ("status", Value::Text(facility.status.code())),
                        ],
                    );
                }
                TileItem::Cluster { at, count, kinds: counts } => {
                    let code = |kind: u16| kinds.get(usize::from(kind)).map_or("", |row| row.code.as_str());
                    let counts: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{}:{count}", code(kind))).collect();
                    let counts = counts.join(",");
                    layer.point(
                        at,
                        &[("cluster", Value::Flag(true)), ("count", Value::Count(count.into())), ("kinds", Value::Text(&counts))],
                    );
                }
            }
        }
        layer
    }

    fn coverage_layer(&self, items: Vec<CellItem>, told: SmallCounts) -> Layer {
        let mut layer = Layer::new("coverage");
        for item in items {
            match item {
                CellItem::Cell { cell, at, people, distance_m, covered } => {
                    let id = self.cell_id(cell as usize);
                    let mut tags = vec![("id", Value::Text(id.as_str())), ("covered", Value::Flag(covered))];
                    tags.extend(told.blur(people).map(|people| ("people", Value::Number(people))));
                    if distance_m.is_finite() {
                        tags.push(("distance_m", Value::Number(distance_m)));
                    }
                    layer.point(at, &tags);
                }
                CellItem::Square { at, people, covered_people, cells } => {
                    let people = told.blur_split(covered_people, people - covered_people);
                    let mut tags = vec![("cells", Value::Count(cells.into()))];
                    let counts = [("people", people.total), ("covered_people", people.covered), ("share", people.share)];
                    tags.extend(counts.into_iter().filter_map(|(name, count)| Some((name, Value::Number(count?)))));
                    layer.point(at, &tags);
                }
            }
        }
        layer
    }

    fn reach_layer(&self, id: &str, limits: &[Within], manner: Manner, tile: Tile) -> Result<Layer, RegistryError> {
        let frame = TileFrame::new(tile.zoom(), tile.column(), tile.row());
        let mut layer = Layer::new("reach");
        let answer = self.reach(id, limits, manner)?;
        // The widest first, so that the narrower ones are drawn on top.
        for one in answer.areas.into_iter().rev() {
            let within = match one.within {
                Within::Metres(metres) => ("within_m", Value::Number(metres)),
                Within::Seconds(seconds) => ("within_s", Value::Number(seconds)),
            };
            let tags = [("id", Value::Text(id)), ("by", Value::Text(manner.by.code())), ("measured", Value::Flag(answer.measured)), within];
            layer.geometry(&frame, &one.area.into(), &tags);
        }
        Ok(layer)
    }

    fn division_layers(&self, level: Option<Level>, tile: Tile) -> Vec<Layer> {
        let frame = TileFrame::new(tile.zoom(), tile.column(), tile.row());
        let (mut areas, mut labels) = (Layer::new("divisions"), Layer::new("division_labels"));
        for division in self.in_force(level).filter(|division| level.is_some() || suits(division.code.level(), tile.zoom())) {
            let code = division.code.to_string();
            let mut tags = vec![
                ("code", Value::Text(&code)),
                ("name", Value::Text(&division.name)),
                ("level", Value::Text(division.code.level().code())),
            ];
            tags.extend(division.name_en.as_deref().map(|name| ("name_en", Value::Text(name))));
            if let Some(boundary) = &division.boundary {
                areas.geometry(&frame, &boundary.clone().into(), &tags);
            }
            if let Some(at) = self.division_point(division.code) {
                labels.label(&frame, at, &tags);
            }
        }
        vec![areas, labels]
    }
}

/// What a tile shows of the base map.
fn base_layers(base: &BaseMap, tile: Tile) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for drawn in base.tile(tile) {
        let place = layers.iter().position(|layer| layer.name() == drawn.layer).unwrap_or_else(|| {
            layers.push(Layer::new(drawn.layer));
            layers.len() - 1
        });
        let mut tags = vec![("class", Value::Text(drawn.class))];
        tags.extend(drawn.name.map(|name| ("name", Value::Text(name))));
        tags.extend(drawn.name_en.map(|name| ("name_en", Value::Text(name))));
        let what = match drawn.sort {
            Sort::Points => Parts::Points,
            Sort::Lines => Parts::Lines,
            Sort::Areas => Parts::Rings,
        };
        layers[place].parts(what, drawn.parts(), &tags);
    }
    layers
}

/// Whether divisions of a level are worth drawing at a zoom.
fn suits(level: Level, zoom: u8) -> bool {
    match level {
        Level::Province => zoom <= 9,
        Level::City => (4..=12).contains(&zoom),
        Level::District => zoom >= 6,
        Level::Street => zoom >= 10,
        Level::Community => zoom >= 12,
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Geometry, line_string, polygon};

    use super::*;
    use crate::domain::base_map::{BaseFeature, BaseLayer};

    fn feature(layer: BaseLayer, class: &str, name: Option<String>, geometry: impl Into<Geometry<f64>>) -> BaseFeature {
        BaseFeature { layer, class: class.to_owned().into(), name, name_en: None, geometry: geometry.into() }
    }

    #[test]
    fn a_crowded_city_is_small_far_out_and_each_layer_comes_once() {
        let mut features = Vec::new();
        for (row, column) in (0..150).flat_map(|row| (0..150).map(move |column| (row, column))) {
            let (x, y) = (108.7 + f64::from(column) * 0.003, 34.1 + f64::from(row) * 0.002);
            let class = ["primary", "secondary", "tertiary", "residential"][(row % 4) as usize];
            let road = line_string![(x: x, y: y), (x: x + 0.0013, y: y + 0.0003), (x: x + 0.003, y: y)];
            features.push(feature(BaseLayer::Roads, class, Some(format!("示例{row}路")), road));
            let house = polygon![(x: x, y: y), (x: x + 0.0004, y: y), (x: x + 0.0004, y: y + 0.0003), (x: x, y: y + 0.0003)];
            features.push(feature(BaseLayer::Buildings, "building", None, house));
        }
        let base = BaseMap::new(features);
        // Tiles that hold 108.94, 34.26 (see `analysis::tile`).
        for (zoom, x, y) in [(8, 205, 102), (10, 821, 408), (11, 1643, 816), (12, 3287, 1632), (14, 13149, 6528)] {
            let layers = base_layers(&base, Tile::new(zoom, x, y).expect("a tile of the map"));
            let mut names: Vec<&str> = layers.iter().map(Layer::name).collect();
            names.dedup();
            assert_eq!(
                names,
                match zoom {
                    8 => vec![],
                    9..14 => vec!["roads"],
                    _ => vec!["roads", "buildings"],
                },
                "zoom {zoom}"
            );
            let bytes = encode(layers).len();
            assert!(bytes < 200_000 && (zoom == 8 || bytes > 500), "zoom {zoom}: {bytes} bytes");
        }
    }
}
