//! Which made-up streets do the tests walk on?

use crate::{
    analysis::{random::Random, space::Point},
    domain::street::{Barrier, BarrierClass, Climb, Stop, Street, StreetClass, Streets},
};

/// The south-west corner of every made-up map, degrees.
pub const CORNER: Point = [108.9, 34.2];

/// Degrees to the east and north for metres.
pub fn at(east_m: f64, north_m: f64) -> Point {
    [CORNER[0] + east_m / (111_195.08 * 34.2f64.to_radians().cos()), CORNER[1] + north_m / 111_195.08]
}

/// A street that everybody may walk.
pub fn street(points: &[u32]) -> Street {
    Street {
        points: points.into(),
        class: StreetClass::Residential,
        name: None,
        forward: true,
        backward: true,
        step_free: true,
        off_ground: false,
        climb: None,
        duration_s: None,
    }
}

/// Points given in metres.
pub fn points(metres: &[[f64; 2]]) -> Vec<[i32; 2]> {
    metres.iter().map(|[east, north]| at(*east, *north).map(|part| (part * 1e7).round() as i32)).collect()
}

/// A crooked lattice of so many by so many crossings some 150 m apart with everything that may befall a street.
pub fn town(random: &mut Random, side: usize) -> Streets {
    let crossing = |random: &mut Random, at: usize| [at % side, at / side].map(|part| part as f64 * 150.0 + random.between(-40.0, 40.0));
    let mut metres: Vec<[f64; 2]> = (0..side * side).map(|at| crossing(random, at)).collect();
    let mut streets = Streets {
        names: (0..5).map(|name| format!("{name}路").into()).collect(),
        names_en: vec![None, Some("1 Road".into())],
        ..Streets::default()
    };
    for _ in 0..side * side {
        let way = wander(random, side, &mut metres);
        if way.len() >= 2 {
            streets.ways.push(befall(random, way));
        }
    }
    if side > 3 {
        let ferry = Street {
            class: StreetClass::Ferry,
            off_ground: true,
            duration_s: Some(random.between(20.0, 900.0) as f32),
            ..street(&[0, (side * side - 1) as u32])
        };
        streets.ways.push(ferry);
    }
    let mut stopped: Vec<u32> = (0..3).map(|_| random.below(metres.len()) as u32).collect();
    stopped.sort_unstable();
    stopped.dedup();
    streets.stops = stopped.iter().map(|point| (*point, if random.chance(0.5) { Stop::All } else { Stop::Wheels })).collect();
    for class in [BarrierClass::Road, BarrierClass::Water] {
        let first = metres.len() as u32;
        let edge = side as f64 * 150.0;
        metres.extend((0..3).map(|_| [random.between(0.0, edge), random.between(0.0, edge)]));
        streets.barriers.push(Barrier { points: (first..first + 3).collect(), class });
    }
    streets.points = points(&metres);
    streets
}

/// A walk over crossings, now and then with a bend between two of them.
fn wander(random: &mut Random, side: usize, metres: &mut Vec<[f64; 2]>) -> Vec<u32> {
    let mut here = random.below(side * side);
    let mut way = vec![here as u32];
    for _ in 0..1 + random.below(5) {
        let (column, row) = (here % side, here / side);
        let next = match random.below(4) {
            0 if column + 1 < side => here + 1,
            1 if column > 0 => here - 1,
            2 if row + 1 < side => here + side,
            3 if row > 0 => here - side,
            _ => continue,
        };
        if random.chance(0.4) {
            let middle = [0, 1].map(|axis| (metres[here][axis] + metres[next][axis]) / 2.0 + random.between(-30.0, 30.0));
            metres.push(middle);
            way.push(metres.len() as u32 - 1);
        }
        way.push(next as u32);
        here = next;
    }
    way
}

fn befall(random: &mut Random, way: Vec<u32>) -> Street {
    let classes = [StreetClass::Residential, StreetClass::Footway, StreetClass::Steps, StreetClass::Main];
    let class = classes[random.below(classes.len())];
    let one_way = random.chance(0.15);
    Street {
        class,
        name: random.chance(0.7).then(|| random.below(5) as u32),
        forward: !one_way || random.chance(0.5),
        backward: !one_way,
        step_free: class != StreetClass::Steps && random.chance(0.8),
        off_ground: random.chance(0.1),
        climb: [None, Some(Climb::Up), Some(Climb::Down)][random.below(3)].filter(|_| class == StreetClass::Steps),
        ..street(&way)
    }
    .either_way()
}

trait EitherWay {
    fn either_way(self) -> Self;
}

impl EitherWay for Street {
    /// A street that could be walked neither way is walked backward.
    fn either_way(mut self) -> Street {
        self.backward |= !self.forward;
        self
    }
}

/// Somewhere on or a little beside a town.
pub fn somewhere(random: &mut Random, side: usize) -> Point {
    let edge = side as f64 * 150.0;
    at(random.between(-150.0, edge), random.between(-150.0, edge))
}
