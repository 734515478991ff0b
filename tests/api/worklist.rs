//! The worklist: what people decide about gaps, and what the figures decide. The numbers follow from those at the top of `coverage.rs`:
//! within 100 m of a day-care centre there are 800, 600 and 500 people left over in three communities.

use carereach::{
    domain::permission::Caller,
    registry::{ImportKind, RecordWrite},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::service::{Answer, Service, Shift, add_account, import_bytes, number, shared, text};

const QUESTION: &str = "/api/v1/gaps?kind=elderly-day-care&within_m=100";
const EAST_TWO: &str = "990101001002:elderly-day-care:within:100:straight:population";
const WEST_ONE: &str = "990102001001:elderly-day-care:within:100:straight:population";

struct Desk {
    service: Service,
    clock: Shift,
    planner: String,
}

fn desk() -> Desk {
    let (service, clock) = Service::with_clock();
    add_account(service.registry.records(), "planner", &["planner=all"]);
    let planner = service.sign_in("planner");
    Desk { service, clock, planner }
}

impl Desk {
    fn patch(&self, id: &str, tag: &str, body: &Value) -> Answer {
        self.service.write("PATCH", &format!("/api/v1/gaps/{id}"), &[("cookie", &self.planner), ("if-match", tag)], body)
    }

    fn decided(&self, id: &str, body: Value) -> Value {
        let answer = self.patch(id, "*", &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["gap"]["gap"].clone()
    }

    fn list(&self, query: &str) -> Value {
        let answer = self.service.ask("GET", &format!("{QUESTION}{query}"), &[("cookie", &self.planner)]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    fn one(&self, id: &str) -> Value {
        let answer = self.service.ask("GET", &format!("/api/v1/gaps/{id}"), &[("cookie", &self.planner)]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// A centre where the 800 people of the second community live.
    fn build(&self) {
        let file = "id,name,kind,lon,lat,datum,division\nN1,示例新中心,elderly-day-care,108.955,34.255,wgs84,990101001002\n";
        import_bytes(self.service.registry.records(), ImportKind::Facilities, "new.csv", file.as_bytes());
        self.service.registry.refresh().expect("the snapshot follows");
    }

    fn take_away(&self) {
        let write = RecordWrite { id: Some("N1".to_owned()), ..RecordWrite::default() };
        self.service.registry.remove_facility(&Caller::operator(), write).expect("the centre goes");
    }
}

fn ids(list: &Value) -> Vec<Value> {
    list["items"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect()
}

#[test]
fn every_community_with_people_left_over_is_a_gap_with_an_id_and_the_public_sees_where_it_stands() {
    let answer = shared().json(QUESTION);
    let row = &answer["items"][0];
    assert_eq!((&row["id"], &row["state"], &row["version"]), (&EAST_TWO.into(), &"open".into(), &0.into()));
    assert_eq!(row["clause"], json!({"standard": null, "within_m": 100.0, "by": "straight", "group": "population"}));
    for name in ["owner_unit", "owner_post", "deadline", "overdue", "reason"] {
        assert_eq!(row[name], Value::Null, "{name}");
    }
    let parts = &row["rank_parts"];
    assert_eq!((number(&parts["score"]), number(&parts["people_left_over"]), number(&parts["share_uncovered"])), (1.0, 800.0, 1.0));
    assert_eq!((&parts["unmet_requests"], &parts["mean_distance_m"]), (&Value::Null, &row["mean_distance_m"]));
    assert_eq!(number(&answer["rank_weights"]["people_left_over"]), 1.0);
    let nowhere = &answer["items"][3];
    assert_eq!((&nowhere["code"], &nowhere["id"], &nowhere["state"]), (&Value::Null, &Value::Null, &Value::Null));
    let one = shared().json(&format!("/api/v1/gaps/{EAST_TWO}"));
    assert_eq!(
        (&one["gap"]["left_over"], &one["kind"], &one["comments"], &one["history"]),
        (&800.0.into(), &json!(["elderly-day-care"]), &Value::Null, &Value::Null)
    );
}

#[test]
fn a_decision_is_kept_with_who_and_why_and_told_to_the_office_only() {
    let desk = desk();
    let body = json!({"state": "planned", "owner_unit": "990101", "owner_post": "养老服务科科长", "deadline": "2999-12-31", "reason": "列入年度计划"});
    let answer = desk.patch(EAST_TWO, "\"0\"", &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let tag = answer.header("etag").expect("a tag").to_owned();
    let row = &desk.list("")["items"][0];
    assert_eq!((&row["state"], &row["owner_unit"], &row["owner_unit_name"]), (&"planned".into(), &"990101000000".into(), &"东区".into()));
    assert_eq!((&row["owner_post"], &row["deadline"], &row["overdue"]), (&"养老服务科科长".into(), &"2999-12-31".into(), &false.into()));
    assert_eq!(format!("\"{}\"", row["version"]), tag);
    let public = &desk.service.json(QUESTION)["items"][0];
    assert_eq!(
        (&public["state"], &public["owner_unit"], &public["deadline"], &public["overdue"]),
        (&"planned".into(), &Value::Null, &Value::Null, &Value::Null)
    );
    let said = desk.service.write(
        "POST",
        &format!("/api/v1/gaps/{EAST_TWO}/comments"),
        &[("cookie", &desk.planner)],
        &json!({"text": "已踏勘两处备选用房"}),
    );
    assert_eq!(said.status, 201, "{}", said.text());
    let one = desk.one(EAST_TWO);
    assert_eq!((&one["comments"][0]["text"], &one["comments"][0]["by_name"]), (&"已踏勘两处备选用房".into(), &"planner".into()));
    let event = &one["history"][0];
    assert_eq!((&event["actor_name"], &event["action"], &event["reason"]), (&"planner".into(), &"add".into(), &"列入年度计划".into()));
    assert_eq!(one["history"].as_array().map(Vec::len), Some(1));
    // Another one decided meanwhile; and a write has to say what it has read.
    let late = desk.patch(EAST_TWO, "\"0\"", &json!({"state": "under_way"}));
    assert_eq!(late.refused(), (412, "stale".into()));
    assert_eq!((&late.json()["current"]["state"], &late.json()["yours"]["state"]), (&"planned".into(), &"under_way".into()));
    let blind = desk.service.write("PATCH", &format!("/api/v1/gaps/{EAST_TWO}"), &[("cookie", &desk.planner)], &json!({}));
    assert_eq!(blind.refused(), (428, "precondition_required".into()));
    assert_eq!(desk.patch(EAST_TWO, &tag, &json!({"state": "under_way", "deadline": null})).status, 200);
    let row = &desk.list("")["items"][0];
    assert_eq!((&row["state"], &row["deadline"], &row["owner_post"]), (&"under_way".into(), &Value::Null, &"养老服务科科长".into()));
}

#[test]
fn what_is_wrong_with_a_decision_is_said_field_by_field() {
    let desk = desk();
    let fields = |body: Value| -> Vec<String> {
        let answer = desk.patch(EAST_TWO, "*", &body);
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.problem()["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect()
    };
    assert_eq!(fields(json!({"state": "closed"})), ["state"]);
    assert_eq!(fields(json!({"state": "accepted"})), ["reason"]);
    let all =
        json!({"state": "lost", "owner_unit": "unit:nowhere", "owner_post": "王 13812345678", "deadline": "2001-01-01", "working_days": 3});
    assert_eq!(fields(all), ["state", "owner_unit", "owner_post", "working_days"]);
    assert_eq!(fields(json!({"deadline": "2001-01-01"})), ["deadline"]);
    assert_eq!(fields(json!({"deadline": "soon"})), ["deadline"]);
    assert_eq!(fields(json!({"working_days": 0})), ["working_days"]);
    assert_eq!(fields(json!({"owner_unit": "all"})), ["owner_unit"]);
    let comment = desk.service.write("POST", &format!("/api/v1/gaps/{EAST_TWO}/comments"), &[("cookie", &desk.planner)], &json!({}));
    assert_eq!(comment.refused(), (422, "invalid_input".into()));
    // Nothing of it was kept.
    assert_eq!(desk.list("")["items"][0]["version"], 0);
}

#[test]
fn a_gap_goes_from_state_to_state_as_the_table_says() {
    let desk = desk();
    assert_eq!(desk.decided(EAST_TWO, json!({"state": "accepted", "reason": "两年内整体搬迁"}))["reason"], "两年内整体搬迁");
    let refused = desk.patch(EAST_TWO, "*", &json!({"state": "planned"}));
    assert_eq!(refused.refused(), (409, "conflict".into()));
    assert_eq!(desk.decided(EAST_TWO, json!({"state": "open"}))["reason"], Value::Null);
    assert_eq!(desk.decided(EAST_TWO, json!({"state": "planned"}))["state"], "planned");
    assert_eq!(ids(&desk.list("&state=planned,under_way")), [EAST_TWO]);
    assert_eq!(ids(&desk.list("&state=open")).len(), 2, "those of no division are in no state");
    assert_eq!(ids(&desk.list("")).len(), 4);
    assert_eq!(number(&desk.list("&state=planned")["people_left_over"]), 1970.0);
}

#[test]
fn a_gap_closes_by_its_figures_and_opens_again() {
    let desk = desk();
    desk.decided(EAST_TWO, json!({"state": "under_way", "owner_unit": "990101"}));
    desk.decided(WEST_ONE, json!({"state": "planned"}));
    desk.build();
    // Whoever reads is told at once, without any write.
    assert_eq!(desk.one(EAST_TWO)["gap"]["state"], "closed");
    assert_eq!(ids(&desk.list("&state=closed")), [EAST_TWO]);
    assert_eq!(number(&desk.list("&state=closed")["items"][0]["left_over"]), 0.0);
    assert!(!ids(&desk.list("")).contains(&EAST_TWO.into()));
    desk.service.registry.settle_gaps().expect("it is written down");
    let history = desk.one(EAST_TWO)["history"].clone();
    assert_eq!((&history[0]["actor_name"], &history[0]["action"]), (&"system".into(), &"close".into()));
    assert_eq!(desk.service.registry.settle_gaps().expect("there is nothing left to write"), 0);
    assert_eq!(desk.patch(EAST_TWO, "*", &json!({"state": "planned"})).refused(), (409, "conflict".into()));
    // The owner stays; a gap that nobody tracks is none where nobody is left over.
    assert_eq!(desk.one(EAST_TWO)["gap"]["owner_unit"], "990101000000");
    let other = EAST_TWO.replace("within:100", "within:101");
    assert_eq!(desk.service.get(&format!("/api/v1/gaps/{other}")).refused(), (404, "not_found".into()));
    assert_eq!(desk.patch(&other, "*", &json!({"state": "planned"})).refused(), (404, "not_found".into()));
    desk.take_away();
    assert_eq!(desk.one(EAST_TWO)["gap"]["state"], "open");
    // The next decision about any gap writes it down first.
    desk.decided(WEST_ONE, json!({"state": "under_way"}));
    let history = desk.one(EAST_TWO)["history"].clone();
    let told: Vec<(String, String)> =
        history.as_array().expect("events").iter().map(|one| (text(&one["actor_name"]), text(&one["action"]))).collect();
    let expected = [("system", "change"), ("system", "close"), ("planner", "add")].map(|(who, what)| (who.to_owned(), what.to_owned()));
    assert_eq!(told, expected);
    assert_eq!(desk.one(WEST_ONE)["gap"]["state"], "under_way");
}

#[test]
fn a_deadline_in_working_days_leaves_holidays_out_and_is_overdue_the_day_after() {
    let desk = desk();
    let day: DateTime<Utc> = "2026-09-30T04:00:00Z".parse().expect("a moment");
    desk.clock.pass(day - desk.clock.now());
    let desk = Desk { planner: desk.service.sign_in("planner"), ..desk };
    // After the holidays of 1 to 7 October: the 8th, the 9th, the 10th (a worked Saturday), then Monday the 12th.
    let answer = desk.patch(EAST_TWO, "*", &json!({"working_days": 4, "owner_unit": "unit:xian"}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!((&answer.json()["gap"]["gap"]["deadline"], &answer.json()["calendar_verified"]), (&"2026-10-12".into(), &false.into()));
    assert_eq!(ids(&desk.list("&overdue=true")).len(), 0);
    desk.clock.pass(TimeDelta::days(12));
    let desk = Desk { planner: desk.service.sign_in("planner"), ..desk };
    assert_eq!(ids(&desk.list("&overdue=true")).len(), 0, "the day itself is not past");
    desk.clock.pass(TimeDelta::days(1));
    let desk = Desk { planner: desk.service.sign_in("planner"), ..desk };
    let late = desk.list("&overdue=true");
    assert_eq!((ids(&late), &late["items"][0]["overdue"]), (vec![EAST_TWO.into()], &true.into()));
    assert_eq!(ids(&desk.list("&overdue=false")).len(), 2);
    assert_eq!(ids(&desk.list("&owner=unit:xian")), [EAST_TWO]);
    assert_eq!(ids(&desk.list("&owner=990101")).len(), 0);
}

#[test]
fn whose_a_gap_is_is_neither_told_nor_asked_nor_changed_by_whoever_has_no_right_there() {
    let desk = desk();
    desk.decided(EAST_TWO, json!({"owner_unit": "990101", "deadline": "2999-12-31"}));
    assert_eq!(shared().refusal(&format!("{QUESTION}&owner=990101")), (422, "invalid_input".to_owned(), vec!["owner".to_owned()]));
    assert_eq!(shared().refusal(&format!("{QUESTION}&overdue=true")).2, ["overdue"]);
    assert_eq!(shared().refusal(&format!("{QUESTION}&state=lost&owner=x")).2, ["state", "owner"]);
    add_account(desk.service.registry.records(), "west", &["planner=990102"]);
    let west = desk.service.sign_in("west");
    let list = desk.service.ask("GET", QUESTION, &[("cookie", &west)]).json();
    assert_eq!((&list["items"][0]["id"], &list["items"][0]["owner_unit"]), (&EAST_TWO.into(), &Value::Null));
    assert_eq!(list["items"][1]["overdue"], false, "of one's own community it is told");
    let theirs = desk.service.ask("GET", &format!("{QUESTION}&owner=990101"), &[("cookie", &west)]).json();
    assert_eq!(ids(&theirs).len(), 0);
    let write = |id: &str| {
        desk.service.write("PATCH", &format!("/api/v1/gaps/{id}"), &[("cookie", &west), ("if-match", "*")], &json!({"state": "planned"}))
    };
    assert_eq!(write(EAST_TWO).refused(), (403, "forbidden".into()));
    assert_eq!(write(WEST_ONE).status, 200);
}

#[test]
fn the_weights_of_a_rank_are_a_setting() {
    let desk = desk();
    add_account(desk.service.registry.records(), "admin", &["administrator=all"]);
    let admin = desk.service.sign_in("admin");
    let set = |value: Value| {
        desk.service.write("PATCH", "/api/v1/settings/gap_rank_weights", &[("cookie", &admin), ("if-match", "*")], &json!({"value": value}))
    };
    assert_eq!(set(json!({"smell": 1})).refused(), (422, "invalid_input".into()));
    assert_eq!(set(json!({"share_uncovered": 1, "people_left_over": 0})).status, 200);
    let list = desk.service.json(QUESTION);
    // All of 800, of 600 and of 70 people are left over; of 1,500 a third.
    let ranked: Vec<(f64, f64)> = list["items"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (number(&row["left_over"]), number(&row["rank_parts"]["score"])))
        .collect();
    assert_eq!(ranked, [(800.0, 1.0), (600.0, 1.0), (70.0, 1.0), (500.0, 1.0 - 1000.0 / 1500.0)]);
}

#[test]
fn files_and_past_days_say_where_gaps_stand_as_far_as_it_is_known() {
    let desk = desk();
    desk.decided(EAST_TWO, json!({"state": "planned", "owner_unit": "990101"}));
    let file = desk.service.ask("GET", &format!("{QUESTION}&format=csv"), &[("cookie", &desk.planner)]).text();
    let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let first = reader.records().next().expect("a row").expect("readable");
    let cell = |name: &str| first[headings.iter().position(|one| one == name).expect("a column")].to_owned();
    assert_eq!((cell("gap_id"), cell("state"), cell("owner_unit")), (EAST_TWO.to_owned(), "planned".to_owned(), "990101000000".to_owned()));
    // Some time later it is begun; of the moment before it is said as it was then.
    let then = desk.clock.now() + TimeDelta::seconds(5);
    desk.clock.pass(TimeDelta::minutes(20));
    desk.decided(EAST_TWO, json!({"state": "under_way", "owner_unit": null}));
    let past = desk.list(&format!("&as_of={}", then.format("%Y-%m-%dT%H:%M:%SZ")));
    let (row, now) = (&past["items"][0], &desk.list("")["items"][0]);
    assert_eq!((&row["id"], &row["state"], &row["owner_unit"]), (&EAST_TWO.into(), &"planned".into(), &"990101000000".into()));
    assert_eq!((&now["state"], &now["owner_unit"]), (&"under_way".into(), &Value::Null));
    let old = desk.list("&units=old");
    assert_eq!((&old["items"][0]["id"], &old["items"][0]["state"]), (&EAST_TWO.into(), &Value::Null));
}

#[test]
fn an_id_that_names_nothing_is_no_gap() {
    for id in [
        "x",
        "990101001002:no-kind:within:100:straight:population",
        "990109001001:elderly-day-care:within:100:straight:population",
        "990101001002:elderly-day-care:within:100:straight:unicorns",
        "990101001002:elderly-day-care:standard:none:straight:population",
    ] {
        assert_eq!(shared().get(&format!("/api/v1/gaps/{id}")).refused(), (404, "not_found".into()), "{id}");
    }
}
