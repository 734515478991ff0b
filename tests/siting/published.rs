//! Reads the published questions, if they are there.

use std::{fs, path::PathBuf};

use carereach::analysis::siting::Reach;

/// The folder of benchmarks; `None`, with a message, when it is not there.
pub fn folder(name: &str) -> Option<PathBuf> {
    let shared =
        std::env::var("CAREREACH_SHARED").map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("data/benchmarks").join(name);
    if !path.is_dir() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// A p-median question on a graph.
pub struct Graph {
    pub nodes: usize,
    pub new_sites: usize,
    /// Shortest paths, by node and node.
    pub costs: Vec<f64>,
}

impl Graph {
    pub fn reach(&self) -> Reach {
        Reach::from_dense(self.nodes, &self.costs)
    }
}

/// Reads a graph of OR-Library; of an edge given twice the last counts.
pub fn or_library(path: &PathBuf) -> Graph {
    let text = fs::read_to_string(path).expect("a readable file");
    let mut numbers = text.split_whitespace().map(|word| word.parse::<usize>().expect("a whole number"));
    let mut next = || numbers.next();
    let (nodes, edges, new_sites) = (next().expect("nodes"), next().expect("edges"), next().expect("p"));
    let mut costs = vec![f64::INFINITY; nodes * nodes];
    for _ in 0..edges {
        let (from, to, cost) = (next().expect("from") - 1, next().expect("to") - 1, next().expect("cost") as f64);
        costs[from * nodes + to] = cost;
        costs[to * nodes + from] = cost;
    }
    Graph { nodes, new_sites, costs: shortest_paths(nodes, costs) }
}

/// R. W. Floyd and S. Warshall, 1962.
pub fn shortest_paths(nodes: usize, mut costs: Vec<f64>) -> Vec<f64> {
    (0..nodes).for_each(|node| costs[node * nodes + node] = 0.0);
    for via in 0..nodes {
        let through = costs[via * nodes..][..nodes].to_vec();
        for from in 0..nodes {
            let first = costs[from * nodes + via];
            if first < f64::INFINITY {
                costs[from * nodes..][..nodes].iter_mut().zip(&through).for_each(|(cost, rest)| *cost = cost.min(first + rest));
            }
        }
    }
    costs
}

/// The table of San Francisco: weights, names of sites, and costs by tract and site.
pub struct SanFrancisco {
    pub weights: Vec<f64>,
    pub names: Vec<String>,
    pub reach: Reach,
}

pub fn san_francisco(folder: &std::path::Path) -> SanFrancisco {
    let mut reader =
        csv::Reader::from_path(folder.join("SF_network_distance_candidateStore_16_censusTract_205_new.csv")).expect("a readable file");
    let rows: Vec<(f64, String, String)> = reader
        .records()
        .map(|record| {
            let record = record.expect("a row");
            (record[0].parse().expect("a distance"), record[1].to_string(), record[2].to_string())
        })
        .collect();
    let mut reader = csv::Reader::from_path(folder.join("SF_demand_205_centroid_uniform_weight.csv")).expect("a readable file");
    let people: std::collections::HashMap<String, f64> = reader
        .records()
        .map(|record| {
            let record = record.expect("a row");
            (record[3].to_string(), record[6].parse().expect("people"))
        })
        .collect();
    let sorted = |names: Vec<String>| {
        let mut names = names;
        names.sort();
        names.dedup();
        names
    };
    let names = sorted(rows.iter().map(|row| row.1.clone()).collect());
    let tracts = sorted(rows.iter().map(|row| row.2.clone()).collect());
    let place = |names: &[String], name: &String| names.binary_search(name).expect("a known name") as u32;
    let pairs: Vec<(u32, u32, f64)> = rows.iter().map(|(cost, site, tract)| (place(&tracts, tract), place(&names, site), *cost)).collect();
    SanFrancisco {
        weights: tracts.iter().map(|tract| people[tract]).collect(),
        reach: Reach::from_pairs(tracts.len(), names.len(), &pairs),
        names,
    }
}
