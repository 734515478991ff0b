//! Who is served where, when everybody is served once and a place is full one day?
//!
//! A demand is the people of a cell, who need not all go to the same place; a pair is a place within their limit and its distance.
//!
//! - *Nearest with room*: pairs are looked at from the shortest on (of equal ones the lower place, then the lower cell), and as many
//!   of the cell's people who are left go there as there is room. What somebody would see who lets the nearest in first.
//! - *Optimum*: the most people served, and among all ways to serve so many the least sum of metres. A minimum-cost flow, one demand after
//!   the other along shortest augmenting paths (J. Edmonds and R. M. Karp, "Theoretical improvements in algorithmic efficiency for network
//!   flow problems", Journal of the ACM 19, 1972; demand by demand as H. W. Kuhn's Hungarian method of 1955 does row by row). Paths lead
//!   over places: going from one to another means that somebody served at the first moves to the second. Staying unserved is one more
//!   place with room for all, farther than any path could be.
//!
//! Served and unserved add up to everybody. Refuses to know zones and how distances were measured.

use std::collections::{BTreeMap, VecDeque};

/// Less than this is nobody.
const NOBODY: f64 = 1e-9;

/// Places within reach of people, and who they are.
#[derive(Debug, Clone, Copy)]
pub struct Supply<'a> {
    /// People by demand.
    pub people: &'a [f64],
    /// By demand, the places in reach with metres, each once.
    pub pairs: &'a [Vec<(u32, f64)>],
    /// Room by place.
    pub room: &'a [f64],
}

/// People of a demand who are served at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// The demand.
    pub demand: u32,
    /// The place.
    pub place: u32,
    /// How many.
    pub people: f64,
    /// Metres each of them has.
    pub metres: f64,
}

/// Nearest with room; in the order of demands and places.
pub fn nearest_with_room(supply: &Supply) -> Vec<Served> {
    let mut pairs: Vec<(f64, u32, u32)> = vec![];
    for (row, demand) in supply.pairs.iter().zip(0..) {
        pairs.extend(row.iter().map(|(place, metres)| (*metres, *place, demand)));
    }
    pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let (mut left, mut room) = (supply.people.to_vec(), supply.room.to_vec());
    let mut served = vec![];
    for (metres, place, demand) in pairs {
        let people = left[demand as usize].min(room[place as usize]);
        if people > 0.0 {
            left[demand as usize] -= people;
            room[place as usize] -= people;
            served.push(Served { demand, place, people, metres });
        }
    }
    served.sort_unstable_by_key(|one| (one.demand, one.place));
    served
}

/// Most people served, with the least sum of metres; in the order of demands and places.
pub fn optimum(supply: &Supply) -> Vec<Served> {
    let mut flow = Flow::new(supply);
    for demand in 0..supply.people.len() as u32 {
        flow.bring_in(demand);
    }
    flow.served()
}

/// A flow under way. The place behind all others is that of the unserved.
struct Flow<'a> {
    supply: &'a Supply<'a>,
    nowhere: usize,
    /// Metres to nowhere.
    far_m: f64,
    room: Vec<f64>,
    /// By place, people by demand.
    at: Vec<BTreeMap<u32, f64>>,
}

/// How the shortest path came to a place: its length, and from where by whose move; a place that demand itself goes to has none.
#[derive(Clone, Copy)]
struct Step {
    metres: f64,
    from: Option<(usize, u32)>,
}

impl<'a> Flow<'a> {
    fn new(supply: &'a Supply<'a>) -> Flow<'a> {
        let nowhere = supply.room.len();
        let longest = supply.pairs.iter().flatten().map(|(_, metres)| *metres).fold(1.0, f64::max);
        // No path changes places more often than there are places, each time by at most the longest distance.
        let far_m = longest * (nowhere as f64 + 2.0);
        let mut room = supply.room.to_vec();
        room.push(f64::INFINITY);
        Flow { supply, nowhere, far_m, room, at: vec![BTreeMap::new(); nowhere + 1] }
    }

    /// Where a demand can go and how far it is, nowhere included.
    fn choices(&self, demand: u32) -> impl Iterator<Item = (usize, f64)> + use<'_, 'a> {
        let pairs = &self.supply.pairs[demand as usize];
        pairs.iter().map(|(place, metres)| (*place as usize, *metres)).chain([(self.nowhere, self.far_m)])
    }

    fn metres(&self, demand: u32, place: usize) -> f64 {
        self.choices(demand).find(|(one, _)| *one == place).map_or(f64::INFINITY, |(_, metres)| metres)
    }

    fn bring_in(&mut self, demand: u32) {
        let mut left = self.supply.people[demand as usize];
        while left > NOBODY {
            let (end, path) = self.shortest(demand);
            let mut people = left.min(self.room[end]);
            let mut place = end;
            while let Some((from, moves)) = path[&place].from {
                people = people.min(self.at[from][&moves]);
                place = from;
            }
            let first = place;
            place = end;
            while let Some((from, moves)) = path[&place].from {
                self.shift(from, moves, -people);
                self.shift(place, moves, people);
                place = from;
            }
            self.shift(first, demand, people);
            self.room[end] -= people;
            left -= people;
        }
    }

    fn shift(&mut self, place: usize, demand: u32, people: f64) {
        let there = self.at[place].entry(demand).or_insert(0.0);
        *there += people;
        if *there <= NOBODY {
            self.at[place].remove(&demand);
        }
    }

    /// The shortest path of a demand to a place with room, over full ones. Bellman and Ford's with a queue, since moving somebody may
    /// shorten a path; no cycle does, as long as everybody so far is served at the least sum.
    fn shortest(&self, demand: u32) -> (usize, BTreeMap<usize, Step>) {
        let mut found: BTreeMap<usize, Step> = BTreeMap::new();
        let mut waiting = VecDeque::new();
        for (place, metres) in self.choices(demand) {
            found.insert(place, Step { metres, from: None });
            waiting.push_back(place);
        }
        while let Some(place) = waiting.pop_front() {
            if self.room[place] > NOBODY {
                continue;
            }
            let here = found[&place].metres;
            for moves in self.at[place].keys() {
                let own = self.metres(*moves, place);
                for (next, metres) in self.choices(*moves).filter(|(next, _)| *next != place) {
                    let metres = here + metres - own;
                    if found.get(&next).is_none_or(|known| metres < known.metres - 1e-7) {
                        found.insert(next, Step { metres, from: Some((place, *moves)) });
                        if !waiting.contains(&next) {
                            waiting.push_back(next);
                        }
                    }
                }
            }
        }
        let open = found.iter().filter(|(place, _)| self.room[**place] > NOBODY);
        let nearest = open.min_by(|one, other| one.1.metres.total_cmp(&other.1.metres).then(one.0.cmp(other.0)));
        (nearest.map_or(self.nowhere, |(place, _)| *place), found)
    }

    fn served(&self) -> Vec<Served> {
        let at = self.at[..self.nowhere].iter().enumerate();
        let one = |place: usize, (demand, people): (&u32, &f64)| Served {
            demand: *demand,
            place: place as u32,
            people: *people,
            metres: self.metres(*demand, place),
        };
        let mut served: Vec<Served> = at.flat_map(|(place, there)| there.iter().map(move |there| one(place, there))).collect();
        served.sort_unstable_by_key(|one| (one.demand, one.place));
        served
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::random::Random;

    fn sums(served: &[Served]) -> (f64, f64) {
        served.iter().fold((0.0, 0.0), |(people, metres), one| (people + one.people, metres + one.people * one.metres))
    }

    /// Whether nobody is served twice, beyond room or out of reach.
    fn check(supply: &Supply, served: &[Served]) {
        for (demand, people) in supply.people.iter().enumerate() {
            assert!(served.iter().filter(|one| one.demand as usize == demand).map(|one| one.people).sum::<f64>() <= *people);
        }
        for (place, room) in supply.room.iter().enumerate() {
            assert!(served.iter().filter(|one| one.place as usize == place).map(|one| one.people).sum::<f64>() <= *room);
        }
        assert!(served.iter().all(|one| supply.pairs[one.demand as usize].contains(&(one.place, one.metres)) && one.people > 0.0));
    }

    /// The best of all ways to send people one by one.
    fn best_of_all(supply: &Supply, demand: usize, left: u32, room: &mut Vec<f64>) -> (f64, f64) {
        if left == 0 {
            let Some(next) = supply.people.get(demand + 1) else { return (0.0, 0.0) };
            return best_of_all(supply, demand + 1, *next as u32, room);
        }
        let mut best = best_of_all(supply, demand, left - 1, room);
        for (place, metres) in &supply.pairs[demand] {
            if room[*place as usize] >= 1.0 {
                room[*place as usize] -= 1.0;
                let (people, more) = best_of_all(supply, demand, left - 1, room);
                room[*place as usize] += 1.0;
                let found = (people + 1.0, more + metres);
                if found.0 > best.0 || (found.0 == best.0 && found.1 < best.1) {
                    best = found;
                }
            }
        }
        best
    }

    #[test]
    fn the_optimum_is_that_of_trying_everything() {
        let mut random = Random(71);
        let mut differ = 0;
        for round in 0..300 {
            let (demands, places) = (2 + random.below(3), 2 + random.below(2));
            let people: Vec<f64> = (0..demands).map(|_| random.below(3) as f64).collect();
            let room: Vec<f64> = (0..places).map(|_| random.below(3) as f64).collect();
            let row = |random: &mut Random| -> Vec<(u32, f64)> {
                let near: Vec<u32> = (0..places as u32).filter(|_| random.chance(0.7)).collect();
                near.into_iter().map(|place| (place, (1 + random.below(9)) as f64 * 100.0)).collect()
            };
            let pairs: Vec<_> = (0..demands).map(|_| row(&mut random)).collect();
            let supply = Supply { people: &people, pairs: &pairs, room: &room };
            let (greedy, best) = (nearest_with_room(&supply), optimum(&supply));
            check(&supply, &greedy);
            check(&supply, &best);
            let expected = best_of_all(&supply, 0, people[0] as u32, &mut room.clone());
            assert_eq!(sums(&best), expected, "round {round}: {people:?} {pairs:?} {room:?}");
            differ += usize::from(sums(&greedy) != expected);
        }
        assert!(differ > 10, "the nearest with room is not always the best: {differ}");
    }

    #[test]
    fn the_nearest_come_first_and_who_comes_too_late_goes_farther_or_is_turned_away() {
        // Two cells of 10; the place 0 has room for 12, and the place 1, which only the second cell reaches, for 5.
        let pairs = [vec![(0, 100.0)], vec![(0, 200.0), (1, 900.0)]];
        let supply = Supply { people: &[10.0, 10.0], pairs: &pairs, room: &[12.0, 5.0] };
        let served = |demand, place, people, metres| Served { demand, place, people, metres };
        let nearest = nearest_with_room(&supply);
        assert_eq!(nearest, [served(0, 0, 10.0, 100.0), served(1, 0, 2.0, 200.0), served(1, 1, 5.0, 900.0)]);
        assert_eq!(optimum(&supply), nearest);
        // Where the first cell is farther the second one takes the place, and the optimum serves more.
        let pairs = [vec![(0, 300.0)], vec![(0, 200.0), (1, 900.0)]];
        let supply = Supply { pairs: &pairs, ..supply };
        assert_eq!(nearest_with_room(&supply), [served(0, 0, 2.0, 300.0), served(1, 0, 10.0, 200.0)]);
        assert_eq!(optimum(&supply), [served(0, 0, 7.0, 300.0), served(1, 0, 5.0, 200.0), served(1, 1, 5.0, 900.0)]);
    }
}
