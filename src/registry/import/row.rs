//! Which rows does a draft have, what is wrong with them, and what did somebody mend or leave out?

use super::{
    answer::{ImportRow, ImportRowChange, RowState},
    draft::{changeable, sees_cells},
    preview::{Plan, Preview},
    warnings::Misplaced,
};
use crate::{
    domain::{
        batch::Draft,
        permission::{Caller, Right},
        text::MAX_TEXT_CHARS,
    },
    registry::{FieldError, Page, Registry, RegistryError, Snapshot},
};

/// Rows of one draft that may be mended on screen: more are mended in the file.
const MOST_MENDED: usize = 5_000;

/// A whole answer's view of one draft.
struct Shown<'a> {
    caller: &'a Caller,
    snapshot: &'a Snapshot,
    draft: &'a Draft,
    preview: &'a Preview,
}

impl Registry {
    /// A page of a draft's rows in the file's order, of one state or all, those with a warning or all; `cursor` is the number of
    /// the last row before.
    pub fn import_rows(
        &self,
        caller: &Caller,
        id: &str,
        (state, warned): (Option<RowState>, bool),
        (cursor, limit): (Option<usize>, usize),
    ) -> Result<Page<ImportRow>, RegistryError> {
        let draft = self.visible_draft(caller, id)?;
        let preview = self.preview(caller, &draft)?;
        let snapshot = self.snapshot();
        let shown = Shown { caller, snapshot: &snapshot, draft: &draft, preview: &preview };
        let fits = |plan: &&Plan| state.is_none_or(|state| plan.state == state) && (!warned || shown.warning(plan).is_some());
        let fitting: Vec<&Plan> = preview.plans.iter().filter(fits).collect();
        let start = cursor.map_or(0, |cursor| fitting.partition_point(|plan| plan.row <= cursor));
        let page: Vec<&Plan> = fitting.iter().skip(start).take(limit).copied().collect();
        let more = start + page.len() < fitting.len();
        let next_cursor = page.last().filter(|_| more).map(|plan| plan.row.to_string());
        Ok(Page { items: page.into_iter().map(|plan| shown.row(plan)).collect(), next_cursor, total: fitting.len() })
    }

    /// Mends a row, takes it or leaves it out; answers it as it is then. The file's bytes are not altered.
    pub fn change_import_row(&self, caller: &Caller, id: &str, row: usize, change: ImportRowChange) -> Result<ImportRow, RegistryError> {
        let preview = self.preview(caller, &self.visible_draft(caller, id)?)?;
        let plan = preview.plans.iter().find(|plan| plan.row == row);
        let plan = plan.ok_or_else(|| RegistryError::NotFound { what: "row", id: row.to_string() })?;
        let draft = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let mut draft = changeable(caller, writer.reader(), id)?;
            if let Some(cells) = &change.cells {
                mend(&mut draft, &preview, plan, cells)?;
            }
            if let Some(chosen) = change.chosen {
                choose(&mut draft, plan, chosen);
            }
            writer.update_draft(&draft)?;
            Ok::<_, RegistryError>(Draft { version: draft.version + 1, ..draft })
        })?;
        let preview = self.preview(caller, &draft)?;
        let snapshot = self.snapshot();
        let shown = Shown { caller, snapshot: &snapshot, draft: &draft, preview: &preview };
        let plan = preview.plans.iter().find(|plan| plan.row == row);
        plan.map(|plan| shown.row(plan)).ok_or_else(|| RegistryError::NotFound { what: "row", id: row.to_string() })
    }
}

/// Takes a row, or leaves it out.
pub(super) fn choose(draft: &mut Draft, plan: &Plan, chosen: bool) {
    let left_out = &mut draft.choice.left_out;
    match (chosen, plan.state) {
        (true, RowState::Removed) => drop(left_out.removals.remove(&plan.id)),
        (false, RowState::Removed) => drop(left_out.removals.insert(plan.id.clone())),
        (true, _) => drop(left_out.rows.remove(&plan.row)),
        (false, _) => drop(left_out.rows.insert(plan.row)),
    }
}

impl Shown<'_> {
    /// Whether the caller sees all that stands in a row.
    fn whole(&self, plan: &Plan) -> bool {
        let everywhere = |right| plan.divisions.iter().all(|one| self.caller.may(right, *one));
        let kept = !plan.divisions.is_empty() && [Right::ReadProtected, Right::ReadContacts].into_iter().all(everywhere);
        sees_cells(self.caller, self.draft) || kept
    }

    /// What the caller may hear of where a row lies.
    fn warning<'p>(&self, plan: &'p Plan) -> Option<&'p Misplaced> {
        plan.warning.as_ref().filter(|one| !one.veiled || self.whole(plan))
    }

    fn row(&self, plan: &Plan) -> ImportRow {
        let (caller, snapshot) = (self.caller, self.snapshot);
        let whole = self.whole(plan);
        let mut errors = plan.errors.clone();
        if !whole {
            // What is wrong with a cell may say what stands in it, a protected place's position among them.
            for error in &mut errors {
                error.value.clear();
                error.expected.clear();
                error.reason = "what is wrong is told to those who may see the row's cells".to_owned();
            }
        }
        let opened = self.preview.opened.as_ref();
        let comparison = self.preview.comparison();
        let named = comparison.as_ref().map_or("", |comparison| comparison.name(plan.place));
        let name = if named.is_empty() { opened.map_or("", |opened| opened.name(plan.row)) } else { named };
        let shows = plan.state != RowState::Unchanged;
        let place = self.preview.package.as_ref().and_then(|rows| rows.place(plan.row));
        ImportRow {
            row: plan.row,
            file: place.map(|(file, _)| file),
            file_row: place.map(|(_, row)| row),
            state: plan.state,
            id: crate::domain::personal_number::mask(&plan.id).into_owned(),
            name: crate::domain::personal_number::mask(name).into_owned(),
            fields: comparison.filter(|_| shows).map(|comparison| comparison.fields(plan.place, caller, snapshot)).unwrap_or_default(),
            errors,
            warnings: self.warning(plan).map(Misplaced::item).into_iter().collect(),
            cells: opened.filter(|_| whole).and_then(|opened| opened.cells(plan.row)).unwrap_or_default(),
            chosen: plan.chosen,
        }
    }
}

/// Keeps mended cells. A cell that comes back as it was shown stays as it is, also where a personal number was masked in it.
fn mend(
    draft: &mut Draft,
    preview: &Preview,
    plan: &Plan,
    cells: &std::collections::BTreeMap<String, String>,
) -> Result<(), RegistryError> {
    let shown = preview.opened.as_ref().and_then(|opened| Some((opened, opened.cells(plan.row)?)));
    let Some((opened, shown)) = shown else {
        let why = match preview.package {
            _ if preview.whole.is_some() => "the rows of a grid or of totals are not mended here: mend the file and bring it again",
            Some(_) => "the rows of a package are not mended here: mend its files and bring it again",
            None => "the record is not in the file, so that there is nothing to mend",
        };
        return Err(RegistryError::Conflict(why.to_owned()));
    };
    let mut errors = Vec::new();
    let mends = draft.mends.entry(plan.row).or_default();
    for (label, text) in cells {
        if shown.get(label) == Some(text) {
            continue;
        }
        if !opened.takes_mend_of(label) {
            errors.push(FieldError::new("cells", label, "the file has no such heading", "a heading of the import, or the code of a field"));
        } else if text.chars().count() > 4 * MAX_TEXT_CHARS {
            errors.push(FieldError::new(
                &format!("cells.{label}"),
                "",
                "the text is too long",
                format!("at most {} characters", 4 * MAX_TEXT_CHARS),
            ));
        } else {
            mends.insert(label.clone(), text.clone());
        }
    }
    if mends.is_empty() {
        draft.mends.remove(&plan.row);
    }
    if draft.mends.len() > MOST_MENDED {
        errors.push(FieldError::new("cells", draft.mends.len(), "too many rows are mended on screen", "mend the file and bring it again"));
    }
    if errors.is_empty() { Ok(()) } else { Err(RegistryError::Invalid(errors)) }
}
