//! What came out, by names: the sites in the order of whom they newly reach, what is lost without each, and the second best.
//!
//! People are those of the terms; objective, bound and what is lost are in the terms of the model: weights, or weights times metres.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    SitingTask, needs_limit,
    words::{reason, what_would_do},
};
use crate::{
    analysis::{
        siting::{Answer, Means, NO_SITE, Objective, Question, Role, Status, Why, serve_most, to_the_end, why},
        space::ROUNDING_M,
    },
    domain::{plan::SitingModel, small_count::SmallCounts},
};

/// Reasons that are listed; the last line says how many more there are.
const MOST_REASONS: usize = 1_000;
/// What each site is good for is worked out as far as it takes no more steps than this.
const MOST_STEPS: usize = 5_000_000;

/// Newly reached people of a community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReachedCommunity {
    /// 12 digits; null for people of no division.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// How many; null when too few to be told.
    pub people: Option<f64>,
}

/// The best other candidate in a site's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SecondBest {
    /// The candidate's id.
    pub id: String,
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// The objective with it; null when somebody would be left without any site.
    pub objective: Option<f64>,
}

/// A site that was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SitingSite {
    /// The candidate's id.
    pub id: String,
    /// What it is called in the plan.
    pub name: String,
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// From 1, most newly reached people first.
    pub rank: usize,
    /// 10,000 yuan.
    pub cost: Option<f64>,
    /// Places.
    pub capacity: Option<u32>,
    /// Id of the idle facility that it takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<String>,
    /// People within the limit of no place before who are now, and whose nearest place is this; with capacities those served here.
    pub newly_reached: Option<f64>,
    /// Where those live, most people first.
    pub communities: Vec<ReachedCommunity>,
    /// How much worse the objective is without it (of lscp: what is no longer covered); null when somebody would be left without any site.
    pub lost_without: Option<f64>,
    /// The best other candidate in its place; null when nothing else fits the means, or there are too many to be tried.
    pub second_best: Option<SecondBest>,
    /// The action of the plan that builds it.
    #[serde(default)]
    pub action: Option<String>,
}

/// Why no choice of sites will do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WhyNot {
    /// The cell that it is about; null when it is about the whole.
    pub demand: Option<String>,
    /// Longitude.
    pub lon: Option<f64>,
    /// Latitude.
    pub lat: Option<f64>,
    /// Why.
    pub reason: String,
}

/// What a siting run answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SitingAnswer {
    /// `lscp`, `mclp`, `cmclp`, `p-median` or `p-center`.
    pub model: String,
    /// `optimal`, `feasible` or `infeasible`.
    pub status: String,
    /// lscp: the count (or the cost, with a budget); mclp and cmclp: the weight covered; p-median: weight x metres; p-center: metres.
    pub objective: Option<f64>,
    /// Nothing does better than this.
    pub bound: Option<f64>,
    /// The distance of the two as a fraction; 0 when proven.
    pub gap: Option<f64>,
    /// People within the limit, or served: `covered + uncovered = total`.
    pub covered: Option<f64>,
    /// The same before.
    pub covered_before: Option<f64>,
    /// The people beyond, or not served.
    pub uncovered: Option<f64>,
    /// All of them.
    pub total: Option<f64>,
    /// Whether it was measured over the streets of a map.
    pub measured: bool,
    /// How many candidates there were.
    pub candidates: usize,
    /// The sites.
    pub sites: Vec<SitingSite>,
    /// Ids of the facilities to close.
    pub closed: Vec<String>,
    /// Why nothing will do.
    pub infeasible_because: Vec<WhyNot>,
    /// What would make it possible.
    pub what_would_do: Option<String>,
    /// How long it took.
    pub seconds: f64,
}

/// Everything that an answer is put together from.
pub(super) struct Known<'k> {
    pub task: &'k SitingTask,
    pub question: &'k Question<'k>,
    pub chosen: &'k Answer,
}

/// Whom a site newly reaches, by zone of the cells; the last one is no zone.
type Newly = BTreeMap<u32, BTreeMap<Option<u32>, f64>>;

impl Known<'_> {
    pub fn answer(&self) -> SitingAnswer {
        let Known { task, chosen, .. } = self;
        // Nothing at all is 0, never -0.
        let known = |number: f64| number.is_finite().then_some(number + 0.0);
        let total: f64 = task.people.iter().sum();
        let (before, newly) = (self.covered_before(), self.newly());
        let covered = if chosen.status == Status::Infeasible { before } else { self.covered() };
        SitingAnswer {
            model: String::new(),
            status: match chosen.status {
                Status::Optimal => "optimal",
                Status::Feasible | Status::Unknown => "feasible",
                Status::Infeasible => "infeasible",
            }
            .to_owned(),
            objective: known(chosen.objective),
            bound: known(chosen.bound),
            gap: known(chosen.gap),
            covered: Some(covered),
            covered_before: Some(before),
            uncovered: Some(total - covered),
            total: Some(total),
            measured: task.snapshot.is_measured(task.understood.manner),
            candidates: task.candidates,
            sites: self.sites(&newly),
            closed: chosen.closed.iter().map(|row| task.spots[*row as usize].id.clone()).collect(),
            infeasible_because: self.why_not(),
            what_would_do: what_would_do(task, &chosen.reasons),
            seconds: 0.0,
        }
    }

    fn limit(&self) -> f64 {
        self.task.understood.terms.within_m + ROUNDING_M
    }

    fn reached(&self, open: impl Fn(u32) -> bool) -> f64 {
        let within = |demand: usize| self.question.reach.within(demand, self.limit()).iter().any(|site| open(*site));
        (0..self.task.people.len()).filter(|demand| within(*demand)).map(|demand| self.task.people[demand]).sum()
    }

    fn covered_before(&self) -> f64 {
        if self.task.question.model == SitingModel::Cmclp {
            let nothing_new = Question { means: Means { new_sites: Some(0), budget: None }, ..*self.question };
            return serve_most(&nothing_new, self.limit(), crate::analysis::siting::Demanded::Most, &mut to_the_end).covered_weight;
        }
        self.reached(|site| self.task.role[site as usize] != Role::Candidate)
    }

    fn covered(&self) -> f64 {
        if self.task.question.model == SitingModel::Cmclp {
            return self.chosen.covered_weight;
        }
        let open = self.chosen.open_sites(self.question);
        self.reached(|site| open[site as usize])
    }

    fn newly(&self) -> Newly {
        let Known { task, question, chosen } = self;
        let mut newly = Newly::new();
        let mut add = |demand: usize, site: u32, people: f64| {
            let zone = task.snapshot.cells().zone(task.cells[demand]);
            *newly.entry(site).or_default().entry(zone).or_default() += people;
        };
        if task.question.model == SitingModel::Cmclp {
            chosen.served.iter().for_each(|one| add(one.demand as usize, one.site, one.amount));
            return newly;
        }
        for (demand, &site) in chosen.site_of_demand.iter().enumerate().filter(|(_, site)| **site != NO_SITE) {
            let within = question.reach.within(demand, self.limit());
            let before = within.iter().any(|site| task.role[*site as usize] != Role::Candidate);
            if task.people[demand] > 0.0 && !before && within.contains(&site) {
                add(demand, site, task.people[demand]);
            }
        }
        newly
    }

    fn sites(&self, newly: &Newly) -> Vec<SitingSite> {
        let Known { task, chosen, .. } = self;
        let reasons = self.reasons();
        let mut sites: Vec<SitingSite> = chosen
            .opened
            .iter()
            .map(|&row| {
                let (spot, mut communities) = (&task.spots[row as usize], self.communities(newly.get(&row)));
                communities.sort_by(|a, b| b.people.unwrap_or(0.0).total_cmp(&a.people.unwrap_or(0.0)).then(a.code.cmp(&b.code)));
                let why = reasons.get(&row);
                SitingSite {
                    id: spot.id.clone(),
                    name: spot.name.clone().unwrap_or_default(),
                    lon: spot.point[0],
                    lat: spot.point[1],
                    rank: 0,
                    cost: spot.cost.or(task.question.cost_per_site),
                    capacity: spot.capacity.map(|places| places as u32).or(task.question.capacity_per_site),
                    premises: spot.premises.clone(),
                    newly_reached: Some(communities.iter().filter_map(|one| one.people).sum::<f64>() + 0.0),
                    communities,
                    lost_without: why.and_then(|why| self.lost(why.without)),
                    second_best: why.and_then(|why| why.second_best).map(|(other, objective)| {
                        let other = &task.spots[other as usize];
                        let objective = objective.is_finite().then_some(objective + 0.0);
                        SecondBest { id: other.id.clone(), lon: other.point[0], lat: other.point[1], objective }
                    }),
                    action: None,
                }
            })
            .collect();
        // Stable, so that of equals the earlier candidate comes first.
        sites.sort_by(|a, b| b.newly_reached.unwrap_or(0.0).total_cmp(&a.newly_reached.unwrap_or(0.0)));
        for (site, rank) in sites.iter_mut().zip(1..) {
            site.rank = rank;
            site.name = if site.name.is_empty() { format!("选址 {rank}") } else { format!("选址 {rank} · {}", site.name) };
        }
        sites
    }

    fn communities(&self, newly: Option<&BTreeMap<Option<u32>, f64>>) -> Vec<ReachedCommunity> {
        let snapshot = &self.task.snapshot;
        let community = |(zone, people): (&Option<u32>, &f64)| {
            let code = zone.map(|zone| snapshot.zone_codes()[zone as usize]);
            ReachedCommunity {
                code: code.map(|code| code.to_string()),
                name: code.and_then(|code| snapshot.divisions().get(&code)).map(|division| division.name.clone()),
                people: Some(*people),
            }
        };
        newly.into_iter().flatten().map(community).collect()
    }

    /// What speaks for each site, as far as that is worked out in reasonable time.
    fn reasons(&self) -> BTreeMap<u32, Why> {
        let Known { task, question, chosen } = self;
        let model = task.question.model;
        let limit = self.limit();
        let (sites, opened, demands) = (task.spots.len(), chosen.opened.len(), task.cells.len());
        let (objective, steps) = match model {
            SitingModel::Lscp | SitingModel::Mclp => (Objective::Covered { limit }, sites.saturating_mul(opened)),
            SitingModel::PMedian => (Objective::SumOfCosts, sites.saturating_mul(opened)),
            SitingModel::PCenter => (Objective::LargestCost, sites.saturating_mul(opened).saturating_mul(demands) / 50),
            SitingModel::Cmclp => (Objective::Served { limit }, sites.saturating_mul(opened).saturating_mul(demands)),
        };
        if steps > MOST_STEPS {
            return BTreeMap::new();
        }
        why(question, chosen, objective).into_iter().map(|why| (why.site, why)).collect()
    }

    fn lost(&self, without: f64) -> Option<f64> {
        let worse = match self.task.question.model {
            model if needs_limit(model) => self.chosen.covered_weight - without,
            _ => without - self.chosen.objective,
        };
        worse.is_finite().then_some(worse.max(0.0))
    }

    fn why_not(&self) -> Vec<WhyNot> {
        let reasons = &self.chosen.reasons;
        let mut listed: Vec<WhyNot> = reasons.iter().take(MOST_REASONS).map(|one| reason(self.task, *one)).collect();
        if reasons.len() > MOST_REASONS {
            let more = reasons.len() - MOST_REASONS;
            listed.push(WhyNot { demand: None, lon: None, lat: None, reason: format!("and {more} more of the kind") });
        }
        listed
    }
}

impl SitingAnswer {
    /// As somebody may know it who is not told small counts: no count by site or community, nothing that follows from them, and
    /// the counts of the whole rounded.
    pub fn told(self, told: SmallCounts) -> SitingAnswer {
        if told == SmallCounts::Told {
            return self;
        }
        let split = told.blur_split(self.covered.unwrap_or(0.0), self.uncovered.unwrap_or(0.0));
        let site = |site: SitingSite| SitingSite {
            newly_reached: None,
            lost_without: None,
            second_best: site.second_best.map(|other| SecondBest { objective: None, ..other }),
            communities: site.communities.into_iter().map(|one| ReachedCommunity { people: None, ..one }).collect(),
            ..site
        };
        let counts_people = matches!(self.model.as_str(), "mclp" | "cmclp" | "p-median");
        SitingAnswer {
            objective: self.objective.filter(|_| !counts_people),
            bound: self.bound.filter(|_| !counts_people),
            covered: split.covered,
            covered_before: self.covered_before.and_then(|count| told.blur(count)),
            uncovered: split.left_over,
            total: split.total,
            sites: self.sites.into_iter().map(site).collect(),
            infeasible_because: self.infeasible_because.into_iter().filter(|one| one.demand.is_none()).collect(),
            ..self
        }
    }
}
