//! Where should new sites open, and how good is the best choice? Answers that are proven, or that say how far from proven they are.
//!
//! | model | the question it answers | source |
//! |---|---|---|
//! | [`cover_all`] | which fewest or cheapest sites have everybody within a limit? | C. Toregas et al., 1971 |
//! | [`cover_most`] | which sites have most people within a limit? | R. Church and C. ReVelle, 1974 |
//! | [`serve_most`] | the same, when sites have room for so many only | J. R. Current and J. E. Storbeck, 1988 |
//! | [`median`] | which sites make the sum of everybody's costs least? | S. L. Hakimi, 1964; C. S. ReVelle and R. W. Swain, 1970 |
//! | [`center`] | which sites make the largest cost least? | S. L. Hakimi, 1964; E. Minieka, 1970 |
//!
//! A [`Question`] has demands with weights, [`Sites`] (candidates, sites that stay, sites that may be closed), [`Reach`] and [`Means`]: new
//! sites on top of those that are there, a budget, or both. Rows are numbers. An [`Answer`] names the rows to open and to close, the
//! objective with its bound and gap, and reasons when nothing will do. [`why`] says what each site is good for.
//!
//! Equal optima come out the same each time, on any number of threads, unless a search is stopped. Two objectives within 10^-9 of their
//! scale are equal; where weights (and costs) are whole numbers bounds are rounded to whole numbers. Refuses to know metres, clocks,
//! names and where costs came from.

mod answer;
mod assigning;
mod center;
mod choice;
mod cover_all;
mod cover_most;
mod covering;
mod dice;
mod feasible;
mod grain;
mod judges;
mod median;
mod merge;
mod options;
mod question;
mod reach;
mod relaxed;
mod search;
mod serve_most;
mod serving;
#[cfg(test)]
mod tests;
mod volume;
mod watch;
mod why;

pub use answer::{Answer, NO_SITE, Reason, Served, Status};
pub use center::center;
pub use cover_all::{Aim, cover_all};
pub use cover_most::cover_most;
pub use median::median;
pub use question::{Means, Question, Role, Sites};
pub use reach::{BySite, Reach};
pub use serve_most::{Demanded, serve_most};
pub use watch::{Course, Halt, NEVER, Progress, Watch, for_seconds, to_the_end};
pub use why::{Objective, Why, why};
