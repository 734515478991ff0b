//! What of what the last snapshot worked out does the next one take over, and which places were written in between, as far as
//! distances depend on it?

use std::collections::BTreeSet;

use moka::sync::Cache;

use super::{
    Keys, Snapshot,
    rows::{FacilityRow, Row, place_row},
};
use crate::{
    domain::street::{By, Pace},
    registry::{
        distances::{DistancesKept, room},
        walking::{ON_ROADS_KEPT, PeopleOnRoads, PlacesOnRoads},
        worked_out::{Room, Written},
    },
};

/// What a snapshot begins with.
pub(super) struct WorkedOutBefore {
    /// The keys of its rows, where those of the last snapshot hold.
    pub(super) keys: Option<Keys>,
    pub(super) distances: DistancesKept,
    pub(super) places_on_roads: PlacesOnRoads,
    pub(super) cells_on_roads: PeopleOnRoads,
}

impl WorkedOutBefore {
    /// Nothing.
    pub(super) fn nothing() -> WorkedOutBefore {
        WorkedOutBefore {
            keys: None,
            distances: DistancesKept::new(room()),
            places_on_roads: PlacesOnRoads::new(Room { most: ON_ROADS_KEPT, takes: |_| 1 }),
            cells_on_roads: Cache::new(ON_ROADS_KEPT),
        }
    }

    /// Only what is about the people, of a snapshot on the same ground and map.
    pub(super) fn of_people(last: &Snapshot) -> WorkedOutBefore {
        WorkedOutBefore { cells_on_roads: last.cells_on_roads.clone(), ..WorkedOutBefore::nothing() }
    }

    /// All of it, where facilities with these ids were written and these are there now; distances on foot at this pace.
    pub(super) fn of_all(last: &Snapshot, ids: &[&str], now: &[FacilityRow], pace: Pace) -> WorkedOutBefore {
        let people = WorkedOutBefore::of_people(last);
        let Some((keys, written)) = written(last, ids, now) else { return people };
        let distances = last.distances.handed_on(&last.keys, &written, |(manner, _)| manner.by == By::Straight || manner.pace == pace);
        let places_on_roads = last.places_on_roads.handed_on(&last.keys, &written, |_| true);
        WorkedOutBefore { keys: Some(keys), distances, places_on_roads, ..people }
    }
}

/// The keys of the rows that are there now, and the places that differ; `None` where there is no room for new keys.
fn written(last: &Snapshot, ids: &[&str], now: &[FacilityRow]) -> Option<(Keys, Written)> {
    let (mut gone, mut came, mut changed) = (vec![], vec![], vec![]);
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        let before = last.facility_row(id);
        let after = now.binary_search_by(|row| row.id().cmp(id)).ok();
        match (before, after) {
            (Some(before), Some(after)) => {
                let [one, other] = [&last.facilities[before], &now[after].facility].map(|one| place_row(one, last.catalogue()));
                changed.extend((one != other).then_some(before));
            }
            (Some(before), None) => gone.push(before),
            (None, Some(after)) => came.push(after),
            (None, None) => {}
        }
    }
    let keys = last.keys.after(&gone, &came)?;
    let was = |row: &usize| (last.keys.by_row()[*row], last.places.point(*row as u32));
    let new = came.iter().map(|row| (keys.by_row()[*row], None));
    // A new facility may get the key of one that went: then it is one that moved.
    let written = new.chain(gone.iter().chain(&changed).map(was)).collect();
    Some((keys, written))
}
