//! The log as the registry keeps it.

use super::super::*;
use carereach::{
    domain::change::{Action, RecordType},
    storage::ChangeFilter,
};
use chrono::{TimeDelta, Utc};

fn facility_changes(store: &Store) -> Vec<carereach::domain::change::Change> {
    let filter = ChangeFilter { record_types: vec![RecordType::Facility], ..ChangeFilter::default() };
    store.read(|reader| reader.changes(&filter)).expect("the log is read")
}

#[test]
fn every_write_is_told_with_before_and_after() {
    let (_database, _, store) = store();
    let mut record = facility("F1");
    put(&store, &[&record]);
    record.capacity = Some(55);
    put(&store, &[&record]);
    put(&store, &[&record]);
    let told = facility_changes(&store);
    assert_eq!(told.iter().map(|one| one.action).collect::<Vec<_>>(), [Action::Add, Action::Change]);
    assert_eq!(told[0].before, None);
    assert_eq!(told[0].after, told[1].before);
    assert!(told[1].after.as_ref().is_some_and(|after| after.contains("\"capacity\":55")), "{told:?}");
    let kept = store.read(|reader| reader.facilities()).expect("the records are read");
    assert_eq!(kept[0].version, told[1].seq);
}

#[test]
fn the_chain_holds_until_a_row_is_altered() {
    let (_database, url, store) = store();
    for id in ["F1", "F2", "F3"] {
        put(&store, &[&facility(id)]);
    }
    let proven = store.read(|reader| reader.prove_chain()).expect("the log is read").expect("the chain holds");
    let altered = facility_changes(&store)[1].seq;
    assert_eq!(proven, altered + 1);
    let refused = damage(&url, &format!("UPDATE change SET reason = 'x' WHERE seq = {altered}"));
    assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "the database itself refuses");
    assert!(damage(&url, &format!("DELETE FROM change WHERE seq = {altered}")).is_err());
    let force = if support::on_postgres() { "ALTER TABLE change DISABLE TRIGGER USER" } else { "DROP TRIGGER change_is_never_updated" };
    damage(&url, force).expect("whoever owns the file can do that");
    damage(&url, &format!("UPDATE change SET actor_name = 'somebody else' WHERE seq = {altered}")).expect("the damage is done");
    let broken = store.read(|reader| reader.prove_chain()).expect("the log is read").expect_err("the chain is broken");
    assert_eq!(broken.seq, altered);
}

#[test]
fn a_cut_tail_and_a_hole_are_found() {
    let (_database, url, store) = store();
    put(&store, &[&facility("F1")]);
    put(&store, &[&facility("F2")]);
    let told = facility_changes(&store);
    let force = if support::on_postgres() { "ALTER TABLE change DISABLE TRIGGER USER" } else { "DROP TRIGGER change_is_never_deleted" };
    damage(&url, force).expect("whoever owns the file can do that");
    damage(&url, &format!("DELETE FROM change WHERE seq = {}", told[1].seq)).expect("the damage is done");
    let broken = store.read(|reader| reader.prove_chain()).expect("the log is read").expect_err("the tail is cut");
    assert_eq!(broken.seq, told[1].seq);
    damage(&url, &format!("DELETE FROM change WHERE seq = {}", told[0].seq - 1)).expect("the damage is done");
    let broken = store.read(|reader| reader.prove_chain()).expect("the log is read").expect_err("there is a hole");
    assert_eq!(broken.seq, told[0].seq - 1);
}

#[test]
fn a_forgotten_beginning_leaves_a_chain_and_no_more_is_taken_away_unnoticed() {
    let (_database, url, store) = store();
    let day = |days: i64| Utc::now() + TimeDelta::days(days);
    let on = |days: i64| Stamp { at: Some(day(days)), ..Stamp::operator() };
    for (days, id) in [(1, "F1"), (2, "F2"), (3, "F3")] {
        store.write(&on(days), |writer| writer.upsert_facilities(&[&facility(id)])).expect("written");
    }
    let told = facility_changes(&store);
    let forgotten = store.write(&on(4), |writer| writer.forget_changes(day(2) + TimeDelta::hours(1))).expect("written");
    assert_eq!(forgotten as i64, told[1].seq, "the shipped rows and two facilities");
    assert_eq!(facility_changes(&store).iter().map(|one| one.seq).collect::<Vec<_>>(), [told[2].seq]);
    let proven = || store.read(|reader| reader.prove_chain()).expect("the log is read");
    assert_eq!(proven(), Ok(told[2].seq + 1), "the rest and the change that tells of it");
    assert_eq!(store.read(|reader| reader.state_after(told[2].seq)).expect("the state").facilities.len(), 3);
    let refused = damage(&url, &format!("DELETE FROM change WHERE seq = {}", told[2].seq));
    assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "the triggers stand again");
    assert_eq!(store.write(&on(5), |writer| writer.forget_changes(day(2))).expect("written"), 0);
    let more = format!("UPDATE registry SET forgotten_seq = {}, forgotten_hash = '{}'", told[2].seq, told[2].hash);
    damage(&url, &more).expect("the damage is done");
    assert_eq!(proven().expect_err("the log says otherwise").seq, told[2].seq + 1);
}

#[test]
fn the_registry_of_a_past_moment_comes_back_exactly() {
    let (_database, _, store) = store();
    let at = |days: i64| Some(Utc::now() - TimeDelta::days(10 - days));
    let on = |days: i64| Stamp { at: at(days), ..Stamp::operator() };
    let cell = |id: &str, count: f64| DemandCell {
        id: CellId::parse(id).expect("an id of the test"),
        position: Position::new(108.9, 34.2).expect("a position of the test"),
        given: None,
        division: None,
        counts: [count].into(),
    };
    let groups = ["population".to_owned()];
    let (mut one, two, three) = (facility("F1"), facility("F2"), facility("F3"));
    // The seed was written now; what follows claims the past and is moved up to the log's last moment: order is what counts.
    let mut states = Vec::new();
    let mut remember = |store: &Store| {
        states.push(store.read(|reader| Ok::<_, StorageError>((reader.last_change()?, reader.state()?))).expect("the state is read"));
    };
    store.write(&on(1), |writer| writer.upsert_facilities(&[&one, &two])).expect("written");
    remember(&store);
    store.write(&on(2), |writer| writer.upsert_demand(&groups, &[&cell("C1", 5.0), &cell("C2", 6.0)])).expect("written");
    remember(&store);
    one.notes = Some("新备注".into());
    store
        .write(&on(3), |writer| {
            writer.upsert_facilities(&[&one, &three])?;
            writer.remove_facility(&two.id)?;
            writer.upsert_demand(&groups, &[&cell("C2", 7.5), &cell("C3", 1.0)])
        })
        .expect("written");
    remember(&store);
    for (seq, then) in states {
        let back = store.read(|reader| reader.state_after(seq)).expect("the past is read");
        let content = |state: &carereach::storage::State| {
            (state.facilities.iter().map(|kept| kept.record.clone()).collect::<Vec<_>>(), state.demand.clone(), state.divisions.clone())
        };
        assert_eq!(content(&back), content(&then), "after change {seq}");
    }
}
