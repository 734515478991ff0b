//! Are the terms and the actions of a plan acceptable? Every wrong field at once, codes as the catalogue writes them.

use super::{Choice, CoverageQuestion, FieldError, RegistryError, Snapshot};
use crate::{
    analysis::filter::Filter,
    domain::{
        division::DivisionCode,
        id::MAX_ID_CHARS,
        plan::{Deed, PlanAction, Terms},
        position::{Area, Position},
        street::{By, Manner},
        text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, check_text},
    },
};

/// More actions than this are no plan.
const MOST_ACTIONS: usize = 2_000;
/// The most that one action is believed to cost, in 10,000 yuan.
pub(super) const MOST_COST: f64 = 1e9;
/// No limit is larger, in metres.
const MOST_METRES: f64 = 1e6;
/// The largest floor area that is believed, in square metres.
const MOST_AREA_M2: f64 = 1_000_000.0;

/// Terms as the registry understands them.
#[derive(Clone)]
pub(super) struct Understood {
    /// The same with the codes of the catalogue.
    pub terms: Terms,
    /// Which places serve.
    pub filter: Filter,
    /// Which people are counted.
    pub column: usize,
    /// How distances are measured.
    pub manner: Manner,
    /// The division in force that is planned.
    pub division: Option<DivisionCode>,
}

impl Snapshot {
    /// The terms, or everything that is wrong with them; fields are named as in the body of a plan.
    pub(super) fn plan_terms(&self, terms: &Terms) -> Result<Understood, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let by = By::parse(terms.by.trim());
        if by.is_none() {
            let codes: Vec<&str> = By::ALL.iter().map(|by| by.code()).collect();
            wrong.push(FieldError::new("terms.by", &terms.by, "is not known here", format!("one of {}", codes.join(", "))));
        }
        if terms.kind.is_empty() {
            wrong.push(FieldError::new("terms.kind", "", "is missing", "one code of GET /api/v1/kinds at least"));
        }
        if !(0.0..=MOST_METRES).contains(&terms.within_m) {
            wrong.push(FieldError::new("terms.within_m", terms.within_m, "not a distance", "metres, 0 to 1,000,000"));
        }
        let division = terms.division.as_deref().map(DivisionCode::parse).transpose().unwrap_or_else(|error| {
            let given = terms.division.as_deref().unwrap_or_default();
            wrong.push(FieldError::new("terms.division", given, error.to_string(), "a code of 2, 4, 6, 9 or 12 digits"));
            None
        });
        if let Some(code) = terms.standard.as_deref() {
            wrong.extend(self.ill_named_standard(code, terms));
        }
        let manner = self.manner(by.unwrap_or_default());
        let question = CoverageQuestion {
            manner,
            choice: Choice { kinds: terms.kind.clone(), ..Choice::default() },
            within_m: vec![terms.within_m.max(0.0)],
            count: terms.group.clone(),
            division,
            ..CoverageQuestion::default()
        };
        match self.coverage_terms(&question) {
            Ok((filter, column, _)) if wrong.is_empty() => {
                let kinds = &self.catalogue().kinds;
                let code = |word: &String| kinds.find(word).map_or_else(|| word.clone(), |kind| kind.code.clone());
                let mut codes: Vec<String> = Vec::new();
                terms.kind.iter().map(code).for_each(|code| {
                    if !codes.contains(&code) {
                        codes.push(code)
                    }
                });
                let division = division.map(|code| self.current_code(code));
                let terms = Terms {
                    kind: codes,
                    group: terms.group.as_ref().map(|_| self.groups()[column].clone()),
                    division: division.map(|code| code.to_string()),
                    ..terms.clone()
                };
                Ok(Understood { terms, filter, column, manner, division })
            }
            Ok(_) => Err(wrong),
            Err(RegistryError::Invalid(more)) => {
                wrong.extend(more.into_iter().map(|error| FieldError { field: format!("terms.{}", error.field), ..error }));
                Err(wrong)
            }
            Err(_) => Err(wrong),
        }
    }

    /// What is wrong with a standard that terms name as where their limit comes from.
    fn ill_named_standard(&self, code: &str, terms: &Terms) -> Option<FieldError> {
        let wrong = |reason: &str, expected: &str| Some(FieldError::new("terms.standard", code, reason, expected));
        let Some(standard) = self.standards().iter().find(|standard| standard.code == code) else {
            return wrong("no such standard", "a code of /api/v1/standards");
        };
        let kinds = &self.catalogue().kinds;
        let of_kind = terms.kind.iter().any(|word| kinds.find(word).is_some_and(|kind| kind.code == standard.kind));
        if !standard.active() {
            wrong("is not verified, so that no limit comes from it", "a verified standard, or none")
        } else if !of_kind {
            wrong("is about another kind", "a standard of a kind of the terms")
        } else if standard.reach_m != Some(terms.within_m) {
            wrong("has another reach than within_m", "a standard with that reach")
        } else {
            None
        }
    }

    /// Everything that is wrong with the actions of a plan.
    /// Whether they make sense together is another question. `area` is that of the installation, `division` the one that is planned.
    pub(super) fn check_actions(
        &self,
        (area, division): (Option<Area>, Option<DivisionCode>),
        actions: &[PlanAction],
        wrong: &mut Vec<FieldError>,
    ) {
        if actions.len() > MOST_ACTIONS {
            wrong.push(FieldError::new("actions", actions.len(), "has too many entries", format!("at most {MOST_ACTIONS}")));
            return;
        }
        let mut ids = std::collections::HashSet::new();
        for (at, action) in actions.iter().enumerate() {
            let field = |name: &str| format!("actions[{at}].{name}");
            let mut refuse = |name: &str, value: String, reason: &str, expected: &str| {
                wrong.push(FieldError::new(&field(name), value, reason, expected));
            };
            let id = action.id.trim();
            if id.is_empty() || id.chars().count() > MAX_ID_CHARS {
                refuse("id", id.to_owned(), "is missing", "1 to 64 characters, such as a1");
            } else if check_text(id, MAX_ID_CHARS).is_err() {
                refuse("id", String::new(), "is no id", "1 to 64 characters, without numbers that belong to a person");
            } else if !ids.insert(id) {
                refuse("id", id.to_owned(), "is there twice", "an id that no other action has");
            }
            if action.cost.is_some_and(|cost| !(0.0..=MOST_COST).contains(&cost)) {
                refuse("cost", action.cost.unwrap_or_default().to_string(), "is out of range", "10,000 yuan, 0 or more");
            }
            if action.year.is_some_and(|year| !(1900..=2200).contains(&year)) {
                refuse("year", action.year.unwrap_or_default().to_string(), "is out of range", "a year from 1900 to 2200");
            }
            self.check_deed((area, division), &action.deed, &mut refuse);
        }
    }

    fn check_deed(
        &self,
        (area, planned): (Option<Area>, Option<DivisionCode>),
        deed: &Deed,
        refuse: &mut impl FnMut(&str, String, &str, &str),
    ) {
        let known = |name: &str, id: &str, refuse: &mut dyn FnMut(&str, String, &str, &str)| {
            let Some(row) = self.facility_row_or_heir(id) else {
                return refuse(name, id.to_owned(), "there is no such facility", "the id of a facility of the registry");
            };
            let division = self.facility_division(row);
            if planned.is_some_and(|scope| !division.is_some_and(|code| scope.contains(code))) {
                refuse(name, id.to_owned(), "lies in another division", "a facility of the division that is planned");
            }
        };
        let place = |lon: f64, lat: f64, refuse: &mut dyn FnMut(&str, String, &str, &str)| match Position::new(lon, lat) {
            Err(_) => refuse("lon", format!("{lon},{lat}"), "is no place on the earth", "longitude before latitude, in degrees"),
            Ok(position) if area.is_some_and(|area| !area.contains(position)) => {
                refuse("lon", format!("{lon},{lat}"), "lies outside the installation's area", "a place within the area");
            }
            Ok(_) if !self.lies_in(planned, [lon, lat]) => {
                refuse("lon", format!("{lon},{lat}"), "lies in another division", "a point in the division that is planned");
            }
            Ok(_) => {}
        };
        match deed {
            Deed::Build { name, lon, lat, floor_area_m2, premises, .. } => {
                if name.trim().is_empty() || check_text(name, MAX_NAME_CHARS).is_err() {
                    refuse("name", String::new(), "is no name", "1 to 120 characters, without numbers that belong to a person");
                }
                place(*lon, *lat, refuse);
                if floor_area_m2.is_some_and(|area| !(0.0..=MOST_AREA_M2).contains(&area)) {
                    let given = floor_area_m2.unwrap_or_default().to_string();
                    refuse("floor_area_m2", given, "is not believable", "0 to 1,000,000 square metres");
                }
                premises.iter().for_each(|id| known("premises", id, refuse));
            }
            Deed::Move { facility, lon, lat } => {
                known("facility", facility, refuse);
                place(*lon, *lat, refuse);
            }
            Deed::ExtendHours { facility, opening_hours } => {
                known("facility", facility, refuse);
                if opening_hours.trim().is_empty() || check_text(opening_hours, MAX_TEXT_CHARS).is_err() {
                    refuse("opening_hours", String::new(), "is missing", "hours as OSM writes them, for instance Mo-Fr 08:30-17:30");
                }
            }
            Deed::Upgrade { facility, .. } | Deed::AddPlaces { facility, .. } | Deed::Close { facility } => {
                known("facility", facility, refuse);
            }
        }
    }
}
