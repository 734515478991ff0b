//! Which files does a package have? A folder's files or a zip's, none of which is trusted.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use super::table::Table;
use crate::exchange::ReadError;

/// A package has some 25 files.
const MOST_ENTRIES: usize = 200;
/// All files together, unpacked, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// The files that are read, with the columns that they need.
const FILES: [(&str, &[&str]); 12] = [
    ("organizations.csv", &["id", "name"]),
    ("locations.csv", &["id"]),
    ("services.csv", &["id", "name"]),
    ("service_at_location.csv", &["service_id", "location_id"]),
    ("addresses.csv", &["location_id"]),
    ("phones.csv", &["number"]),
    ("schedules.csv", &[]),
    ("service_capacity.csv", &["service_id"]),
    ("attributes.csv", &["link_id"]),
    ("taxonomy_terms.csv", &["id"]),
    ("organization_identifiers.csv", &["organization_id", "identifier"]),
    ("units.csv", &["id"]),
];

/// The CSV files of a package, by name.
#[derive(Debug, Default)]
pub struct HsdsPackage {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl HsdsPackage {
    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A package of files from a folder: names without folders, and bytes. What is no CSV is passed over.
    pub fn of_files(name: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<HsdsPackage, ReadError> {
        let mut package = HsdsPackage { name: name.to_owned(), files: BTreeMap::new() };
        let mut bytes = 0;
        for (file, content) in files {
            bytes += content.len() as u64;
            if bytes > MOST_BYTES {
                return Err(too_large(name));
            }
            package.put(&file, content)?;
        }
        package.check()
    }

    /// A package in a zip, flat or in one folder.
    ///
    /// 1. At most 200 entries, and 256 MiB unpacked: counted while unpacking, whatever the zip says about itself.
    /// 2. A name that leads out of the zip is refused; nothing is ever written to a path.
    pub fn unzip(name: &str, bytes: &[u8]) -> Result<HsdsPackage, ReadError> {
        let broken =
            |reason: String| ReadError::Package { file: name.to_owned(), reason, expected: "a zip of HSDS 3.1 CSV files".to_owned() };
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
        if archive.len() > MOST_ENTRIES {
            return Err(broken(format!("it has {} entries, at most {MOST_ENTRIES} are taken", archive.len())));
        }
        let mut package = HsdsPackage { name: name.to_owned(), files: BTreeMap::new() };
        let mut left = MOST_BYTES;
        for place in 0..archive.len() {
            let mut entry = archive.by_index(place).map_err(|error| broken(error.to_string()))?;
            let path = entry.name().map_err(|error| broken(error.to_string()))?.into_owned();
            if entry.enclosed_name().is_none()
                || path.contains(['\\', ':'])
                || path.starts_with('/')
                || path.split('/').any(|part| part == "..")
            {
                return Err(broken(format!("the entry {path:?} leads out of the zip")));
            }
            let file = path.rsplit('/').next().unwrap_or_default().to_owned();
            if !entry.is_file() || !is_csv(&file) || path.starts_with("__MACOSX/") {
                continue;
            }
            let mut content = Vec::new();
            let read = entry.by_ref().take(left + 1).read_to_end(&mut content).map_err(|error| broken(format!("{file}: {error}")))? as u64;
            left = left.checked_sub(read).ok_or_else(|| too_large(name))?;
            package.put(&file, content)?;
        }
        package.check()
    }

    fn put(&mut self, file: &str, content: Vec<u8>) -> Result<(), ReadError> {
        let file = file.to_ascii_lowercase();
        if is_csv(&file) && self.files.insert(file.clone(), content).is_some() {
            return Err(ReadError::Package {
                file: self.name.clone(),
                reason: format!("it holds {file} twice"),
                expected: "each file once".to_owned(),
            });
        }
        Ok(())
    }

    fn check(self) -> Result<HsdsPackage, ReadError> {
        if self.files.contains_key("locations.csv") || self.files.contains_key("organizations.csv") {
            return Ok(self);
        }
        let found =
            if self.files.is_empty() { "no CSV file".to_owned() } else { self.files.keys().cloned().collect::<Vec<_>>().join(", ") };
        Err(ReadError::Package {
            file: self.name,
            reason: format!("it has neither locations.csv nor organizations.csv; it holds {found}"),
            expected: "the CSV files of an HSDS 3.1 tabular data package".to_owned(),
        })
    }

    /// A sentence about the files that were not read.
    pub(super) fn notes(&self, tables: &Tables) -> Option<String> {
        let others: Vec<&str> = self.files.keys().map(String::as_str).filter(|file| !tables.0.contains_key(file)).collect();
        (!others.is_empty()).then(|| format!("These files of the package are not read: {}.", others.join(", ")))
    }
}

fn is_csv(file: &str) -> bool {
    file.to_ascii_lowercase().ends_with(".csv")
}

fn too_large(name: &str) -> ReadError {
    ReadError::Package {
        file: name.to_owned(),
        reason: format!("its files hold more than {} MiB", MOST_BYTES >> 20),
        expected: "a smaller package, for instance one a city".to_owned(),
    }
}

/// The tables of a package; one that it lacks is empty.
pub(super) struct Tables(BTreeMap<&'static str, Table>);

impl Tables {
    /// Reads every file that is known here.
    pub fn read(package: &HsdsPackage) -> Result<Tables, ReadError> {
        let mut tables = BTreeMap::new();
        for (file, needed) in FILES {
            let table = match package.files.get(file) {
                Some(bytes) => Table::read(file, bytes, needed).map_err(|error| within(&package.name, error))?,
                None => Table::missing(file),
            };
            tables.insert(file, table);
        }
        Ok(Tables(tables))
    }

    /// Every file with the number of its last row.
    pub fn last_rows(&self) -> Vec<(&'static str, usize)> {
        FILES.iter().map(|(file, _)| (*file, self.table(file).last_row())).collect()
    }

    /// A table by its file's name.
    pub fn table(&self, file: &'static str) -> &Table {
        self.0.get(file).expect("every file that is asked for is in the list")
    }
}

/// The error of a file with the package's name before the file's.
fn within(package: &str, error: ReadError) -> ReadError {
    ReadError::Package {
        file: package.to_owned(),
        reason: error.to_string(),
        expected: "CSV in UTF-8 or GB18030 with the headings of HSDS 3.1".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).expect("an entry");
            writer.write_all(content).expect("its bytes");
        }
        writer.finish().expect("a zip").into_inner()
    }

    fn refused(entries: &[(&str, &[u8])]) -> String {
        HsdsPackage::unzip("p.zip", &zip_of(entries)).expect_err("refused").to_string()
    }

    #[test]
    fn a_package_may_lie_in_one_folder_and_hold_other_things() {
        let zip = zip_of(&[("p/Locations.csv", b"id\n"), ("p/datapackage.json", b"{}"), ("__MACOSX/p/locations.csv", b"x")]);
        let package = HsdsPackage::unzip("p.zip", &zip).expect("a package");
        assert_eq!(package.files.keys().collect::<Vec<_>>(), ["locations.csv"]);
    }

    #[test]
    fn path_tricks_twins_and_strange_zips_are_refused() {
        for name in ["../locations.csv", "/locations.csv", "a\\..\\locations.csv", "C:locations.csv", "a/../../locations.csv"] {
            assert!(refused(&[(name, b"id\n")]).contains("leads out"), "{name}");
        }
        assert!(refused(&[("a/locations.csv", b"id\n"), ("b/locations.csv", b"id\n")]).contains("twice"));
        assert!(refused(&[("f.csv", b"id\n")]).contains("neither locations.csv"));
        assert!(HsdsPackage::unzip("p.zip", b"PK\x03\x04 no zip").is_err());
    }

    #[test]
    fn a_zip_bomb_is_refused_before_it_is_unpacked() {
        let zeros = vec![b' '; (MOST_BYTES / 4) as usize + 1];
        let names = ["locations.csv", "services.csv", "phones.csv", "addresses.csv"];
        let bomb = zip_of(&names.map(|name| (name, zeros.as_slice())));
        assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
        assert!(HsdsPackage::unzip("p.zip", &bomb).expect_err("refused").to_string().contains("256 MiB"));
        let many: Vec<String> = (0..=MOST_ENTRIES).map(|number| format!("{number}.csv")).collect();
        let entries: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"id\n".as_slice())).collect();
        assert!(refused(&entries).contains("201 entries"));
    }
}
