//! What do the words of a question mean? Kinds, services, groups and statuses by code, name or alias.

use super::{FieldError, Snapshot};
use crate::{
    analysis::filter::Filter,
    domain::{
        facility::Status,
        kind::POPULATION,
        vocabulary::{Named, Vocabulary},
    },
};

/// A choice of facilities in the words of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Kinds; none means any.
    pub kinds: Vec<String>,
    /// Service types of which one at least is offered; none means any.
    pub services: Vec<String>,
    /// The target group that is admitted.
    pub group: Option<String>,
    /// Statuses; none means operating ones, `any` all of them.
    pub statuses: Vec<String>,
}

impl Snapshot {
    /// The filter that a choice means, or every word that means nothing.
    pub fn filter(&self, choice: &Choice) -> Result<Filter, Vec<FieldError>> {
        let catalogue = self.catalogue();
        let mut errors = Vec::new();
        let mut filter = Filter::operating();
        filter.kinds = places("kind", &choice.kinds, &catalogue.kinds, &mut errors);
        filter.services = places("service", &choice.services, &catalogue.service_types, &mut errors);
        let groups: Vec<String> = choice.group.iter().cloned().collect();
        filter.group = places("group", &groups, &catalogue.target_groups, &mut errors).first().copied();
        if !choice.statuses.is_empty() {
            filter.statuses = statuses(&choice.statuses, &mut errors);
        }
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }

    /// The column of counts that a group's word means; `population`, everyone, when none is given.
    pub fn count_column(&self, group: Option<&str>) -> Result<usize, FieldError> {
        let word = group.unwrap_or(POPULATION);
        let everyone = ["population", "人口", "总人口", "常住人口", "everyone"].contains(&word.trim());
        let code = if everyone { Some(POPULATION) } else { self.catalogue().target_groups.find(word).map(|row| row.code.as_str()) };
        let columns = self.groups();
        // A registry whose demand counts no population at all answers for the first group it has.
        let column = code.and_then(|code| columns.iter().position(|column| column == code));
        match column {
            Some(column) => Ok(column),
            None if group.is_none() => Ok(0),
            None => Err(FieldError::new(
                "group",
                word,
                "the demand data has no count of this group",
                if columns.is_empty() {
                    "demand data: `carereach import demand FILE`".to_owned()
                } else {
                    format!("one of {}", columns.join(", "))
                },
            )),
        }
    }
}

fn places<T: Named>(field: &str, words: &[String], vocabulary: &Vocabulary<T>, errors: &mut Vec<FieldError>) -> Vec<u16> {
    let mut found: Vec<u16> = Vec::new();
    for word in words {
        match vocabulary.place(word).and_then(|place| u16::try_from(place).ok()) {
            Some(place) if !found.contains(&place) => found.push(place),
            Some(_) => {}
            None => {
                let codes: Vec<&str> = vocabulary.rows().iter().map(Named::code).collect();
                errors.push(FieldError::new(
                    field,
                    word,
                    "no such row",
                    format!("one of {}, or its Chinese or English name", codes.join(", ")),
                ));
            }
        }
    }
    found.sort_unstable();
    found
}

fn statuses(words: &[String], errors: &mut Vec<FieldError>) -> Vec<Status> {
    if words.iter().any(|word| word == "any") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in words {
        match Status::parse(word) {
            Some(status) if !found.contains(&status) => found.push(status),
            Some(_) => {}
            None => {
                let codes: Vec<&str> = Status::ALL.iter().map(|(_, code, _)| *code).collect();
                errors.push(FieldError::new("status", word, "no such status", format!("one of {}, or any", codes.join(", "))));
            }
        }
    }
    found.sort_unstable();
    found
}
