//! Files that are broken, enormous or full of tricks: a clear word, and nothing is written.

use std::io::Write;

use carereach::registry::RegistryError;

use super::office::{Office, registrar};

const HEADINGS: &str = "id,name,kind,lon,lat,datum,notes";

/// A zip whose parts unpack to nothing but zeros.
fn bomb(parts: usize, megabytes: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let zeros = vec![0u8; 1 << 20];
    for part in 0..parts {
        zip.start_file(format!("xl/worksheets/sheet{part}.xml"), zip::write::SimpleFileOptions::default()).expect("a part");
        for _ in 0..megabytes {
            zip.write_all(&zeros).expect("written");
        }
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_stays_a_draft() {
    let (office, me) = (Office::new(), registrar());
    let wide = format!("{HEADINGS}{}\n", ",x".repeat(1_000_000));
    let many = format!("{HEADINGS}\n{}", "F,x,y,1,2,wgs84,\n".repeat(500_001));
    let (utf16_torn, latin): (&[u8], &[u8]) = (b"\xff\xfei\0d", b"id,name\nF1,\xe9t\xe9\xff\xff\n");
    for (name, bytes, said) in [
        ("wide.csv", wide.as_bytes(), "columns"),
        ("many.csv", many.as_bytes(), "rows"),
        ("bomb.xlsx", &bomb(1, 600), "unpacked"),
        ("bombs.xlsx", &bomb(30, 20), "unpacked"),
        ("zip.xlsx", b"PK\x03\x04nothing", "workbook"),
        ("book.csv", b"PK\x03\x04nothing", "xlsx"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0", "workbook"),
        ("latin.csv", latin, "byte"),
        ("half.csv", &[utf16_torn, b"\0x"].concat(), "byte"),
        ("quote.csv", b"id,name\n1,\"x\n2,y\n3,z\n", "quote"),
        ("deep.geojson", "[".repeat(100_000).as_bytes(), "JSON"),
        ("list.json", b"{\"type\":\"Feature\"", "JSON"),
    ] {
        let draft = office.upload(&me, name, bytes);
        let problem = draft.problem.unwrap_or_else(|| panic!("{name}: there is a problem"));
        assert!(problem.contains(said), "{name}: {problem}");
        let applied = office.registry.apply_draft(&me, &draft.id, None);
        assert!(matches!(applied, Err(RegistryError::Conflict(_))), "{name}");
    }
    assert!(office.content().facilities.is_empty());
}

#[test]
fn names_lead_nowhere_and_unknown_endings_are_refused() {
    let (office, me) = (Office::new(), registrar());
    let good = format!("{HEADINGS}\nF1,示例,日间照料中心,108.94,34.26,wgs84,\n");
    for (given, kept) in [
        ("../../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\x\\表.csv", "表.csv"),
        ("a\0b\r\nSet-Cookie: x.csv", "abSet-Cookie: x.csv"),
        ("张三13800138000.csv", "张三138********.csv"),
        ("\u{202e}vsc.csv", "vsc.csv"),
    ] {
        assert_eq!(office.upload(&me, given, &good).file_name, kept);
    }
    for name in ["", "..", "/", "a.exe", "a", "a.csv/"] {
        assert!(matches!(office.try_upload(&me, name, &good), Err(RegistryError::Invalid(_))), "{name:?}");
    }
    assert!(matches!(office.try_upload(&me, "a.csv", ""), Err(RegistryError::Invalid(_))));
}

#[test]
fn cells_with_tricks_are_refused_or_taken_as_text() {
    let (office, me) = (Office::new(), registrar());
    let row = |id: &str, name: &str, notes: &str| format!("{id},{name},日间照料中心,108.94,34.26,wgs84,{notes}\n");
    let text = [
        format!("{HEADINGS}\n"),
        row("F1", "𠮷野家示例𪚥", ""),
        row("F2", "示例\u{1}", ""),
        row("F3", "示例", "a\0b"),
        row("F4", "示例", "=cmd|' /C calc'!A0"),
        row("F5", "示例", "\u{1b}[31m"),
        row("F6", &"长".repeat(121), ""),
        row("F7", "#REF!", ""),
        row("", "示例", ""),
    ]
    .concat();
    let draft = office.upload(&me, "a.csv", text);
    let rows = office.rows(&me, &draft.id);
    let states: Vec<_> = rows.values().map(|row| row.state.code()).collect();
    assert_eq!(states, ["added", "refused", "refused", "added", "refused", "refused", "refused", "refused"]);
    office.let_in(&me, &draft.id);
    assert_eq!(&*office.facility("F1").name, "𠮷野家示例𪚥");
    assert_eq!(office.facility("F4").notes.as_deref(), Some("=cmd|' /C calc'!A0"), "it is neutralised when it goes out to a spreadsheet");
}

#[test]
fn a_mend_cannot_bring_in_what_a_file_cannot() {
    let (office, me) = (Office::new(), registrar());
    let draft = office.upload(&me, "a.csv", format!("{HEADINGS}\nF1,示例,日间照料中心,108.94,34.26,wgs84,\n"));
    let mend = |label: &str, text: &str| {
        let cells = [(label.to_owned(), text.to_owned())].into();
        office.registry.change_import_row(&me, &draft.id, 2, carereach::registry::ImportRowChange { cells: Some(cells), chosen: None })
    };
    for text in ["13800138000", "身份证110105194912310021", "a\0b"] {
        let row = mend("notes", text).expect("it is kept and checked");
        assert_eq!((row.state.code(), row.errors.len()), ("refused", 1), "{text:?}");
        assert!(!format!("{row:?}").contains("13800138000") && !format!("{row:?}").contains("110105194912310021"));
    }
    assert!(matches!(mend("notes", &"x".repeat(5000)), Err(RegistryError::Invalid(_))));
    assert!(matches!(mend("no such heading", "x"), Err(RegistryError::Invalid(_))));
    assert_eq!(mend("notes", "").expect("mended").state.code(), "added");
}
