//! The house rules that a machine can hold: who may use whom, and how long a file may be.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The most lines a source file may have; generated code is exempt.
const CEILING: usize = 400;

/// Which rooms of the house each room may use, besides itself.
const ARROWS: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("analysis", &["domain"]),
    ("storage", &["domain"]),
    ("exchange", &["domain"]),
    ("sample", &["domain"]),
    ("registry", &["domain", "analysis", "storage", "exchange", "sample"]),
    // The interface parses and answers in domain and exchange types; tiles name their place in the map (`analysis::tile`).
    ("http", &["domain", "analysis", "exchange", "registry"]),
    ("config", &["domain"]),
    ("telemetry", &[]),
    ("startup", &["domain", "analysis", "storage", "exchange", "registry", "http", "config"]),
    // The command line analyses plain files too; of storage it knows only the address and how to open it.
    ("cli", &["domain", "analysis", "exchange", "registry", "sample", "config", "startup", "telemetry", "storage"]),
    ("lib", &["analysis", "cli", "config", "domain", "exchange", "http", "registry", "sample", "startup", "storage", "telemetry"]),
    ("main", &["cli"]),
];

/// Which crates only some rooms may use, by the beginning of the file's path.
const KEPT_APART: [(&str, &[&str]); 7] = [
    ("diesel", &["storage/"]),
    ("diesel_migrations", &["storage/"]),
    ("actix_web", &["http/", "startup.rs", "cli/serve.rs"]),
    ("rstar", &["analysis/index.rs"]),
    ("clap", &["cli/", "config.rs"]),
    ("geozero", &["exchange/"]),
    // What speaks to somebody outside: a geocoder, a provider of OpenID Connect.
    ("ureq", &["http/geocoder.rs", "http/oidc/"]),
];

/// What the domain may know besides itself and the standard library.
const DOMAIN_CRATES: [&str; 7] = ["serde", "thiserror", "chrono", "geo_types", "unicode_normalization", "uuid", "proptest"];

#[test]
fn nothing_points_back_up() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        let may = allowed.get(room.as_str()).unwrap_or_else(|| panic!("{path}: the room {room} has no arrows"));
        for used in rooms_used(&text) {
            if used != room && allowed.contains_key(used.as_str()) && !may.contains(&used.as_str()) {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_command_line_knows_only_the_face_of_storage() {
    let mut wrong = Vec::new();
    for (path, text) in sources().filter(|(path, _)| path.starts_with("cli/")) {
        for name in ["Store", "Reader", "Writer", "Watcher"] {
            if text.contains(&format!("storage::{name}")) {
                wrong.push(format!("{path} uses storage::{name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (name, homes) in KEPT_APART {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            if !at_home && code_lines(&text).any(|line| uses_crate(line, name)) {
                wrong.push(format!("{path} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_domain_does_no_input_or_output() {
    let mut wrong = Vec::new();
    for (path, text) in sources().filter(|(path, _)| path.starts_with("domain/")) {
        for line in code_lines(&text) {
            if ["std::fs", "std::net", "std::io", "std::process", "std::env", "Utc::now"].iter().any(|word| line.contains(word)) {
                wrong.push(format!("{path}: {line}"));
            }
            if let Some(used) = line.strip_prefix("use ").and_then(|rest| rest.split([':', ';', ' ']).next()) {
                let inside = ["std", "crate", "super", "self", "core"].contains(&used);
                if !inside && !DOMAIN_CRATES.contains(&used) {
                    wrong.push(format!("{path} uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_is_longer_than_the_ceiling() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["src", "tests", "benches", "web/src", "web/tests"] {
        walk(&root.join(folder), &mut files);
    }
    let long: Vec<String> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ["rs", "ts", "vue", "mjs", "css", "js"].iter().any(|one| ending == *one)))
        .filter(|path| !path.components().any(|part| part.as_os_str() == "generated"))
        .filter_map(|path| {
            let lines = fs::read_to_string(path).ok()?.lines().count();
            (lines > CEILING).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "over {CEILING} lines: {long:#?}");
}

#[test]
fn every_module_says_which_question_it_answers() {
    let silent: Vec<String> =
        sources().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).filter(|path| !path.ends_with("tests.rs")).collect();
    assert!(silent.is_empty(), "no //! at the top: {silent:#?}");
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    let wrong: Vec<String> = sources()
        .flat_map(|(path, text)| {
            let lines: Vec<String> =
                code_lines(&text).filter(|line| line.contains("#[allow(")).map(|line| format!("{path}: {line}")).collect();
            lines
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn sources() -> impl Iterator<Item = (String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    assert!(files.len() > 50, "the sources were found");
    files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")).map(move |path| {
        let text = fs::read_to_string(&path).expect("a source file can be read");
        let name = path.strip_prefix(&root).expect("it lies in src").to_string_lossy().replace('\\', "/");
        (name, text)
    })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

fn room_of(path: &str) -> String {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs").to_owned()
}

/// Lines that are code, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with("//")).map(|line| line.split(" // ").next().unwrap_or(line))
}

/// The rooms named after `crate::`, also inside braces over several lines.
fn rooms_used(text: &str) -> Vec<String> {
    let code: String = code_lines(text).collect::<Vec<_>>().join(" ");
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => rooms.extend(outer_names(list)),
            None => rooms.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()),
        }
    }
    rooms
}

/// The first words of a `use` list's items at the outer level.
fn outer_names(list: &str) -> Vec<String> {
    let (mut depth, mut names, mut word) = (0, Vec::new(), String::new());
    let mut in_path = false;
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut word));
                in_path = false;
            }
            ':' if depth == 0 => in_path = true,
            c if depth == 0 && !in_path && (c.is_alphanumeric() || c == '_') => word.push(c),
            _ => {}
        }
    }
    names.push(word);
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

fn uses_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let own_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"' || c == '.');
        own_word && (after.starts_with("::") || (line.starts_with("use ") && after.starts_with(';')))
    })
}
