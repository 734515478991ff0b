//! Which places does the city have, and in which community? As many as such a city would have, or as many as asked for.

use rand::Rng;

use super::{
    chance::{Purpose, Urn, dice, shuffle},
    ground::Ground,
    menu::{FACILITIES, Spread},
};

/// A place that is to be: its kind, by place in the menu, and its community.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted {
    pub(super) kind: usize,
    pub(super) community: usize,
}

/// The facilities of the city, ordered by kind and community; exactly `count` where a count is given.
pub(super) fn facilities(ground: &Ground, seed: u64, people: u64, count: Option<usize>) -> Vec<Wanted> {
    let mut rng = dice(seed, Purpose::Plan);
    let poor = poor_districts(&mut rng, ground.tree.districts.len());
    let mut plan = Vec::new();
    for (kind, dish) in FACILITIES.iter().enumerate() {
        let luck = |community: usize| {
            let district = ground.tree.street_of(community).above;
            match (dish.kind, poor.iter().position(|other| *other == district)) {
                ("elderly-day-care", Some(_)) => 0.35,
                ("community-service-station", Some(0)) => 0.6,
                _ => 1.0,
            }
        };
        plan.extend(communities(&mut rng, ground, people, dish.spread, luck).into_iter().map(|community| Wanted { kind, community }));
    }
    if let Some(count) = count {
        fit(&mut rng, ground, &mut plan, count);
    }
    plan.sort();
    plan
}

/// One or two districts where places are clearly fewer.
fn poor_districts(rng: &mut impl Rng, count: usize) -> Vec<usize> {
    let mut districts: Vec<usize> = (0..count).collect();
    shuffle(rng, &mut districts);
    districts.truncate(if count >= 4 { 2 } else { 1 });
    districts
}

/// The communities in which something with this spread stands; at least one.
pub(super) fn communities(rng: &mut impl Rng, ground: &Ground, people: u64, spread: Spread, luck: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut found: Vec<usize> = match spread {
        Spread::Communities(share) => {
            (0..ground.tree.communities.len()).filter(|community| rng.random::<f64>() < share * luck(*community)).collect()
        }
        Spread::Streets(share) => {
            (0..ground.tree.streets.len()).filter(|_| rng.random::<f64>() < share).map(|street| street_seat(ground, street)).collect()
        }
        Spread::People(each, least) => {
            let count = ((people as f64 / each as f64).round() as usize).max(least);
            (0..count).map(|_| *ground.communities.draw(rng)).collect()
        }
    };
    if found.is_empty() {
        found.push(*ground.communities.draw(rng));
    }
    found
}

/// The community of a street with most people: where its offices are.
fn street_seat(ground: &Ground, street: usize) -> usize {
    ground.tree.communities_of(street).max_by(|a, b| ground.weight(*a).total_cmp(&ground.weight(*b))).unwrap_or(0)
}

/// Leaves places out, the first of each kind last, or adds more where people live.
fn fit(rng: &mut impl Rng, ground: &Ground, plan: &mut Vec<Wanted>, count: usize) {
    shuffle(rng, plan);
    let mut seen = [false; FACILITIES.len()];
    let (mut first, rest): (Vec<Wanted>, Vec<Wanted>) = plan.iter().partition(|wanted| !std::mem::replace(&mut seen[wanted.kind], true));
    first.extend(rest);
    *plan = first;
    plan.truncate(count);
    let kinds = Urn::new(FACILITIES.iter().enumerate().map(|(kind, dish)| (kind, dish.more)).collect());
    while plan.len() < count {
        plan.push(Wanted { kind: *kinds.draw(rng), community: *ground.communities.draw(rng) });
    }
}
