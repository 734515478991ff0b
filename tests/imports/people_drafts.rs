//! Files of people in the page: looked at as a whole, let in by another person, and taken out again as one batch.

use carereach::{
    domain::permission::{Caller, Role},
    registry::{DraftChange, FiguresChange, ImportItem, PeopleForm, RegistryError, RowState},
};

use super::{
    office::{Office, approver, registrar, somebody},
    people::{figures, grid, office, people, zones},
};

/// Two rows of five cells, 0.01 degrees high as wide: two columns lie in the western community, two in the eastern, the fifth in none.
const VALUES: [f32; 10] = [1.5, 2.0, 0.0, 4.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0];

fn bring(office: &Office, who: &Caller, name: &str, bytes: impl AsRef<[u8]>) -> ImportItem {
    office.try_upload_of("demand", who, name, bytes).expect("the file is taken")
}

fn say(office: &Office, who: &Caller, id: &str, change: FiguresChange) -> Result<ImportItem, RegistryError> {
    office.registry.change_import(who, id, DraftChange { figures: Some(change), ..DraftChange::default() })
}

fn residents(year: i32) -> FiguresChange {
    FiguresChange { definition: Some(Some("residents".into())), year: Some(Some(year)), ..FiguresChange::default() }
}

/// The cells and people of each division.
fn sums(item: &ImportItem) -> Vec<(Option<String>, usize, f64)> {
    let divisions = &item.people.as_ref().expect("it can be read").divisions;
    divisions.iter().map(|one| (one.division.clone(), one.cells, one.people[0])).collect()
}

#[test]
fn a_grid_tells_its_people_before_it_is_let_in_and_goes_out_as_one_batch() {
    let (office, me) = (office(), registrar());
    let before = office.content();
    let draft = bring(&office, &me, "grid.tif", grid(5, &VALUES));
    assert_eq!((draft.problem.as_deref(), draft.datum.needed), (None, false));
    let told = draft.figures.clone().expect("it is a file of people");
    assert_eq!((told.form, told.definition, told.year, told.method), (PeopleForm::Grid, None, None, Some("estimated")));
    // West 1.5 + 2 + 100 + 100, east 4 + 100 + 100; the fifth column lies outside.
    let expected = [(Some("610102001001".into()), 3, 204.0), (Some("610102001002".into()), 4, 203.5)];
    assert_eq!(sums(&draft), expected);
    assert_eq!(draft.people.as_ref().map(|people| (people.cells, people.emptied, people.groups[0].people)), Some((7, 0, 407.5)));
    assert_eq!(draft.summary.map(|totals| (totals.added, totals.changed, totals.refused)), Some((7, 0, 0)));
    let draft = say(&office, &me, &draft.id, residents(2020)).expect("it is said");
    assert_eq!(draft.figures.and_then(|figures| figures.year), Some(2020));
    let batch = office.let_in(&me, &draft.id);
    assert_eq!(people(&office, "population"), zones(204.0, 203.5));
    assert_eq!(figures(&office, "population"), ["residents, 2020 (estimated: population grid; grid.tif)"]);
    let again = bring(&office, &me, "grid.tif", grid(5, &VALUES));
    let (totals, people_again) = (again.summary.expect("it is read"), again.people.expect("it is read"));
    assert_eq!((totals.unchanged, totals.added + totals.changed, people_again.groups[0].replaced), (7, 0, 407.5));
    let nothing = office.registry.apply_draft(&me, &again.id, None).expect_err("nothing differs").to_string();
    assert!(nothing.contains("nothing to apply"), "{nothing}");
    office.registry.undo_batch(&approver(), &batch, None).expect("it is undone");
    assert_eq!(office.content().demand, before.demand);
}

#[test]
fn a_later_grid_says_which_cells_it_empties_and_whose_people_it_replaces() {
    let (office, me) = (office(), registrar());
    let first = bring(&office, &me, "2010.tif", grid(4, &[1.0, 2.0, 3.0, 4.0]));
    office.let_in(&me, &first.id);
    office.import(carereach::registry::ImportKind::Demand, "more.csv", "id,lon,lat,datum,population\nC1,108.93,34.21,wgs84,70\n");
    let later = bring(&office, &me, "2020.tif", grid(4, &[0.0, 20.0, 30.0, 4.0]));
    let people = later.people.expect("it is read");
    let group = &people.groups[0];
    assert_eq!((people.cells, people.emptied), (3, 1));
    assert_eq!((group.people, group.replaced, group.others), (54.0, 10.0, 70.0));
    assert_eq!(later.summary.map(|totals| (totals.added, totals.changed, totals.unchanged)), Some((0, 3, 1)));
}

#[test]
fn totals_are_shown_as_an_estimate_with_their_sums_and_wrong_rows_with_their_reasons() {
    let (office, me) = (office(), registrar());
    let totals = "区划名称,人口,老年人占比,年份,口径\n示例东社区,101,21.5%,2020,常住人口\n示例西社区,1003,0.2,2020,常住人口\n无此社区,5,0.1,2020,常住人口\n";
    let draft = bring(&office, &me, "totals.csv", totals);
    let told = draft.figures.as_ref().expect("it is a file of people");
    assert_eq!((told.form, told.definition_in_file, told.year_in_file), (PeopleForm::Totals, true, true));
    assert_eq!((told.definition.as_deref(), told.year, told.method), (Some("常住人口"), Some(2020), Some("estimated")));
    assert_eq!(told.how.as_deref(), Some("totals of divisions spread over the ground evenly (2)"));
    let brought = draft.people.as_ref().expect("it is read");
    let groups: Vec<_> = brought.groups.iter().map(|one| (one.group.as_str(), one.people)).collect();
    // 21.5 % of 101 are 21.715, rounded 22; a fifth of 1,003 are 200.6, rounded 201.
    assert_eq!(groups, [("population", 1104.0), ("elderly", 223.0)]);
    let sums: Vec<_> = brought.divisions.iter().map(|one| (one.name.as_deref(), one.people.clone())).collect();
    assert_eq!(sums, [(Some("示例东社区"), vec![101.0, 22.0]), (Some("示例西社区"), vec![1003.0, 201.0])]);
    let rows = office.rows(&me, &draft.id);
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), [4]);
    assert_eq!((rows[&4].state, rows[&4].errors[0].reason.as_str()), (RowState::Refused, "no division in force has this name"));
    assert_eq!(draft.summary.map(|totals| totals.refused), Some(1));
    let batch = office.let_in(&me, &draft.id);
    assert_eq!((people(&office, "population"), people(&office, "elderly")), (zones(101.0, 1003.0), zones(22.0, 201.0)));
    office.registry.undo_batch(&approver(), &batch, None).expect("it is undone");
    assert!(office.content().demand.cells.is_empty());
}

#[test]
fn people_outside_the_jurisdiction_stay_out_also_when_somebody_approves_who_may_everywhere() {
    let office = office();
    let east = somebody("east", Role::Registrar, "610102001001");
    let draft = bring(&office, &east, "grid.tif", grid(5, &VALUES));
    assert_eq!(sums(&draft), [(Some("610102001001".into()), 3, 204.0)]);
    assert!(
        draft.notes.iter().any(|note| note.starts_with("4 cells with 203.5 people lie outside your jurisdiction")),
        "{:?}",
        draft.notes
    );
    office.let_in(&east, &draft.id);
    assert_eq!(people(&office, "population"), vec![(Some("610102001001".to_owned()), 204.0)]);
    let totals = bring(&office, &east, "totals.csv", "code,population\n610102001001,5\n610102001002,7\n");
    let rows = office.rows(&east, &totals.id);
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), [3]);
    assert!(rows[&3].errors[0].reason.contains("outside your jurisdiction"), "{}", rows[&3].errors[0].reason);
}

#[test]
fn what_is_said_of_figures_is_checked_field_by_field_and_never_against_the_file() {
    let (office, me) = (office(), registrar());
    let list = "id,lon,lat,datum,population,year\nC1,108.93,34.21,wgs84,10,2020\n";
    let draft = bring(&office, &me, "cells.csv", list);
    let told = draft.figures.as_ref().expect("it is a file of people");
    assert_eq!((told.form, told.year, told.year_in_file, told.method), (PeopleForm::Cells, Some(2020), true, Some("counted")));
    assert_eq!(draft.people.as_ref().map(|people| (people.cells, people.groups[0].people)), Some((1, 10.0)));
    let wrong =
        FiguresChange { year: Some(Some(2010)), group: Some(Some("elderly".into())), band: Some(Some(2)), ..FiguresChange::default() };
    let Err(RegistryError::Invalid(errors)) = say(&office, &me, &draft.id, wrong) else { panic!("it is refused") };
    let fields: Vec<_> = errors.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["figures.year", "figures.group", "figures.band"]);
    let never = FiguresChange { year: Some(Some(99)), ..FiguresChange::default() };
    assert!(say(&office, &me, &draft.id, never).is_err());
    let facilities = office.upload(&me, "list.csv", "编号,名称,类别,经度,纬度\nF1,示例,日间照料中心,108.93,34.21\n");
    assert!(facilities.figures.is_none() && facilities.people.is_none());
    assert!(say(&office, &me, &facilities.id, residents(2020)).is_err());
    let elderly = bring(&office, &me, "elderly.tif", grid(4, &[1.0, 2.0, 3.0, 4.0]));
    let change = FiguresChange { group: Some(Some("老年人".into())), ..residents(2021) };
    let elderly = say(&office, &me, &elderly.id, change).expect("it is said");
    assert_eq!(elderly.people.expect("it is read").groups[0].group, "elderly");
    let second = FiguresChange { band: Some(Some(2)), ..FiguresChange::default() };
    let unread = say(&office, &me, &elderly.id, second).expect("it is said");
    assert!(unread.problem.is_some_and(|problem| problem.contains("band")) && unread.people.is_none() && unread.figures.is_some());
}
