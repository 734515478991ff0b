//! Where can people walk, and what can nobody cross? Ways as a map file tells them, before they become a network.

/// How somebody walks; the speeds are settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// A grown person, `walk_speed_kmh`.
    Walk,
    /// An older person, `elder_speed_kmh`.
    Elder,
    /// Somebody on wheels, `step_free_speed_kmh`: no steps, no raised kerbs, no bad surfaces.
    StepFree,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 3] = [Profile::Walk, Profile::Elder, Profile::StepFree];

    /// The code used in files, queries and answers (`by=`).
    pub fn code(self) -> &'static str {
        match self {
            Profile::Walk => "walk",
            Profile::Elder => "elder",
            Profile::StepFree => "step-free",
        }
    }

    /// The profile with this code.
    pub fn parse(text: &str) -> Option<Profile> {
        Self::ALL.into_iter().find(|profile| profile.code() == text)
    }
}

/// How a distance is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum By {
    /// A great circle.
    #[default]
    Straight,
    /// On foot, over the streets of a map; estimated where there is none.
    OnFoot(Profile),
}

impl By {
    /// Every way.
    pub const ALL: [By; 4] = [By::Straight, By::OnFoot(Profile::Walk), By::OnFoot(Profile::Elder), By::OnFoot(Profile::StepFree)];

    /// The code used in queries and answers.
    pub fn code(self) -> &'static str {
        match self {
            By::Straight => "straight",
            By::OnFoot(profile) => profile.code(),
        }
    }

    /// The way with this code.
    pub fn parse(text: &str) -> Option<By> {
        Self::ALL.into_iter().find(|by| by.code() == text)
    }
}

/// How fast people walk, and how far off the streets places may lie. Whole numbers, so that answers can be kept by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pace {
    /// Millimetres an hour, by the number of a profile in [`Profile::ALL`]: what people write in kilometres an hour is exact.
    mm_an_hour: [u32; 3],
    /// Millimetres from a place to the street that it attaches to, at most.
    attach_mm: u32,
    /// Thousandths of a metre on foot for each metre of straight line, where there is no network.
    detour_thousandths: u32,
}

impl Pace {
    /// Of kilometres an hour by profile, metres and a factor.
    pub fn new(kmh: [f64; 3], attach_m: f64, detour_factor: f64) -> Pace {
        let mm_an_hour = kmh.map(|kmh| (kmh * 1e6).round() as u32);
        Pace { mm_an_hour, attach_mm: (attach_m * 1e3).round() as u32, detour_thousandths: (detour_factor * 1e3).round() as u32 }
    }

    /// Kilometres an hour of a profile.
    pub fn kmh(&self, profile: Profile) -> f64 {
        f64::from(self.mm_an_hour[profile as usize]) / 1e6
    }

    /// Metres that a profile walks in so many seconds.
    pub fn metres_in(&self, profile: Profile, seconds: f64) -> f64 {
        seconds * f64::from(self.mm_an_hour[profile as usize]) / 3.6e6
    }

    /// Seconds that a profile takes for so many metres.
    pub fn seconds_for(&self, profile: Profile, metres: f64) -> f64 {
        metres * 3.6e6 / f64::from(self.mm_an_hour[profile as usize]).max(3.6e3)
    }

    /// Metres from a place to the street that it attaches to, at most.
    pub fn attach_m(&self) -> f64 {
        f64::from(self.attach_mm) / 1e3
    }

    /// Metres on foot for each metre of straight line, where there is no network.
    pub fn detour_factor(&self) -> f64 {
        f64::from(self.detour_thousandths) / 1e3
    }
}

impl Default for Pace {
    fn default() -> Self {
        Pace::new([4.8, 3.0, 3.0], 500.0, 1.3)
    }
}

/// How distances of an answer are measured, and at which pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Manner {
    /// Over what.
    pub by: By,
    /// How fast, where somebody walks.
    pub pace: Pace,
}

impl Manner {
    /// Metres on foot in so many seconds; none in a straight line, which nobody walks.
    pub fn metres_in(&self, seconds: f64) -> Option<f64> {
        let By::OnFoot(profile) = self.by else { return None };
        Some(self.pace.metres_in(profile, seconds))
    }

    /// Seconds on foot for so many metres; none in a straight line.
    pub fn seconds_for(&self, metres: f64) -> Option<f64> {
        let By::OnFoot(profile) = self.by else { return None };
        Some(self.pace.seconds_for(profile, metres))
    }
}

/// What sort of way it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum StreetClass {
    /// A trunk, primary, secondary or tertiary road.
    Main = 0,
    /// A residential or unclassified road, or a living street.
    Residential = 1,
    /// A service road, an alley, a driveway.
    Service = 2,
    /// A square or a street for people on foot.
    Pedestrian = 3,
    /// A footway, a sidewalk, a corridor.
    Footway = 4,
    /// A marked place to cross a road.
    Crossing = 5,
    /// A path, a bridleway, a track.
    Path = 6,
    /// A cycleway where people may walk.
    Cycleway = 7,
    /// Steps.
    Steps = 8,
    /// A ferry that takes people on foot.
    Ferry = 9,
}

impl StreetClass {
    /// Every class, in the order of its number.
    pub const ALL: [StreetClass; 10] = [
        StreetClass::Main,
        StreetClass::Residential,
        StreetClass::Service,
        StreetClass::Pedestrian,
        StreetClass::Footway,
        StreetClass::Crossing,
        StreetClass::Path,
        StreetClass::Cycleway,
        StreetClass::Steps,
        StreetClass::Ferry,
    ];

    /// The code used in answers.
    pub fn code(self) -> &'static str {
        match self {
            StreetClass::Main => "main",
            StreetClass::Residential => "residential",
            StreetClass::Service => "service",
            StreetClass::Pedestrian => "pedestrian",
            StreetClass::Footway => "footway",
            StreetClass::Crossing => "crossing",
            StreetClass::Path => "path",
            StreetClass::Cycleway => "cycleway",
            StreetClass::Steps => "steps",
            StreetClass::Ferry => "ferry",
        }
    }
}

/// Whether somebody goes up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Climb {
    /// Up.
    Up,
    /// Down.
    Down,
}

impl Climb {
    /// The code used in answers.
    pub fn code(self) -> &'static str {
        match self {
            Climb::Up => "up",
            Climb::Down => "down",
        }
    }

    /// The same for who comes from the other end.
    pub fn reversed(self) -> Climb {
        match self {
            Climb::Up => Climb::Down,
            Climb::Down => Climb::Up,
        }
    }
}

/// A way that somebody may walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    /// Numbers of [`Streets::points`] in their order, at least two; two that follow each other differ.
    pub points: Box<[u32]>,
    /// What sort of way it is.
    pub class: StreetClass,
    /// Number of [`Streets::names`].
    pub name: Option<u32>,
    /// Whether it may be walked in the order of its points.
    pub forward: bool,
    /// Whether it may be walked against it; at least one of the two.
    pub backward: bool,
    /// Whether wheels can take it.
    pub step_free: bool,
    /// Whether it stands on a bridge or lies in a tunnel: it may cross a barrier, and nothing attaches to it from outside.
    pub off_ground: bool,
    /// Of steps: whether they lead up or down in the order of the points, where the map says it.
    pub climb: Option<Climb>,
    /// Seconds for the whole way, whoever walks; only where speed does not tell, as on a ferry.
    pub duration_s: Option<f32>,
}

/// Whom a point stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Everybody: a locked gate, a wall.
    All,
    /// Wheels: a raised kerb, a stile, a turnstile.
    Wheels,
}

/// A line that nobody crosses on the ground; bridges over it and tunnels below it are not part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Barrier {
    /// Numbers of [`Streets::points`], at least two.
    pub points: Box<[u32]>,
    /// What it is.
    pub class: BarrierClass,
}

/// What nobody crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum BarrierClass {
    /// A motorway or another road closed to people on foot.
    Road = 0,
    /// A railway.
    Railway = 1,
    /// A river, a canal, the edge of a water area, a coast.
    Water = 2,
    /// A wall or a fence.
    Wall = 3,
}

/// The ways of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Streets {
    /// Longitude and latitude in units of 1e-7 degrees, WGS84. Ways that share a point meet there; points with the same
    /// coordinates and different numbers do not.
    pub points: Vec<[i32; 2]>,
    /// What can be walked.
    pub ways: Vec<Street>,
    /// Names of ways.
    pub names: Vec<Box<str>>,
    /// The same in English by the number of the name; one that is missing is not known.
    pub names_en: Vec<Option<Box<str>>>,
    /// Points that stop somebody, ascending.
    pub stops: Vec<(u32, Stop)>,
    /// What nobody crosses.
    pub barriers: Vec<Barrier>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_speed_takes_for_a_way_is_exact() {
        let pace = Pace::default();
        assert_eq!((pace.metres_in(Profile::Walk, 600.0), pace.metres_in(Profile::Elder, 600.0)), (800.0, 500.0));
        assert_eq!((pace.seconds_for(Profile::Walk, 800.0), pace.seconds_for(Profile::Elder, 500.0)), (600.0, 600.0));
        assert_eq!(Profile::ALL.map(|profile| pace.kmh(profile)), [4.8, 3.0, 3.0]);
    }
}
