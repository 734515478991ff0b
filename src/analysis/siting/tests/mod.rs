//! Every model against all choices of sites.

mod every_choice;
mod reasons;
pub(super) mod small;
