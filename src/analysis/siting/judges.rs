//! What would an objective be if one site went, or another came in its place?

use super::{question::Question, serve_most::most_served, why::Judge};

/// No place in a choice.
const NONE: u32 = u32::MAX;

/// Objectives that are sums over demands: weights covered, or weights times costs.
pub(super) struct Sum {
    /// What each demand pays when it has no site; infinite where everybody must have one.
    total: f64,
    /// 1 when the objective is what is paid, -1 when it is what is not paid.
    sign: f64,
    now: f64,
    place_of: Vec<u32>,
    gain: Vec<f64>,
    loss: Vec<f64>,
    /// Losses that are infinite cannot be added up: how many demands would be without any site, by place.
    stranded: Vec<u32>,
    /// By site and place what is made good, and how many stranded demands are taken in.
    good: Vec<(f64, u32)>,
}

impl Sum {
    /// Weight within a limit.
    pub(super) fn covered(question: &Question, open: &[bool], limit: f64) -> Sum {
        let total = question.total_weight();
        let mut sum = Sum::empty(open, total, -1.0);
        for demand in question.asking() {
            let sites = question.reach.within(demand, limit);
            sum.add(sites, |_| 0.0, question.weights[demand]);
        }
        sum
    }

    /// Weights times costs.
    pub(super) fn of_costs(question: &Question, open: &[bool]) -> Sum {
        let mut sum = Sum::empty(open, 0.0, 1.0);
        for demand in question.asking() {
            let (sites, costs) = question.reach.of_demand(demand);
            sum.add(sites, |place| question.weights[demand] * costs[place], f64::INFINITY);
        }
        sum
    }

    fn empty(open: &[bool], total: f64, sign: f64) -> Sum {
        let mut place_of = vec![NONE; open.len()];
        let places = (0..open.len()).filter(|site| open[*site]).zip(0..).map(|(site, place)| place_of[site] = place).count();
        Sum {
            total,
            sign,
            now: 0.0,
            place_of,
            gain: vec![0.0; open.len()],
            loss: vec![0.0; places],
            stranded: vec![0; places],
            good: vec![(0.0, 0); open.len() * places],
        }
    }

    /// Adds a demand that pays `price` at a place of its sites, or `ceiling` without any.
    fn add(&mut self, sites: &[u32], price: impl Fn(usize) -> f64, ceiling: f64) {
        let mut open = (0..sites.len()).filter(|place| self.place_of[sites[*place] as usize] != NONE);
        let Some(first) = open.next() else {
            self.now += ceiling;
            sites.iter().enumerate().for_each(|(place, site)| self.gain[*site as usize] += ceiling - price(place));
            return;
        };
        let second = open.next();
        let (place, first_price) = (self.place_of[sites[first] as usize] as usize, price(first));
        let second_price = second.map_or(ceiling, &price);
        let stranded = second_price.is_infinite();
        self.now += first_price;
        self.loss[place] += if stranded { 0.0 } else { second_price - first_price };
        self.stranded[place] += u32::from(stranded);
        let width = self.loss.len();
        for (number, site) in sites.iter().enumerate().take(second.unwrap_or(sites.len())).filter(|(number, _)| *number != first) {
            let price = price(number);
            let good = &mut self.good[*site as usize * width + place];
            let gained = (first_price - price).max(0.0);
            self.gain[*site as usize] += gained;
            // With the first site gone this one is the best: it pays `price` instead of the second one's.
            good.0 += if stranded { first_price - price - gained } else { second_price - first_price.max(price) };
            good.1 += u32::from(stranded);
        }
    }

    fn objective(&self, paid: f64) -> f64 {
        if self.sign < 0.0 { self.total - paid } else { paid }
    }
}

impl Judge for Sum {
    fn without(&self, site: u32) -> f64 {
        let place = self.place_of[site as usize] as usize;
        self.objective(if self.stranded[place] > 0 { f64::INFINITY } else { self.now + self.loss[place] })
    }

    fn exchanged(&self, site: u32, other: u32) -> f64 {
        let place = self.place_of[site as usize] as usize;
        let good = self.good[other as usize * self.loss.len() + place];
        if good.1 < self.stranded[place] {
            return self.objective(f64::INFINITY);
        }
        self.objective(self.now + self.loss[place] - self.gain[other as usize] - good.0)
    }

    fn is_better(&self, one: f64, other: f64) -> bool {
        self.sign * one < self.sign * other
    }
}

/// The largest cost.
pub(super) struct Largest<'q> {
    pub(super) question: &'q Question<'q>,
    pub(super) open: &'q [bool],
}

impl Largest<'_> {
    fn largest(&self, is_open: impl Fn(u32) -> bool) -> f64 {
        let of_demand = |demand: usize| {
            let (sites, costs) = self.question.reach.of_demand(demand);
            sites.iter().position(|site| is_open(*site)).map_or(f64::INFINITY, |place| costs[place])
        };
        self.question.asking().map(of_demand).fold(0.0, f64::max)
    }
}

impl Judge for Largest<'_> {
    fn without(&self, site: u32) -> f64 {
        self.largest(|row| row != site && self.open[row as usize])
    }

    fn exchanged(&self, site: u32, other: u32) -> f64 {
        self.largest(|row| row == other || (row != site && self.open[row as usize]))
    }

    fn is_better(&self, one: f64, other: f64) -> bool {
        one < other
    }
}

/// What is served with capacities; each answer takes a flow.
pub(super) struct Flows<'q> {
    pub(super) question: &'q Question<'q>,
    pub(super) open: &'q [bool],
    pub(super) limit: f64,
}

impl Flows<'_> {
    fn served(&self, without: u32, with: Option<u32>) -> f64 {
        let mut open = self.open.to_vec();
        open[without as usize] = false;
        with.into_iter().for_each(|site| open[site as usize] = true);
        most_served(self.question, &open, self.limit)
    }
}

impl Judge for Flows<'_> {
    fn without(&self, site: u32) -> f64 {
        self.served(site, None)
    }

    fn exchanged(&self, site: u32, other: u32) -> f64 {
        self.served(site, Some(other))
    }

    fn is_better(&self, one: f64, other: f64) -> bool {
        one > other
    }
}
