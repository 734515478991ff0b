//! The built binary as its users run it: exit codes, what is said, what is left behind.

#[path = "process/access.rs"]
mod access;
#[path = "process/accounts.rs"]
mod accounts;
#[path = "process/analyses.rs"]
mod analyses;
#[path = "process/bench.rs"]
mod bench;
#[path = "process/exports.rs"]
mod exports;
#[path = "process/faults.rs"]
mod faults;
#[path = "process/geocoder.rs"]
mod geocoder;
#[path = "process/hand_in.rs"]
mod hand_in;
#[path = "process/hsds.rs"]
mod hsds;
#[path = "process/imports.rs"]
mod imports;
#[path = "process/oidc.rs"]
mod oidc;
#[path = "process/osm.rs"]
mod osm;
#[path = "process/people.rs"]
mod people;
#[path = "process/service.rs"]
mod service;
#[path = "process/site.rs"]
mod site;
#[path = "process/undo.rs"]
mod undo;
#[path = "support/unprivileged.rs"]
mod unprivileged;
