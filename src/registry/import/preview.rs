//! What would a draft do to the registry as it is now? Worked out from the bytes, and kept for the next page of rows.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
    sync::{Arc, Mutex},
};

use super::{
    ImportKind, ImportOptions, PeopleOptions,
    answer::{ImportTotals, RowState},
    difference::{Comparison, HeldCells, Place},
    harvest::{Background, Harvest},
    package::PackageRows,
    people::{ImportFigures, ImportPeople, PeopleForm, Whole, figures_of_cells, form_of},
    warnings::{Misplaced, warn},
};
use crate::{
    domain::{
        batch::Draft,
        change::Stamp,
        demand::{DemandCell, DemandTable},
        division::DivisionCode,
        facility::Facility,
        position::Area,
    },
    exchange::{Candidate, Format, Heading, Opened, ReadError, Refusal, Shape, Source},
    registry::{RegistryError, Snapshot},
    storage::Reader,
};

/// The most rows of a file that is a draft: more are for the command line.
pub(super) const MOST_ROWS: usize = 500_000;
/// Previews that are kept.
const KEPT: usize = 2;

/// One row of a preview.
pub(super) struct Plan {
    pub(super) row: usize,
    pub(super) state: RowState,
    pub(super) place: Place,
    pub(super) id: String,
    /// The divisions of the record, before and after.
    pub(super) divisions: Vec<Option<DivisionCode>>,
    pub(super) errors: Vec<Refusal>,
    /// What is odd about where it lies.
    pub(super) warning: Option<Misplaced>,
    pub(super) chosen: bool,
}

/// A draft beside the registry.
#[derive(Default)]
pub(super) struct Preview {
    pub(super) opened: Option<Opened>,
    /// How a package's rows are numbered.
    pub(super) package: Option<PackageRows>,
    /// Rows below the headings.
    pub(super) rows: usize,
    pub(super) headings: Vec<Heading>,
    /// Where a few rows would lie, when the file does not state its datum.
    pub(super) question: Option<Vec<Candidate>>,
    pub(super) problem: Option<String>,
    pub(super) notes: Vec<String>,
    pub(super) background: Option<Background>,
    pub(super) harvest: Harvest,
    pub(super) cells: HeldCells,
    pub(super) removals: Vec<Facility>,
    /// By row; none while the file cannot be read.
    pub(super) plans: Vec<Plan>,
    /// Whether the rows could be read.
    pub(super) read: bool,
    /// What figures of people are.
    pub(super) figures: Option<ImportFigures>,
    /// What people the file comes to.
    pub(super) people: Option<ImportPeople>,
    /// Of a file that is taken whole: what it comes to. Its rows are refusals only.
    pub(super) whole: Option<Whole>,
}

/// What a draft is held against.
pub(super) struct Against<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) area: Option<Area>,
    /// Whether rows about this division may be written.
    pub(super) allows: &'a dyn Fn(Option<DivisionCode>) -> bool,
}

impl Preview {
    /// Reads the bytes as the draft says and holds them against the registry.
    pub(super) fn of(reader: &mut Reader, draft: &Draft, bytes: &[u8], against: &Against) -> Result<Preview, RegistryError> {
        let kind = kind_of(draft)?;
        if kind == ImportKind::Hsds {
            return Preview::of_package(reader, draft, bytes, against);
        }
        let mut preview = Preview::default();
        let shape = Shape {
            mapping: draft.mapping.clone(),
            mends: draft.mends.clone(),
            default_kind: draft.default_kind.clone(),
            most_rows: Some(MOST_ROWS),
        };
        let table = kind.table().ok_or_else(|| RegistryError::Conflict(format!("{} are no drafts", draft.kind)))?;
        let source = source_of(draft, bytes)?;
        let opened = if source.format == Format::Tiff { None } else { Some(Opened::open(&source, table, &shape)) };
        if kind == ImportKind::Demand {
            let form = form_of(draft, &source, opened.as_ref().and_then(|opened| opened.as_ref().ok()));
            if form != PeopleForm::Cells {
                return Preview::of_people(reader, draft, (form, &source), against);
            }
        }
        let opened = match opened {
            Some(Ok(opened)) => opened,
            Some(Err(error)) => return Ok(Preview { problem: Some(error.to_string()), ..preview }),
            None => return Ok(Preview { problem: Some(format!("{} is no table", draft.file_name)), ..preview }),
        };
        let ids: Vec<&str> = opened.ids().map(|(_, id)| id).collect();
        let background = Background::read(reader, kind, &ids)?;
        let options = options_of(draft, against);
        preview.rows = opened.len();
        preview.headings = opened.headings(&background.known.catalogue);
        preview.question = opened.datum_question(&background.known.reading(&options));
        match background.harvest(&opened, kind, &options) {
            Ok((harvest, summary)) => {
                preview.read = true;
                preview.notes = summary.notes;
                preview.harvest = harvest;
                let held = if kind == ImportKind::Demand { reader.demand()? } else { DemandTable::default() };
                preview.cells = HeldCells::of(&held, &ids);
                preview.removals = removals(reader, draft, against.snapshot, &ids)?;
                let mut errors: BTreeMap<usize, Vec<Refusal>> = BTreeMap::new();
                for refusal in summary.refusals {
                    errors.entry(refusal.row).or_default().push(refusal);
                }
                let places = preview.places();
                let rows = opened.ids().map(|(row, id)| (row, id, places.get(&row).copied().unwrap_or(Place::None)));
                preview.plan(rows, errors, &background, draft, against);
                preview.people = (kind == ImportKind::Demand).then(|| preview.people_of_cells(&held, against.snapshot));
            }
            Err(RegistryError::Read(ReadError::DatumMissing { .. })) => {}
            Err(error @ (RegistryError::Read(_) | RegistryError::Invalid(_))) => preview.problem = Some(error.to_string()),
            Err(error) => return Err(error),
        }
        preview.figures = (kind == ImportKind::Demand).then(|| figures_of_cells(draft, &opened, &preview));
        preview.opened = Some(opened);
        preview.background = Some(background);
        Ok(preview)
    }

    /// The people of the cells that would be written or are held already.
    fn people_of_cells(&self, held: &DemandTable, snapshot: &Snapshot) -> ImportPeople {
        let taken = |plan: &&Plan| plan.state == RowState::Unchanged || (plan.applies() && plan.chosen);
        let cell = |plan: &Plan| if let Place::Cell(at) = plan.place { Some(&self.harvest.cells[at].1) } else { None };
        let cells: Vec<&DemandCell> = self.plans.iter().filter(taken).filter_map(cell).collect();
        ImportPeople::of(&self.harvest.groups, (&cells, 0), (held, snapshot.divisions()), |cell| {
            cell.division.or_else(|| snapshot.locate(cell.position))
        })
    }

    /// Where in the harvest the rows of a table are.
    fn places(&self) -> BTreeMap<usize, Place> {
        let mut places: BTreeMap<usize, Place> = BTreeMap::new();
        let harvest = &self.harvest;
        places.extend(harvest.facilities.iter().enumerate().map(|(at, (row, _))| (*row, Place::Facility(at))));
        places.extend(harvest.organizations.iter().enumerate().map(|(at, (row, _))| (*row, Place::Organization(at))));
        places.extend(harvest.cells.iter().enumerate().map(|(at, (row, _))| (*row, Place::Cell(at))));
        places.extend(harvest.divisions.iter().enumerate().map(|(at, (row, _))| (*row, Place::Division(at))));
        places
    }

    /// Says of every row, and of every record that would be removed, what would become of it.
    pub(super) fn plan<'r>(
        &mut self,
        rows: impl Iterator<Item = (usize, &'r str, Place)>,
        mut errors: BTreeMap<usize, Vec<Refusal>>,
        background: &Background,
        draft: &Draft,
        against: &Against,
    ) {
        let comparison = Comparison { background, harvest: &self.harvest, cells: &self.cells, removals: &self.removals };
        let mut plans: Vec<Plan> = Vec::new();
        let mut last = 1;
        for (row, id, place) in rows {
            let chosen = !draft.choice.left_out.rows.contains(&row);
            plans.push(plan_of(row, (id, place), errors.remove(&row).unwrap_or_default(), chosen, &comparison, against));
            last = row;
        }
        for (at, one) in self.removals.iter().enumerate() {
            let chosen = !draft.choice.left_out.removals.contains(one.id.as_str());
            plans.push(plan_of(last + 1 + at, (one.id.as_str(), Place::Removal(at)), Vec::new(), chosen, &comparison, against));
        }
        warn(&mut plans, &comparison, against);
        self.plans = plans;
    }

    /// What of it is kept for the next look: cells that no row shows are read again when they are written.
    pub(super) fn kept(mut self) -> Preview {
        if self.whole.is_some() {
            self.harvest.cells = Vec::new();
        }
        self
    }

    /// How many rows there are of each sort; nothing while the file cannot be read.
    pub(super) fn totals(&self) -> Option<ImportTotals> {
        if let Some(whole) = &self.whole {
            return Some(whole.totals);
        }
        let mut totals = ImportTotals::default();
        for plan in &self.plans {
            match plan.state {
                RowState::Added => totals.added += 1,
                RowState::Changed => totals.changed += 1,
                RowState::Unchanged => totals.unchanged += 1,
                RowState::Removed => totals.removed += 1,
                RowState::Refused => totals.refused += 1,
            }
            totals.not_chosen += usize::from(plan.applies() && !plan.chosen);
            totals.warned += usize::from(plan.warning.as_ref().is_some_and(|one| !one.veiled));
        }
        self.read.then_some(totals)
    }

    /// Rows that lie where a person should look twice, protected places among them.
    pub(super) fn warned(&self) -> usize {
        self.plans.iter().filter(|plan| plan.warning.is_some()).count()
    }

    /// What rows are compared with; nothing while the file cannot be read.
    pub(super) fn comparison(&self) -> Option<Comparison<'_>> {
        let background = self.background.as_ref()?;
        Some(Comparison { background, harvest: &self.harvest, cells: &self.cells, removals: &self.removals })
    }
}

impl Plan {
    /// Whether there is something to write.
    pub(super) fn applies(&self) -> bool {
        matches!(self.state, RowState::Added | RowState::Changed | RowState::Removed)
    }
}

fn plan_of(
    row: usize,
    (id, place): (&str, Place),
    mut errors: Vec<Refusal>,
    chosen: bool,
    comparison: &Comparison,
    against: &Against,
) -> Plan {
    let standing = comparison.standing(place, against.snapshot);
    let outside = standing.divisions.iter().find(|division| !(against.allows)(**division));
    let state = match place {
        Place::None => RowState::Refused,
        _ if outside.is_some() && (standing.differs || !standing.there) => {
            errors.extend(outside.map(|division| outside_of(row, *division)));
            RowState::Refused
        }
        Place::Removal(_) => RowState::Removed,
        _ if !standing.there => RowState::Added,
        _ if standing.differs => RowState::Changed,
        _ => RowState::Unchanged,
    };
    Plan { row, state, place, id: id.to_owned(), divisions: standing.divisions, errors, warning: None, chosen }
}

pub(super) fn outside_of(row: usize, division: Option<DivisionCode>) -> Refusal {
    let reason = match division {
        Some(code) => format!("the record lies in the division {code}, outside your jurisdiction"),
        None => "the division of the record cannot be told, so it counts as outside your jurisdiction".to_owned(),
    };
    Refusal {
        row,
        column: "division".to_owned(),
        value: division.map(|code| code.to_string()).unwrap_or_default(),
        reason,
        expected: "a division of your jurisdiction; otherwise the office of that division imports the row".to_owned(),
    }
}

/// How a draft's file is to be read.
pub(super) fn options_of<'a>(draft: &Draft, against: &Against) -> ImportOptions<'a> {
    ImportOptions {
        datum: draft.datum,
        area: against.area,
        stamp: Stamp::operator(),
        dry_run: true,
        people: PeopleOptions::said(&draft.figures, &draft.file_name),
        progress: &|_, _| {},
    }
}

/// The records of the kind and division that a complete list lacks; a row that was refused names its record all the same.
fn removals(reader: &mut Reader, draft: &Draft, snapshot: &Snapshot, ids: &[&str]) -> Result<Vec<Facility>, RegistryError> {
    let Some(complete) = &draft.complete_for else { return Ok(Vec::new()) };
    let listed: HashSet<&str> = ids.iter().copied().collect();
    let inside =
        |one: &Facility| crate::registry::recorded::Recorded::division(one, snapshot).is_some_and(|code| complete.division.contains(code));
    let all = reader.facilities()?.into_iter().map(|one| one.record);
    Ok(all.filter(|one| *one.kind == complete.kind && !listed.contains(one.id.as_str()) && inside(one)).collect())
}

pub(super) fn kind_of(draft: &Draft) -> Result<ImportKind, RegistryError> {
    let kinds = [ImportKind::Facilities, ImportKind::Organizations, ImportKind::Demand, ImportKind::Divisions, ImportKind::Hsds];
    let unknown = || RegistryError::Conflict(format!("{} are no drafts", draft.kind));
    kinds.into_iter().find(|kind| kind.code() == draft.kind).ok_or_else(unknown)
}

pub(super) fn source_of<'a>(draft: &'a Draft, bytes: &'a [u8]) -> Result<Source<'a>, RegistryError> {
    let format = Format::of_path(Path::new(&draft.file_name));
    let format = format.ok_or_else(|| RegistryError::Conflict(format!("{} is of no format known here", draft.file_name)))?;
    Ok(Source { name: &draft.file_name, format, bytes })
}

/// Draft and its version, the registry's last change, who asks.
type Key = (String, i64, i64, String);

/// The previews that were looked at last.
#[derive(Default)]
pub struct Previews(Mutex<Vec<(Key, Arc<Preview>)>>);

impl Previews {
    /// The preview under a key, worked out when it is not kept.
    pub(super) fn get(&self, key: Key, work: impl FnOnce() -> Result<Preview, RegistryError>) -> Result<Arc<Preview>, RegistryError> {
        let kept = self.lock().iter().find(|(one, _)| *one == key).map(|(_, preview)| Arc::clone(preview));
        if let Some(preview) = kept {
            return Ok(preview);
        }
        let preview = Arc::new(work()?);
        let mut kept = self.lock();
        kept.retain(|(one, _)| one.0 != key.0);
        kept.push((key, Arc::clone(&preview)));
        if kept.len() > KEPT {
            kept.remove(0);
        }
        Ok(preview)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(Key, Arc<Preview>)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
