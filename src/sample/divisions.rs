//! How is the city divided? Districts, streets and communities, grown from blocks so that each level fills the one above.

use chrono::NaiveDate;
use rand::Rng;

use super::{
    TITLE_EN, TITLE_ZH,
    blocks::Blocks,
    chance::{Purpose, dice},
    lattice::{Axis, Lattice},
    outline::{Cell, outline},
    partition::Graph,
    plane::{degrees, distance, position},
    words::{DISTRICTS, Word, common_words, street_words},
};
use crate::domain::division::{Division, DivisionCode, SmartCommunity};

/// What every record of the sample says about where it comes from.
pub(super) const SOURCE: &str = "sample 示例数据";
/// People of a community, on average.
const PEOPLE_PER_COMMUNITY: f64 = 3_500.0;
/// The city's code; no province has the number 99.
const CITY: u64 = 990_100_000_000;

/// A division with the blocks it is made of.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) code: DivisionCode,
    /// Its full name, such as 望河社区.
    pub(super) name: Word,
    /// Its name without the ending, such as 望河.
    pub(super) stem: Word,
    /// Place of the one above in its level's list.
    pub(super) above: usize,
    pub(super) blocks: Vec<usize>,
}

/// The divisions of the city by level, each list in the order of its codes.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) districts: Vec<Place>,
    pub(super) streets: Vec<Place>,
    pub(super) communities: Vec<Place>,
    /// The community of each block.
    pub(super) of_block: Vec<usize>,
}

impl Tree {
    /// Divides the city.
    pub(super) fn new(lattice: &Lattice, blocks: &Blocks, seed: u64, people: u64) -> Self {
        let graph = Graph {
            centres: blocks.list.iter().map(|block| block.centre).collect(),
            weights: balanced_weights(lattice, blocks),
            beside: &blocks.beside,
            fence_m: (0.12 * lattice.shape.radius).min(1_200.0),
        };
        let wanted = ((people as f64 / PEOPLE_PER_COMMUNITY).round() as usize).max(6);
        let per_weight = wanted as f64 / graph.weights.iter().sum::<f64>();
        let least = if wanted >= 200 { 6 } else { 1 };
        let mut rng = dice(seed, Purpose::Names);
        let districts = districts(lattice, blocks, &graph, wanted);
        let (mut streets, mut communities) = (Vec::new(), Vec::new());
        for (above, district) in districts.iter().enumerate() {
            let parts = (graph.weight(&district.blocks) * per_weight / 7.6).round() as usize;
            for (number, part) in ordered(&graph, graph.split(&district.blocks, parts.clamp(least, 99))).into_iter().enumerate() {
                streets.push(place(district.code.number() + (number as u64 + 1) * 1_000, above, part));
            }
        }
        for (above, street) in streets.iter().enumerate() {
            let parts = (graph.weight(&street.blocks) * per_weight).round() as usize;
            for (number, part) in ordered(&graph, graph.split(&street.blocks, parts.clamp(least, 199))).into_iter().enumerate() {
                communities.push(place(street.code.number() + number as u64 + 1, above, part));
            }
        }
        named(&mut streets, street_words(&mut rng, 4_000), ("街道", "Subdistrict"));
        let taken: Vec<String> = streets.iter().map(|street| street.stem.zh.clone()).collect();
        let words = common_words(&mut rng, communities.len() + taken.len());
        named(&mut communities, words.into_iter().filter(|word| !taken.contains(&word.zh)).collect(), ("社区", "Community"));
        let mut of_block = vec![0; blocks.list.len()];
        for (number, community) in communities.iter().enumerate() {
            community.blocks.iter().for_each(|block| of_block[*block] = number);
        }
        Self { districts, streets, communities, of_block }
    }

    /// The street of a community.
    pub(super) fn street_of(&self, community: usize) -> &Place {
        &self.streets[self.communities[community].above]
    }

    /// The communities of a street; they follow each other.
    pub(super) fn communities_of(&self, street: usize) -> std::ops::Range<usize> {
        self.communities.partition_point(|community| community.above < street)
            ..self.communities.partition_point(|community| community.above <= street)
    }

    /// The district of a street.
    pub(super) fn district_of(&self, street: &Place) -> &Place {
        &self.districts[street.above]
    }
}

/// Expected people, and a little for land, so that no community spreads over half the hills.
fn balanced_weights(lattice: &Lattice, blocks: &Blocks) -> Vec<f64> {
    let radius = lattice.shape.radius;
    let total: f64 = blocks.list.iter().map(|block| block.weight).sum();
    let cells: usize = blocks.list.iter().map(|block| block.cells.len()).sum();
    let land = 0.12 * total / cells as f64;
    blocks
        .list
        .iter()
        .map(|block| block.weight + land * block.cells.len() as f64 * (0.4 + distance(block.centre, (0.0, 0.0)) / radius))
        .collect()
}

fn place(code: u64, above: usize, blocks: Vec<usize>) -> Place {
    let code = DivisionCode::parse(&format!("{code:012}")).expect("the sample's codes have twelve digits");
    Place { code, name: Word::new("", ""), stem: Word::new("", ""), above, blocks }
}

/// Gives each place the next word with the level's ending.
fn named(places: &mut [Place], words: Vec<Word>, (zh, en): (&str, &str)) {
    for (place, stem) in places.iter_mut().zip(words) {
        place.name = stem.with(zh, en);
        place.stem = stem;
    }
}

/// Groups from north to south, of those about as far north from west to east.
fn ordered(graph: &Graph, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    groups.sort_by_key(|group| {
        let count = group.len() as f64;
        let x = group.iter().map(|node| graph.centres[*node].0).sum::<f64>() / count;
        let y = group.iter().map(|node| graph.centres[*node].1).sum::<f64>() / count;
        ((-y / 1_000.0).round() as i64, x as i64)
    });
    groups
}

/// Districts on both sides of the river, named by where they lie.
fn districts(lattice: &Lattice, blocks: &Blocks, graph: &Graph, communities: usize) -> Vec<Place> {
    let wanted = ((communities as f64).sqrt() / 2.8).round().clamp(2.0, 8.0);
    let river = lattice.middle(Axis::Column);
    let (west, east): (Vec<usize>, Vec<usize>) = (0..blocks.list.len()).partition(|block| blocks.list[*block].cells[0].0 < river);
    let share = graph.weight(&west) / (graph.weight(&west) + graph.weight(&east));
    let parts = (share * wanted).round().clamp(1.0, wanted - 1.0);
    let mut groups = graph.split(&west, parts as usize);
    groups.extend(graph.split(&east, (wanted - parts) as usize));
    let mut free: Vec<usize> = (0..DISTRICTS.len()).collect();
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    while !groups.is_empty() && !free.is_empty() {
        let pairs = (0..groups.len()).flat_map(|group| free.iter().map(move |name| (group, *name)));
        let miss = |(group, name): &(usize, usize)| {
            let (x, y) = heart(graph, &groups[*group], lattice.shape.radius);
            distance((x, y), (DISTRICTS[*name].2, DISTRICTS[*name].3))
        };
        let Some((group, name)) = pairs.min_by(|a, b| miss(a).total_cmp(&miss(b))) else { break };
        free.retain(|other| *other != name);
        found.push((name, groups.swap_remove(group)));
    }
    found.sort();
    let numbered = found.into_iter().enumerate().map(|(number, (name, blocks))| {
        let mut district = place(CITY + (number as u64 + 2) * 1_000_000, 0, blocks);
        district.stem = Word::new(DISTRICTS[name].0, DISTRICTS[name].1);
        district.name = district.stem.clone();
        district
    });
    numbered.collect()
}

/// The middle of a group by weight, in parts of the radius.
fn heart(graph: &Graph, group: &[usize], radius: f64) -> (f64, f64) {
    let weight = graph.weight(group).max(f64::MIN_POSITIVE) * radius;
    let sum = |axis: fn(&(f64, f64)) -> f64| group.iter().map(|node| graph.weights[*node] * axis(&graph.centres[*node])).sum::<f64>();
    (sum(|at| at.0) / weight, sum(|at| at.1) / weight)
}

/// All divisions as records, parents first, with boundaries.
pub(super) fn records(lattice: &Lattice, blocks: &Blocks, tree: &Tree, seed: u64) -> Vec<Division> {
    let mut rng = dice(seed, Purpose::Divisions);
    let whole = place(CITY, 0, (0..blocks.list.len()).collect());
    let mut province = record(lattice, blocks, &Place { name: Word::new("示例省", "Sample Province"), ..whole.clone() });
    province.code = DivisionCode::parse("99").expect("two digits are a province");
    province.parent = None;
    let city = record(lattice, blocks, &Place { name: Word::new(TITLE_ZH, TITLE_EN), ..whole });
    let mut all = vec![province, city];
    all.extend(tree.districts.iter().chain(&tree.streets).map(|place| record(lattice, blocks, place)));
    all.extend(tree.communities.iter().map(|place| Division { smart: smart(&mut rng), ..record(lattice, blocks, place) }));
    all
}

fn record(lattice: &Lattice, blocks: &Blocks, place: &Place) -> Division {
    let cells: Vec<Cell> = place.blocks.iter().flat_map(|block| blocks.list[*block].cells.iter().copied()).collect();
    Division {
        code: place.code,
        name: place.name.zh.clone(),
        name_en: Some(place.name.en.clone()),
        parent: place.code.parent(),
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1),
        valid_to: None,
        successor: None,
        boundary: Some(outline(lattice, &cells)),
        centre: Some(position(degrees(lattice.metres(label(lattice, blocks, place))))),
        smart: SmartCommunity::default(),
        source: Some(SOURCE.to_owned()),
    }
}

/// Lattice coordinates of the cell nearest to the division's middle: always inside it.
fn label(lattice: &Lattice, blocks: &Blocks, place: &Place) -> (f64, f64) {
    let of = |block: &usize| &blocks.list[*block];
    let count = place.blocks.len() as f64;
    let x = place.blocks.iter().map(|block| of(block).centre.0).sum::<f64>() / count;
    let y = place.blocks.iter().map(|block| of(block).centre.1).sum::<f64>() / count;
    let cells = place.blocks.iter().flat_map(|block| of(block).cells.iter().filter(|cell| lattice.is_plain(**cell)));
    let away = |cell: &&Cell| distance(lattice.metres(lattice.middle_of(**cell)), (x, y));
    cells.min_by(|a, b| away(a).total_cmp(&away(b))).map_or((0.0, 0.0), |cell| lattice.middle_of(*cell))
}

/// About a fifth of the communities are smart ones; of a few nobody knows.
fn smart(rng: &mut impl Rng) -> SmartCommunity {
    let drawn: f64 = rng.random();
    let since = NaiveDate::from_ymd_opt(rng.random_range(2021..=2026), rng.random_range(1..=9), rng.random_range(1..=28));
    if drawn < 0.2 {
        SmartCommunity { smart: Some(true), since, source: Some("示例数据".to_owned()) }
    } else if drawn < 0.95 {
        SmartCommunity { smart: Some(false), since: None, source: Some("示例数据".to_owned()) }
    } else {
        SmartCommunity::default()
    }
}
