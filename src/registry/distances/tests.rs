//! Are the distances that a snapshot takes over those that it would find anew, whatever is written in between?

use std::io::Cursor;

use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::{
    domain::{
        change::Stamp,
        demand::DemandCell,
        facility::{Facility, Status},
        id::CellId,
        position::Position,
        street::Profile,
    },
    exchange::{OsmFormat, OsmSource},
    registry::{OsmOptions, Records, RegistryError, draft, recorded::Recorded},
    storage::Writer,
};

const SIDE: usize = 12;
const BLOCK_DEG: f64 = 0.002;

/// Somewhere in the town, or a little outside.
fn somewhere(random: &mut ChaCha8Rng) -> [f64; 2] {
    [108.9, 34.2].map(|corner| corner + (random.random::<f64>() * 1.1 - 0.05) * SIDE as f64 * BLOCK_DEG)
}

/// A lattice of streets, some of them missing and some of them steps, as a map file.
fn map(random: &mut ChaCha8Rng) -> String {
    let mut text = String::from("<osm version=\"0.6\">");
    for at in 0..SIDE * SIDE {
        let [lon, lat] = [(at % SIDE, 108.9), (at / SIDE, 34.2)].map(|(step, corner)| corner + step as f64 * BLOCK_DEG);
        text += &format!("<node id=\"{}\" lon=\"{lon:.7}\" lat=\"{lat:.7}\"/>", at + 1);
    }
    for at in 0..SIDE * SIDE {
        for (there, to) in [(at % SIDE + 1 < SIDE, at + 1), (at / SIDE + 1 < SIDE, at + SIDE)] {
            if there && random.random_bool(0.85) {
                let sort = if random.random_bool(0.1) { "steps" } else { "residential" };
                let (id, from, to) = (at * 2 + usize::from(to > at + 1) + 1, at + 1, to + 1);
                text += &format!("<way id=\"{id}\"><nd ref=\"{from}\"/><nd ref=\"{to}\"/><tag k=\"highway\" v=\"{sort}\"/></way>");
            }
        }
    }
    text + "</osm>"
}

fn import(records: &Records, map: &str, sha256: &str) {
    let open = || Ok(Box::new(Cursor::new(map.as_bytes().to_vec())) as Box<dyn std::io::Read + Send>);
    let source = OsmSource { name: "town.osm", format: OsmFormat::Xml, open: &open, size: map.len() as u64 };
    let options = OsmOptions { sha256: sha256.into(), area_given: true, stamp: Stamp::operator(), dry_run: false, progress: &|_, _| {} };
    records.import_osm(&source, &options).expect("the map is read");
}

fn write(records: &Records, work: impl FnOnce(&mut Writer)) {
    let written = records.store.write(&Stamp::operator(), |writer| {
        work(writer);
        Ok::<_, RegistryError>(())
    });
    written.expect("it is written");
}

fn people(random: &mut ChaCha8Rng, writer: &mut Writer, count: usize) {
    let cell = |number: usize, [lon, lat]: [f64; 2]| DemandCell {
        id: CellId::parse(&format!("D{number:04}")).expect("an id"),
        position: Position::new(lon, lat).expect("on the earth"),
        given: None,
        division: None,
        counts: [1.0].into(),
    };
    let cells: Vec<DemandCell> = (0..count).map(|number| cell(number, somewhere(random))).collect();
    writer.upsert_demand(&["population".to_owned()], &cells.iter().collect::<Vec<_>>()).expect("it is written");
}

fn facility(random: &mut ChaCha8Rng, id: &str) -> Facility {
    let mut form = draft::blank_facility(id);
    form["name"] = "示例".into();
    form["kind"] = (*["elderly-day-care", "community-service-station"].choose(random).expect("a kind")).into();
    form["status"] = (*["operating", "operating", "closed"].choose(random).expect("a status")).into();
    if random.random_bool(0.9) {
        let [lon, lat] = somewhere(random);
        (form["lon"], form["lat"], form["precision"]) = (lon.into(), lat.into(), "exact".into());
    }
    Facility::read_back(&form.to_string()).expect("a facility of the test")
}

fn write_at_random(random: &mut ChaCha8Rng, writer: &mut Writer, most: usize) {
    for _ in 0..random.random_range(0..=most) {
        // Ids of different lengths, so that new ones come between old ones.
        let id = format!("F{}", random.random_range(0..400));
        let facility = facility(random, &id);
        if random.random_bool(0.25) {
            writer.remove_facility(&facility.id).expect("it is removed");
        } else {
            writer.upsert_facilities(&[&facility]).expect("it is written");
        }
    }
}

/// What distances say, with places by their ids.
fn told<'a>(snapshot: &'a Snapshot, distances: &Distances) -> (Vec<(f64, &'a str)>, usize) {
    let id = |number: u32| snapshot.row_of_place(number).map_or("", |row| snapshot.facilities()[row as usize].id.as_str());
    let cells = 0..snapshot.cell_count();
    (cells.map(|cell| (distances.nearest.distance_m[cell], id(distances.nearest.row[cell]))).collect(), distances.off_road)
}

/// Compares what a snapshot took over with what one that was read whole finds; answers how much was taken over.
fn compare(next: &Snapshot, whole: &Snapshot, questions: &[(By, Filter)], random: &mut ChaCha8Rng) -> usize {
    let mut taken = 0;
    for (by, filter) in questions {
        if random.random_bool(0.6) {
            let manner = next.manner(*by);
            let own = next.distances_kept().get((if *by == By::Straight { Manner::default() } else { manner }, filter.clone()), |before| {
                let later = before.and_then(|before| next.distances_after(manner, filter, &before));
                taken += usize::from(later.is_some());
                later.unwrap_or_else(|| next.distances_anew(manner, filter))
            });
            let anew = whole.distances(manner, filter);
            assert!(told(next, &own) == told(whole, &anew), "{by:?} {filter:?}: what is taken over is what is found anew");
        }
        if let Some((walker, _)) = next.walker(next.manner(*by)).filter(|_| random.random_bool(0.4)) {
            let manner = next.manner(*by);
            let (own, anew) = (next.places_on_roads(&walker, manner), whole.places_on_roads(&walker, manner));
            assert_eq!(own.len(), anew.len());
            assert!((0..own.len() as u32).all(|row| own.get(row) == anew.get(row)), "places are on the roads that they are on anew");
        }
    }
    taken
}

fn questions() -> Vec<(By, Filter)> {
    let of_status = |status| Filter { statuses: vec![status], ..Filter::default() };
    let filters = [Filter::operating(), Filter { kinds: vec![1], ..Filter::operating() }, of_status(Status::Closed)];
    let manners = [By::Straight, By::OnFoot(Profile::Walk), By::OnFoot(Profile::StepFree)];
    manners.into_iter().flat_map(|by| filters.clone().map(|filter| (by, filter))).collect()
}

/// Writes at random with or without streets; answers how much was taken over.
fn write_again_and_again(seed: u64, streets: bool) -> usize {
    let random = &mut ChaCha8Rng::seed_from_u64(seed);
    let records = Records::open_sample(chrono::TimeDelta::days(1)).expect("a registry in memory");
    if streets {
        import(&records, &map(random), "1");
    }
    write(&records, |writer| {
        people(random, writer, 600);
        (0..20).for_each(|_| write_at_random(random, writer, 6));
    });
    let mut last = records.store.read(Snapshot::load).expect("a snapshot");
    assert_eq!(last.has_network(), streets);
    let mut taken = 0;
    for step in 0..40 {
        match step {
            // Streets, and where people live, are not handed on.
            20 if streets => import(&records, &map(random), "2"),
            30 => write(&records, |writer| people(random, writer, 300)),
            _ => write(&records, |writer| write_at_random(random, writer, 3)),
        }
        let next = records.store.read(|reader| Snapshot::load_after(reader, &last)).expect("a snapshot");
        let whole = records.store.read(Snapshot::load).expect("a snapshot");
        let now = compare(&next, &whole, &questions(), random);
        assert!(now == 0 || ![20, 30].contains(&step) || (step == 20 && !streets), "on other ground all is worked out anew");
        taken += now;
        last = next;
    }
    taken
}

#[test]
fn distances_that_are_taken_over_are_those_found_anew_over_streets() {
    let taken: usize = (1..4).map(|seed| write_again_and_again(seed, true)).sum();
    assert!(taken > 300, "most are taken over: {taken}");
}

#[test]
fn distances_that_are_taken_over_are_those_found_anew_where_there_are_no_streets() {
    let taken: usize = (4..6).map(|seed| write_again_and_again(seed, false)).sum();
    assert!(taken > 200, "most are taken over: {taken}");
}

#[test]
fn a_write_that_moves_nothing_leaves_distances_as_they_are() {
    let random = &mut ChaCha8Rng::seed_from_u64(9);
    let records = Records::open_sample(chrono::TimeDelta::days(1)).expect("a registry in memory");
    let first = facility(random, "F1");
    write(&records, |writer| {
        people(random, writer, 50);
        writer.upsert_facilities(&[&first]).expect("it is written");
    });
    let last = records.store.read(Snapshot::load).expect("a snapshot");
    last.distances(Manner::default(), &Filter::default());
    let phoned = Facility { phone: Some("029-1".into()), ..first };
    write(&records, |writer| {
        writer.upsert_facilities(&[&phoned]).expect("it is written");
    });
    let next = records.store.read(|reader| Snapshot::load_after(reader, &last)).expect("a snapshot");
    assert_ne!(next.etag(), last.etag());
    next.distances_kept().get((Manner::default(), Filter::default()), |before| {
        let before = before.expect("it is handed on");
        assert_eq!(before.written.places().count(), 0);
        next.distances_after(Manner::default(), &Filter::default(), &before).expect("it is gone on from")
    });
}
