//! What does an installation keep of a map file? Parts that are made from it once and read whole, beside the records.

use chrono::{DateTime, Utc};

/// A part of an imported map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MapPart {
    /// What is drawn beneath the answers.
    Base,
    /// The streets as a network.
    Streets,
    /// Places, streets and house numbers to be searched for.
    Addresses,
    /// Buildings that people may live in.
    Buildings,
}

impl MapPart {
    /// Every part.
    pub const ALL: [MapPart; 4] = [MapPart::Base, MapPart::Streets, MapPart::Addresses, MapPart::Buildings];

    /// The code used in SQL, the log and answers.
    pub fn code(self) -> &'static str {
        match self {
            MapPart::Base => "base",
            MapPart::Streets => "streets",
            MapPart::Addresses => "addresses",
            MapPart::Buildings => "buildings",
        }
    }

    /// The part with this code.
    pub fn parse(text: &str) -> Option<MapPart> {
        Self::ALL.into_iter().find(|part| part.code() == text)
    }
}

/// Which file a part of the map was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapSource {
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The day its data stands for, where the file tells.
    pub data_as_of: Option<DateTime<Utc>>,
}
