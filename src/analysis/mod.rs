//! What can be worked out from places and people: the map of this room.
//!
//! Pure functions over columns of numbers: rows are numbers, kinds, services and groups are numbers, and whoever asks
//! knows what they are called. What is worked out about the records themselves (duplicates, completeness, review, search) takes
//! their texts and ids as well. Nothing here knows files, databases or HTTP.
//!
//! | module | the question it answers |
//! |---|---|
//! | [`space`] | how far apart are two points, and how are they laid out so that a straight line ranks them? |
//! | [`places`] | which places are there? |
//! | [`filter`] | is a place among those that are asked for, and if not, why not? |
//! | [`nearest`] | which accepted places are nearest to a point, and which nearer ones were left out? |
//! | [`cells`] | where are the people, by cell, zone and group? |
//! | [`coverage`] | how far does each cell have to the nearest place, and how many people are within reach? |
//! | [`counted`] | how many people are between one limit and the next, and what changes in that when a few cells change? |
//! | [`update`] | what changes for the cells when a few places open, close or move? |
//! | [`column`] | how are numbers by row kept so that the next state shares what did not change? |
//! | [`pairs`] | which places lie within a limit of each point, and how far are they? |
//! | [`access`] | how well is somebody served when places share their supply, and how evenly? |
//! | [`scenario`] | what do a few places that open, close or move change, and what while one of them is dragged? |
//! | [`siting`] | where should new sites open, and how good is the best choice? |
//! | [`disclosure`] | which rows of a table may be told, so that no small count comes back by subtraction? |
//! | [`gaps`] | which zones have people left over, worst first? |
//! | [`locator`] | which division does a point lie in? |
//! | [`spread`] | where in a division do the people live of whom only the total is known? |
//! | [`roads`] | how far is it on foot, over the streets of a map? |
//! | [`search`] | which record or spot of the map does a text mean, and what is near a point? |
//! | [`clusters`] | what does a map tile show of the places? |
//! | [`base_tiles`] | what does a map tile show of the base map? |
//! | [`cell_tiles`] | what does a map tile show of the cells? |
//! | [`duplicates`] | which two records may be one and the same, and what speaks for it? |
//! | [`completeness`] | how much of what one would like to know is recorded, and what is missing? |
//! | [`review`] | which positions should somebody look at, and what may be done about each? |
//! | `neighbours` | which rows lie within so many metres of a point? |
//! | `index` | which points lie near a point? The only user of rstar. |
//! | `selection` | which indexes hold exactly the places that a filter accepts? |
//! | `sweep` | which place is nearest to every cell, all at once? |
//! | [`tile`] | where in the web's map is a point, and in which tile? |

pub mod access;
pub mod base_tiles;
pub mod cell_tiles;
pub mod cells;
pub mod clusters;
pub mod column;
pub mod completeness;
pub mod counted;
pub mod coverage;
pub mod disclosure;
pub mod duplicates;
pub mod filter;
pub mod gaps;
mod index;
pub mod locator;
pub mod nearest;
mod neighbours;
pub mod norms;
pub mod pairs;
pub mod places;
#[cfg(test)]
mod random;
pub mod review;
pub mod roads;
pub mod scenario;
pub mod search;
mod selection;
pub mod siting;
pub mod space;
pub mod spread;
mod sweep;
pub mod tile;
pub mod update;
