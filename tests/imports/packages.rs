//! An HSDS package in the page: its files' rows looked at, chosen from, approved, and undone as one batch.

use std::{
    fs,
    io::{Cursor, Write},
};

use carereach::{
    domain::permission::Caller,
    registry::{DraftChange, ImportItem, ImportRow, ImportRowChange, Merge, RegistryError, RowState},
};

use super::office::{Office, approver, registrar};

/// The made-up package of the fixtures: three organizations, six locations, five services; see its files.
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/hsds");

fn package() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut files: Vec<_> = fs::read_dir(PACKAGE).expect("the package").flatten().map(|entry| entry.path()).collect();
    files.sort();
    for path in files {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        writer.write_all(&fs::read(path).expect("a file")).expect("its bytes");
    }
    writer.finish().expect("a zip").into_inner()
}

fn bring(office: &Office, who: &Caller) -> ImportItem {
    office.try_upload_of("hsds", who, "p.zip", package()).expect("the package is taken")
}

fn id(sort: char, number: u32) -> String {
    let sort = String::from(sort).repeat(8);
    format!("{sort}-0000-4000-8000-{number:012x}")
}

fn at(row: &ImportRow) -> (&str, usize) {
    (row.file.expect("a file of the package"), row.file_row.expect("its row"))
}

#[test]
fn a_package_is_looked_at_row_by_row_approved_and_undone_as_a_whole() {
    let (office, me) = (Office::new(), registrar());
    let draft = bring(&office, &me);
    let totals = draft.summary.expect("it can be read");
    // As at the command line: two organizations and two places; eight rows of six files are wrong.
    assert_eq!((totals.added, totals.changed, totals.refused, draft.problem), (4, 0, 8, None));
    assert!(!draft.datum.needed && draft.headings.is_empty() && draft.notes.iter().any(|note| note.contains("programs.csv")));
    let rows: Vec<ImportRow> = office.rows(&me, &draft.id).into_values().collect();
    let added: Vec<_> = rows.iter().filter(|row| row.state == RowState::Added).map(|row| (at(row), row.id.as_str())).collect();
    let (organizations, locations) = ("organizations.csv", "locations.csv");
    let ids = [id('1', 1), id('1', 2), id('2', 1), id('2', 2)];
    assert_eq!(
        added,
        [((organizations, 2), &*ids[0]), ((organizations, 3), &*ids[1]), ((locations, 2), &*ids[2]), ((locations, 3), &*ids[3])]
    );
    let refused: Vec<_> = rows.iter().filter(|row| row.state == RowState::Refused).map(at).collect();
    assert_eq!(
        refused,
        [
            (organizations, 4),
            (locations, 4),
            (locations, 5),
            (locations, 7),
            ("services.csv", 5),
            ("service_at_location.csv", 4),
            ("phones.csv", 3),
            ("service_capacity.csv", 3)
        ]
    );
    assert!(rows.iter().filter(|row| row.state == RowState::Refused).all(|row| row.errors.iter().all(|one| one.row == at(row).1)));
    assert!(!format!("{rows:?}").contains("13800138000"), "a mobile is masked wherever it stands");
    let second = rows.iter().find(|row| row.id == ids[3]).expect("the second place").row;
    let left = ImportRowChange { cells: None, chosen: Some(false) };
    assert!(!office.registry.change_import_row(&me, &draft.id, second, left).expect("it is left out").chosen);
    let batch = office.let_in(&me, &draft.id);
    let content = office.content();
    assert_eq!((content.facilities.len(), content.organizations.len()), (1, 2));
    assert_eq!(content.facilities[0].operator.as_ref().map(|one| one.to_string()), Some(ids[0].clone()));
    let told = office.registry.records().batches().expect("batches")[0].clone();
    assert_eq!((told.kind.as_str(), told.added, told.changed), ("hsds", 3, 0));
    let again = bring(&office, &me).summary.expect("it can be read");
    assert_eq!((again.added, again.changed, again.unchanged), (1, 0, 3));
    office.registry.undo_batch(&approver(), &batch, Some("测试".into())).expect("undone");
    let content = office.content();
    assert!(content.facilities.is_empty() && content.organizations.is_empty());
}

#[test]
fn places_that_tell_no_kind_take_the_one_that_somebody_says() {
    let (office, me) = (Office::new(), registrar());
    let draft = bring(&office, &me);
    let kind = |word: &str| DraftChange { default_kind: Some(Some(word.to_owned())), ..DraftChange::default() };
    let said = office.registry.change_import(&me, &draft.id, kind("社区服务站")).expect("the kind is taken").summary;
    assert_eq!(said.map(|totals| (totals.added, totals.refused)), Some((5, 7)));
    let refused = office.registry.change_import(&me, &draft.id, kind("志愿服务队"));
    assert!(matches!(refused, Err(RegistryError::Invalid(_))), "that is a kind of organizations: {refused:?}");
    let row = office.rows(&me, &draft.id).into_values().find(|row| row.state == RowState::Refused).expect("a wrong row");
    let mend = ImportRowChange { cells: Some([("name".to_owned(), "x".to_owned())].into()), chosen: None };
    let mended = office.registry.change_import_row(&me, &draft.id, row.row, mend);
    assert!(mended.expect_err("it is refused").to_string().contains("package"));
}

#[test]
fn what_is_no_package_says_so_and_a_merged_record_does_not_come_back() {
    let (office, me) = (Office::new(), registrar());
    let refused = office.try_upload_of("hsds", &me, "p.csv", "id\n");
    assert!(matches!(refused, Err(RegistryError::Invalid(ref errors)) if errors[0].field == "name"), "{refused:?}");
    let refused = office.try_upload_of("facilities", &me, "p.zip", package());
    assert!(matches!(refused, Err(RegistryError::Invalid(_))), "{refused:?}");
    let broken = office.try_upload_of("hsds", &me, "p.zip", "no zip").expect("it is taken, and says what is wrong");
    assert!(broken.problem.expect("a problem").contains("p.zip") && broken.summary.is_none());
    let none = office.registry.apply_draft(&me, &broken.id, None);
    assert!(matches!(none, Err(RegistryError::Conflict(_))), "{none:?}");

    office.let_in(&me, &bring(&office, &me).id);
    let merge = Merge {
        record_type: carereach::domain::change::RecordType::Facility,
        keep: id('2', 1),
        drop: id('2', 2),
        from_dropped: Vec::new(),
        reason: None,
    };
    office.registry.merge(&Caller::operator(), &merge).expect("the two are one");
    let again = bring(&office, &me);
    let rows = office.rows(&me, &again.id);
    let merged = rows.values().find(|row| row.file == Some("locations.csv") && row.file_row == Some(3)).expect("the second place");
    assert_eq!((merged.state, merged.errors[0].column.as_str()), (RowState::Refused, "locations.csv:id"));
    assert!(merged.errors[0].reason.contains(&id('2', 1)));
}
