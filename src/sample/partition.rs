//! How is a part of the city divided into parts of about as many people? Seeds spread, then regions grow side by side.
//!
//! Steps: 1. seeds by weighted k-means (Lloyd) from a farthest-point start; 2. the lightest region takes, of the nodes
//! beside it, the one nearest to its seed, main roads in between counted as a detour, until none is left; 3. nodes that stick out into another region change over.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::plane::{Metres, distance};

/// Blocks as nodes: where they are, how much they weigh, which lie side by side.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    pub(super) centres: Vec<Metres>,
    pub(super) weights: Vec<f64>,
    /// Neighbours, each with the fence between.
    pub(super) beside: &'a [Vec<(usize, f64)>],
    /// Metres of detour that a fence of 1 counts as.
    pub(super) fence_m: f64,
}

const ROUNDS: usize = 12;
const NOBODY: usize = usize::MAX;

impl Graph<'_> {
    /// Splits edge-connected `members` into at most `parts` edge-connected groups of about equal weight.
    pub(super) fn split(&self, members: &[usize], parts: usize) -> Vec<Vec<usize>> {
        let seeds = self.seeds(members, parts.clamp(1, members.len().max(1)));
        let mut owner = vec![NOBODY; self.weights.len()];
        self.grow(members, &seeds, &mut owner);
        for _ in 0..3 {
            self.smooth(members, seeds.len(), &mut owner);
        }
        let mut groups = vec![Vec::new(); seeds.len()];
        for node in members {
            if let Some(group) = groups.get_mut(owner[*node]) {
                group.push(*node);
            }
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// The weight of some nodes together.
    pub(super) fn weight(&self, nodes: &[usize]) -> f64 {
        nodes.iter().map(|node| self.weights[*node]).sum()
    }

    /// Distinct nodes near the weighted means of as many clusters.
    fn seeds(&self, members: &[usize], parts: usize) -> Vec<usize> {
        let heaviest = members.iter().copied().max_by(|a, b| self.weights[*a].total_cmp(&self.weights[*b]));
        let mut means: Vec<Metres> = heaviest.iter().map(|node| self.centres[*node]).collect();
        while means.len() < parts {
            let pull = |node: usize| self.weights[node].sqrt() * nearest(&means, self.centres[node]).1;
            let Some(next) = members.iter().copied().max_by(|a, b| pull(*a).total_cmp(&pull(*b))) else { break };
            means.push(self.centres[next]);
        }
        for _ in 0..ROUNDS {
            let mut sums = vec![(0.0, 0.0, 0.0); means.len()];
            for node in members {
                let (sum, weight) = (&mut sums[nearest(&means, self.centres[*node]).0], self.weights[*node]);
                *sum = (sum.0 + weight * self.centres[*node].0, sum.1 + weight * self.centres[*node].1, sum.2 + weight);
            }
            for (mean, (x, y, weight)) in means.iter_mut().zip(sums) {
                if weight > 0.0 {
                    *mean = (x / weight, y / weight);
                }
            }
        }
        self.nodes_near(members, &means)
    }

    fn nodes_near(&self, members: &[usize], means: &[Metres]) -> Vec<usize> {
        let mut seeds: Vec<usize> = Vec::with_capacity(means.len());
        for mean in means {
            let free = members.iter().copied().filter(|node| !seeds.contains(node));
            let away = |node: &usize| distance(self.centres[*node], *mean);
            seeds.extend(free.min_by(|a, b| away(a).total_cmp(&away(b))));
        }
        seeds
    }

    fn grow(&self, members: &[usize], seeds: &[usize], owner: &mut [usize]) {
        let mut member = vec![false; owner.len()];
        members.iter().for_each(|node| member[*node] = true);
        let mut load = vec![0.0f64; seeds.len()];
        let mut fronts: Vec<BinaryHeap<Reverse<(u64, usize, u64)>>> =
            seeds.iter().map(|seed| BinaryHeap::from([Reverse((0, *seed, 0))])).collect();
        let mut open: Vec<usize> = (0..seeds.len()).collect();
        while let Some(&group) = open.iter().min_by(|a, b| load[**a].total_cmp(&load[**b])) {
            let Some(Reverse((_, node, detour))) = fronts[group].pop() else {
                open.retain(|other| *other != group);
                continue;
            };
            let claimed = seeds.iter().position(|seed| *seed == node).is_some_and(|other| other != group);
            if owner[node] != NOBODY || claimed {
                continue;
            }
            owner[node] = group;
            load[group] += self.weights[node];
            for (next, fence) in self.beside[node].iter().copied().filter(|(next, _)| member[*next]) {
                let away = distance(self.centres[next], self.centres[seeds[group]]);
                let detour = detour + (fence * self.fence_m * 100.0) as u64;
                fronts[group].push(Reverse(((away * 100.0) as u64 + detour, next, detour)));
            }
        }
    }

    /// Gives a node that sticks out to the region that holds most of its neighbours, where its own region stays in one
    /// piece; a region loses at most an eighth of its nodes.
    fn smooth(&self, members: &[usize], parts: usize, owner: &mut [usize]) {
        let mut votes = vec![0usize; parts];
        let mut spare = vec![0usize; parts];
        members.iter().filter(|node| owner[**node] < parts).for_each(|node| spare[owner[*node]] += 1);
        spare.iter_mut().for_each(|count| *count /= 8);
        for node in members.iter().copied() {
            let near: Vec<usize> = self.beside[node]
                .iter()
                .map(|(next, _)| *next)
                .filter(|next| owner[*next] < parts && members.binary_search(next).is_ok())
                .collect();
            votes.fill(0);
            near.iter().for_each(|next| votes[owner[*next]] += 1);
            let Some(best) = (0..parts).max_by_key(|group| (votes[*group], Reverse(*group))) else { continue };
            // A node with one neighbour of its own is a leaf: its region stays in one piece without it.
            let own = owner[node];
            if votes[best] >= 2 && votes[own] == 1 && spare[own] > 0 {
                spare[own] -= 1;
                owner[node] = best;
            }
        }
    }
}

/// The nearest of `means` and how far it is.
fn nearest(means: &[Metres], spot: Metres) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for (place, mean) in means.iter().enumerate() {
        let away = distance(*mean, spot);
        if away < best.1 {
            best = (place, away);
        }
    }
    best
}
