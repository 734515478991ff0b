//! Are the answers those of a plain search that knows nothing of contraction, compressed rows and millimetres?

mod by_hand;
mod keeping;
mod nodes;
mod plain;
mod random;
mod reach;
mod route;
pub(in crate::analysis) mod world;
