//! A PostgreSQL of the tests' own: Debian's package, an unprivileged user, a free port of the loopback, gone with the process.
//!
//! One database is migrated once; each test gets a copy of it.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use carereach::storage::{DatabaseUrl, Open, Store};
use diesel::{Connection, PgConnection, connection::SimpleConnection};

use super::{
    programs::{free_port, programs},
    unprivileged::unprivileged,
};

/// Makes a cluster, says so, waits until the standard input is closed (by the test's end, however it ends), and clears up.
const SCRIPT: &str = r#"
set -eu
bin=$1 port=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
"$bin/initdb" -D "$dir/data" -U carereach -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -s -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
  -c full_page_writes=off -c max_connections=400 -c wal_level=replica" start </dev/null >/dev/null 2>&1 || { cat "$dir/log"; exit 1; }
echo ready
read -r _ || true
"$bin/pg_ctl" -D "$dir/data" -m immediate -s stop || true
"#;

/// A running cluster.
pub struct Cluster {
    /// Its port of 127.0.0.1.
    pub port: u16,
    /// Ends the cluster when its standard input closes.
    _keeper: Child,
}

impl Cluster {
    /// Brings a new cluster up.
    pub fn start() -> Cluster {
        let port = free_port();
        let mut keeper = unprivileged("sh")
            .args(["-c", SCRIPT, "keeper"])
            .arg(programs())
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the keeper of PostgreSQL starts");
        let mut said = String::new();
        let mut lines = BufReader::new(keeper.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let ready = lines.any(|line| {
            said += &format!("{line}\n");
            line == "ready"
        });
        assert!(ready, "PostgreSQL did not start:\n{said}");
        Cluster { port, _keeper: keeper }
    }

    /// The address of one of its databases.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://carereach@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs SQL as its superuser.
    pub fn run(&self, sql: &str) {
        let mut conn = PgConnection::establish(&self.address("postgres")).expect("a connection to the cluster");
        conn.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

/// The cluster that the tests of this process share.
pub fn shared() -> &'static Cluster {
    static SHARED: LazyLock<Cluster> = LazyLock::new(|| {
        let cluster = Cluster::start();
        cluster.run("CREATE DATABASE template_carereach");
        let url: DatabaseUrl = cluster.address("template_carereach").parse().expect("an address");
        drop(Store::open(&url, Open::Create).expect("a migrated template"));
        cluster
    });
    &SHARED
}

/// A new database, copied from the migrated one.
pub fn fresh() -> DatabaseUrl {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let name = format!("care_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    shared().run(&format!("CREATE DATABASE {name} TEMPLATE template_carereach"));
    shared().address(&name).parse().expect("an address")
}
