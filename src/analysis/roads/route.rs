//! Which way does one person walk to one place, in a line and in steps?
//!
//! Dijkstra's search from the person until the place comes out, each node remembering the edge it was reached by. The steps
//! are stretches of one name, class and climb; a turn is told from the directions just before and just after. Length and seconds are
//! those of [`super::nearest`]. Refuses to put steps into words.

use crate::{
    analysis::space::Point,
    domain::street::{Climb, StreetClass},
};

use super::{
    attach::Attachment,
    desk::Desk,
    graph::Heading,
    network::{Network, degrees},
    turn::Turn,
    walker::{Limit, Walker},
};

/// A way from door to door.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Longitude and latitude in degrees, from door to door; no two that follow each other are equal.
    pub line: Vec<Point>,
    /// Metres of it.
    pub length_m: f64,
    /// Seconds for it.
    pub walk_s: f64,
    /// What to do in turn.
    pub steps: Vec<RouteStep>,
}

/// A stretch of a route.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteStep {
    /// The street's name, if it has one.
    pub street: Option<Box<str>>,
    /// The same in English, where the map has it.
    pub street_en: Option<Box<str>>,
    /// What sort of way it is; `None` for the way to or from the network.
    pub class: Option<StreetClass>,
    /// Of steps: whether one goes up or down, where the map says it.
    pub climb: Option<Climb>,
    /// Metres of it.
    pub length_m: f64,
    /// Seconds for it.
    pub walk_s: f64,
    /// Which way one turns into it.
    pub turn: Turn,
}

/// A door: where somebody is and where that meets the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Door {
    /// Longitude and latitude in degrees.
    pub at: Point,
    /// Where it meets the network.
    pub attachment: Attachment,
}

/// Part of an edge, walked from one spot to the other.
#[derive(Clone, Copy)]
struct Leg {
    edge: u32,
    from_mm: u32,
    to_mm: u32,
}

/// Stands for "from the door itself" where a node or the place was reached by no whole edge.
const FROM_DOOR: u32 = u32::MAX;

impl Walker<'_> {
    /// The shortest way (the fastest, when the limit is in seconds); `None` when there is none within the limit. The doors
    /// were attached by a walker on the same network and of the same footing.
    pub fn route(&self, from: &Door, to: &Door, limit: Limit) -> Option<Route> {
        let gait = self.gait(Heading::Away, limit);
        self.network.shelf.lend(|desk| {
            let (cost, extra) = self.find(desk, from, to, limit)?;
            let legs = self.legs(desk, from, to);
            let (length_m, walk_s) = gait.measure(cost, extra);
            let mut writer = Writer { walker: self, line: vec![from.at], steps: vec![], last: None };
            writer.approach(from.attachment.way_mm, self.network.spot(&from.attachment));
            legs.iter().for_each(|leg| writer.walk(leg));
            writer.approach(to.attachment.way_mm, to.at);
            Some(Route { line: writer.line, length_m, walk_s, steps: writer.steps })
        })
    }

    /// Searches until the place comes out; its number is that after the last node.
    fn find(&self, desk: &mut Desk, from: &Door, to: &Door, limit: Limit) -> Option<(u32, i32)> {
        let gait = self.gait(Heading::Away, limit);
        let most = gait.most(limit)?;
        let place = self.network.nodes() as u32;
        desk.begin(place as usize + 1);
        desk.keep_came(place as usize + 1);
        desk.keep_extra(place as usize + 1);
        let offer = |desk: &mut Desk, number: u32, cost: u32, came: u32, extra: i32| {
            if cost <= most && desk.offer(number, cost) {
                desk.came[number as usize] = came;
                desk.extra[number as usize] = extra;
            }
        };
        self.ends(&from.attachment, Heading::Away).for_each(|(node, cost)| offer(desk, node, cost, FROM_DOOR, 0));
        if from.attachment.edge == to.attachment.edge {
            let between = self.between(from.attachment.edge, from.attachment.along_mm, to.attachment.along_mm);
            let ways = from.attachment.way_mm.saturating_add(to.attachment.way_mm);
            between.into_iter().for_each(|between| offer(desk, place, ways.saturating_add(between), FROM_DOOR, 0));
        }
        while let Some((number, cost)) = desk.next() {
            let extra = desk.extra[number as usize];
            if number == place {
                return Some((cost, extra));
            }
            for (node, rest) in self.ends(&to.attachment, Heading::Home).filter(|(node, _)| *node == number) {
                offer(desk, place, cost.saturating_add(rest), node, extra);
            }
            for arc in self.network.graph.arcs(number).iter().filter(|arc| gait.takes(**arc)) {
                let (more, differs) = gait.cost(*arc);
                let came = arc.edge() << 1 | u32::from(arc.starts_here());
                offer(desk, arc.to, cost.saturating_add(more), came, extra.saturating_add(differs));
            }
        }
        None
    }

    /// What was walked of each edge, from door to door.
    fn legs(&self, desk: &Desk, from: &Door, to: &Door) -> Vec<Leg> {
        let (from, to) = (&from.attachment, &to.attachment);
        let place = self.network.nodes();
        if desk.came[place] == FROM_DOOR {
            return vec![Leg { edge: from.edge, from_mm: from.along_mm, to_mm: to.along_mm }];
        }
        let mut node = desk.came[place];
        let mut legs = vec![Leg { edge: to.edge, from_mm: self.cheaper_end(to, node, Heading::Home), to_mm: to.along_mm }];
        while desk.came[node as usize] != FROM_DOOR {
            let (edge, along) = (desk.came[node as usize] >> 1, desk.came[node as usize] & 1 == 1);
            let length_mm = self.network.length_mm(edge);
            let (from_mm, to_mm) = if along { (0, length_mm) } else { (length_mm, 0) };
            legs.push(Leg { edge, from_mm, to_mm });
            node = if along { self.network.edge(edge).from } else { self.network.edge(edge).to };
        }
        legs.push(Leg { edge: from.edge, from_mm: from.along_mm, to_mm: self.cheaper_end(from, node, Heading::Away) });
        legs.reverse();
        legs
    }

    /// How far along its edge the end at a node lies: of a loop's two the one that was cheaper.
    fn cheaper_end(&self, place: &Attachment, node: u32, heading: Heading) -> u32 {
        let cost = self.ends(place, heading).filter(|(end, _)| *end == node).map(|(_, cost)| cost).min();
        let is_start = self.network.edge(place.edge).from == node && cost == Some(place.way_mm.saturating_add(place.along_mm));
        if is_start { 0 } else { self.network.length_mm(place.edge) }
    }
}

impl Network {
    /// The point where a place meets the network.
    pub(super) fn spot(&self, place: &Attachment) -> Point {
        self.point_at(place.edge, place.along_mm)
    }

    /// The point of an edge so far from its start.
    fn point_at(&self, edge: u32, along_mm: u32) -> Point {
        let shape = self.shape_of(edge);
        let after = self.along_mm[shape.clone()].partition_point(|mark| *mark <= along_mm).clamp(1, shape.len() - 1) + shape.start;
        let [a, b] = [after - 1, after].map(|point| (degrees(self.parts.shape[point]), self.along_mm[point]));
        let piece = f64::from(b.1 - a.1);
        let share = if piece > 0.0 { f64::from(along_mm - a.1) / piece } else { 0.0 };
        [0, 1].map(|axis| a.0[axis] + share * (b.0[axis] - a.0[axis]))
    }
}

/// Writes the line and the steps.
struct Writer<'w> {
    walker: &'w Walker<'w>,
    line: Vec<Point>,
    steps: Vec<RouteStep>,
    /// Name, class and climb of the last step, if it was on the network.
    last: Option<(u32, StreetClass, Option<Climb>)>,
}

impl Writer<'_> {
    /// The way to or from the network.
    fn approach(&mut self, way_mm: u32, to: Point) {
        let turn = self.draw(&[to]);
        if way_mm > 0 {
            let length_m = f64::from(way_mm) / 1e3;
            self.steps.push(RouteStep {
                street: None,
                street_en: None,
                class: None,
                climb: None,
                length_m,
                walk_s: self.walker.seconds(length_m),
                turn,
            });
        }
    }

    /// A leg, as a step of its own or the rest of the one before.
    fn walk(&mut self, leg: &Leg) {
        let network = self.walker.network;
        let length_mm = leg.from_mm.abs_diff(leg.to_mm);
        if length_mm == 0 && network.fixed_s(leg.edge).is_none() {
            return;
        }
        let turn = self.draw(&points(network, leg));
        let length_m = f64::from(length_mm) / 1e3;
        let whole = f64::from(network.length_mm(leg.edge).max(1)) / 1e3;
        let walk_s = match network.fixed_s(leg.edge) {
            Some(seconds) => f64::from(seconds) * if length_mm == 0 { 1.0 } else { length_m / whole },
            None => self.walker.seconds(length_m),
        };
        let edge = network.edge(leg.edge);
        let climb = edge.climb(leg.from_mm <= leg.to_mm);
        let stretch = (edge.name, edge.class, climb);
        match self.steps.last_mut().filter(|_| self.last == Some(stretch)) {
            Some(step) => {
                step.length_m += length_m;
                step.walk_s += walk_s;
            }
            None => {
                let [street, street_en] = [network.name(leg.edge), network.name_en(leg.edge)].map(|name| name.map(Box::from));
                self.steps.push(RouteStep { street, street_en, class: Some(edge.class), climb, length_m, walk_s, turn });
                self.last = Some(stretch);
            }
        }
    }

    /// Goes on with the line; the turn where it does.
    fn draw(&mut self, points: &[Point]) -> Turn {
        let before = self.line.len();
        for point in points {
            if self.line.last() != Some(point) {
                self.line.push(*point);
            }
        }
        match self.line.get(before).filter(|_| before >= 2) {
            Some(next) => Turn::between(self.line[before - 2], self.line[before - 1], *next),
            None if before < 2 => Turn::Start,
            None => Turn::Straight,
        }
    }
}

/// The points of a leg in the order they are walked.
fn points(network: &Network, leg: &Leg) -> Vec<Point> {
    let (low, high) = (leg.from_mm.min(leg.to_mm), leg.from_mm.max(leg.to_mm));
    let between = network.shape_of(leg.edge).filter(|point| (low + 1..high).contains(&network.along_mm[*point]));
    let mut points = vec![network.point_at(leg.edge, low)];
    points.extend(between.map(|point| degrees(network.parts.shape[point])));
    points.push(network.point_at(leg.edge, high));
    if leg.from_mm > leg.to_mm {
        points.reverse();
    }
    points
}
