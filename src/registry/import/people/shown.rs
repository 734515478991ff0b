//! How does a file of people look before it is applied? Its people by group and division, beside those that it would replace.

use std::collections::{BTreeMap, HashSet};

use super::PeopleOptions;
use crate::{
    domain::{
        demand::{DemandCell, DemandTable, Figures},
        division::{Division, DivisionCode},
    },
    exchange::ToldOfFigures,
};

/// What a row of a file of people is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PeopleForm {
    /// A cell or community with its position.
    Cells,
    /// The total of a division, spread over its homes or ground.
    Totals,
    /// A cell of a population grid.
    Grid,
}

/// What the figures of a file are, by the file and by what somebody says.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ImportFigures {
    /// `cells`, `totals` or `grid`.
    pub form: PeopleForm,
    /// What they count (口径).
    pub definition: Option<String>,
    /// Whether the file says that itself.
    pub definition_in_file: bool,
    /// The year that they stand for.
    pub year: Option<i32>,
    /// Whether the file says that itself.
    pub year_in_file: bool,
    /// Code of the group that a grid was said to count.
    pub group: Option<String>,
    /// Which band of a grid was said to hold the counts.
    pub band: Option<u16>,
    /// Whether a table was said to give totals of divisions.
    pub spread: bool,
    /// `counted` or `estimated`; null while the file cannot be read.
    pub method: Option<&'static str>,
    /// How exactly, where there is more to say.
    pub how: Option<String>,
}

impl ImportFigures {
    /// `figures` are none while the file cannot be read.
    pub(super) fn of(form: PeopleForm, said: &PeopleOptions, told: &ToldOfFigures, figures: Option<&Figures>) -> ImportFigures {
        ImportFigures {
            form,
            definition: told.definition.clone().or_else(|| said.definition.clone()),
            definition_in_file: told.definition.is_some(),
            year: told.year.or(said.year),
            year_in_file: told.year.is_some(),
            group: said.group.clone(),
            band: said.band,
            spread: said.spread,
            method: figures.map(|figures| figures.method.code()),
            how: figures.and_then(|figures| figures.how.clone()),
        }
    }
}

/// What a file of people comes to.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ImportPeople {
    /// Cells that would be written, or are held as they are in the file.
    pub cells: usize,
    /// Cells of an earlier import that would hold nobody any more; they are not among `cells`.
    pub emptied: usize,
    /// The people of each group.
    pub groups: Vec<GroupPeople>,
    /// The people of each division that the cells lie in, by code, those in none first; none for who may not see the file's cells.
    pub divisions: Vec<DivisionPeople>,
}

/// The people of a group, in the file and in the registry.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GroupPeople {
    /// Code of the group.
    pub group: String,
    /// People in the file.
    pub people: f64,
    /// People that the registry holds in the same cells and in those that would be emptied: these would be replaced.
    pub replaced: f64,
    /// People that the registry holds in other cells: these stay and add up with the file's.
    pub others: f64,
}

/// The people of a division.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DivisionPeople {
    /// 12-digit code of the smallest division known; null for cells in none.
    pub division: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// The same in English, where it has such a name.
    pub name_en: Option<String>,
    /// How many cells.
    pub cells: usize,
    /// People by group, in the order of `groups`.
    pub people: Vec<f64>,
}

impl DivisionPeople {
    fn of(code: Option<DivisionCode>, known: &BTreeMap<DivisionCode, Division>, cells: usize, people: Vec<f64>) -> DivisionPeople {
        let division = code.and_then(|code| known.get(&code));
        DivisionPeople {
            division: code.map(|code| code.to_string()),
            name: division.map(|division| division.name.to_string()),
            name_en: division.and_then(|division| division.name_en.as_ref().map(ToString::to_string)),
            cells,
            people,
        }
    }
}

impl ImportPeople {
    /// Adds up cells, of which the last `emptied` are those that would hold nobody any more, beside what the registry holds.
    pub(in crate::registry::import) fn of(
        groups: &[String],
        (cells, emptied): (&[&DemandCell], usize),
        (held, known): (&DemandTable, &BTreeMap<DivisionCode, Division>),
        division: impl Fn(&DemandCell) -> Option<DivisionCode>,
    ) -> ImportPeople {
        let kept = &cells[..cells.len() - emptied.min(cells.len())];
        let mut divisions: BTreeMap<Option<DivisionCode>, (usize, Vec<f64>)> = BTreeMap::new();
        let mut sums = vec![0.0; groups.len()];
        for cell in kept {
            let (count, people) = divisions.entry(division(cell)).or_insert_with(|| (0, vec![0.0; groups.len()]));
            *count += 1;
            for (at, number) in cell.counts.iter().enumerate() {
                people[at] += number;
                sums[at] += number;
            }
        }
        let ours: HashSet<&str> = cells.iter().map(|cell| cell.id.as_str()).collect();
        let of_group = |(group, people): (&String, f64)| {
            let mut found = GroupPeople { group: group.clone(), people, replaced: 0.0, others: 0.0 };
            let Some(column) = held.groups.iter().position(|one| one == group) else { return found };
            for cell in &held.cells {
                let sum = if ours.contains(cell.id.as_str()) { &mut found.replaced } else { &mut found.others };
                *sum += cell.counts[column];
            }
            found
        };
        ImportPeople {
            cells: kept.len(),
            emptied,
            groups: groups.iter().zip(sums).map(of_group).collect(),
            divisions: divisions.into_iter().map(|(code, (cells, people))| DivisionPeople::of(code, known, cells, people)).collect(),
        }
    }
}
