//! The database as the registry sees it, SQLite or PostgreSQL: transactions, equality, migrations, damage.

mod support;

use std::{
    sync::{Arc, Barrier},
    time::{Duration, Instant},
};

use carereach::{
    domain::{
        change::Stamp,
        datum::Datum,
        demand::DemandCell,
        division::DivisionCode,
        facility::{Facility, GivenPoint, Location, Status},
        id::{CellId, FacilityId},
        map_part::{MapPart, MapSource},
        permission::Caller,
        position::{Position, Precision},
        service::ServiceAtLocation,
    },
    registry::{RecordWrite, Records, Registry, RegistryError, SeedDivisions, Written, seed},
    storage::{DatabaseUrl, Open, StorageError, Store, Upserted},
};
use chrono::{DateTime, NaiveDate};
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use support::Database;

fn store() -> (Database, DatabaseUrl, Store) {
    let database = support::fresh();
    let url = database.url.clone();
    Records::open(&url, Open::Create, SeedDivisions::Shaanxi).expect("a new registry");
    let store = Store::open(&url, Open::Existing).expect("the same registry");
    (database, url, store)
}

/// A connection past the registry, for damage.
fn damage(url: &DatabaseUrl, sql: &str) -> Result<(), diesel::result::Error> {
    match url {
        DatabaseUrl::SqliteFile(path) => {
            SqliteConnection::establish(&path.to_string_lossy()).expect("a connection of the test").batch_execute(sql)
        }
        DatabaseUrl::Postgres(_) => {
            let address = format!("{url}");
            PgConnection::establish(&address).expect("a connection of the test").batch_execute(sql)
        }
        DatabaseUrl::SqliteMemory => panic!("nobody else reaches a registry in memory"),
    }
}

fn facility(id: &str) -> Facility {
    let position = Position::new(108.94, 34.26).expect("a position of the test");
    Facility {
        id: FacilityId::parse(id).expect("an id of the test"),
        name: "示例日间照料中心".into(),
        name_en: Some("Sample day-care centre".into()),
        kind: "elderly-day-care".into(),
        operator: None,
        credit_code: None,
        division: DivisionCode::parse("610102").ok(),
        address: Some("示例路1号".into()),
        location: Some(Location {
            position,
            given: GivenPoint { x: 108.944649544, y: 34.258408659, datum: Datum::Gcj02 },
            precision: Precision::Exact,
        }),
        front: None,
        status: Status::Suspended,
        status_date: NaiveDate::from_ymd_opt(2026, 2, 28),
        status_reason: Some("装修".into()),
        capacity: Some(40),
        floor_area_m2: Some(420.5),
        opening_hours: Some("Mo-Fr 08:30-17:30".into()),
        phone: Some("029-00000000".into()),
        barrier_free: vec!["坡道".into(), "电梯".into()],
        grade: Some("三级".into()),
        responsible_department: Some("养老服务处".into()),
        notes: Some("备注".into()),
        opened_on: NaiveDate::from_ymd_opt(2021, 4, 1),
        checked_by: Some("登记岗".into()),
        contact_mobile: None,
        checked_on: NaiveDate::from_ymd_opt(2026, 1, 5),
        source: Some("test".into()),
        services: vec![ServiceAtLocation {
            service_type: "meal-aid".into(),
            target_groups: ["elderly".into()].into(),
            fee: Some("10元".into()),
            capacity: Some(30),
            vacancy: Some(2),
            vacancy_at: DateTime::from_timestamp(1_790_000_000, 0),
            phone: None,
        }],
    }
}

fn put(store: &Store, records: &[&Facility]) -> Upserted {
    store.write(&Stamp::operator(), |writer| writer.upsert_facilities(records)).expect("the records are written")
}

#[test]
fn a_facility_comes_back_as_it_went_in() {
    let (_folder, _, store) = store();
    let written = facility("F1");
    put(&store, &[&written]);
    let read = store.read(|reader| reader.facilities()).expect("the records are read");
    assert_eq!(read.into_iter().map(|one| one.record).collect::<Vec<_>>(), [written]);
}

#[test]
fn the_same_records_again_change_nothing_and_a_changed_service_is_a_change() {
    let (_folder, _, store) = store();
    let (one, mut two) = (facility("F1"), facility("F2"));
    assert_eq!(put(&store, &[&one, &two]), Upserted { added: 2, changed: 0, unchanged: 0 });
    assert_eq!(put(&store, &[&one, &two]), Upserted { added: 0, changed: 0, unchanged: 2 });
    two.services[0].vacancy = Some(1);
    assert_eq!(put(&store, &[&one, &two]), Upserted { added: 0, changed: 1, unchanged: 1 });
    two.services.clear();
    put(&store, &[&two]);
    let read = store.read(|reader| reader.facilities_by_id(&["F2"])).expect("the record is read");
    assert!(read[0].record.services.is_empty(), "a service that is gone is not kept");
}

#[test]
fn a_failed_write_leaves_nothing_behind() {
    let (_folder, _, store) = store();
    let record = facility("F1");
    let failed: Result<(), StorageError> = store.write(&Stamp::operator(), |writer| {
        writer.upsert_facilities(&[&record])?;
        Err(StorageError::Pool("the test ends it".into()))
    });
    assert!(failed.is_err());
    assert!(store.read(|reader| reader.facilities()).expect("the records are read").is_empty());
}

#[test]
fn writers_at_the_same_time_wait_for_each_other() {
    let (_folder, _, store) = store();
    let start = Arc::new(Barrier::new(8));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (store, start) = (store.clone(), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                for number in 0..20 {
                    put(&store, &[&facility(&format!("F{writer}-{number}"))]);
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().expect("no writer fails"));
    assert_eq!(store.read(|reader| reader.facilities()).expect("the records are read").len(), 160);
}

#[test]
fn another_connections_commit_is_seen_and_an_own_look_is_not() {
    let (_folder, url, store) = store();
    let mut watcher = store.watch().expect("a watcher");
    assert!(!watcher.changed().expect("a look"));
    put(&Store::open(&url, Open::Existing).expect("a second store"), &[&facility("F1")]);
    // PostgreSQL hands the notification on after the commit has been answered, and is asked twice a second besides.
    let until = Instant::now() + Duration::from_secs(20);
    while !watcher.changed().expect("a look") {
        assert!(Instant::now() < until, "the other connection's commit is never seen");
        std::thread::yield_now();
    }
    assert!(!watcher.changed().expect("a look"));
}

#[test]
fn a_part_of_a_map_comes_back_whole_and_damage_is_told() {
    let (_folder, url, store) = store();
    let source = |name: &str| MapSource { name: name.into(), sha256: "ab".repeat(32), data_as_of: None };
    // More than one piece, of bytes that do not deflate.
    let mut bytes = vec![0; 20 << 20];
    ChaCha8Rng::seed_from_u64(1).fill_bytes(&mut bytes);
    let put = |name: &str, bytes: &[u8]| {
        store.write(&Stamp::operator(), |writer| writer.replace_map_part(MapPart::Streets, &source(name), bytes)).expect("written")
    };
    assert_eq!(put("a.osm", &bytes), Upserted { added: 1, ..Upserted::default() });
    assert_eq!(put("a.osm", &bytes), Upserted { unchanged: 1, ..Upserted::default() });
    let part = || store.read(|reader| reader.map_part(MapPart::Streets));
    assert!(part().expect("read") == Some(bytes), "what was written is read");
    assert_eq!(store.read(|reader| reader.map_part(MapPart::Base)).expect("read"), None);
    damage(&url, "UPDATE map_chunk SET part = 'streets', number = 7 WHERE number = 1").expect("damaged");
    assert!(matches!(part(), Err(StorageError::Corrupt { table: "map_chunk", .. })), "{:?}", part().map(drop));
    assert_eq!(put("b.osm", b"another"), Upserted { changed: 1, ..Upserted::default() });
    assert_eq!(part().expect("read").as_deref(), Some(&b"another"[..]));
    assert!(store.write(&Stamp::operator(), |writer| writer.remove_map_part(MapPart::Streets)).expect("taken out"));
    assert_eq!(part().expect("read"), None);
}

#[test]
fn a_facility_of_no_kind_is_refused_by_the_database_itself() {
    let (_folder, _, store) = store();
    let mut record = facility("F1");
    record.kind = "no-such-kind".into();
    let refused = store.write(&Stamp::operator(), |writer| writer.upsert_facilities(&[&record]));
    assert!(matches!(refused, Err(StorageError::Query(_))), "{refused:?}");
}

#[test]
fn a_missing_registry_is_named_and_not_made() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("none.db");
    let missing = Store::open(&DatabaseUrl::SqliteFile(path.clone()), Open::Existing).map(drop);
    assert!(matches!(missing, Err(StorageError::Missing(_))), "{missing:?}");
    assert!(!path.exists());
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("notes.db");
    std::fs::write(&path, "these are notes, not a database, and long enough to have a header of their own".repeat(20)).expect("a file");
    let before = std::fs::read(&path).expect("the file");
    assert!(Store::open(&DatabaseUrl::SqliteFile(path.clone()), Open::Create).is_err());
    assert_eq!(std::fs::read(&path).expect("the file"), before);
}

#[test]
fn a_damaged_value_is_named_by_table_record_and_column() {
    let (_folder, url, store) = store();
    put(&store, &[&facility("F1")]);
    damage(&url, "UPDATE facility SET status = 'sleeping' WHERE id = 'F1'").expect("the damage is done");
    let read = store.read(|reader| reader.facilities());
    assert!(matches!(&read, Err(StorageError::Corrupt { table: "facility", key, column: "status", .. }) if key == "F1"), "{read:?}");
}

#[test]
fn counts_of_people_keep_their_groups() {
    let (_folder, _, store) = store();
    let cell = |id: &str, counts: &[f64]| DemandCell {
        id: CellId::parse(id).expect("an id of the test"),
        position: Position::new(108.9, 34.2).expect("a position of the test"),
        given: None,
        division: None,
        counts: counts.into(),
    };
    let groups = ["population".to_owned(), "elderly".to_owned()];
    store
        .write(&Stamp::operator(), |writer| writer.upsert_demand(&groups, &[&cell("C2", &[10.5, 2.0]), &cell("C1", &[7.0, 0.0])]))
        .expect("the cells are written");
    store
        .write(&Stamp::operator(), |writer| writer.upsert_demand(&["disabled".to_owned()], &[&cell("C3", &[1.0])]))
        .expect("the cells are written");
    let table = store.read(|reader| reader.demand()).expect("the cells are read");
    assert_eq!(table.groups, ["population", "disabled", "elderly"]);
    let counts: Vec<_> = table.cells.iter().map(|cell| (cell.id.as_str(), cell.counts.to_vec())).collect();
    assert_eq!(counts, [("C1", vec![7.0, 0.0, 0.0]), ("C2", vec![10.5, 0.0, 2.0]), ("C3", vec![0.0, 1.0, 0.0])]);
}

#[test]
fn the_shipped_rows_hold_together() {
    let rows = seed::shipped_rows().expect("the shipped rows are read");
    let divisions = seed::shipped_divisions().expect("the shipped divisions are read");
    let in_force = |level| divisions.iter().filter(|division| division.valid_to.is_none() && division.code.level() == level).count();
    use carereach::domain::division::Level;
    assert_eq!((in_force(Level::Province), in_force(Level::City), in_force(Level::District)), (1, 10, 107));
    assert_eq!(divisions.iter().filter(|division| division.successor.is_some()).count(), 11);
    assert!(rows.standards.iter().all(|standard| rows.kinds.iter().any(|kind| kind.code == standard.kind)));
    assert!(
        rows.standards.iter().all(|standard| !standard.verified || standard.confidence == carereach::domain::kind::Confidence::A),
        "what was not read in the primary text ships switched off"
    );
    assert!(rows.kinds.iter().any(|kind| kind.protected));
}

#[test]
fn no_two_shipped_rows_share_a_word() {
    use carereach::domain::vocabulary::{Named, Vocabulary};
    fn check<T: Named + Clone>(rows: &[T]) {
        let vocabulary = Vocabulary::new(rows.to_vec());
        for row in rows {
            for word in row.words() {
                assert_eq!(vocabulary.find(word).map(Named::code), Some(row.code()), "{word}");
            }
        }
    }
    let rows = seed::shipped_rows().expect("the shipped rows are read");
    check(&rows.kinds);
    check(&rows.service_types);
    check(&rows.target_groups);
}

#[test]
fn migrations_go_up_down_and_up_again() {
    use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
    const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
    const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
    fn there_and_back<C: MigrationHarness<DB>, DB: diesel::backend::Backend>(conn: &mut C, migrations: fn() -> EmbeddedMigrations) {
        conn.run_pending_migrations(migrations()).expect("up");
        conn.revert_all_migrations(migrations()).expect("down");
        conn.run_pending_migrations(migrations()).expect("up again");
    }
    if support::on_postgres() {
        let url = support::fresh().url;
        there_and_back(&mut PgConnection::establish(&url.to_string()).expect("a connection"), || POSTGRES);
    } else {
        there_and_back(&mut SqliteConnection::establish(":memory:").expect("a database in memory"), || SQLITE);
    }
}

#[test]
fn a_record_from_before_there_was_a_log_is_changed_like_any_other() {
    let (_database, url, store) = store();
    put(&store, &[&facility("F1")]);
    damage(&url, "UPDATE facility SET version = 0").expect("as an upgraded registry has it");
    let records = Records::open(&url, Open::Existing, SeedDivisions::None).expect("the registry");
    let registry = Registry::new(records, None).expect("a snapshot");
    let patch = serde_json::json!({ "capacity": 77 }).as_object().expect("a patch").clone();
    let write = RecordWrite { id: Some("F1".to_owned()), version: Some(0), patch, ..RecordWrite::default() };
    let again = write.clone();
    assert!(matches!(registry.write_facility(&Caller::operator(), write), Ok(Written::Applied { applied: true, .. })));
    let kept = store.read(|reader| reader.facilities_by_id(&["F1"])).expect("the record is read");
    assert_eq!(kept[0].record.capacity, Some(77));
    assert!(kept[0].version > 0);
    let late = RecordWrite { patch: serde_json::json!({ "capacity": 78 }).as_object().expect("a patch").clone(), ..again };
    assert!(matches!(registry.write_facility(&Caller::operator(), late), Err(RegistryError::Stale(_))), "the version has moved on");
}

mod storage {
    mod gaps;
    mod log;
}
