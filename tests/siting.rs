//! The models against published answers; skipped, with a message, where the files are not there.

#[path = "siting/published.rs"]
mod published;

use carereach::analysis::siting::{Aim, Means, NEVER, Question, Sites, Status, center, cover_all, cover_most, median, to_the_end};
use published::{folder, or_library, san_francisco};

#[test]
fn or_library_medians_are_proven_optimal() {
    let Some(folder) = folder("orlib_pmed") else { return };
    let mut optima = csv::Reader::from_path(folder.join("optima.csv")).expect("a readable file");
    for record in optima.records() {
        let record = record.expect("a row");
        let graph = or_library(&folder.join(format!("{}.txt", &record[0])));
        let (sites, reach) = (Sites::candidates(graph.nodes), graph.reach());
        let weights = vec![1.0; graph.nodes];
        let question = Question { weights: &weights, sites: &sites, reach: &reach, means: Means::new_sites(graph.new_sites), halt: &NEVER };
        let answer = median(&question, &mut to_the_end);
        assert_eq!((answer.status, answer.objective.to_string()), (Status::Optimal, record[1].to_string()), "{}", &record[0]);
        assert_eq!(answer.opened.len(), graph.new_sites);
    }
}

#[test]
fn san_francisco_comes_out_as_in_spopt() {
    let Some(folder) = folder("spopt_sf") else { return };
    let city = san_francisco(&folder);
    let sites = Sites::candidates(city.names.len());
    let question = |count: Option<usize>| Question {
        weights: &city.weights,
        sites: &sites,
        reach: &city.reach,
        means: Means { new_sites: count, budget: None },
        halt: &NEVER,
    };
    let names = |rows: &[u32]| rows.iter().map(|row| city.names[*row as usize].as_str()).collect::<Vec<_>>();
    assert_eq!(cover_all(&question(None), 5000.0, Aim::Fewest, &mut to_the_end).objective, 8.0);
    let most = cover_most(&question(Some(4)), 5000.0, &mut to_the_end);
    assert_eq!((most.objective, most.total_weight), (875_247.0, 955_113.0));
    let sum = median(&question(Some(4)), &mut to_the_end);
    assert!((sum.objective - 2_848_268_129.714_510_4).abs() < 1e-3);
    assert_eq!(names(&sum.opened), ["Store_11", "Store_12", "Store_15", "Store_2"]);
    let largest = center(&question(Some(4)), &mut to_the_end);
    assert!((largest.objective - 7403.0638).abs() < 1e-4);
    assert_eq!(largest.status, Status::Optimal);
}
