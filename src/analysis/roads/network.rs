//! How do the streets hang together? An immutable graph with the shapes of its edges.
//!
//! Nodes are where ways meet, end or are stopped; what lies between two of them is an edge with a shape. Lengths are
//! great-circle lengths along the shape, rounded to the millimetre. What stops everybody cuts a way in two; what stops
//! wheels cuts it too, and a *gate* without length, on foot only, joins the halves. Refuses to know places and speeds.

use std::sync::Mutex;

use crate::domain::street::{BarrierClass, Climb, Profile, StreetClass};

use super::{
    desk::Shelf,
    graph::{Footing, Graph},
    grid::{Grid, Piece},
    islands::{self, Island, Islands},
};
use crate::analysis::space::{Point, Space};

/// Stands for "no name".
pub(super) const NO_NAME: u32 = u32::MAX;

/// One edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// The node it starts at.
    pub from: u32,
    /// The node it ends at; may be the same.
    pub to: u32,
    /// Number of its name, or [`NO_NAME`].
    pub name: u32,
    /// What sort of way it is.
    pub class: StreetClass,
    /// What holds of it.
    pub flags: u8,
}

/// May be walked from its start.
pub(super) const FORWARD: u8 = 1;
/// May be walked from its end.
pub(super) const BACKWARD: u8 = 2;
/// Wheels can take it.
pub(super) const STEP_FREE: u8 = 4;
/// On a bridge or in a tunnel.
pub(super) const OFF_GROUND: u8 = 8;
/// Takes a fixed time.
pub(super) const FIXED: u8 = 16;
/// Without length: joins what is cut for wheels.
pub(super) const GATE: u8 = 32;
/// Leads up from its start.
pub(super) const RISES: u8 = 64;
/// Leads down from its start.
pub(super) const FALLS: u8 = 128;

impl Edge {
    /// Whether it may be walked from its start, or else from its end.
    pub fn allows(&self, footing: Footing, from_start: bool) -> bool {
        let way = if from_start { FORWARD } else { BACKWARD };
        self.flags & way != 0 && self.carries(footing)
    }

    /// Whether it may be walked at all.
    pub fn carries(&self, footing: Footing) -> bool {
        footing == Footing::Feet || self.flags & STEP_FREE != 0
    }

    /// Whether it takes a fixed time.
    pub fn is_fixed(&self) -> bool {
        self.flags & FIXED != 0
    }

    /// Whether who walks it from its start, or else from its end, goes up or down; none where that is not known.
    pub fn climb(&self, from_start: bool) -> Option<Climb> {
        let climb = match self.flags & (RISES | FALLS) {
            RISES => Climb::Up,
            FALLS => Climb::Down,
            _ => return None,
        };
        Some(if from_start { climb } else { climb.reversed() })
    }

    /// Whether a place beside it may attach to it.
    pub fn is_open(&self) -> bool {
        self.flags & (OFF_GROUND | GATE) == 0 && self.class != StreetClass::Ferry
    }
}

/// What a network is made of: everything else follows from it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Parts {
    /// Where nodes lie, 1e-7 degrees.
    pub nodes: Vec<[i32; 2]>,
    /// Edges, those of near nodes together.
    pub edges: Vec<Edge>,
    /// The shape of edge `e` is `shape[first_shape[e]..first_shape[e + 1]]`, both ends included.
    pub first_shape: Vec<u32>,
    /// Points of all shapes.
    pub shape: Vec<[i32; 2]>,
    /// Seconds of the edges that take a fixed time, by edge, ascending.
    pub fixed: Vec<(u32, f32)>,
    /// Names.
    pub names: Vec<Box<str>>,
    /// The same in English, one for each of `names`.
    pub names_en: Vec<Option<Box<str>>>,
    /// Barrier `b` is `barrier[first_barrier[b]..first_barrier[b + 1]]`.
    pub first_barrier: Vec<u32>,
    /// Points of all barriers.
    pub barrier: Vec<[i32; 2]>,
    /// What each barrier is.
    pub barrier_class: Vec<BarrierClass>,
}

/// The streets as a graph that answers distances and times.
#[derive(Debug)]
pub struct Network {
    pub(super) parts: Parts,
    /// By point of a shape: how far along its edge it lies.
    pub(super) along_mm: Vec<u32>,
    pub(super) graph: Graph,
    /// The parts of shapes that places attach to; an entry is the number of its first point.
    pub(super) ground: Grid,
    /// The parts of barriers.
    pub(super) barriers: Grid,
    pub(super) feet: Islands,
    pub(super) wheels: Islands,
    pub(super) shelf: Shelf,
    /// Whether it was read from bytes of an earlier form.
    pub(super) older: bool,
}

impl Network {
    /// The network of parts that hang together: every number in them is in range.
    pub(super) fn assemble(parts: Parts) -> Network {
        let ((along_mm, graph), (ground, barriers)) = rayon::join(
            || {
                let along_mm = along(&parts);
                let length_mm: Vec<u32> = parts.first_shape[1..].iter().map(|end| along_mm[*end as usize - 1]).collect();
                let graph = Graph::new(parts.nodes.len(), &parts.edges, &length_mm);
                (along_mm, graph)
            },
            || rayon::join(|| ground(&parts), || Grid::new(&parts.barrier, pieces(&parts.first_barrier).flatten())),
        );
        let length_of = |edge: usize| along_mm[parts.first_shape[edge + 1] as usize - 1];
        let [feet, wheels] = [Footing::Feet, Footing::Wheels].map(|footing| islands::find(&parts, footing, length_of));
        Network { along_mm, graph, ground, barriers, feet, wheels, shelf: Shelf(Mutex::default()), older: false, parts }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.parts.nodes.len()
    }

    /// How many edges there are.
    pub fn edges(&self) -> usize {
        self.parts.edges.len()
    }

    /// The length of all edges in metres.
    pub fn length_m(&self) -> f64 {
        (0..self.edges()).fold(0.0, |sum, edge| sum + f64::from(self.length_mm(edge as u32))) / 1e3
    }

    /// Whether there is nothing to walk on.
    pub fn is_empty(&self) -> bool {
        self.parts.edges.is_empty()
    }

    /// West, south, east, north of everything in degrees; `None` when there is nothing.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let points = &self.parts.shape;
        let side = |axis: usize| points.iter().map(move |point| point[axis]);
        let degrees = |side: i32| f64::from(side) / UNITS;
        Some([side(0).min()?, side(1).min()?, side(0).max()?, side(1).max()?].map(degrees))
    }

    /// Every part that does not hang together with the largest one, the longest first.
    pub fn islands(&self, profile: Profile) -> &[Island] {
        &self.islands_of(Footing::of(profile)).islands
    }

    /// Metres of the largest part.
    pub fn mainland_m(&self, profile: Profile) -> f64 {
        self.islands_of(Footing::of(profile)).mainland_m
    }

    pub(super) fn islands_of(&self, footing: Footing) -> &Islands {
        match footing {
            Footing::Feet => &self.feet,
            Footing::Wheels => &self.wheels,
        }
    }

    pub(super) fn edge(&self, edge: u32) -> &Edge {
        &self.parts.edges[edge as usize]
    }

    pub(super) fn length_mm(&self, edge: u32) -> u32 {
        self.along_mm[self.parts.first_shape[edge as usize + 1] as usize - 1]
    }

    /// The numbers of the points of an edge's shape.
    pub(super) fn shape_of(&self, edge: u32) -> std::ops::Range<usize> {
        self.parts.first_shape[edge as usize] as usize..self.parts.first_shape[edge as usize + 1] as usize
    }

    /// The number and name of a street.
    pub(super) fn name(&self, edge: u32) -> Option<&str> {
        self.parts.names.get(self.edge(edge).name as usize).map(|name| &**name)
    }

    /// The same in English.
    pub(super) fn name_en(&self, edge: u32) -> Option<&str> {
        self.parts.names_en.get(self.edge(edge).name as usize)?.as_deref()
    }

    /// Whether it was kept by an earlier version, which did not keep all that this one tells.
    pub fn is_of_older_form(&self) -> bool {
        self.older
    }

    /// The seconds of an edge that takes a fixed time.
    pub(super) fn fixed_s(&self, edge: u32) -> Option<f32> {
        let at = self.parts.fixed.binary_search_by_key(&edge, |(edge, _)| *edge).ok()?;
        Some(self.parts.fixed[at].1)
    }
}

impl Footing {
    /// What a profile walks on.
    pub fn of(profile: Profile) -> Footing {
        match profile {
            Profile::Walk | Profile::Elder => Footing::Feet,
            Profile::StepFree => Footing::Wheels,
        }
    }
}

/// How many units a degree has.
pub(super) const UNITS: f64 = 1e7;

/// The point in degrees.
pub(super) fn degrees([lon, lat]: [i32; 2]) -> Point {
    [f64::from(lon) / UNITS, f64::from(lat) / UNITS]
}

/// Metres as whole millimetres; what is too far for the number stays the largest one.
pub(super) fn millimetres(metres: f64) -> u32 {
    (metres * 1e3).round() as u32
}

/// How far along its edge each point of a shape lies.
fn along(parts: &Parts) -> Vec<u32> {
    let mut along_mm = vec![0; parts.shape.len()];
    for run in parts.first_shape.windows(2) {
        let run = run[0] as usize..run[1] as usize;
        let mut metres = 0.0;
        for (pair, along_mm) in parts.shape[run.clone()].windows(2).zip(&mut along_mm[run][1..]) {
            metres += Space::Sphere.distance_m(degrees(pair[0]), degrees(pair[1]));
            *along_mm = millimetres(metres);
        }
    }
    along_mm
}

/// What places attach to.
fn ground(parts: &Parts) -> Grid {
    let lines = parts.edges.iter().zip(pieces(&parts.first_shape));
    Grid::new(&parts.shape, lines.filter(|(edge, _)| edge.is_open()).flat_map(|(_, pieces)| pieces))
}

/// The pieces of each line.
fn pieces(first: &[u32]) -> impl Iterator<Item = impl Iterator<Item = Piece>> {
    first.windows(2).zip(0..).map(|(run, line)| (run[0]..run[1].max(1) - 1).map(move |point| Piece { point, line }))
}
