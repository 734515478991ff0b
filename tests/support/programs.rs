//! Where PostgreSQL's programs are, and a port for them.

use std::{fs, net::TcpListener, path::PathBuf};

/// The folder of PostgreSQL's programs.
pub fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed (.ci/setup)");
    let mut folders: Vec<PathBuf> =
        versions.flatten().map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists()).collect();
    folders.sort();
    folders.pop().expect("PostgreSQL 15 or later is installed (.ci/setup)")
}

/// A port of the loopback that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}
