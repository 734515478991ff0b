//! Which records does an export hold? Chosen by kind, division and status, by what may be shown of them only.

use super::{ExportInputs, ExportKind, ExportOptions};
use crate::{
    analysis::locator::Locator,
    domain::{
        division::DivisionCode,
        facility::{Facility, Status},
        kind::Kind,
        organization::Organization,
    },
    registry::{FieldError, RegistryError},
};

/// The words of the options, read.
pub(super) struct Chosen<'a> {
    kinds: Vec<&'a Kind>,
    division: Option<DivisionCode>,
    division_name: Option<&'a str>,
    statuses: Vec<Status>,
    locator: Locator,
    with_sites: bool,
}

impl<'a> Chosen<'a> {
    /// Reads the words; every one that means nothing is named.
    pub(super) fn read(options: &ExportOptions, inputs: &ExportInputs<'a>) -> Result<Chosen<'a>, RegistryError> {
        let mut errors = Vec::new();
        let mut kinds: Vec<&Kind> = Vec::new();
        for word in &options.kinds {
            match inputs.catalogue.kinds.find(word) {
                Some(kind) if kinds.iter().any(|other| other.code == kind.code) => {}
                Some(kind) => kinds.push(kind),
                None => {
                    let codes: Vec<&str> = inputs.catalogue.kinds.rows().iter().map(|kind| kind.code.as_str()).collect();
                    let expected = format!("one of {}, or its Chinese or English name", codes.join(", "));
                    errors.push(FieldError::new("kind", word, "no such kind", expected));
                }
            }
        }
        let mut statuses = Vec::new();
        for word in options.statuses.iter().filter(|_| !options.statuses.iter().any(|word| word == "any")) {
            match Status::parse(word) {
                Some(status) if statuses.contains(&status) => {}
                Some(status) => statuses.push(status),
                None => {
                    let codes = Status::ALL.map(|(_, code, _)| code).join(", ");
                    errors.push(FieldError::new("status", word, "no such status", format!("one of {codes}, or any")));
                }
            }
        }
        let division = options.division.as_deref().and_then(|text| match DivisionCode::parse(text) {
            Ok(code) => Some(code),
            Err(error) => {
                errors.push(FieldError::new("division", text, error.to_string(), "a division code such as 610102"));
                None
            }
        });
        if !errors.is_empty() {
            return Err(RegistryError::Invalid(errors));
        }
        statuses.sort_unstable();
        let divisions = if division.is_some() { inputs.divisions } else { &[] };
        Ok(Chosen {
            kinds,
            division,
            division_name: divisions.iter().find(|one| Some(one.code) == division).map(|one| one.name.as_str()),
            statuses,
            locator: Locator::new(divisions.iter()),
            with_sites: options.with_sites,
        })
    }

    /// Whether a facility or site, as it may be shown, is chosen.
    pub(super) fn takes(&self, shown: &Facility) -> bool {
        (self.kinds.is_empty() || self.kinds.iter().any(|kind| *kind.code == *shown.kind))
            && (self.statuses.is_empty() || self.statuses.contains(&shown.status))
            && self.division.is_none_or(|division| self.division_of(shown).is_some_and(|own| division.contains(own)))
    }

    /// Whether an organization without a site is chosen: only its division can be asked for.
    pub(super) fn takes_siteless(&self, organization: &Organization) -> bool {
        self.kinds.is_empty()
            && self.statuses.is_empty()
            && self.division.is_none_or(|division| organization.division.is_some_and(|own| division.contains(own)))
    }

    /// As declared, else where the shown point lies; the front point of a protected place need not lie in its division.
    fn division_of(&self, shown: &Facility) -> Option<DivisionCode> {
        shown.division.or_else(|| {
            let position = shown.location?.position;
            self.locator.locate([position.lon(), position.lat()])
        })
    }

    /// The choice in words, a sentence each.
    pub(super) fn in_words(&self, what: ExportKind) -> Vec<String> {
        let mut words = Vec::new();
        if !self.kinds.is_empty() {
            let names: Vec<String> = self.kinds.iter().map(|kind| format!("{} {}", kind.name_zh, kind.code)).collect();
            words.push(format!("类别 Kinds: {}", names.join(", ")));
        }
        if let Some(division) = self.division {
            words.push(format!("行政区划 Division: {division} {}", self.division_name.unwrap_or_default()).trim_end().to_owned());
        }
        if !self.statuses.is_empty() {
            let codes: Vec<&str> = self.statuses.iter().map(|status| status.code()).collect();
            words.push(format!("状态 Statuses: {}", codes.join(", ")));
        }
        if what == ExportKind::Facilities && self.with_sites {
            words.push("含机构场所 With organizations' sites".to_owned());
        }
        words
    }
}
