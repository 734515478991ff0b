//! The tables as diesel knows them; kept in step with `migrations/` by a test.

mod records;
mod work;

pub use self::{records::*, work::*};
