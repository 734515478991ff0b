//! How does a plan become a report that can be handed in, and made again from its hash?
//!
//! 1. The inputs are written down whole: the plan's terms and actions, the last change of the records that the figures come from,
//!    the map's hash, how people walk, how counts are told, and the marks. The hash is SHA-256 of that text.
//! 2. The registry is put back to that change (`as_of`), so that the same hash gives the same figures later.
//! 3. What cannot be put back is compared and refused when it is another now: the map, the pace, the program's own rules.

mod content;
mod inputs;
mod pictures;
mod places;
mod planned;
mod present;
#[cfg(test)]
mod tests;
mod words;

pub use inputs::{HandInInputs, HandInProject, HandInSiting};

use std::sync::Arc;

use self::content::{Subject, question_of};
use super::{Registry, RegistryError, ScenarioQuestion, Snapshot, Units};
use crate::{
    domain::{
        change::RecordType,
        division::{DivisionCode, Level},
        map_part::MapPart,
        permission::{Caller, Right},
        plan::{Plan, Terms},
        project::Project,
        small_count::SmallCounts,
    },
    exchange::{
        ExportFormat,
        hand_in::{HandIn, Language, Paper, write_document, write_workbook},
    },
    storage::{ChangeFilter, KeptHandIn},
};

/// The records that figures come from: a change of another sort is no other state of them.
const COUNTED: [RecordType; 8] = [
    RecordType::Facility,
    RecordType::Organization,
    RecordType::Division,
    RecordType::Demand,
    RecordType::BaseMap,
    RecordType::Kind,
    RecordType::Standard,
    RecordType::Reference,
];

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandInFormat {
    /// A workbook with a sheet a table.
    Workbook(Paper),
    /// A page that prints.
    Document(Paper),
    /// The plan's places and communities as GeoJSON.
    GeoJson,
    /// The plan's places as a GeoPackage.
    GeoPackage,
}

impl HandInFormat {
    /// The format that a file's ending means; a page is laid out for the paper.
    pub fn of_ending(ending: &str, paper: Paper) -> Option<HandInFormat> {
        match ending {
            "xlsx" => Some(HandInFormat::Workbook(paper)),
            "html" => Some(HandInFormat::Document(paper)),
            "geojson" => Some(HandInFormat::GeoJson),
            "gpkg" => Some(HandInFormat::GeoPackage),
            _ => None,
        }
    }

    /// How HTTP calls it.
    pub fn media_type(self) -> &'static str {
        match self {
            HandInFormat::Workbook(_) => ExportFormat::Xlsx.media_type(),
            HandInFormat::Document(_) => "text/html; charset=utf-8",
            HandInFormat::GeoJson => ExportFormat::GeoJson.media_type(),
            HandInFormat::GeoPackage => ExportFormat::GeoPackage.media_type(),
        }
    }
}

/// What whoever makes a report may choose.
#[derive(Debug, Clone, Default)]
pub struct HandInOptions {
    /// The language.
    pub language: Language,
    /// The map-approval number 审图号.
    pub map_approval: Option<String>,
}

/// A report, and the hash of what it was made from.
pub struct MadeHandIn {
    /// SHA-256 of the inputs.
    pub hash: String,
    /// The name of the plan.
    pub name: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

impl Registry {
    /// A report of a plan on today's registry; what it is made from is kept by its hash.
    pub fn hand_in(&self, caller: &Caller, id: &str, options: &HandInOptions, format: HandInFormat) -> Result<MadeHandIn, RegistryError> {
        let (plan, projects) = self.records.store.read(|reader| Ok::<_, RegistryError>((reader.plan(id)?, reader.projects(Some(id))?)))?;
        let plan = plan.ok_or_else(|| RegistryError::NotFound { what: "plan", id: id.to_owned() })?;
        require_reading(caller, division_of(&plan.terms))?;
        let snapshot = self.snapshot();
        let inputs = self.hand_in_inputs(caller, &snapshot, (&plan, &projects), options)?;
        let kept = KeptHandIn {
            hash: inputs.hash(),
            plan_id: plan.id.clone(),
            inputs: inputs.text(),
            made_at: self.records.now(),
            made_by: caller.actor.clone(),
        };
        let known = self.records.store.read(|reader| reader.hand_in(&kept.hash))?;
        if known.is_none() {
            let stamp = self.records.stamp(caller.actor.clone());
            self.records.store.write(&stamp, |writer| writer.keep_hand_in(&kept).map_err(RegistryError::from))?;
        }
        self.make_hand_in(&inputs, format)
    }

    /// A report made again from the hash of what it was made from.
    pub fn hand_in_again(&self, caller: &Caller, hash: &str, format: HandInFormat) -> Result<MadeHandIn, RegistryError> {
        let kept = self.records.store.read(|reader| reader.hand_in(&hash.trim().to_lowercase()))?;
        let kept = kept.ok_or_else(|| RegistryError::NotFound { what: "hand-in", id: hash.to_owned() })?;
        let inputs: HandInInputs = serde_json::from_str(&kept.inputs).map_err(|error| {
            RegistryError::Conflict(format!("the report {hash} was made by other rules than this version knows ({error})"))
        })?;
        if inputs.hash() != kept.hash {
            return Err(RegistryError::Conflict(format!("the inputs of the report {hash} are not those that were kept")));
        }
        if !caller.is_operator() {
            let division = division_of(&inputs.terms);
            require_reading(caller, division)?;
            if inputs.withheld_below.is_empty() {
                caller.require(Right::ReadSmallCounts, division)?;
            }
        }
        self.make_hand_in(&inputs, format)
    }

    fn hand_in_inputs(
        &self,
        caller: &Caller,
        snapshot: &Snapshot,
        (plan, projects): (&Plan, &[Project]),
        options: &HandInOptions,
    ) -> Result<HandInInputs, RegistryError> {
        let filter = ChangeFilter { record_types: COUNTED.to_vec(), newest_first: true, limit: 1, ..ChangeFilter::default() };
        let last = self.records.store.read(|reader| reader.changes(&filter))?;
        let question = question_of(snapshot, &plan.terms, SmallCounts::Told);
        let told = self.small_counts_by_group(caller, snapshot, plan.terms.division.as_deref());
        let groups = snapshot.groups().iter().cloned().zip(told);
        let [streets, base_map] = [MapPart::Streets, MapPart::Base].map(|part| snapshot.map_sha256(part));
        Ok(HandInInputs {
            rules: inputs::RULES,
            registry: snapshot.revision().uid.clone(),
            change_seq: last.first().map_or(0, |change| change.seq),
            data_as_of: last.first().map_or_else(|| snapshot.revision().changed_at, |change| change.at),
            streets,
            base_map,
            pace: question.manner.pace.into(),
            plan: plan.id.clone(),
            name: plan.name.clone(),
            terms: plan.terms.clone(),
            actions: plan.actions.clone(),
            siting: plan
                .siting
                .clone()
                .zip(plan.siting_answer.as_deref())
                .and_then(|(question, answer)| HandInSiting::of(question, answer, &plan.actions)),
            projects: projects.iter().map(HandInProject::from).collect(),
            withheld_below: groups.filter_map(|(group, told)| Some((group, told.threshold()?))).collect(),
            growth_percent: self.settings().demand_growth_percent,
            language: options.language.code().to_owned(),
            map_approval: options.map_approval.clone(),
            sample: snapshot.is_sample(),
        })
    }

    fn make_hand_in(&self, inputs: &HandInInputs, format: HandInFormat) -> Result<MadeHandIn, RegistryError> {
        let snapshot = self.snapshot_at_change(inputs.change_seq)?;
        let question = question_of(&snapshot, &inputs.terms, inputs.told());
        unchanged("the walking speeds, the attaching limit or the detour factor", &inputs.pace, &question.manner.pace.into())?;
        for (what, part, then) in [("the streets", MapPart::Streets, &inputs.streets), ("the base map", MapPart::Base, &inputs.base_map)] {
            unchanged(what, then, &snapshot.map_sha256(part))?;
        }
        if inputs.rules != inputs::RULES {
            return Err(RegistryError::Conflict(format!(
                "the report was made by rules {}, this version has {}",
                inputs.rules,
                inputs::RULES
            )));
        }
        let figures = snapshot.plan_figures(&ScenarioQuestion {
            terms: inputs.terms.clone(),
            actions: inputs.actions.clone(),
            level: Some(Level::Community.code().to_owned()),
            told: snapshot.groups().iter().map(|group| inputs.told_of(group)).collect(),
        })?;
        let language = Language::parse(&inputs.language).unwrap_or_default();
        let subject = Subject { snapshot: &snapshot, inputs, language, division: question.division, figures, question };
        let hand_in: HandIn = subject.hand_in(self.records.now())?;
        let bytes = match format {
            HandInFormat::Workbook(paper) => write_workbook(&hand_in, paper)
                .map_err(|error| RegistryError::Write { name: "report.xlsx".to_owned(), cause: error.to_string() })?,
            HandInFormat::Document(paper) => write_document(&hand_in, paper).into_bytes(),
            HandInFormat::GeoJson => subject.geojson(&hand_in),
            HandInFormat::GeoPackage => subject.geopackage(&hand_in, inputs.data_as_of)?,
        };
        Ok(MadeHandIn { hash: hand_in.hash, name: inputs.name.clone(), bytes })
    }

    /// The registry as it was after a change; as it is where none of the records that figures come from was written since.
    fn snapshot_at_change(&self, seq: i64) -> Result<Arc<Snapshot>, RegistryError> {
        let live = self.snapshot();
        let later = ChangeFilter { after: Some(seq), record_types: COUNTED.to_vec(), limit: 1, ..ChangeFilter::default() };
        let moment = ChangeFilter { after: Some(seq - 1), before: Some(seq + 1), ..ChangeFilter::default() };
        let key = (seq, Units::New, live.veil());
        if let Some(known) = self.past.get(&key) {
            return Ok(known);
        }
        let past = self.records.store.read(|reader| {
            if live.change_seq() >= seq && reader.changes(&later)?.is_empty() {
                return Ok(None);
            }
            let forgotten = reader.forgotten()?.seq;
            if seq < forgotten {
                let needs = format!("the log before change {forgotten} is forgotten, and the report needs change {seq}");
                return Err(RegistryError::Conflict(needs));
            }
            let at = reader.changes(&moment)?.first().map_or_else(|| self.records.now(), |change| change.at);
            Ok(Some(Arc::new(Snapshot::load_as_of(reader, seq, at, Units::New, &live)?)))
        })?;
        let Some(past) = past else { return Ok(live) };
        self.past.insert(key, Arc::clone(&past));
        Ok(past)
    }
}

/// The division that is planned.
fn division_of(terms: &Terms) -> Option<DivisionCode> {
    terms.division.as_deref().and_then(|code| DivisionCode::parse(code).ok())
}

/// Refuses to make a report again when something that cannot be put back is another now.
fn unchanged<T: PartialEq>(what: &str, then: &T, now: &T) -> Result<(), RegistryError> {
    if then == now {
        return Ok(());
    }
    Err(RegistryError::Conflict(format!("{what} are others than those that the report was made from: it cannot be made again")))
}

/// A plan is read by whoever makes plans, or reads whole records, there.
pub fn require_reading(caller: &Caller, division: Option<DivisionCode>) -> Result<(), RegistryError> {
    if caller.may(Right::ReadRecords, division) {
        return Ok(());
    }
    Ok(caller.require(Right::MakePlans, division)?)
}
