//! How does a state of the registry become a snapshot? Read whole, or from the snapshot before: then only what was written
//! since is read, and the rest is shared.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::{
    Found, Keys, Snapshot,
    ground::{Ground, Parts, include, same_ground},
    map::{MapBytes, MapGround},
    rows::{FacilityRow, OrganizationRow, renewed},
    view::view_of,
    written::WorkedOutBefore,
};
use crate::{
    analysis::{
        places::{NextRow, Places},
        search::SearchIndex,
        space::Space,
    },
    domain::{change::RecordType, facility::Facility, street::Pace},
    registry::{RegistryError, Units, units::in_old_units},
    storage::{ChangeFilter, Kept, Reader, Revision, State},
};

/// So many records that were written since are read one by one; of more, all are.
const MOST_ONE_BY_ONE: usize = 1_000;

/// What tells one state of a registry from another.
struct Name {
    revision: Revision,
    etag: String,
    seq: i64,
    pace: Pace,
}

/// What a snapshot's records stand on.
struct Beneath {
    ground: Arc<Ground>,
    map: Arc<MapGround>,
    worked_out: WorkedOutBefore,
}

impl Beneath {
    /// Nothing is worked out there yet.
    fn new(ground: Ground, map: Arc<MapGround>) -> Beneath {
        Beneath { ground: Arc::new(ground), map, worked_out: WorkedOutBefore::nothing() }
    }
}

/// The records of a snapshot, in the order of ids.
struct Rows {
    facilities: Vec<FacilityRow>,
    organizations: Vec<OrganizationRow>,
    merged_facilities: BTreeMap<String, String>,
    merged_organizations: BTreeMap<String, String>,
}

impl Snapshot {
    /// Reads everything in one transaction and builds the indexes.
    pub fn load(reader: &mut Reader) -> Result<Snapshot, RegistryError> {
        let map = MapBytes::read(reader)?;
        std::thread::scope(|scope| {
            let map = scope.spawn(|| map.unpack());
            let (name, state) = (Name::of(reader)?, reader.state()?);
            let (ground, rows) = apart(state, |_| false);
            let map = map.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok(Snapshot::of(name, Beneath::new(ground, Arc::new(map)), &no_places(), rows))
        })
    }

    fn load_on(reader: &mut Reader, map: Arc<MapGround>) -> Result<Snapshot, RegistryError> {
        let name = Name::of(reader)?;
        let (ground, rows) = apart(reader.state()?, |_| false);
        Ok(Snapshot::of(name, Beneath::new(ground, map), &no_places(), rows))
    }

    /// The same where an earlier state is known: what was not written since is taken from there.
    pub fn load_after(reader: &mut Reader, last: &Snapshot) -> Result<Snapshot, RegistryError> {
        let name = Name::of(reader)?;
        let same_map = (&name.revision.uid, name.revision.base) == (&last.revision.uid, last.revision.base);
        let map = if same_map { Arc::clone(&last.map) } else { Arc::new(MapGround::read(reader)?) };
        if !same_ground(&name.revision, &last.revision) || last.seq < reader.forgotten()?.seq {
            return Snapshot::load_on(reader, map);
        }
        let ground = Arc::clone(&last.ground);
        let mut worked_out = if same_map { WorkedOutBefore::of_people(last) } else { WorkedOutBefore::nothing() };
        let written = reader.records_written_after(last.seq, MOST_ONE_BY_ONE + 1)?;
        let (facilities, organizations) = if written.len() > MOST_ONE_BY_ONE {
            let facilities = reader.facilities()?.into_par_iter().map(|one| FacilityRow::of(&ground, one, false)).collect();
            let organizations = reader.organizations()?.into_par_iter().map(|one| OrganizationRow::of(&ground, one)).collect();
            (facilities, organizations)
        } else {
            let ids =
                |record_type| -> Vec<&str> { written.iter().filter(|(one, _)| *one == record_type).map(|(_, id)| id.as_str()).collect() };
            let (of_facilities, of_organizations) = (ids(RecordType::Facility), ids(RecordType::Organization));
            let new_facilities = reader.facilities_by_id(&of_facilities)?.into_iter().map(|one| FacilityRow::of(&ground, one, false));
            let new_organizations = reader.organizations_by_id(&of_organizations)?.into_iter().map(|one| OrganizationRow::of(&ground, one));
            let facilities = renewed(last.facility_rows(), &of_facilities, new_facilities);
            if same_map {
                worked_out = WorkedOutBefore::of_all(last, &of_facilities, &facilities, name.pace);
            }
            (facilities, renewed(last.organization_rows(), &of_organizations, new_organizations))
        };
        let rows = Rows {
            facilities,
            organizations,
            merged_facilities: reader.merged_ids(RecordType::Facility)?,
            merged_organizations: reader.merged_ids(RecordType::Organization)?,
        };
        Ok(Snapshot::of(name, Beneath { ground, map, worked_out }, &last.places, rows))
    }

    /// The registry as it was after the change with this number, the last one at a moment; answers like the present one.
    /// A place that is protected `now` is not given away by a day when it was none.
    pub fn load_as_of(
        reader: &mut Reader,
        seq: i64,
        moment: DateTime<Utc>,
        units: Units,
        now: &Snapshot,
    ) -> Result<Snapshot, RegistryError> {
        let revision = reader.revision()?;
        let mut state = reader.state_after(seq)?;
        if units == Units::Old {
            in_old_units(&mut state);
        }
        let units = if units == Units::Old { "old" } else { "" };
        let etag = format!("past{seq}{units}of{}", etag(&revision));
        let last = ChangeFilter { after: Some(seq - 1), before: Some(seq + 1), ..ChangeFilter::default() };
        let changed_at = reader.changes(&last)?.first().map_or(moment, |change| change.at);
        let (ground, rows) = apart(state, |id| now.protects(id));
        let beneath = Beneath::new(ground, Arc::clone(&now.map));
        Ok(Snapshot::of(Name { revision: Revision { changed_at, ..revision }, etag, seq, pace: now.pace }, beneath, &no_places(), rows))
    }

    /// `before`: the table of places that rows which are kept stand in.
    fn of(name: Name, beneath: Beneath, before: &Places, rows: Rows) -> Snapshot {
        let Beneath { ground, map, worked_out } = beneath;
        let Rows { facilities: of_facilities, organizations: of_organizations, merged_facilities, merged_organizations } = rows;
        let mut found = ground.found.clone();
        found.reserve(of_facilities.len() + of_organizations.len());
        let (mut facilities, mut kept, mut facility_divisions) = (Vec::new(), Vec::new(), Vec::new());
        let mut of_places = Vec::with_capacity(of_facilities.len());
        let (mut protected, mut veil) = (Vec::with_capacity(of_facilities.len()), DefaultHasher::new());
        let mut sites: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut bounds = ground.bounds;
        let mut points = Vec::new();
        for (one, row) in of_facilities.into_iter().zip(0..) {
            if let Some(position) = one.facility.shown_position() {
                include(&mut bounds, [position.lon(), position.lat()]);
                points.push([position.lon(), position.lat()]);
            }
            if let Some(operator) = &one.facility.operator {
                sites.entry(operator.as_str().into()).or_default().push(row);
            }
            found.push((Found::Facility(row).number(), one.texts));
            facilities.push(one.facility);
            of_places.push(one.place);
            kept.push(one.kept);
            facility_divisions.push(one.division);
            if one.protected {
                facilities.last().map(|facility: &Arc<Facility>| facility.id.as_str()).hash(&mut veil);
            }
            protected.push(one.protected);
        }
        let mut organizations = Vec::with_capacity(of_organizations.len());
        for (one, row) in of_organizations.into_iter().zip(0..) {
            found.push((Found::Organization(row).number(), one.texts));
            organizations.push(one.kept);
        }
        let ground_view = ground.view;
        let keys = worked_out.keys.unwrap_or_else(|| Keys::fresh(facilities.len()));
        Snapshot {
            revision: name.revision,
            etag: name.etag,
            seq: name.seq,
            pace: name.pace,
            places: before.next(of_places),
            place_tiles: OnceLock::new(),
            ground,
            map,
            facilities,
            kept,
            facility_divisions,
            protected,
            veil: veil.finish(),
            organizations,
            merged_facilities,
            merged_organizations,
            search: SearchIndex::new(found),
            sites,
            bounds,
            view: wider(ground_view, view_of(&points)),
            keys,
            distances: worked_out.distances,
            places_on_roads: worked_out.places_on_roads,
            cells_on_roads: worked_out.cells_on_roads,
        }
    }

    fn facility_rows(&self) -> impl Iterator<Item = FacilityRow> {
        let first = self.ground.found.len();
        self.facilities.iter().enumerate().map(move |(row, facility)| FacilityRow {
            facility: Arc::clone(facility),
            kept: self.kept[row],
            division: self.facility_divisions[row],
            protected: self.protected[row],
            texts: Arc::clone(self.search.texts(first + row)),
            place: NextRow::Kept(row as u32),
        })
    }

    fn organization_rows(&self) -> impl Iterator<Item = OrganizationRow> {
        let first = self.ground.found.len() + self.facilities.len();
        self.organizations.iter().enumerate().map(move |(row, kept)| {
            let texts = Arc::clone(self.search.texts(first + row));
            OrganizationRow { kept: Arc::clone(kept), texts }
        })
    }
}

impl Name {
    fn of(reader: &mut Reader) -> Result<Name, RegistryError> {
        let revision = reader.revision()?;
        Ok(Name { etag: etag(&revision), revision, seq: reader.last_change()?, pace: reader.settings()?.pace() })
    }
}

fn no_places() -> Places {
    Places::new(Space::Sphere, Vec::new())
}

/// The box that holds both.
fn wider(one: Option<[f64; 4]>, other: Option<[f64; 4]>) -> Option<[f64; 4]> {
    let mut both = one;
    let [west, south, east, north] = other.or(one)?;
    include(&mut both, [west, south]);
    include(&mut both, [east, north]);
    both
}

fn etag(revision: &Revision) -> String {
    let tail: String = revision.uid.chars().filter(char::is_ascii_hexdigit).rev().take(8).collect();
    format!("{}-{tail}", revision.number)
}

fn row(ground: &Ground, one: Kept<Facility>, veiled: impl Fn(&str) -> bool) -> FacilityRow {
    let veiled = veiled(one.record.id.as_str());
    FacilityRow::of(ground, one, veiled)
}

/// The ground of a state, and its records on it.
fn apart(state: State, veiled: impl Fn(&str) -> bool + Sync) -> (Ground, Rows) {
    let State { rows, row_versions, divisions, division_changes, demand, demand_sources, .. } = state;
    let ground = Ground::of(Parts { rows, row_versions, divisions, changes: division_changes, demand, demand_sources });
    let rows = Rows {
        facilities: state.facilities.into_par_iter().map(|one| row(&ground, one, &veiled)).collect(),
        organizations: state.organizations.into_par_iter().map(|one| OrganizationRow::of(&ground, one)).collect(),
        merged_facilities: state.merged_facilities,
        merged_organizations: state.merged_organizations,
    };
    (ground, rows)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::{Rng, SeedableRng, seq::IndexedRandom};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::{
        domain::{change::Stamp, organization::Organization},
        registry::{Records, draft, recorded::Recorded},
        storage::Writer,
    };

    const KINDS: [&str; 3] = ["elderly-day-care", "relief-station", "community-service-station"];

    fn facility(random: &mut ChaCha8Rng, id: &str) -> Facility {
        let mut form = draft::blank_facility(id);
        form["name"] = format!("示例{}号", random.random_range(0..50)).into();
        form["kind"] = (*KINDS.choose(random).expect("a kind")).into();
        form["address"] = format!("示例路{}号", random.random_range(0..9)).into();
        if random.random_bool(0.8) {
            form["lon"] = (108.9 + f64::from(random.random_range(0..100)) / 1000.0).into();
            form["lat"] = (34.2 + f64::from(random.random_range(0..100)) / 1000.0).into();
            form["precision"] = "exact".into();
        }
        if random.random_bool(0.3) {
            form["operator"] = "KEEPER".into();
        }
        Facility::read_back(&form.to_string()).expect("a facility of the test")
    }

    fn organization(random: &mut ChaCha8Rng, id: &str) -> Organization {
        let mut form = draft::blank_organization(id);
        form["name"] = format!("示例组织{}", random.random_range(0..50)).into();
        form["category"] = "foundation".into();
        Organization::read_back(&form.to_string()).expect("an organization of the test")
    }

    /// Some writes at random ids.
    fn write_at_random(random: &mut ChaCha8Rng, writer: &mut Writer) {
        for _ in 0..random.random_range(1..6) {
            let id = format!("X{:02}", random.random_range(0..30));
            match random.random_range(0..6) {
                0 | 1 => drop(writer.upsert_facilities(&[&facility(random, &id)]).expect("it is written")),
                2 => drop(writer.upsert_organizations(&[&organization(random, &id)]).expect("it is written")),
                3 => drop(writer.remove_facility(&facility(random, &id).id).expect("it is removed")),
                4 => drop(writer.remove_organization(&organization(random, &id).id).expect("it is removed")),
                _ => writer.redirect_id(RecordType::Facility, &format!("OLD-{}", random.random::<u64>()), &id).expect("it is redirected"),
            }
        }
    }

    /// What a snapshot answers of everything that a record touches.
    fn told(snapshot: &Snapshot) -> impl PartialEq + std::fmt::Debug + use<> {
        let rows = 0..snapshot.facilities().len();
        let search: Vec<_> =
            ["示例", "slzz", "示例路3号", "x07", "日间照料"].iter().map(|text| snapshot.search_index().find(text, 99)).collect();
        let points: Vec<_> = rows.clone().map(|row| (snapshot.places().point(row as u32), snapshot.places().kind(row as u32))).collect();
        (
            (snapshot.revision().clone(), snapshot.etag().to_owned(), snapshot.seq, snapshot.bounds()),
            snapshot.facilities().to_vec(),
            rows.map(|row| (snapshot.updated_at(row), snapshot.version(row), snapshot.facility_division(row))).collect::<Vec<_>>(),
            snapshot.organizations().to_vec(),
            (snapshot.merged_facilities.clone(), snapshot.merged_organizations.clone(), snapshot.sites.clone()),
            (search, points),
        )
    }

    #[test]
    fn a_snapshot_made_from_the_one_before_is_the_one_that_is_read_whole() {
        let random = &mut ChaCha8Rng::seed_from_u64(7);
        let records = Records::open_sample(chrono::TimeDelta::days(1)).expect("a registry in memory");
        let keeper = organization(random, "KEEPER");
        records.store.write(&Stamp::operator(), |writer| writer.upsert_organizations(&[&keeper])).expect("it is written");
        let mut last = records.store.read(Snapshot::load).expect("a snapshot");
        let mut sizes = BTreeSet::new();
        for _ in 0..60 {
            let written = records.store.write(&Stamp::operator(), |writer| {
                write_at_random(random, writer);
                Ok::<_, RegistryError>(())
            });
            written.expect("it is written");
            let next = records.store.read(|reader| Snapshot::load_after(reader, &last)).expect("a snapshot");
            let whole = records.store.read(Snapshot::load).expect("a snapshot");
            assert_eq!(told(&next), told(&whole));
            sizes.insert(next.facilities().len());
            last = next;
        }
        assert!(sizes.len() > 5, "records came and went: {sizes:?}");
    }
}
