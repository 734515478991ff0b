//! How does an HSDS package come in? Its organizations and facilities in one transaction, since the ones run the others.

use std::collections::BTreeSet;

use super::{ImportKind, ImportOptions, ImportSummary, Origin, known::Known, summary::Summary};
use crate::{
    domain::kind::KindOf,
    exchange::{Held, HsdsPackage, Reading, read_hsds},
    registry::{FieldError, Records, RegistryError},
    storage::Upserted,
};

impl Records {
    /// Reads an HSDS 3.1 tabular data package into the registry. `default_kind` is the kind, by any of its words, of places
    /// that tell none.
    pub fn import_hsds(
        &self,
        package: &HsdsPackage,
        default_kind: Option<&str>,
        options: &ImportOptions,
    ) -> Result<ImportSummary, RegistryError> {
        let known = self.store.read(|reader| Ok::<_, RegistryError>(Known::new(reader.reference_rows()?, reader.divisions()?)))?;
        let of_facilities = |word: &str| known.catalogue.kinds.find(word).filter(|kind| kind.of == KindOf::Facility);
        let default_kind = default_kind.map(|word| of_facilities(word).ok_or(word)).transpose().map_err(|word| {
            let kinds = known.catalogue.kinds.rows().iter().filter(|kind| kind.of == KindOf::Facility);
            let codes: Vec<&str> = kinds.map(|kind| kind.code.as_str()).collect();
            let expected = format!("one of {}, or its Chinese or English name", codes.join(", "));
            RegistryError::Invalid(vec![FieldError::new("kind", word, "no kind of facilities", expected)])
        })?;
        // A package has no word for some of our fields: they stay as they are.
        let (held, seq) = self.store.read(|reader| {
            let facilities = reader.facilities()?.into_iter().map(|one| (one.record.id.to_string(), one.record)).collect();
            let organizations = reader.organizations()?.into_iter().map(|one| (one.record.id.to_string(), one.record)).collect();
            Ok::<_, RegistryError>((Held { facilities, organizations }, reader.last_change()?))
        })?;
        let reading = Reading {
            datum: None,
            area: options.area,
            catalogue: &known.catalogue,
            successors: &known.successors,
            held: Some(&held),
            progress: options.progress,
        };
        let mut rows = read_hsds(package, default_kind, &reading)?;
        let sites: Vec<_> = rows.facilities.records.iter().map(|(row, facility)| (*row, facility)).collect();
        let taken = self.ids_of_the_other_sort(&sites, &known)?;
        let mut summary = Summary::of(&rows.facilities, options);
        summary.origin = Origin { kind: ImportKind::Hsds.code().to_owned(), file_name: package.name().to_owned(), sha256: String::new() };
        summary.refuse_taken(&taken, "facility", "organization's site");
        rows.facilities.records.retain(|(row, _)| !taken.contains_key(row));
        let of_organizations = Summary::of(&rows.organizations, options);
        summary.rows += of_organizations.rows;
        summary.refused += of_organizations.refused;
        summary.refusals.extend(of_organizations.refusals);
        summary.notes.extend(of_organizations.notes.into_iter().chain(rows.notes));
        // Files one after the other, each in its order.
        summary.refusals.sort_by(|a, b| file_of(&a.column).cmp(file_of(&b.column)).then(a.row.cmp(&b.row)));
        let facilities: Vec<_> = rows.facilities.records.iter().map(|(_, facility)| facility).collect();
        let organizations: Vec<_> = rows.organizations.records.iter().map(|(_, (organization, _))| organization).collect();
        known.note_unknown_divisions(facilities.iter().filter_map(|facility| facility.division), &mut summary);
        known.note_unplaced(&facilities, &mut summary);
        let there = self.store.read(|reader| reader.organizations())?;
        let ids: BTreeSet<_> =
            there.iter().map(|kept| &kept.record.id).chain(organizations.iter().map(|organization| &organization.id)).collect();
        let unknown =
            facilities.iter().filter(|facility| facility.operator.as_ref().is_some_and(|operator| !ids.contains(operator))).count();
        if unknown > 0 {
            summary.notes.push(format!("{unknown} locations name an organization that is neither in the package nor in the registry."));
        }
        self.commit(summary, options, |writer| {
            if writer.reader().last_change()? != seq {
                return Err(RegistryError::Conflict("the registry has changed while the package was read: import it again".to_owned()));
            }
            let (first, second) = (writer.upsert_organizations(&organizations)?, writer.upsert_facilities(&facilities)?);
            Ok(Upserted {
                added: first.added + second.added,
                changed: first.changed + second.changed,
                unchanged: first.unchanged + second.unchanged,
            })
        })
    }
}

/// The file of a refusal's column, `locations.csv:latitude`.
fn file_of(column: &str) -> &str {
    column.split(':').next().unwrap_or(column)
}
