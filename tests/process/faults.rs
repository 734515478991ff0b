//! What a crash, a full disk and a database that cannot be written leave behind: nothing half done, and words that say so.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use super::{bench::Bench, service::Service, unprivileged::unprivileged};

const HEADING: &str = "id,name,kind,lon,lat\n";

fn places(count: usize) -> String {
    (0..count).fold(HEADING.to_owned(), |text, number| text + &format!("F{number},示例{number},社区服务站,108.94,34.26\n"))
}

/// The same command with files limited to so many KiB: what a full disk is to a program.
fn on_a_full_disk(command: Command, kib: u32) -> Command {
    let mut limited = Command::new("sh");
    // Without the trap the signal would end the process before it can say anything; a full disk sends none.
    limited.args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"", &(kib * 2).to_string()]);
    limited.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        limited.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    let bench = Bench::new();
    bench.file("one.csv", places(1));
    bench.done("import facilities one.csv --datum wgs84");
    let mut acknowledged = Vec::new();
    for round in 0..5 {
        let service = Service::start(&bench, "serve --listen 127.0.0.1:0");
        let (status, body) = service.post("/api/v1/facilities/F0/reports", &serde_json::json!({ "text": format!("示例{round}") }));
        assert_eq!(status, 201, "{body}");
        let receipt: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        acknowledged.push(receipt);
        // Killed with SIGKILL as it answers: whatever comes after the commit did not happen.
        drop(service);
    }
    bench.done("check");
    let service = Service::start(&bench, "serve --listen 127.0.0.1:0");
    for receipt in acknowledged {
        let text = |name: &str| receipt[name].as_str().expect("a receipt").to_owned();
        let (status, body) = service.get(&format!("/api/v1/reports/{}?receipt={}", text("id"), text("receipt")));
        assert_eq!(status, 200, "{body}");
    }
}

#[test]
fn a_kill_in_the_middle_of_an_import_leaves_all_of_it_or_nothing() {
    let bench = Bench::new();
    bench.file("one.csv", places(1)).file("many.csv", places(3_000));
    bench.done("import facilities one.csv --datum wgs84");
    let mut import = bench.command("import facilities many.csv --datum wgs84").spawn().expect("it starts");
    // Killed once it writes: the write-ahead log has grown, the commit may or may not have come.
    let wal = bench.path("carereach.db-wal");
    while import.try_wait().expect("its state").is_none() && fs::metadata(&wal).map_or(0, |file| file.len()) < 100_000 {}
    let _ = import.kill();
    let _ = import.wait();
    bench.done("check");
    bench.done("export facilities --to out.csv");
    let rows = bench.text("out.csv").lines().count() - 1;
    assert!(rows == 1 || rows == 3_000, "{rows} of the file's rows");
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    let bench = Bench::new();
    bench.file("one.csv", places(1)).file("many.csv", places(3_000));
    bench.done("import facilities one.csv --datum wgs84");
    let ran = on_a_full_disk(bench.command("import facilities many.csv --datum wgs84"), 64).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("full"), "{said}");
    bench.done("check");
    bench.done("export facilities --to out.csv");
    assert_eq!(bench.text("out.csv").lines().count(), 2, "the heading and the one place from before");
}

#[test]
fn a_service_on_a_full_disk_goes_on_reading_and_refuses_writes() {
    let bench = Bench::new();
    bench.file("one.csv", places(1));
    bench.done("import facilities one.csv --datum wgs84");
    bench.done("user add shili --role administrator=all");
    let service = Service::of(on_a_full_disk(bench.command("serve --listen 127.0.0.1:0"), 64));
    let report = || service.post("/api/v1/facilities/F0/reports", &serde_json::json!({ "text": "示例".repeat(200) }));
    // Each write takes a few pages of the write-ahead log: it is full after some.
    let (status, body) = (0..30).map(|_| report()).find(|(status, _)| *status != 201).expect("the disk gets full");
    assert!(status == 503 && body.contains("\"unavailable\""), "{status} {body}");
    assert_eq!(service.get("/api/v1/facilities/F0").0, 200);
    drop(service);
    bench.done("check");
}

#[test]
fn a_database_that_cannot_be_written_is_said_in_words() {
    let bench = Bench::new();
    bench.file("one.csv", places(1)).file("two.csv", places(2));
    bench.done("import facilities one.csv --datum wgs84");
    let folder = bench.path(".");
    let mode = |path: &std::path::Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode of the test");
    mode(&bench.path("carereach.db"), 0o444);
    mode(&folder, 0o555);
    let ran = unprivileged(env!("CARGO_BIN_EXE_carereach"))
        .current_dir(&folder)
        .args(["import", "facilities", "two.csv", "--datum", "wgs84"])
        .output()
        .expect("it runs");
    mode(&folder, 0o755);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot be written"), "{said}");
    mode(&bench.path("carereach.db"), 0o644);
    bench.done("check");
}
