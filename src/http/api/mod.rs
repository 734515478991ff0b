//! The product's own interface under `/api/v1`: one file a capability, named as in every other room.

pub mod about;
pub mod access;
pub mod accounts;
pub mod audit;
pub mod batches;
pub mod care;
pub mod coverage;
pub mod division_changes;
pub mod divisions;
pub mod docs;
pub mod exports;
pub mod facilities;
pub mod gaps;
mod gaps_sheet;
pub mod geocode;
pub mod hand_ins;
pub mod history;
pub mod imports;
pub mod inspections;
pub mod kinds;
mod limits;
pub mod nearest;
pub mod norms;
pub mod oidc;
pub mod openapi;
pub mod organizations;
pub mod plan_events;
pub mod plans;
pub mod projects;
pub mod proposals;
pub mod records;
pub mod roles;
pub mod rows;
pub mod scenarios;
pub mod search;
pub mod services;
pub mod session;
pub mod settings;
pub mod setup;
pub mod tokens;
pub mod ways;

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::web;

use super::Problem;

/// A list that needs no pages.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Items<T> {
    /// The rows.
    pub items: Vec<T>,
}

/// Works something out beside the threads that answer requests: for what may take more than a few milliseconds.
pub async fn work<T: Send + 'static>(job: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let caught = web::block(move || catch_unwind(AssertUnwindSafe(job)).map_err(|payload| Problem::panicked(payload.as_ref()))).await;
    caught.map_err(Problem::internal)??
}
