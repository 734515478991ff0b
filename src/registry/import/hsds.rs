//! How does an HSDS package come in? Its organizations and facilities in one transaction, since the ones run the others.

use super::{
    ImportKind, ImportOptions, ImportSummary, Origin,
    harvest::{Background, Harvest},
    package::PackageRows,
    summary::Summary,
};
use crate::{
    domain::kind::{Kind, KindOf},
    exchange::{HsdsPackage, Reading, read_hsds},
    registry::{FieldError, Records, RegistryError},
};

/// The file that tells of organizations.
const ORGANIZATIONS: &str = "organizations.csv";
/// The file that tells of places.
const LOCATIONS: &str = "locations.csv";

impl Records {
    /// Reads an HSDS 3.1 tabular data package into the registry. `default_kind` is the kind, by any of its words, of places
    /// that tell none.
    pub fn import_hsds(
        &self,
        package: &HsdsPackage,
        default_kind: Option<&str>,
        options: &ImportOptions,
    ) -> Result<ImportSummary, RegistryError> {
        let background = self.store.read(|reader| Background::read(reader, ImportKind::Hsds, &[]))?;
        let default_kind = default_kind.map(|word| background.kind_of_places(word)).transpose()?;
        let (harvest, mut summary, _) = background.harvest_package(package, default_kind, options)?;
        summary.origin = Origin { kind: ImportKind::Hsds.code().to_owned(), file_name: package.name().to_owned(), sha256: String::new() };
        self.commit(summary, options, |writer| {
            if writer.reader().last_change()? != background.seq {
                return Err(RegistryError::Conflict("the registry has changed while the package was read: import it again".to_owned()));
            }
            harvest.write(writer, &background.held, |_| true)
        })
    }
}

impl Background {
    /// The kind of facilities that a word means.
    fn kind_of_places(&self, word: &str) -> Result<&Kind, RegistryError> {
        let kinds = &self.known.catalogue.kinds;
        kinds.find(word).filter(|kind| kind.of == KindOf::Facility).ok_or_else(|| {
            let codes: Vec<&str> = kinds.rows().iter().filter(|kind| kind.of == KindOf::Facility).map(|kind| kind.code.as_str()).collect();
            let expected = format!("one of {}, or its Chinese or English name", codes.join(", "));
            RegistryError::Invalid(vec![FieldError::new("kind", word, "no kind of facilities", expected)])
        })
    }

    /// Reads the rows of a package and holds them against the registry. A package has no word for some of our fields: they stay
    /// as they are held. The harvest's rows are numbered through the whole package; refusals keep their file's rows.
    pub(super) fn harvest_package(
        &self,
        package: &HsdsPackage,
        default_kind: Option<&Kind>,
        options: &ImportOptions,
    ) -> Result<(Harvest, Summary, PackageRows), RegistryError> {
        let reading = Reading { datum: None, held: Some(&self.held), ..self.known.reading(options) };
        let mut rows = read_hsds(package, default_kind, &reading)?;
        let numbers = PackageRows::of(&rows.last_rows);
        let mut summary = Summary::of(&rows.facilities, options);
        let mut of_organizations = Summary::of(&rows.organizations, options);
        summary.refuse(self.refuse_merged_facilities(&mut rows.facilities));
        let sites: Vec<_> = rows.facilities.records.iter().map(|(row, facility)| (*row, facility)).collect();
        let taken = super::harvest::of_the_other_sort(&sites, &self.held.facilities, &self.known);
        summary.refuse_taken(&taken, "facility", "organization's site");
        rows.facilities.records.retain(|(row, _)| !taken.contains_key(row));
        name_file(&mut summary, LOCATIONS);
        of_organizations.refuse(self.refuse_merged_organizations(&mut rows.organizations));
        name_file(&mut of_organizations, ORGANIZATIONS);
        summary.rows += of_organizations.rows;
        summary.refused += of_organizations.refused;
        summary.refusals.extend(of_organizations.refusals);
        summary.notes.extend(of_organizations.notes.into_iter().chain(rows.notes));
        // Files one after the other, each in its order.
        summary.refusals.sort_by(|a, b| file_of(&a.column).cmp(file_of(&b.column)).then(a.row.cmp(&b.row)));
        let harvest = Harvest {
            facilities: rows.facilities.records.into_iter().map(|(row, one)| (numbers.number(LOCATIONS, row), one)).collect(),
            organizations: rows.organizations.records.into_iter().map(|(row, one)| (numbers.number(ORGANIZATIONS, row), one)).collect(),
            ..Harvest::default()
        };
        self.note_package(&harvest, &mut summary);
        Ok((harvest, summary, numbers))
    }

    /// What else to know of a package beside the registry.
    fn note_package(&self, harvest: &Harvest, summary: &mut Summary) {
        let facilities: Vec<_> = harvest.facilities.iter().map(|(_, facility)| facility).collect();
        self.known.note_unknown_divisions(facilities.iter().filter_map(|facility| facility.division), summary);
        self.known.note_unplaced(&facilities, summary);
        let in_package: std::collections::BTreeSet<_> =
            harvest.organizations.iter().map(|(_, (organization, _))| &organization.id).collect();
        let known = |operator: &crate::domain::id::OrganizationId| in_package.contains(operator) || self.knows_organization(operator);
        let unknown = facilities.iter().filter(|facility| facility.operator.as_ref().is_some_and(|operator| !known(operator))).count();
        if unknown > 0 {
            summary.notes.push(format!("{unknown} locations name an organization that is neither in the package nor in the registry."));
        }
    }
}

/// Names the file of refusals that only the registry could make.
fn name_file(summary: &mut Summary, file: &str) {
    for refusal in summary.refusals.iter_mut().filter(|refusal| !refusal.column.contains(':')) {
        refusal.column = format!("{file}:{}", refusal.column);
    }
}

/// The file of a refusal's column, `locations.csv:latitude`.
pub(super) fn file_of(column: &str) -> &str {
    column.split(':').next().unwrap_or(column)
}
