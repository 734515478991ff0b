//! What do ways, relations and points become? The features that the rest of the product knows, in the order of the file.

use geo_types::{Geometry, LineString, Point as GeoPoint};

use crate::domain::{base_map::BaseFeature, building::Building, kind::Catalogue, position::Position};

use super::{
    OsmDivision, OsmExtract,
    addresses::Spots,
    care::OsmFacility,
    facts::{Boundary, Extra, Facts, Names},
    nodes::{Nodes, Point},
    problem::{Problems, Sort},
    relations,
    shapes::{Place, Ring, area_m2, cleaned, crosses_itself, degrees, inside, middle, multi_polygon, position},
    store::{Harvest, WayIndex},
    streets::Collected,
};

/// Everything that is read, on its way to the extract.
pub(super) struct Assembly<'a> {
    pub nodes: &'a Nodes,
    pub names: &'a Names,
    pub catalogue: &'a Catalogue,
    pub problems: &'a mut Problems,
    pub collected: Collected,
    pub spots: Spots,
    pub extract: OsmExtract,
}

/// A way with its nodes found.
pub(super) struct Found {
    /// Numbers of its nodes.
    pub numbers: Vec<u32>,
    /// Stretches of two nodes and more that are in the file.
    pub parts: Vec<Vec<u32>>,
}

impl Assembly<'_> {
    /// Makes room for as many features as the ways tell, since growing by doubling would hold them twice.
    pub fn make_room(&mut self, harvest: &Harvest) {
        let facts = &harvest.ways.facts;
        self.extract.base.reserve_exact(facts.iter().filter(|facts| facts.drawn.is_some()).count());
        self.extract.buildings.reserve_exact(facts.iter().filter(|facts| facts.house.is_some()).count());
    }

    /// Takes in every way that says something.
    pub fn ways(&mut self, harvest: &mut Harvest, index: &WayIndex) {
        let mut near = 0;
        for way in (0..harvest.ways.len()).filter(|way| index.needed[*way]) {
            let facts = std::mem::take(&mut harvest.ways.facts[way]);
            let found = self.find(harvest.ways.refs(way), &mut near);
            let id = harvest.ways.ids[way];
            let whole: usize = found.parts.iter().map(Vec::len).sum();
            if whole < found.numbers.len() {
                let all = found.numbers.len();
                let missing = found.numbers.iter().filter(|number| self.nodes.place(**number as usize).is_none()).count();
                self.problems.add(Sort::MissingNodes, || format!("way {id}: {missing} of its {all} nodes are not in the file"));
            }
            if !facts.is_empty() {
                self.way(id, facts, &found);
            }
        }
    }

    /// Takes in every wanted relation.
    pub fn relations(&mut self, harvest: &mut Harvest, index: &WayIndex) {
        for relation in std::mem::take(&mut harvest.relations) {
            relations::take(self, relation, &harvest.ways, index);
        }
    }

    /// Takes in every node that says something.
    pub fn points(&mut self, points: &mut [Point]) {
        for point in points {
            let facts = &mut point.facts;
            if let Some(drawn) = facts.drawn {
                self.draw(facts, drawn.class(), Geometry::Point(GeoPoint(degrees(point.at))));
            }
            let extra = facts.extra.take();
            self.extra(("node", point.id), facts, extra, point.at);
        }
    }

    /// The numbers of a way's nodes, and its stretches in the file.
    pub fn find(&self, refs: impl Iterator<Item = i64>, near: &mut usize) -> Found {
        let numbers: Vec<u32> = refs.filter_map(|id| self.nodes.number(id, near).map(|number| number as u32)).collect();
        let there = |number: &u32| self.nodes.place(*number as usize).is_some();
        let parts = numbers.split(|number| !there(number)).filter(|part| part.len() > 1).map(<[u32]>::to_vec).collect();
        Found { numbers, parts }
    }

    /// The places of nodes that are in the file.
    pub fn places<'n>(&'n self, numbers: &'n [u32]) -> impl Iterator<Item = Place> + 'n {
        numbers.iter().filter_map(|number| self.nodes.place(*number as usize))
    }

    fn way(&mut self, id: i64, mut facts: Facts, found: &Found) {
        let extra = facts.extra.take();
        if let Some(walk) = facts.walk {
            let duration_s = extra.as_ref().and_then(|extra| extra.duration_s);
            self.collected.street(&found.parts, (walk, (facts.name, facts.name_en)), duration_s, self.nodes);
        }
        if let Some(class) = facts.barrier {
            self.collected.barrier(&found.parts, class);
        }
        if let Some(drawn) = facts.drawn.filter(|drawn| !drawn.area) {
            for part in &found.parts {
                let line = self.places(part).map(degrees).collect();
                self.draw(&facts, drawn.class(), Geometry::LineString(LineString(line)));
            }
        }
        let closed = found.numbers.len() > 3 && found.numbers.first() == found.numbers.last();
        let is_line = facts.walk.is_some() || facts.drawn.is_some_and(|drawn| !drawn.area);
        let ring = if closed && !is_line { cleaned(self.places(&found.numbers)) } else { None };
        if let Some(ring) = ring {
            self.outlined(("way", id), &facts, extra, vec![vec![ring]]);
        } else if let Some(mut extra) = extra {
            let places: Vec<Place> = self.places(&found.numbers).collect();
            if let (Some(spot), Some(name)) = (extra.spot.take(), facts.name) {
                self.spots.line((name, facts.name_en), spot, &places);
            }
            if let Some(at) = middle(&places) {
                self.extra(("way", id), &facts, Some(extra), at);
            }
        }
    }

    /// Takes in something with an outline.
    pub fn outlined(&mut self, object: (&str, i64), facts: &Facts, mut extra: Option<Box<Extra>>, areas: Vec<Vec<Ring>>) {
        let (word, id) = object;
        if areas.iter().flatten().any(|ring| crosses_itself(ring) == Some(true)) {
            self.problems.add(Sort::SelfCrossing, || format!("{word} {id}"));
        }
        if let Some(drawn) = facts.drawn.filter(|drawn| drawn.area) {
            let mut shape = multi_polygon(&areas);
            let geometry = if shape.0.len() == 1 { shape.0.pop().map(Geometry::Polygon) } else { Some(Geometry::MultiPolygon(shape)) };
            if let Some(geometry) = geometry {
                self.draw(facts, drawn.class(), geometry);
            }
        }
        if let Some(house) = facts.house {
            for rings in &areas {
                let area_m2 =
                    rings.first().map_or(0.0, |outer| area_m2(outer)) - rings.iter().skip(1).map(|hole| area_m2(hole)).sum::<f64>();
                if let Some(position) = point_inside(rings).and_then(position).filter(|_| area_m2 > 0.0) {
                    let floor_m2 = area_m2 * f64::from(house.levels);
                    self.extract.buildings.push(Building { position, floor_m2, residential: house.residential });
                }
            }
        }
        if let Some(boundary) = extra.as_mut().and_then(|extra| extra.boundary.take()) {
            let osm_id = if word == "way" { -id } else { id };
            self.division(osm_id, boundary, &areas);
        }
        if let Some(at) = areas.first().and_then(|largest| point_inside(largest)) {
            self.extra(object, facts, extra, at);
        }
    }

    /// Adds a division; one without a ring is kept without its boundary.
    pub fn division(&mut self, osm_id: i64, boundary: Boundary, areas: &[Vec<Ring>]) {
        let Boundary { level, name, name_en, code } = boundary;
        let shape = (!areas.is_empty()).then(|| multi_polygon(areas));
        self.extract.divisions.push(OsmDivision {
            osm_id,
            name: name.into(),
            name_en: name_en.map(Into::into),
            admin_level: level,
            code: code.map(Into::into),
            boundary: shape,
        });
    }

    fn draw(&mut self, facts: &Facts, class: &'static str, geometry: Geometry<f64>) {
        let Some(layer) = facts.drawn.map(|drawn| drawn.layer) else { return };
        let text = |name| self.names.text(name).to_owned();
        let (name, name_en) = (facts.name.map(text), facts.name_en.map(text));
        self.extract.base.push(BaseFeature { layer, class: class.into(), name, name_en, geometry });
    }

    /// Takes in what stands at one place: a spot, a house number, a facility.
    fn extra(&mut self, object: (&str, i64), facts: &Facts, extra: Option<Box<Extra>>, at: Place) {
        let (Some(extra), Some(position)) = (extra, position(at)) else { return };
        let Extra { spot, house_number, care, .. } = *extra;
        if let Some((spot, name)) = spot.zip(facts.name) {
            self.spots.point((name, facts.name_en), spot, at, self.names);
        }
        if let Some(house) = house_number {
            self.spots.house(house, position);
        }
        let facility: Option<OsmFacility> = care.and_then(|care| care.placed(object, position, self.catalogue));
        self.extract.facilities.extend(facility);
    }
}

/// A place inside an area.
pub(super) fn point_inside(rings: &[Ring]) -> Option<Place> {
    let [x, y] = inside(rings)?;
    Some([x.round() as i32, y.round() as i32])
}

/// A place as people read it.
pub(super) fn spoken(at: Option<Position>) -> String {
    at.map_or_else(|| "a node that is not in the file".to_owned(), |at| format!("{:.7},{:.7}", at.lon(), at.lat()))
}
