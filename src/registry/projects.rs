//! Who builds what of an approved plan, with whose money and until when? The board of projects, and how one is kept up to date.

use chrono::NaiveDate;

use super::{FieldError, Page, Registry, RegistryError, Stale, kept_words};
use crate::domain::{
    permission::{Caller, Right},
    project::{Fund, Milestone, Project, ProjectState},
    text::{MAX_NAME_CHARS, check_text},
};

/// The most entries of a list.
const MOST_ENTRIES: usize = 60;
/// The most money of one source that is believed, in 10,000 yuan.
const MOST_MONEY: f64 = 1e9;

/// A project as the interface shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ProjectItem {
    /// Its id.
    pub id: String,
    /// The plan.
    pub plan: String,
    /// The action within the plan.
    pub action: String,
    /// What it is called.
    pub name: String,
    /// The facility that it is about.
    pub facility: String,
    /// Where that lies: 12 digits.
    pub division: Option<String>,
    /// The unit that is responsible.
    pub owner_unit: Option<String>,
    /// The post there.
    pub owner_post: Option<String>,
    /// Money by source: `welfare-lottery` 福彩公益金, `budget` 财政, `society` 社会; in 10,000 yuan.
    #[schema(value_type = Vec<Object>)]
    pub funds: Vec<Fund>,
    /// The money of all sources.
    pub funds_total: f64,
    /// Steps on the way: `name`, `due`, `done_on`.
    #[schema(value_type = Vec<Object>)]
    pub milestones: Vec<Milestone>,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// `planned`, `under_way`, `done` or `dropped`.
    #[schema(value_type = String)]
    pub state: ProjectState,
    /// Whether its deadline, or the day of a step that was not reached, is past.
    pub overdue: bool,
    /// The number of the change that last wrote it.
    pub version: i64,
}

/// What is to change of a project; what is left out stays, null takes away.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectPatch {
    /// The unit that is responsible.
    #[serde(default, with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub owner_unit: Option<Option<String>>,
    /// The post there, never a person's name.
    #[serde(default, with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub owner_post: Option<Option<String>>,
    /// Money by source, all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    pub funds: Option<Vec<Fund>>,
    /// Steps on the way, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    pub milestones: Option<Vec<Milestone>>,
    /// Until when.
    #[serde(default, with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub deadline: Option<Option<NaiveDate>>,
    /// `planned`, `under_way`, `done` or `dropped`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// Null is something that was said, other than nothing.
mod given {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }

    pub fn serialize<S: Serializer, T: Serialize>(value: &Option<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(serializer)
    }
}

/// Which projects are asked for.
#[derive(Debug, Clone, Default)]
pub struct ProjectQuestion {
    /// Of this plan.
    pub plan: Option<String>,
    /// Of this responsible unit.
    pub owner: Option<String>,
    /// In these states; none means any.
    pub states: Vec<ProjectState>,
    /// Only those that are overdue, or only the others.
    pub overdue: Option<bool>,
    /// How many come before.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

impl Registry {
    /// A page of the projects that the caller may see: those of one plan together, in the order of its actions.
    pub fn project_page(&self, caller: &Caller, question: &ProjectQuestion) -> Result<Page<ProjectItem>, RegistryError> {
        let today = self.records.now().date_naive();
        let projects = self.records.store.read(|reader| reader.projects(question.plan.as_deref()))?;
        let wanted = |item: &ProjectItem| {
            question.owner.as_ref().is_none_or(|owner| item.owner_unit.as_ref() == Some(owner))
                && (question.states.is_empty() || question.states.contains(&item.state))
                && question.overdue.is_none_or(|overdue| overdue == item.overdue)
        };
        let seen = projects.into_iter().filter(|one| may_see(caller, one)).map(|one| item(one, today));
        let items: Vec<ProjectItem> = seen.filter(wanted).collect();
        Ok(Page::from(&items, question.cursor.as_deref(), question.limit, ProjectItem::clone))
    }

    /// Changes a project that was read with this version.
    pub fn patch_project(
        &self,
        caller: &Caller,
        id: &str,
        version: Option<i64>,
        patch: &ProjectPatch,
    ) -> Result<ProjectItem, RegistryError> {
        let today = self.records.now().date_naive();
        let project = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let unknown = || RegistryError::NotFound { what: "project", id: id.to_owned() };
            let before = writer.reader().project(id)?.ok_or_else(unknown)?;
            caller.require(Right::MakePlans, before.division)?;
            if version.is_some_and(|version| version != before.version) {
                return Err(stale(before, patch, today));
            }
            let mut after = patched(before.clone(), patch, today).map_err(RegistryError::Invalid)?;
            writer.put_project(Some(&before), &mut after)?;
            Ok::<_, RegistryError>(after)
        })?;
        Ok(item(project, today))
    }
}

fn may_see(caller: &Caller, project: &Project) -> bool {
    caller.may(Right::MakePlans, project.division) || caller.may(Right::ReadRecords, project.division)
}

fn item(one: Project, today: NaiveDate) -> ProjectItem {
    let open = matches!(one.state, ProjectState::Planned | ProjectState::UnderWay);
    let late = one.milestones.iter().any(|step| step.done_on.is_none() && step.due < today);
    ProjectItem {
        overdue: open && (late || one.deadline.is_some_and(|deadline| deadline < today)),
        funds_total: one.funds.iter().map(|fund| fund.amount).sum::<f64>() + 0.0,
        id: one.id,
        plan: one.plan_id,
        action: one.action_id,
        name: one.name,
        facility: one.facility_id,
        division: one.division.map(|code| code.to_string()),
        owner_unit: one.owner_unit,
        owner_post: one.owner_post,
        funds: one.funds,
        milestones: one.milestones,
        deadline: one.deadline,
        state: one.state,
        version: one.version,
    }
}

fn patched(mut after: Project, patch: &ProjectPatch, today: NaiveDate) -> Result<Project, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut words = |field: &str, given: &Option<Option<String>>, kept: &mut Option<String>| {
        if let Some(given) = given {
            match kept_words(field, given.as_deref()) {
                Ok(words) => *kept = words,
                Err(RegistryError::Invalid(more)) => wrong.extend(more),
                Err(_) => {}
            }
        }
    };
    words("owner_unit", &patch.owner_unit, &mut after.owner_unit);
    words("owner_post", &patch.owner_post, &mut after.owner_post);
    if let Some(funds) = &patch.funds {
        for (at, fund) in funds.iter().enumerate().filter(|(at, fund)| funds[..*at].iter().any(|other| other.source == fund.source)) {
            wrong.push(FieldError::new(&format!("funds[{at}].source"), fund.amount, "is there twice", "one amount for each source"));
        }
        for (at, fund) in funds.iter().enumerate().filter(|(_, fund)| !(0.0..=MOST_MONEY).contains(&fund.amount)) {
            wrong.push(FieldError::new(&format!("funds[{at}].amount"), fund.amount, "is out of range", "10,000 yuan, 0 or more"));
        }
        after.funds.clone_from(funds);
    }
    if let Some(milestones) = &patch.milestones {
        let nameless = |name: &str| name.trim().is_empty() || check_text(name, MAX_NAME_CHARS).is_err();
        for (at, _) in milestones.iter().enumerate().filter(|(_, step)| nameless(&step.name)) {
            let expected = format!("1 to {MAX_NAME_CHARS} characters, without numbers that belong to a person");
            wrong.push(FieldError::new(&format!("milestones[{at}].name"), "", "is no name", expected));
        }
        for (at, done_on) in milestones.iter().enumerate().filter_map(|(at, step)| Some((at, step.done_on.filter(|day| *day > today)?))) {
            wrong.push(FieldError::new(
                &format!("milestones[{at}].done_on"),
                done_on,
                "lies in the future",
                format!("a day up to {today}"),
            ));
        }
        after.milestones.clone_from(milestones);
    }
    for (field, entries) in [("funds", after.funds.len()), ("milestones", after.milestones.len())] {
        if entries > MOST_ENTRIES {
            wrong.push(FieldError::new(field, entries, "has too many entries", format!("at most {MOST_ENTRIES}")));
        }
    }
    if let Some(deadline) = patch.deadline {
        after.deadline = deadline;
    }
    match patch.state.as_deref().map(ProjectState::parse) {
        Some(Some(state)) => after.state = state,
        Some(None) => {
            let given = patch.state.as_deref().unwrap_or_default();
            wrong.push(FieldError::new("state", given, "is not known here", "planned, under_way, done or dropped"));
        }
        None => {}
    }
    if wrong.is_empty() { Ok(after) } else { Err(wrong) }
}

fn stale(before: Project, patch: &ProjectPatch, today: NaiveDate) -> RegistryError {
    let version = before.version;
    let current = serde_json::to_value(item(before, today)).unwrap_or_default();
    let yours = serde_json::to_value(patch).unwrap_or_default();
    let differs = |name: &&String| yours.get(*name) != current.get(*name);
    let fields = yours.as_object().map(|members| members.keys().filter(differs).cloned().collect()).unwrap_or_default();
    RegistryError::Stale(Box::new(Stale { current: serde_json::json!({ "version": version, "record": current }), yours, fields }))
}
