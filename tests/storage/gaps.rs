//! Gaps, comments, campaigns and visits as the registry keeps them.

use super::super::*;
use carereach::domain::{
    change::{Action, Actor, RecordType},
    gap::{GapComment, GapState, GapTerms, TrackedGap},
    inspection::{Campaign, CampaignKind, FoundWrong, Visit},
};
use carereach::storage::ChangeFilter;
use chrono::Utc;

const ID: &str = "610102001001:elderly-day-care:within:500:straight:population";

fn gap() -> TrackedGap {
    TrackedGap {
        state: GapState::Planned,
        owner_unit: Some("unit:xian".into()),
        owner_post: Some("示例岗位".into()),
        deadline: NaiveDate::from_ymd_opt(2027, 3, 31),
        ..TrackedGap::untouched(GapTerms::parse(ID).expect("an id of the test"))
    }
}

fn write(store: &Store, one: &TrackedGap) -> i64 {
    store.write(&Stamp::operator(), |writer| writer.put_gap(one, Action::Change)).expect("the gap is kept")
}

#[test]
fn a_gap_comes_back_as_it_went_in_and_as_it_was() {
    let (_database, _, store) = store();
    let first = write(&store, &gap());
    let later = TrackedGap { state: GapState::Accepted, reason: Some("示例理由".into()), owner_post: None, ..gap() };
    let second = write(&store, &later);
    let read = |seq: Option<i64>| {
        let gaps = store.read(|reader| match seq {
            None => reader.tracked_gaps(),
            Some(seq) => reader.tracked_gaps_after(seq),
        });
        gaps.expect("the gaps are read")
    };
    assert_eq!(read(None), [TrackedGap { version: second, ..later }]);
    assert_eq!(read(Some(first)), [gap()], "the later change is taken back");
    assert_eq!(read(Some(first - 1)), []);
    assert_eq!(store.read(|reader| reader.gap_version()).expect("a number"), second);
    let filter = ChangeFilter { record_types: vec![RecordType::Gap], ..ChangeFilter::default() };
    let told = store.read(|reader| reader.changes(&filter)).expect("the log is read");
    assert_eq!(told.iter().map(|one| one.record_id.as_str()).collect::<Vec<_>>(), [ID, ID]);
    assert_eq!((&told[0].before, &told[1].before), (&None, &told[0].after));
}

#[test]
fn what_is_said_of_a_gap_is_kept_in_order_and_needs_the_gap() {
    let (_database, url, store) = store();
    let comment = |id: &str, gap: &str| GapComment {
        id: id.into(),
        gap: gap.into(),
        text: format!("示例 {id}"),
        by: Actor::operator(),
        at: Utc::now(),
    };
    let say = |one: GapComment| store.write(&Stamp::operator(), |writer| writer.insert_gap_comment(&one));
    assert!(say(comment("C0", ID)).is_err(), "there is no such gap");
    write(&store, &gap());
    say(comment("C1", ID)).expect("it is kept");
    say(comment("C2", ID)).expect("it is kept");
    let kept = store.read(|reader| reader.gap_comments(ID)).expect("the comments are read");
    assert_eq!(kept.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["C1", "C2"]);
    let refused = damage(&url, "UPDATE gap SET state = 'lost'");
    assert!(refused.is_err_and(|error| error.to_string().contains("gap_state_check")), "the database itself refuses");
}

#[test]
fn a_campaign_and_its_visits_come_back_as_they_went_in() {
    let (_database, _, store) = store();
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
    let at: DateTime<Utc> = "2026-10-01T08:00:00.000001Z".parse().expect("a moment of the test");
    let campaign = Campaign {
        id: "I1".into(),
        kind: CampaignKind::Sweep,
        name: "示例大排查".into(),
        division: DivisionCode::parse("610102").ok(),
        from: day("2026-10-01"),
        to: day("2026-10-31"),
        checklist: vec!["消防".into(), "收费".into()],
        seed: "seed".into(),
        drawn_from: 7,
        subjects: vec!["F2".into(), ID.into()],
        by: Actor::operator(),
        at,
    };
    let visit = |id: &str, findings: Vec<FoundWrong>| Visit {
        id: id.into(),
        campaign: "I1".into(),
        subject: "F2".into(),
        on: day("2026-10-02"),
        post: "示例岗位".into(),
        rectify_by: (!findings.is_empty()).then(|| day("2026-10-20")),
        findings,
        by: Actor::operator(),
        at,
    };
    let visits = [visit("V1", vec![FoundWrong { entry: 2, text: "未公示".into() }]), visit("V2", vec![])];
    store
        .write(&Stamp::operator(), |writer| {
            writer.insert_campaign(&campaign)?;
            visits.iter().try_for_each(|visit| writer.insert_visit(visit))
        })
        .expect("they are kept");
    let (campaigns, kept) = store.read(|reader| Ok::<_, StorageError>((reader.campaigns()?, reader.visits("I1")?))).expect("they are read");
    assert_eq!((campaigns, kept.as_slice()), (vec![campaign], visits.as_slice()));
}
