//! How are totals of divisions spread? Over each division's homes or ground, as far as it is clear which division a row means.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ground, People, empty_the_rest, permitted::Permitted};
use crate::{
    analysis::{
        locator::Locator,
        spread::{Basis, Homes, Spread},
    },
    domain::{
        demand::{DemandCell, FigureMethod},
        division::{Division, DivisionCode},
        id::CellId,
    },
    exchange::{self, DivisionTotal, DivisionTotals, Refusal, Source},
    registry::{
        RegistryError,
        import::{ImportOptions, harvest::Harvest, known::Known, preview::outside_of, summary::Summary},
    },
};

/// Codes that a message names; more are counted.
const NAMED: usize = 5;

impl Ground {
    pub(super) fn totals(&self, source: &Source, options: &ImportOptions, permitted: &mut Permitted) -> Result<People, RegistryError> {
        let totals = exchange::read_totals(source, &self.known.reading(options))?;
        let mut summary = Summary::of(&totals.records, options);
        let mut found = placed(&totals, &self.known, &mut summary);
        found.retain(|(row, division, _)| {
            let may = permitted.may(|| Some(division.code));
            if !may {
                summary.refuse(vec![outside_of(*row, Some(division.code))]);
            }
            may
        });
        let homes = Homes::new(found.iter().map(|(_, division, _)| *division), &self.buildings);
        let mut cells: Vec<(usize, DemandCell)> = Vec::new();
        let mut bases: BTreeMap<Basis, usize> = BTreeMap::new();
        let mut crowded: Vec<DivisionCode> = Vec::new();
        let mut spread_in = BTreeSet::new();
        for (row, division, total) in &found {
            let Some(spread) = homes.spread(division, &total.counts, totals.everybody()) else {
                summary.refuse(vec![refused(&totals, *row, total, "its boundary has no inside", "a division with a boundary")]);
                continue;
            };
            *bases.entry(spread.basis).or_default() += 1;
            crowded.extend(spread.crowded.then_some(division.code));
            spread_in.insert(division.code);
            cells.extend(cells_of(division, spread, &self.locator).map(|cell| (*row, cell)));
        }
        note_spread(&bases, &crowded, &mut summary);
        let mine = |cell: &DemandCell| division_of(&cell.id).is_some_and(|code| spread_in.contains(&code));
        let emptied = empty_the_rest(&self.held, &totals.groups, &mut cells, mine, &mut summary);
        let figures = options.people.figures(totals.told.clone(), (FigureMethod::Estimated, Some(how_spread(&bases))))?;
        let harvest = Harvest { groups: totals.groups, cells, figures: Some(figures), ..Harvest::default() };
        Ok(People { harvest, summary, told: totals.told, emptied })
    }
}

/// The rows whose division is known and has a boundary; the others are refused, and so are divisions that hold another of the file.
fn placed<'k, 't>(totals: &'t DivisionTotals, known: &'k Known, summary: &mut Summary) -> Vec<(usize, &'k Division, &'t DivisionTotal)> {
    let mut by_name: BTreeMap<&str, Vec<DivisionCode>> = BTreeMap::new();
    for division in known.divisions.values().filter(|division| division.valid_to.is_none()) {
        by_name.entry(&division.name).or_default().push(division.code);
    }
    let mut refusals = Vec::new();
    let mut found: Vec<(usize, &Division, &DivisionTotal)> = Vec::new();
    let mut rows: BTreeMap<DivisionCode, usize> = BTreeMap::new();
    for (row, total) in &totals.records.records {
        match division_meant(total, known, &by_name) {
            Err((reason, expected)) => refusals.push(refused(totals, *row, total, &reason, &expected)),
            Ok(division) => match rows.insert(division.code, *row) {
                Some(first) => {
                    rows.insert(division.code, first);
                    let reason = format!("the division {} is already in row {first}, which stays", division.code);
                    refusals.push(refused(totals, *row, total, &reason, "one row for each division"));
                }
                None => found.push((*row, division, total)),
            },
        }
    }
    let codes: BTreeSet<DivisionCode> = rows.keys().copied().collect();
    found.retain(|(row, division, total)| {
        // What lies in a division has the numbers behind its own.
        let part = codes.range(division.code..).find(|code| **code != division.code && division.code.contains(**code));
        if let Some(part) = part {
            let reason = format!("row {} gives the total of {part}, which lies in it, so that people would be counted twice", rows[part]);
            refusals.push(refused(totals, *row, total, &reason, "totals of divisions none of which lies in another"));
        }
        part.is_none()
    });
    summary.refuse(refusals);
    found
}

/// The division that a row means, or why it means none and what would be right.
fn division_meant<'k>(
    total: &DivisionTotal,
    known: &'k Known,
    by_name: &BTreeMap<&str, Vec<DivisionCode>>,
) -> Result<&'k Division, (String, String)> {
    let known_code = "the code of a division that `import divisions` has brought";
    let code = match total.code {
        Some(code) => code,
        None => match by_name.get(total.name.trim()).map_or(&[][..], Vec::as_slice) {
            [code] => *code,
            [] => return Err(("no division in force has this name".to_owned(), format!("its full name, or {known_code}"))),
            several => {
                let named: Vec<String> = several.iter().take(NAMED).map(DivisionCode::to_string).collect();
                let reason = format!("{} divisions have this name: {}", several.len(), named.join(", "));
                return Err((reason, "a column code (区划代码) that says which is meant".to_owned()));
            }
        },
    };
    let division = known.divisions.get(&code).ok_or_else(|| (format!("the registry has no division {code}"), known_code.to_owned()))?;
    match &division.boundary {
        Some(_) => Ok(division),
        None => Err((
            format!("the division {code} has no boundary, so that nobody knows over what ground its people live"),
            "import divisions from a .geojson with its boundary first".to_owned(),
        )),
    }
}

fn refused(totals: &DivisionTotals, row: usize, total: &DivisionTotal, reason: &str, expected: &str) -> Refusal {
    let value = total.code.map_or_else(|| total.name.clone(), |code| code.to_string());
    Refusal { row, column: totals.heading.clone(), value, reason: reason.to_owned(), expected: expected.to_owned() }
}

/// The cells of a division, `s610102001001-17`: its code and the spot's number. Each lies in the smallest division that holds it, as
/// long as that is part of the one whose total it is.
fn cells_of<'a>(division: &'a Division, spread: Spread, locator: &'a Locator) -> impl Iterator<Item = DemandCell> + 'a {
    spread.cells.into_iter().map(move |cell| {
        let smallest = locator.locate([cell.position.lon(), cell.position.lat()]).filter(|code| division.code.contains(*code));
        let id = format!("s{}-{}", division.code, cell.number);
        DemandCell {
            id: CellId::parse(&id).expect("a short text without control characters is an id"),
            position: cell.position,
            given: None,
            division: Some(smallest.unwrap_or(division.code)),
            counts: cell.counts,
        }
    })
}

/// The division over which a cell was spread, by its id.
fn division_of(id: &CellId) -> Option<DivisionCode> {
    DivisionCode::parse(id.as_str().strip_prefix('s')?.split_once('-')?.0).ok()
}

fn note_spread(bases: &BTreeMap<Basis, usize>, crowded: &[DivisionCode], summary: &mut Summary) {
    if !bases.is_empty() {
        summary.notes.push(format!(
            "An estimate: {}. Totals are kept exactly, by division and group; where in a division people live is not counted.",
            how_spread(bases)
        ));
    }
    if !crowded.is_empty() {
        let named: Vec<String> = crowded.iter().take(NAMED).map(DivisionCode::to_string).collect();
        summary.notes.push(format!(
            "In {} divisions the map's buildings have less than 5 square metres of floor for each person, for instance {}: the map does not show where all of them live.",
            crowded.len(),
            named.join(", ")
        ));
    }
}

/// Over what totals were spread, in words.
fn how_spread(bases: &BTreeMap<Basis, usize>) -> String {
    let over = |(basis, divisions): (&Basis, &usize)| {
        let what = match basis {
            Basis::Homes => "residential buildings by floor area",
            Basis::Buildings => "all buildings by floor area",
            Basis::Ground => "the ground evenly",
        };
        format!("{what} ({divisions})")
    };
    format!("totals of divisions spread over {}", bases.iter().map(over).collect::<Vec<_>>().join(", "))
}
