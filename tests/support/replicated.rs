//! A primary and a streaming standby of PostgreSQL's, that a test can kill, stop, start and promote.

use std::{
    io::{BufRead, BufReader, Lines, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use super::{
    programs::{free_port, programs},
    unprivileged::unprivileged,
};

/// Reads one order a line and answers each with `done`; clears up when its input closes, however the test ends.
const SCRIPT: &str = r#"
set -eu
bin=$1 one=$2 two=$3
dir=$(mktemp -d)
clear_up() {
  for node in primary standby; do "$bin/pg_ctl" -D "$dir/$node" -m immediate -s stop >/dev/null 2>&1 || true; done
  rm -rf "$dir"
}
trap clear_up EXIT
cd "$dir"
start() { "$bin/pg_ctl" -D "$dir/$1" -l "$dir/$1.log" -w -s -o "-p $2" start </dev/null >/dev/null 2>&1 || { cat "$dir/$1.log"; exit 1; }; }
"$bin/initdb" -D primary -U carereach -A trust -E UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 || { cat log; exit 1; }
cat >>primary/postgresql.conf <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
wal_level = replica
hot_standby = on
END
start primary "$one"
"$bin/createdb" -h 127.0.0.1 -p "$one" -U carereach care
"$bin/pg_basebackup" -D standby -R -X stream -c fast -d "host=127.0.0.1 port=$one user=carereach application_name=standby" >log 2>&1 || { cat log; exit 1; }
start standby "$two"
# Only now: the promoted standby must not wait for a standby of its own.
"$bin/psql" -q -h 127.0.0.1 -p "$one" -U carereach -d care -c "ALTER SYSTEM SET synchronous_standby_names = 'standby'" -c "SELECT pg_reload_conf()" >/dev/null
echo done
while read -r order; do
  case $order in
    kill) kill -9 "-$(head -n 1 primary/postmaster.pid)"; while "$bin/pg_isready" -q -h 127.0.0.1 -p "$one"; do :; done ;;
    stop) "$bin/pg_ctl" -D "$dir/standby" -m fast -w -s stop; "$bin/pg_ctl" -D "$dir/primary" -m fast -w -s stop ;;
    start) start primary "$one"; start standby "$two" ;;
    promote) "$bin/pg_ctl" -D "$dir/standby" -w -s promote >/dev/null ;;
  esac
  echo done
done
"#;

/// Two servers, of which the second follows the first and confirms every commit.
pub struct Replicated {
    /// Ports of 127.0.0.1: the primary's and the standby's.
    pub ports: [u16; 2],
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _keeper: Child,
}

impl Replicated {
    /// Brings both up.
    pub fn start() -> Replicated {
        let ports = [free_port(), free_port()];
        let mut keeper = unprivileged("sh")
            .args(["-c", SCRIPT, "keeper"])
            .arg(programs())
            .args(ports.map(|port| port.to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the keeper of PostgreSQL starts");
        let orders = keeper.stdin.take().expect("a pipe");
        let answers = BufReader::new(keeper.stdout.take().expect("a pipe")).lines();
        let mut replicated = Replicated { ports, orders, answers, _keeper: keeper };
        replicated.wait();
        replicated
    }

    /// The address of the registry, as a service with several servers gets it.
    pub fn address(&self) -> String {
        let [one, two] = self.ports;
        format!("postgres://carereach@127.0.0.1:{one},127.0.0.1:{two}/care")
    }

    /// Kills the primary as a power cut would.
    pub fn kill_primary(&mut self) {
        self.order("kill");
    }

    /// Makes the standby the primary.
    pub fn promote_standby(&mut self) {
        self.order("promote");
    }

    /// Stops both.
    pub fn stop(&mut self) {
        self.order("stop");
    }

    /// Starts both again.
    pub fn start_again(&mut self) {
        self.order("start");
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders, "{order}").expect("the keeper takes orders");
        self.wait();
    }

    fn wait(&mut self) {
        let mut said = String::new();
        for line in self.answers.by_ref() {
            let line = line.expect("the keeper speaks UTF-8");
            if line == "done" {
                return;
            }
            said += &format!("{line}\n");
        }
        panic!("the keeper of PostgreSQL ended:\n{said}");
    }
}
