//! What may be said about a draft? Which column is which, what the coordinates refer to, what figures of people are, which rows go in.

use super::{
    ImportKind,
    answer::{DraftChange, FiguresChange, Together},
    draft::sees_cells,
    people::{ImportFigures, PeopleForm},
    preview::{Plan, Preview, kind_of},
    row::choose,
};
use crate::{
    domain::{
        batch::{CompleteFor, Draft},
        kind::{Catalogue, KindOf, POPULATION},
        permission::{Caller, Right},
    },
    exchange::ToldOfFigures,
    registry::{FieldError, RegistryError, Snapshot, kept_words},
};

/// Takes over what is acceptable, or says all that is not.
pub(super) fn apply_change(
    draft: &mut Draft,
    preview: &Preview,
    snapshot: &Snapshot,
    caller: &Caller,
    change: &DraftChange,
) -> Result<(), RegistryError> {
    let mut errors = Vec::new();
    if let Some(mapping) = &change.mapping {
        let kind = kind_of(draft)?.table();
        let catalogue = preview.background.as_ref().map(|background| &background.known.catalogue);
        let fields = kind.zip(catalogue).map(|(kind, catalogue)| kind.fields(catalogue)).unwrap_or_default();
        for (heading, code) in mapping {
            if !preview.headings.iter().any(|one| one.heading == *heading) {
                errors.push(FieldError::new("mapping", heading, "the file has no such heading", "a heading as the import names it"));
            } else if !code.is_empty() && !fields.iter().any(|one| one.code == *code) {
                errors.push(FieldError::new(
                    &format!("mapping.{heading}"),
                    code,
                    "no field known here",
                    "a code of `fields`, or an empty text",
                ));
            }
        }
        draft.mapping.extend(mapping.clone());
    }
    if let Some(datum) = change.datum {
        draft.datum = datum;
    }
    if let Some(Together { state, warned, chosen }) = change.choose {
        let seen = sees_cells(caller, draft);
        let told = |plan: &&Plan| plan.warning.as_ref().is_some_and(|one| seen || !one.veiled);
        let meant = preview.plans.iter().filter(|plan| plan.state == state && (!warned || told(plan)));
        meant.for_each(|plan| choose(draft, plan, chosen));
    }
    let kind_of_word = |word: &str| snapshot.catalogue().kinds.find(word).map(|kind| (kind.code.clone(), kind.of));
    if let Some(word) = &change.default_kind {
        // A package has places, and organizations without sites.
        let fits = |(_, of): &(String, KindOf)| draft.kind != ImportKind::Hsds.code() || *of == KindOf::Facility;
        let found = word.as_deref().map(|word| kind_of_word(word).filter(fits).ok_or(word));
        match found.transpose() {
            Ok(kind) => draft.default_kind = kind.map(|(code, _)| code),
            Err(word) => errors.push(FieldError::new("default_kind", word, "no kind known here", "a code of GET /api/v1/kinds")),
        }
    }
    if let Some(figures) = &change.figures {
        errors.extend(change_figures(draft, preview.figures.as_ref(), snapshot.catalogue(), figures));
    }
    if let Some(complete) = &change.complete_for {
        match complete {
            None => draft.complete_for = None,
            Some(_) if draft.kind != "facilities" => {
                errors.push(FieldError::new("complete_for", &draft.kind, "only lists of facilities can be complete", "null"));
            }
            Some((division, word)) => match kind_of_word(word) {
                Some((kind, KindOf::Facility)) => {
                    caller.require(Right::WriteRecords, Some(*division))?;
                    draft.complete_for = Some(CompleteFor { division: *division, kind });
                }
                _ => errors.push(FieldError::new("complete_for.kind", word, "no kind of facilities", "a code of GET /api/v1/kinds")),
            },
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(RegistryError::Invalid(errors)) }
}

/// Takes over what is said about figures of people; answers what is not acceptable.
fn change_figures(draft: &mut Draft, figures: Option<&ImportFigures>, catalogue: &Catalogue, change: &FiguresChange) -> Vec<FieldError> {
    let Some(figures) = figures else {
        return vec![FieldError::new(
            "figures",
            &draft.kind,
            "only files of people have figures",
            "a file of the kind demand that can be read",
        )];
    };
    let mut errors = Vec::new();
    let in_file = |field: &str, said: String, file: String| {
        FieldError::new(field, said, format!("the file says {file:?}"), "null: what the file says is taken")
    };
    if let Some(definition) = &change.definition {
        match kept_words("figures.definition", definition.as_deref()) {
            Ok(Some(said)) if figures.definition_in_file && figures.definition.as_ref() != Some(&said) => {
                errors.push(in_file("figures.definition", said, figures.definition.clone().unwrap_or_default()));
            }
            Ok(said) => draft.figures.definition = said,
            Err(RegistryError::Invalid(wrong)) => errors.extend(wrong),
            Err(error) => errors.push(FieldError::new("figures.definition", "", error.to_string(), "a few words")),
        }
    }
    match change.year {
        Some(Some(year)) if !ToldOfFigures::is_year(year) => {
            errors.push(FieldError::new("figures.year", year, "is no year of figures", "a year from 1900 to 2200"));
        }
        Some(Some(year)) if figures.year_in_file && figures.year != Some(year) => {
            errors.push(in_file("figures.year", year.to_string(), figures.year.map(|year| year.to_string()).unwrap_or_default()));
        }
        Some(year) => draft.figures.year = year,
        None => {}
    }
    let grid = figures.form == PeopleForm::Grid;
    let of_grids =
        |field: &str| FieldError::new(field, "", "is for population grids: a table names whom it counts in its headings", "null");
    match &change.group {
        Some(Some(_)) if !grid => errors.push(of_grids("figures.group")),
        Some(Some(word)) if word == POPULATION => draft.figures.group = None,
        Some(Some(word)) => match catalogue.target_groups.find(word) {
            Some(group) => draft.figures.group = Some(group.code.clone()),
            None => errors.push(FieldError::new(
                "figures.group",
                word,
                "there is no such group",
                "population, or a code of GET /api/v1/target-groups",
            )),
        },
        Some(None) => draft.figures.group = None,
        None => {}
    }
    match change.band {
        Some(Some(_)) if !grid => errors.push(of_grids("figures.band")),
        Some(Some(0)) => errors.push(FieldError::new("figures.band", 0, "is no band", "1 for the first band")),
        Some(band) => draft.figures.band = band,
        None => {}
    }
    match change.spread {
        Some(true) if grid => {
            let reason = "is for tables: a population grid says itself where people live";
            errors.push(FieldError::new("figures.spread", true, reason, "false"));
        }
        Some(spread) => draft.figures.spread = spread,
        None => {}
    }
    errors
}
