//! What `carereach site` answers: sites and people by their ids, with the proof or the bound, and why not where nothing will do.

use super::{
    plain::SkippedRow,
    table::{lines, percent},
};
use crate::analysis::siting::{Answer, NO_SITE, Question, Reason, Status};

/// The ids behind the rows of a question.
pub struct Names<'n> {
    /// By row of demand.
    pub demand: Vec<&'n str>,
    /// By row of sites.
    pub sites: Vec<&'n str>,
}

/// Who is served where.
#[derive(serde::Serialize)]
pub struct Assigned {
    demand: String,
    site: String,
    /// How many of them, where places are short and people may be split.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<f64>,
}

/// Why nothing will do.
#[derive(serde::Serialize)]
pub struct Because {
    /// The demand that it is about; null when it is about the whole.
    demand: Option<String>,
    reason: String,
}

/// What the answer was worked out from.
#[derive(serde::Serialize)]
pub struct Inputs {
    by: &'static str,
    existing: usize,
    candidates: usize,
}

impl From<(&'static str, usize, usize)> for Inputs {
    fn from((by, existing, candidates): (&'static str, usize, usize)) -> Self {
        Inputs { by, existing, candidates }
    }
}

/// The whole answer.
#[derive(serde::Serialize)]
pub struct Output {
    /// The model's code.
    pub model: &'static str,
    status: &'static str,
    /// New sites, by id.
    sites: Vec<String>,
    objective: Option<f64>,
    /// Nothing does better than this.
    bound: Option<f64>,
    /// The distance of the two as a fraction; 0 when proven.
    gap: Option<f64>,
    covered: f64,
    /// `covered + left_over = total`.
    left_over: f64,
    total: f64,
    assignment: Vec<Assigned>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    infeasible_because: Vec<Because>,
    /// Rows that could not be used.
    pub skipped: Vec<SkippedRow>,
    /// What it rests on.
    pub inputs: Inputs,
    /// How long the search took.
    pub seconds: f64,
}

impl Output {
    /// The answer by names.
    pub fn of(question: &Question, answer: &Answer, names: &Names, limit: f64) -> Output {
        // Nothing at all is 0, never -0.
        let known = |number: f64| number.is_finite().then_some(number + 0.0);
        let (covered, total) = (answer.covered_weight + 0.0, answer.total_weight + 0.0);
        Output {
            model: "",
            status: match answer.status {
                Status::Optimal => "optimal",
                Status::Feasible => "feasible",
                Status::Infeasible => "infeasible",
                Status::Unknown => "unknown",
            },
            sites: answer.opened.iter().map(|row| names.sites[*row as usize].to_owned()).collect(),
            objective: known(answer.objective),
            bound: known(answer.bound),
            gap: known(answer.gap),
            covered,
            left_over: total - covered,
            total,
            assignment: assigned(question, answer, names),
            infeasible_because: answer.reasons.iter().map(|reason| because(*reason, names, limit)).collect(),
            skipped: Vec::new(),
            inputs: ("", 0, 0).into(),
            seconds: 0.0,
        }
    }
}

fn assigned(question: &Question, answer: &Answer, names: &Names) -> Vec<Assigned> {
    let pair = |demand: u32, site: u32, amount| Assigned {
        demand: names.demand[demand as usize].to_owned(),
        site: names.sites[site as usize].to_owned(),
        amount,
    };
    if !answer.served.is_empty() {
        return answer.served.iter().map(|one| pair(one.demand, one.site, Some(one.amount))).collect();
    }
    let to = (0u32..).zip(&answer.site_of_demand).filter(|(_, site)| **site != NO_SITE);
    to.filter(|(demand, _)| question.weights[*demand as usize] > 0.0).map(|(demand, site)| pair(demand, *site, None)).collect()
}

fn because(reason: Reason, names: &Names, limit: f64) -> Because {
    let whole = |reason: String| Because { demand: None, reason };
    match reason {
        Reason::Unreachable { demand, nearest_cost } => {
            let within = if limit.is_finite() { format!(" within {limit}") } else { String::new() };
            let nearest = nearest_cost.map_or(String::new(), |cost| format!("; the nearest is at {cost}"));
            let demand = Some(names.demand[demand as usize].to_owned());
            Because { demand, reason: format!("no site reaches it{within}{nearest}") }
        }
        Reason::TooFewSites { least } => whole(format!("--sites is too small: {least} new sites are the least that will do")),
        Reason::BudgetTooSmall { least } => whole(format!("--budget is too small: {least} is the least that will do")),
        Reason::SitesAndBudgetTooSmall => whole("--sites and --budget are too small together; each of them alone would do".to_owned()),
        Reason::NothingAffordable => whole("nothing can be paid: the budget is below 0".to_owned()),
        Reason::CapacityTooSmall { missing } => {
            whole(format!("the best choice has room for all but {missing}: so much capacity is missing"))
        }
    }
}

/// The answer for people.
pub fn table(output: &Output) -> String {
    let mut served: std::collections::BTreeMap<&str, usize> = output.sites.iter().map(|site| (site.as_str(), 0)).collect();
    for one in &output.assignment {
        served.entry(&one.site).and_modify(|count| *count += 1);
    }
    let rows: Vec<Vec<String>> = served.iter().map(|(site, count)| vec![(*site).to_owned(), count.to_string()]).collect();
    let number = |number: Option<f64>| number.map_or("-".to_owned(), |number| number.to_string());
    let mut text = format!(
        "{}: {}, objective {}, bound {}, gap {}\ncovered {} of {} ({}), left over {}, {:.2} s\n",
        output.model,
        output.status,
        number(output.objective),
        number(output.bound),
        output.gap.map_or("-".to_owned(), percent),
        output.covered,
        output.total,
        percent(if output.total > 0.0 { output.covered / output.total } else { 0.0 }),
        output.left_over,
        output.seconds,
    );
    for one in output.infeasible_because.iter().take(20) {
        text.push_str(&format!("{}: {}\n", one.demand.as_deref().unwrap_or("because"), one.reason));
    }
    if output.infeasible_because.len() > 20 {
        text.push_str(&format!("and {} more; --format json names them all\n", output.infeasible_because.len() - 20));
    }
    text + &lines(&["site", "demands"], &rows)
}
