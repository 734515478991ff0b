//! A procedural sample city: the same city for the same seed, plainly fictional, made for demos, tests and benches.
//!
//! It knows how a town hangs together (river, streets, communities, people, places) and refuses to know files,
//! databases and requests.
//!
//! 1. `shape`, `lattice`: a bent lattice with strips for a river and a stream; every border is made of its edges.
//! 2. `network`, `blocks`: which lines are roads and bridges, which cells are parks, which make a block.
//! 3. `density`, `partition`, `divisions`: districts, streets and communities grown from blocks by people.
//! 4. `people`: demand cells with counts that add up exactly.
//! 5. `ground`, `plan`, `menu`, `facilities`, `organizations`: places of every kind, with believable gaps.
//! 6. `land`, `roads`: the base map.

mod blocks;
mod chance;
mod credit;
mod density;
mod divisions;
mod facilities;
mod ground;
mod land;
mod lattice;
mod menu;
mod network;
mod organizations;
mod outline;
mod partition;
mod people;
mod plan;
mod plane;
mod roads;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use crate::domain::{base_map::BaseFeature, demand::DemandTable, division::Division, facility::Facility, organization::Organization};

/// The city's name in Chinese.
pub const TITLE_ZH: &str = "示例市";
/// The city's name in English.
pub const TITLE_EN: &str = "Sample city";

/// What sort of city is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOptions {
    /// The same seed gives the same city.
    pub seed: u64,
    /// How many people live in it; met exactly.
    pub people: u64,
    /// How many facilities, exactly; `None` for as many as such a city would have.
    pub facilities: Option<usize>,
    /// How many demand cells, exactly; `None` for about one for every 20 people.
    pub cells: Option<usize>,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self { seed: 1, people: 1_000_000, facilities: None, cells: None }
    }
}

/// A whole city as records, ready to be stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SampleCity {
    /// Province, city, districts, streets and communities, parents before children.
    pub divisions: Vec<Division>,
    /// Organizations, one of them with the hotline.
    pub organizations: Vec<Organization>,
    /// Sites of the organizations, each with its organization's id.
    pub sites: Vec<Facility>,
    /// Facilities of every kind.
    pub facilities: Vec<Facility>,
    /// People by target group in small cells.
    pub demand: DemandTable,
    /// Water, green, roads and names.
    pub base: Vec<BaseFeature>,
}

/// Builds the city.
pub fn sample_city(options: &SampleOptions) -> SampleCity {
    let seed = options.seed;
    let lattice = lattice::Lattice::new(seed, options.people);
    let network = network::Network::new(&lattice, seed);
    let radius = lattice.shape.radius;
    let density = density::Density::new(seed, radius, lattice.metres((0.05 * radius, 0.02 * radius)));
    let blocks = blocks::Blocks::new(&lattice, &network, &density, seed);
    let tree = divisions::Tree::new(&lattice, &blocks, seed, options.people);
    let divisions = divisions::records(&lattice, &blocks, &tree, seed);
    let cells = options.cells.unwrap_or((options.people / 20).max(1) as usize);
    let homes = people::homes(&lattice, &blocks, &tree, &density, seed, cells);
    let demand = people::demand(&tree, &density, &homes, seed, options.people);
    let mut names = chance::dice(seed ^ 0xA0AD, chance::Purpose::Names);
    let lines = lattice.columns.len() + lattice.rows.len();
    let roads = roads::RoadNames::new(&lattice, &network, words::common_words(&mut names, lines));
    let mut base = land::features(&lattice, &blocks, &tree, &divisions, seed);
    base.extend(roads::features(&lattice, &network, &blocks, &roads, &density));
    let ground = ground::Ground::new(lattice, blocks, tree, roads, &density);
    let (organizations, sites) = organizations::records(&ground, seed, options.people);
    let plan = plan::facilities(&ground, seed, options.people, options.facilities);
    let facilities = facilities::records(&ground, &plan, &organizations::operators(&organizations), seed);
    SampleCity { divisions, organizations, sites, facilities, demand, base }
}
