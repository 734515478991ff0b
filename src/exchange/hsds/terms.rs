//! What do a package's taxonomy terms, attributes and names mean in the words of the catalogue?

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::{ByColumn, package::Tables};
use crate::domain::{
    kind::{Catalogue, Kind, KindOf, ServiceType, TargetGroup},
    vocabulary::Named,
};

/// The shortest word that is looked for inside a name, in characters: shorter ones are in every name.
const SHORTEST_WORD: usize = 2;
/// The same for words in Latin letters.
const SHORTEST_LATIN: usize = 5;

/// Attributes by the record that they are linked to, and the catalogue.
pub(super) struct Terms<'t> {
    catalogue: &'t Catalogue,
    words: HashMap<&'t str, Vec<&'t str>>,
    kinds: Vec<(String, &'t Kind)>,
    service_types: Vec<(String, &'t ServiceType)>,
}

impl<'t> Terms<'t> {
    /// Gathers, for every record with attributes, the words that its terms have: code, name, value and label.
    pub fn of(tables: &'t Tables, catalogue: &'t Catalogue) -> Terms<'t> {
        let terms: ByColumn = tables.table("taxonomy_terms.csv").by("id");
        let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
        for attribute in tables.table("attributes.csv").rows() {
            let own = words.entry(attribute.get("link_id")).or_default();
            let term = terms.get(attribute.get("taxonomy_term_id")).and_then(|rows| rows.first());
            let of_term = term.map(|term| [term.get("code"), term.get("name")]).into_iter().flatten();
            own.extend(of_term.chain([attribute.get("value"), attribute.get("label")]).filter(|word| !word.is_empty()));
        }
        let kinds = catalogue.kinds.rows().iter().filter(|kind| kind.of == KindOf::Facility);
        Terms { catalogue, words, kinds: folded(kinds), service_types: folded(catalogue.service_types.rows().iter()) }
    }

    fn words_of(&self, id: &str) -> &[&'t str] {
        self.words.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The kind that a record's attributes tell: by the catalogue's words, else by a term of HSDS that one kind alone has.
    pub fn kind_by_attribute(&self, id: &str) -> Option<&'t Kind> {
        let words = self.words_of(id);
        let own = words.iter().find_map(|word| self.catalogue.kinds.find(word)).filter(|kind| kind.of == KindOf::Facility);
        own.or_else(|| alone(words, self.kinds.iter().map(|(_, kind)| *kind), |kind| kind.hsds_term.as_deref()))
    }

    /// The kind that a name holds.
    pub fn kind_by_name(&self, name: &str) -> Option<&'t Kind> {
        longest_within(name, &self.kinds)
    }

    /// The service type that a service's attributes or its name tell.
    pub fn service_type(&self, id: &str, names: [&str; 2]) -> Option<&'t ServiceType> {
        let words = self.words_of(id);
        let types = &self.catalogue.service_types;
        let own = words.iter().chain(&names).find_map(|word| types.find(word));
        own.or_else(|| alone(words, types.rows().iter(), |one| one.hsds_term.as_deref()))
            .or_else(|| names.iter().find_map(|name| longest_within(name, &self.service_types)))
    }

    /// The target groups that a service's attributes tell.
    pub fn target_groups(&self, id: &str) -> Vec<&'t TargetGroup> {
        let mut groups: Vec<&TargetGroup> = Vec::new();
        for group in self.words_of(id).iter().filter_map(|word| self.catalogue.target_groups.find(word)) {
            if !groups.iter().any(|other| other.code == group.code) {
                groups.push(group);
            }
        }
        groups
    }

    /// The codes of service types, for messages.
    pub fn service_codes(&self) -> String {
        self.catalogue.service_types.rows().iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The row whose HSDS term is among the words, when no other row has that term.
fn alone<'t, T>(words: &[&str], rows: impl Iterator<Item = &'t T>, term: impl Fn(&T) -> Option<&str>) -> Option<&'t T> {
    let mut found = rows.filter(|row| term(row).is_some_and(|term| words.iter().any(|word| word.eq_ignore_ascii_case(term))));
    found.next().filter(|_| found.next().is_none())
}

fn fold(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn folded<'t, T: Named>(rows: impl Iterator<Item = &'t T>) -> Vec<(String, &'t T)> {
    let long_enough = |word: &String| word.chars().count() >= if word.is_ascii() { SHORTEST_LATIN } else { SHORTEST_WORD };
    rows.flat_map(|row| row.words().map(move |word| (fold(word), row))).filter(|(word, _)| long_enough(word)).collect()
}

/// The row whose word in the name is the longest; none when two rows have equally long ones.
fn longest_within<'t, T: Named>(name: &str, words: &[(String, &'t T)]) -> Option<&'t T> {
    let name = fold(name);
    let found = || words.iter().filter(|(word, _)| name.contains(word.as_str()));
    let longest = found().map(|(word, _)| word.chars().count()).max()?;
    let mut rows = found().filter(|(word, _)| word.chars().count() == longest).map(|(_, row)| *row);
    let first = rows.next()?;
    rows.all(|row| row.code() == first.code()).then_some(first)
}
