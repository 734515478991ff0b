//! What would a package do to the registry as it is now? Its files' rows numbered through, each a row of the preview.

use std::collections::BTreeMap;

use super::{
    ImportKind, ImportOptions, PeopleOptions,
    difference::Place,
    harvest::Background,
    hsds::file_of,
    preview::{Against, MOST_ROWS, Preview},
};
use crate::{
    domain::{batch::Draft, change::Stamp},
    exchange::{HsdsPackage, Refusal},
    registry::RegistryError,
    storage::Reader,
};

/// The rows of a package's files, one file behind the other and always in the same order, so that a number means the same row
/// whatever the registry holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PackageRows {
    /// A file, and the number that its heading has.
    files: Vec<(&'static str, usize)>,
}

impl PackageRows {
    /// Numbers the rows of files whose last rows are these.
    pub(super) fn of(last_rows: &[(&'static str, usize)]) -> PackageRows {
        let mut next = 1;
        let mut files = Vec::with_capacity(last_rows.len());
        for (file, last) in last_rows {
            files.push((*file, next));
            next += last;
        }
        PackageRows { files }
    }

    /// The number of a file's row, whose heading is row 1; of an unknown file the row itself.
    pub(super) fn number(&self, file: &str, row: usize) -> usize {
        let heading = self.files.iter().find(|(name, _)| *name == file).map_or(1, |(_, heading)| *heading);
        heading + row.saturating_sub(1)
    }

    /// The file and the row in it that a number means.
    pub(super) fn place(&self, number: usize) -> Option<(&'static str, usize)> {
        let (file, heading) = self.files.iter().rev().find(|(_, heading)| *heading <= number)?;
        Some((file, number - heading + 1))
    }
}

impl Preview {
    /// Reads a package and holds it against the registry.
    pub(super) fn of_package(reader: &mut Reader, draft: &Draft, bytes: &[u8], against: &Against) -> Result<Preview, RegistryError> {
        let trouble = |error: String| Ok(Preview { problem: Some(error), ..Preview::default() });
        let package = match HsdsPackage::unzip(&draft.file_name, bytes) {
            Ok(package) => package,
            Err(error) => return trouble(error.to_string()),
        };
        let background = Background::read(reader, ImportKind::Hsds, &[])?;
        let options = ImportOptions {
            datum: None,
            area: against.area,
            stamp: Stamp::operator(),
            dry_run: true,
            people: PeopleOptions::default(),
            progress: &|_, _| {},
        };
        let default_kind = draft.default_kind.as_deref().and_then(|code| background.known.catalogue.kinds.find(code));
        let (harvest, summary, numbers) = match background.harvest_package(&package, default_kind, &options) {
            Ok(read) => read,
            Err(RegistryError::Read(error)) => return trouble(error.to_string()),
            Err(error) => return Err(error),
        };
        if summary.rows > MOST_ROWS {
            return trouble(format!(
                "the package has {} rows, at most {MOST_ROWS} are taken here: import it at the command line",
                summary.rows
            ));
        }
        let mut preview = Preview { read: true, rows: summary.rows, notes: summary.notes, harvest, ..Preview::default() };
        let mut errors: BTreeMap<usize, Vec<Refusal>> = BTreeMap::new();
        for refusal in summary.refusals {
            errors.entry(numbers.number(file_of(&refusal.column), refusal.row)).or_default().push(refusal);
        }
        let mut ids: BTreeMap<usize, (String, Place)> = errors.keys().map(|row| (*row, (String::new(), Place::None))).collect();
        let facilities = preview.harvest.facilities.iter().enumerate();
        ids.extend(facilities.map(|(at, (row, one))| (*row, (one.id.to_string(), Place::Facility(at)))));
        let organizations = preview.harvest.organizations.iter().enumerate();
        ids.extend(organizations.map(|(at, (row, (one, _)))| (*row, (one.id.to_string(), Place::Organization(at)))));
        let rows = ids.iter().map(|(row, (id, place))| (*row, id.as_str(), *place));
        preview.plan(rows, errors, &background, draft, against);
        preview.package = Some(numbers);
        preview.background = Some(background);
        Ok(preview)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_all_files_have_numbers_of_their_own_that_lead_back_to_them() {
        let rows = PackageRows::of(&[("organizations.csv", 4), ("locations.csv", 1), ("services.csv", 3)]);
        // Headings are numbers 1, 5 and 6.
        assert_eq!((rows.number("organizations.csv", 2), rows.number("organizations.csv", 4)), (2, 4));
        assert_eq!((rows.number("services.csv", 2), rows.number("services.csv", 3)), (7, 8));
        assert_eq!((rows.place(4), rows.place(7)), (Some(("organizations.csv", 4)), Some(("services.csv", 2))));
        assert_eq!(rows.place(0), None);
    }
}
