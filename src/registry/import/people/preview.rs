//! What would a grid or a table of totals do to the registry as it is now? It is taken whole or not at all: only refusals are rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Ground, ImportFigures, ImportPeople, People, PeopleForm, PeopleOptions, Permitted};
use crate::{
    domain::{
        batch::Draft,
        demand::{DemandCell, DemandTable},
        division::DivisionCode,
    },
    exchange::{Format, Opened, ReadError, Refusal, Source, ToldOfFigures, holds_totals},
    registry::{
        RegistryError,
        import::{
            answer::{ImportTotals, RowState},
            difference::Place,
            preview::{Against, Plan, Preview, options_of},
        },
    },
    storage::Reader,
};

/// The most cells of a draft: more are for the command line.
const MOST_CELLS: usize = 1_000_000;

/// What a file comes to that is taken whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::registry::import) struct Whole {
    /// Cells that would be written, or are held already.
    pub(in crate::registry::import) totals: ImportTotals,
    /// The divisions that they lie in.
    pub(in crate::registry::import) divisions: BTreeSet<Option<DivisionCode>>,
}

impl Whole {
    /// Whether there is something to write.
    pub(in crate::registry::import) fn applies(&self) -> bool {
        self.totals.added + self.totals.changed > 0
    }

    /// The divisions as a proposal keeps them.
    pub(in crate::registry::import) fn picked(&self) -> BTreeSet<Option<String>> {
        self.divisions.iter().map(|code| code.map(|code| code.to_string())).collect()
    }
}

/// Whether a file of people is taken whole: a grid, or totals, as told by who brings it or by its headings.
pub(in crate::registry::import) fn form_of(draft: &Draft, source: &Source, opened: Option<&Opened>) -> PeopleForm {
    let lacks = |opened: &Opened| opened.trouble(&crate::exchange::Held::default()).is_some();
    if source.format == Format::Tiff {
        PeopleForm::Grid
    } else if draft.figures.spread || (opened.is_none_or(lacks) && holds_totals(source)) {
        PeopleForm::Totals
    } else {
        PeopleForm::Cells
    }
}

/// What the figures of cells are.
pub(in crate::registry::import) fn figures_of_cells(draft: &Draft, opened: &Opened, preview: &Preview) -> ImportFigures {
    let said = PeopleOptions::said(&draft.figures, &draft.file_name);
    ImportFigures::of(PeopleForm::Cells, &said, &opened.told_of_figures(), preview.harvest.figures.as_ref())
}

impl Preview {
    /// Reads a grid or totals and holds them against the registry.
    pub(in crate::registry::import) fn of_people(
        reader: &mut Reader,
        draft: &Draft,
        (form, source): (PeopleForm, &Source),
        against: &Against,
    ) -> Result<Preview, RegistryError> {
        let ground = Ground::read(reader, source.format)?;
        let options = options_of(draft, against);
        let mut permitted = Permitted::by(against.allows);
        let unread =
            Preview { figures: Some(ImportFigures::of(form, &options.people, &ToldOfFigures::default(), None)), ..Preview::default() };
        let people = match ground.people(source, &options, &mut permitted) {
            Ok(people) if people.harvest.cells.len() > MOST_CELLS => {
                let cells = people.harvest.cells.len();
                let problem = format!("the file has {cells} cells, at most {MOST_CELLS} are taken here: import it at the command line");
                return Ok(Preview { problem: Some(problem), ..unread });
            }
            Ok(people) => people,
            Err(RegistryError::Read(ReadError::DatumMissing { .. })) => return Ok(Preview { question: Some(Vec::new()), ..unread }),
            Err(error @ (RegistryError::Read(_) | RegistryError::Invalid(_))) => {
                return Ok(Preview { problem: Some(error.to_string()), ..unread });
            }
            Err(error) => return Err(error),
        };
        let People { harvest, summary, told, emptied } = people;
        let cells: Vec<&DemandCell> = harvest.cells.iter().map(|(_, cell)| cell).collect();
        let totals = ImportTotals { refused: summary.refused, ..compared(&harvest.groups, &cells, &ground.held) };
        let item =
            ImportPeople::of(&harvest.groups, (&cells, emptied), (&ground.held, &ground.known.divisions), |cell| ground.division_of(cell));
        Ok(Preview {
            rows: summary.rows,
            question: options.datum.map(|_| Vec::new()),
            notes: summary.notes,
            figures: Some(ImportFigures::of(form, &options.people, &told, harvest.figures.as_ref())),
            people: Some(item),
            plans: refused_plans(summary.refusals),
            whole: Some(Whole { totals, divisions: permitted.divisions() }),
            harvest,
            read: true,
            ..Preview::default()
        })
    }
}

/// How many cells are new, differ, or are held as they are.
fn compared(groups: &[String], cells: &[&DemandCell], held: &DemandTable) -> ImportTotals {
    let columns: Vec<Option<usize>> = groups.iter().map(|group| held.groups.iter().position(|one| one == group)).collect();
    let there: HashMap<&str, &DemandCell> = held.cells.iter().map(|cell| (cell.id.as_str(), cell)).collect();
    let mut totals = ImportTotals::default();
    for cell in cells {
        let Some(before) = there.get(cell.id.as_str()) else {
            totals.added += 1;
            continue;
        };
        let mut counts = columns.iter().zip(cell.counts.iter());
        let alike = counts.all(|(column, count)| column.map_or(0.0, |column| before.counts[column]) == *count)
            && before.position == cell.position
            && before.given == cell.given
            && cell.division.is_none_or(|code| before.division == Some(code));
        *(if alike { &mut totals.unchanged } else { &mut totals.changed }) += 1;
    }
    totals
}

/// A row for each that was refused, with all that is wrong in it.
fn refused_plans(refusals: Vec<Refusal>) -> Vec<Plan> {
    let mut rows: BTreeMap<usize, Vec<Refusal>> = BTreeMap::new();
    for refusal in refusals {
        rows.entry(refusal.row).or_default().push(refusal);
    }
    let plan = |(row, errors): (usize, Vec<Refusal>)| Plan {
        row,
        state: RowState::Refused,
        place: Place::None,
        id: errors.first().map(|one| one.value.clone()).unwrap_or_default(),
        divisions: Vec::new(),
        errors,
        warning: None,
        chosen: true,
    };
    rows.into_iter().map(plan).collect()
}
