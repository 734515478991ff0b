//! carereach · 惠及: whom community-care facilities reach, whom they miss, what to build next.
//!
//! The map of the house; an arrow means "may use".
//!
//! ```text
//! domain <- analysis, storage, exchange, sample <- registry <- http, cli
//!                                                  startup sees all
//! ```

pub mod analysis;
pub mod cli;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod http;
pub mod registry;
pub mod sample;
pub mod startup;
pub mod storage;
pub mod telemetry;
