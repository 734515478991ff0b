//! Where do people live when nobody counted them by house? Buildings with the room they offer.

use super::position::Position;

/// A building of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Building {
    /// The middle of its outline.
    pub position: Position,
    /// Area of its outline times its levels (1 where the map does not tell), in square metres.
    pub floor_m2: f64,
    /// Whether the map says that people live in it.
    pub residential: bool,
}
