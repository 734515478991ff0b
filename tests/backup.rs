//! A whole registry into one file and back, in either database: everything, or nothing.

mod support;

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read, Write},
};

use carereach::{
    domain::{
        change::Stamp,
        datum::Datum,
        demand::DemandCell,
        facility::{Facility, GivenPoint, Location, Status},
        id::{CellId, FacilityId},
        map_part::{MapPart, MapSource},
        position::{Position, Precision},
    },
    registry::{Records, SeedDivisions},
    storage::{BackupError, BackupFile, DatabaseUrl, Manifest, Open, StorageError, Store, TableEntry},
};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_query};
use sha2::{Digest, Sha256};
use support::{Database, postgres};

fn sqlite() -> Database {
    support::fresh_sqlite()
}

/// Doubles that no short decimal is, to be kept to the last bit.
const THIRD: f64 = 1.0 / 3.0;

fn facility(id: &str) -> Facility {
    let position = Position::new(108.0 + THIRD, 34.0 + 0.1 + 0.2).expect("a position of the test");
    Facility {
        id: FacilityId::parse(id).expect("an id of the test"),
        name: "示例𠮷站\u{2028}\"引号\"".into(),
        name_en: None,
        kind: "elderly-day-care".into(),
        operator: None,
        credit_code: None,
        division: None,
        address: Some("示例路1号".into()),
        location: Some(Location {
            position,
            given: GivenPoint { x: 108.0 + THIRD, y: 34.3, datum: Datum::Gcj02 },
            precision: Precision::Exact,
        }),
        front: None,
        status: Status::Operating,
        status_date: None,
        status_reason: None,
        capacity: Some(u32::MAX),
        floor_area_m2: Some(THIRD),
        opening_hours: None,
        phone: None,
        barrier_free: vec!["坡道".into()],
        grade: None,
        responsible_department: None,
        notes: None,
        opened_on: chrono::NaiveDate::from_ymd_opt(2021, 4, 1),
        checked_by: None,
        contact_mobile: None,
        checked_on: None,
        source: None,
        services: Vec::new(),
    }
}

/// Rows of the tables that nothing in storage writes by itself here.
const OTHER_ROWS: &str = "
INSERT INTO account (id, login, name, must_change, totp_enabled, failures, disabled, created_at, version)
  VALUES ('A1', 'shili', '示例', TRUE, FALSE, 3, FALSE, '2026-11-24 08:00:00.000001', 1);
INSERT INTO account_grant (account_id, role, jurisdiction) VALUES ('A1', 'registrar', 'all'), ('A1', 'approver', '610102000000');
INSERT INTO session (id, token_hash, account_id, created_at, seen_at) VALUES ('S1', 'h', 'A1', '2026-11-24 08:00:00', '2026-11-24 08:00:00');
INSERT INTO one_time_link (token_hash, purpose, created_at, expires_at) VALUES ('x', 'reset', '2026-11-24 08:00:00', '2026-11-25 08:00:00');
INSERT INTO api_token (id, token_hash, account_id, name, rights, jurisdiction, created_at, expires_on)
  VALUES ('T1', 'h', 'A1', '示例', '[]', 'all', '2026-11-24 08:00:00', '2027-01-31');
INSERT INTO proposal (id, record_type, record_id, action, state, name, base_version, others, proposed_by, proposed_by_name, proposed_at)
  VALUES ('P1', 'facility', 'F1', 'change', 'open', '示例', 1, '[]', 'account:A1', 'shili', '2026-11-24 08:00:00');
INSERT INTO gap (id, division, state, owner_unit, owner_post, deadline, version)
  VALUES ('610102001001:-:within:500:straight:population', 610102001001, 'planned', 'unit:xian', '示例岗位', '2026-12-31', 1);
INSERT INTO gap_comment (id, gap_id, text, by_id, by_name, at)
  VALUES ('C1', '610102001001:-:within:500:straight:population', '示例', 'account:A1', 'shili', '2026-11-24 08:00:00.000001');
INSERT INTO inspection (id, kind, name, from_date, to_date, checklist, seed, drawn_from, subjects, by_id, by_name, at)
  VALUES ('I1', 'sweep', '示例', '2026-11-01', '2026-11-30', '[\"消防\"]', 'seed', 4, '[\"f1\"]', 'account:A1', 'shili', '2026-11-24 08:00:00');
INSERT INTO inspection_visit (id, inspection_id, subject, on_date, post, findings, by_id, by_name, at)
  VALUES ('V1', 'I1', 'f1', '2026-11-24', '示例岗位', '[]', 'account:A1', 'shili', '2026-11-24 08:00:00');
INSERT INTO merged_id (record_type, old_id, new_id, at) VALUES ('facility', 'b', 'F1', '2026-11-24 08:00:00'), ('facility', 'B', 'F1', '2026-11-24 08:00:00');
";

fn draft(id: &str, state: &str, postgres: bool) -> String {
    let bytes = if postgres { "'\\x00ff50'" } else { "X'00ff50'" };
    format!(
        "INSERT INTO import_draft \
         (id, kind, file_name, sha256, size, content, state, mapping, mends, left_out, owner, owner_name, office, at, version) \
         VALUES ('{id}', 'facilities', 'list.csv', '', 3, {bytes}, '{state}', '{{}}', '{{}}', '[]', 'A1', '示例', 'all', '2026-11-24 08:00:00', 1);"
    )
}

fn run(url: &DatabaseUrl, sql: &str) {
    let done = match url {
        DatabaseUrl::SqliteFile(path) => SqliteConnection::establish(&path.to_string_lossy()).expect("a connection").batch_execute(sql),
        _ => PgConnection::establish(&url.to_string()).expect("a connection").batch_execute(sql),
    };
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// A registry with something in every sort of table.
fn filled(url: &DatabaseUrl) -> Store {
    Records::open(url, Open::Create, SeedDivisions::Shaanxi).expect("a new registry");
    let store = Store::open(url, Open::Existing).expect("the same registry");
    // Ids that collations order differently: by bytes F10, F2, f1, 示例.
    let records: Vec<Facility> = ["f1", "F2", "示例", "F10"].map(facility).to_vec();
    store.write(&Stamp::operator(), |writer| writer.upsert_facilities(&records.iter().collect::<Vec<_>>())).expect("written");
    let cells: Vec<DemandCell> = (0..2_500)
        .map(|number| DemandCell {
            id: CellId::parse(&format!("C{number}")).expect("an id of the test"),
            position: Position::new(108.0 + f64::from(number) * THIRD / 1000.0, 34.2).expect("a position of the test"),
            given: None,
            division: None,
            counts: [f64::from(number) / 7.0].into(),
        })
        .collect();
    let groups = ["population".to_owned()];
    store.write(&Stamp::operator(), |writer| writer.upsert_demand(&groups, &cells.iter().collect::<Vec<_>>())).expect("written");
    let map = MapSource { name: "示例.osm".into(), sha256: "00".repeat(32), data_as_of: None };
    store.write(&Stamp::operator(), |writer| writer.replace_map_part(MapPart::Base, &map, b"a part of a map")).expect("written");
    run(url, OTHER_ROWS);
    let postgres = matches!(url, DatabaseUrl::Postgres(_));
    run(url, &(draft("D1", "proposed", postgres) + &draft("D2", "draft", postgres)));
    store
}

fn backup(url: &DatabaseUrl) -> (Vec<u8>, Manifest) {
    let records = Records::open(url, Open::Existing, SeedDivisions::None).expect("the registry");
    let mut bytes = Cursor::new(Vec::new());
    let manifest = records.backup(&mut bytes, &|_, _| {}).expect("a backup");
    (bytes.into_inner(), manifest)
}

fn restore(url: &DatabaseUrl, bytes: &[u8]) -> Result<Manifest, BackupError> {
    Records::restore(url, Cursor::new(bytes), &|_, _| {}).map(|restored| restored.manifest)
}

fn there_and_back(from: &DatabaseUrl, to: &DatabaseUrl) {
    let store = filled(from);
    let (bytes, manifest) = backup(from);
    let rows = |name: &str| manifest.tables.iter().find(|entry| entry.table == name).map(|entry| entry.rows);
    assert_eq!((rows("demand_cell"), rows("account_grant"), rows("import_draft"), rows("session")), (Some(2_500), Some(2), Some(1), None));
    restore(to, &bytes).expect("it comes back");
    let (_, again) = backup(to);
    assert_eq!(again.content_sha256, manifest.content_sha256);
    assert_eq!((again.registry, again.change_seq, again.change_hash), (manifest.registry, manifest.change_seq, manifest.change_hash));
    // The content hash is the product's own; the records are compared besides, as its readers see them.
    let other = Store::open(to, Open::Existing).expect("the other registry");
    let state = |store: &Store| store.read(|reader| reader.state()).expect("the state is read");
    assert_eq!(state(&other), state(&store));
    let proven = other.read(|reader| reader.prove_chain()).expect("the log is read");
    assert_eq!(proven, Ok(manifest.change_seq));
    let refused = other.write(&Stamp::operator(), |writer| {
        writer.upsert_facilities(&[&facility("F3")])?;
        Ok::<_, StorageError>(())
    });
    assert!(refused.is_ok(), "the restored registry is written to: {refused:?}");
    let append_only = std::panic::catch_unwind(|| run(to, "DELETE FROM change WHERE seq = 1"));
    assert!(append_only.is_err(), "the log is append-only again");
}

#[test]
fn a_registry_moves_from_sqlite_to_sqlite() {
    let (from, to) = (sqlite(), sqlite());
    there_and_back(&from.url, &to.url);
}

#[test]
fn a_registry_moves_from_sqlite_to_postgresql() {
    let from = sqlite();
    there_and_back(&from.url, &postgres::fresh());
}

#[test]
fn a_registry_moves_from_postgresql_to_sqlite() {
    let to = sqlite();
    there_and_back(&postgres::fresh(), &to.url);
}

#[test]
fn a_registry_moves_from_postgresql_to_postgresql() {
    there_and_back(&postgres::fresh(), &postgres::fresh());
}

#[test]
fn the_same_content_has_the_same_hash_in_both_databases_and_in_databases_of_another_collation() {
    postgres::shared().run("CREATE DATABASE in_english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C.UTF-8'");
    let url: DatabaseUrl = postgres::shared().address("in_english").parse().expect("an address");
    let from = sqlite();
    filled(&from.url);
    let (bytes, manifest) = backup(&from.url);
    restore(&url, &bytes).expect("it comes back");
    assert_eq!(backup(&url).1.content_sha256, manifest.content_sha256);
}

#[test]
fn a_registry_that_is_in_use_is_not_restored_into() {
    let (from, to) = (sqlite(), support::fresh());
    filled(&from.url);
    let (bytes, _) = backup(&from.url);
    let store = filled(&to.url);
    let before = store.read(|reader| reader.state()).expect("the state is read");
    let refused = restore(&to.url, &bytes);
    assert!(matches!(&refused, Err(BackupError::NotEmpty { what, .. }) if what.contains("4 rows of facility")), "{refused:?}");
    assert_eq!(store.read(|reader| reader.state()).expect("the state is read"), before);
}

#[test]
fn a_registry_with_the_shipped_rows_alone_counts_as_new() {
    let (from, to) = (sqlite(), support::fresh());
    filled(&from.url);
    let (bytes, manifest) = backup(&from.url);
    Records::open(&to.url, Open::Create, SeedDivisions::Shaanxi).expect("a new registry");
    restore(&to.url, &bytes).expect("it comes back");
    assert_eq!(backup(&to.url).1.content_sha256, manifest.content_sha256);
}

/// The same zip with one file changed.
fn altered(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut text = String::new();
        let mut file = from.by_index(number).expect("a file of the zip");
        file.read_to_string(&mut text).expect("text");
        let file_name = file.name().expect("a name").into_owned();
        to.start_file(&file_name, zip::write::SimpleFileOptions::default()).expect("a file of the zip");
        let text = if file_name == name { change(&text) } else { text };
        to.write_all(text.as_bytes()).expect("memory takes it");
    }
    to.finish().expect("a zip").into_inner()
}

#[test]
fn a_damaged_file_is_refused_and_nothing_is_written() {
    let from = sqlite();
    filled(&from.url);
    let (bytes, _) = backup(&from.url);
    let mut flipped = bytes.clone();
    flipped[200] ^= 0x10;
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("a byte of the packed file", flipped, "whole backup"),
        ("cut off", bytes[..bytes.len() / 2].to_vec(), "whole backup"),
        ("no zip", b"id,name\n".to_vec(), "whole backup"),
        ("a changed value", altered(&bytes, "facility.jsonl", |text| text.replacen("示例路1号", "示例路2号", 1)), "facility.jsonl has"),
        (
            "a missing row",
            altered(&bytes, "account_grant.jsonl", |text| text.lines().skip(1).map(|line| format!("{line}\n")).collect()),
            "rows",
        ),
        ("an unknown column", altered(&bytes, "account.jsonl", |text| text.replacen("{", "{\"extra\":1,", 1)), "account.jsonl line 1"),
        ("a later form", altered(&bytes, "manifest.json", |text| text.replacen("\"format\": 1", "\"format\": 99", 1)), "later"),
    ];
    for (what, bytes, said) in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("new.db");
        let refused = restore(&DatabaseUrl::SqliteFile(path.clone()), &bytes).map(drop).expect_err(what);
        assert!(refused.to_string().contains(said), "{what}: {refused}");
        assert!(refused.to_string().contains("nothing was written"), "{what}: {refused}");
        assert!(!path.exists(), "{what}: no database is left behind");
    }
}

#[test]
fn a_log_that_was_altered_before_the_backup_is_not_restored() {
    let (from, to) = (sqlite(), support::fresh());
    filled(&from.url);
    run(&from.url, "DROP TRIGGER change_is_never_updated; UPDATE change SET actor_name = 'somebody else' WHERE seq = 2");
    let (bytes, _) = backup(&from.url);
    let refused = restore(&to.url, &bytes).expect_err("the chain is broken");
    assert!(refused.to_string().contains("change 2"), "{refused}");
    let store = Store::open(&to.url, Open::Existing).or_else(|_| Store::open(&to.url, Open::Create)).expect("the registry");
    assert!(store.read(|reader| reader.facilities()).expect("the records").is_empty(), "nothing was kept");
}

#[test]
fn a_log_without_its_beginning_comes_back_proven_and_another_registry_has_the_line_it_always_had() {
    let line = |bytes: &[u8]| {
        let mut file = zip::ZipArchive::new(Cursor::new(bytes)).expect("a backup is a zip");
        let mut text = String::new();
        file.by_name("registry.jsonl").expect("the registry's row").read_to_string(&mut text).expect("its text");
        text
    };
    let (from, to) = (sqlite(), support::fresh());
    let store = filled(&from.url);
    assert!(!line(&backup(&from.url).0).contains("forgotten"), "as before anything could be forgotten");
    let later = chrono::Utc::now() + chrono::TimeDelta::days(1);
    assert!(store.write(&Stamp::operator(), |writer| writer.forget_changes(later)).expect("written") > 2);
    let (bytes, manifest) = backup(&from.url);
    assert!(line(&bytes).contains("forgotten_hash"));
    restore(&to.url, &bytes).expect("it comes back");
    let other = Store::open(&to.url, Open::Existing).expect("the other registry");
    assert_eq!(other.read(|reader| reader.prove_chain()).expect("the log is read"), Ok(manifest.change_seq));
}

#[test]
fn a_backup_from_before_maps_were_kept_in_parts_comes_back_without_its_base_map() {
    let (from, to) = (sqlite(), support::fresh());
    let store = filled(&from.url);
    store.write(&Stamp::operator(), |writer| writer.remove_map_part(MapPart::Base)).expect("taken out");
    let (bytes, manifest) = backup(&from.url);
    let drawn = b"{\"id\":1,\"layer\":\"green\"}\n";
    let digest = Sha256::digest(drawn);
    let sha256 = data_encoding::HEXLOWER.encode(&digest);
    let mut older = Manifest { schema: "20261125000001".into(), ..manifest };
    let later = ["map_", "demand_source", "plan", "project", "gap", "inspection", "hand_in"];
    older.tables.retain(|entry| !later.iter().any(|name| entry.table.starts_with(name)));
    let place = older.tables.iter().position(|entry| entry.table == "change").expect("the log");
    older.tables.insert(place, TableEntry { table: "base_feature".into(), rows: 1, bytes: drawn.len() as u64, sha256 });
    let lines: String = older.tables.iter().map(|entry| format!("{} {} {}\n", entry.table, entry.rows, entry.sha256)).collect();
    older.content_sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(lines.as_bytes()));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).expect("a backup is a zip");
    for entry in &older.tables {
        let (name, mut content) = (format!("{}.jsonl", entry.table), Vec::new());
        match entry.table.as_str() {
            "base_feature" => content.extend_from_slice(drawn),
            _ => drop(packed.by_name(&name).expect("its file").read_to_end(&mut content).expect("its lines")),
        }
        zip.start_file(name, options).expect("a file of the zip");
        zip.write_all(&content).expect("written");
    }
    zip.start_file("manifest.json", options).expect("a file of the zip");
    zip.write_all(&serde_json::to_vec(&older).expect("a manifest")).expect("written");
    let bytes = zip.finish().expect("a zip").into_inner();
    let restored = Records::restore(&to.url, Cursor::new(bytes), &|_, _| {}).expect("it comes back");
    assert_eq!(restored.left, ["base_feature"], "what it does not keep is told");
    let other = Store::open(&to.url, Open::Existing).expect("the other registry");
    assert_eq!(other.read(|reader| reader.facilities()).expect("the records").len(), 4);
    assert!(other.read(|reader| reader.map_parts()).expect("the parts").is_empty());
}

#[test]
fn every_table_is_in_a_backup_or_left_out_on_purpose() {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let database = sqlite();
    filled(&database.url);
    let DatabaseUrl::SqliteFile(path) = &database.url else { unreachable!("a file of SQLite's") };
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("a connection");
    let there: Vec<Name> = sql_query("SELECT name FROM sqlite_master WHERE type = 'table'").load(&mut conn).expect("the tables");
    let there: BTreeSet<String> = there.into_iter().map(|row| row.name).collect();
    let (_, manifest) = backup(&database.url);
    let mut told: BTreeSet<String> = manifest.tables.into_iter().map(|entry| entry.table).collect();
    told.extend(["session", "one_time_link", "__diesel_schema_migrations"].map(str::to_owned));
    assert_eq!(told, there);
}

#[test]
fn a_backup_on_disk_is_its_owners_alone_and_verifies() {
    let bench = tempfile::tempdir().expect("a temporary folder");
    let database = sqlite();
    filled(&database.url);
    let path = bench.path().join("b.zip");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_carereach"))
        .args(["backup", "--format", "json", "--database", &database.url.to_string(), "--to"])
        .arg(&path)
        .output()
        .expect("the binary runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).expect("the file").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let answer: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let file = BackupFile::open(fs::File::open(&path).expect("the file")).expect("it verifies");
    assert_eq!(answer["content_sha256"], file.manifest.content_sha256.as_str());
    assert_eq!(fs::read_dir(bench.path()).expect("the folder").count(), 1, "nothing beside it");
}
