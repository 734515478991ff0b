//! Every model against all choices of sites.

mod by_hand;
mod every_choice;
mod reasons;
mod repeats;
mod small;
