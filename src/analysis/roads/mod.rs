//! How far is it on foot? The streets as a network, and what can be asked of it.
//!
//! Walking refuses to know files, kinds and names of places: they are rows that somebody accepts or does not.
//!
//! | module | the question it answers |
//! |---|---|
//! | `network`, `build`, `packing` | how do the streets hang together, how are they made of ways, and how are they kept? |
//! | `graph` | which edges leave a node, and who may walk them which way? |
//! | [`islands`] | which parts hang together, and which are worth attaching to? |
//! | `grid`, `ground`, `barriers` | which pieces of lines lie near a point, and does a way cross one? |
//! | [`attach`], [`attached`] | where does a place meet the network? |
//! | [`walker`] | who walks, how fast, and what does an edge cost them? |
//! | [`nearest`] | which accepted places are nearest to a point on foot? |
//! | [`coverage`] | how far does every cell walk to the nearest place? |
//! | [`update`] | what changes when one place opens, closes or moves? |
//! | `barred` | how do the streets hang together when some lines cannot be crossed? |
//! | `catchment` | which people walk to one place within a limit? |
//! | [`reach`], `reached`, `raster`, `contour` | which ground is within reach of a place, and where is its edge? |
//! | [`route`], `turn` | which way does one walk to a place, in a line and in steps? |
//! | [`estimate`] | how far is it where there is no network? |
//! | `heap`, `buckets`, `desk` | what comes next in a search, and what does a search write on? |

pub mod attach;
pub mod attached;
mod barred;
mod barriers;
mod buckets;
mod build;
mod catchment;
mod contour;
pub mod coverage;
mod desk;
pub mod estimate;
mod graph;
mod grid;
mod ground;
mod heap;
pub mod islands;
pub mod nearest;
mod network;
mod nodes;
mod packing;
mod raster;
pub mod reach;
mod reached;
pub mod route;
mod turn;
pub mod update;
pub mod walker;

pub use attach::{ATTACH_M, Attachment, OffRoad};
pub use attached::Attached;
pub use barred::Barred;
pub use coverage::{WalkCoverage, WalkPerCell};
pub use estimate::Estimate;
pub use islands::Island;
pub use nearest::{WalkMatch, WalkQuery};
pub use network::Network;
pub use route::{Door, Route, RouteStep};
pub use turn::Turn;
pub use walker::{Limit, Speeds, Walker};

#[cfg(test)]
pub(super) mod tests;
