//! Are the steps of a route those that one would tell?

use crate::{
    analysis::roads::{ATTACH_M, Door, Limit, Network, Speeds, Turn, Walker},
    domain::street::{Climb, Profile, Street, StreetClass, Streets},
};

use super::world::{at, points, street};

#[test]
fn a_route_is_told_street_by_street_with_its_turns() {
    let metres = [[0.0, 0.0], [300.0, 0.0], [600.0, 0.0], [600.0, 400.0], [900.0, 400.0]];
    let named = |name, points: &[u32]| Street { name: Some(name), ..street(points) };
    let steps = Street { class: StreetClass::Steps, step_free: false, climb: Some(Climb::Down), ..street(&[3, 4]) };
    let ways = vec![named(0, &[0, 1]), named(0, &[1, 2]), named(1, &[2, 3]), steps];
    let streets = Streets {
        points: points(&metres),
        ways,
        names: vec!["长安路".into(), "友谊路".into()],
        names_en: vec![Some("Chang'an Road".into())],
        ..Streets::default()
    };
    let network = Network::build(&streets);
    let walker = Walker::new(&network, Profile::Walk, &Speeds::default());
    let door = |at| Door { at, attachment: walker.attach(at, ATTACH_M).expect("a street is near") };
    let route = walker.route(&door(at(100.0, -40.0)), &door(at(800.0, 425.0)), Limit::Nowhere).expect("there is a way");
    let told: Vec<_> = route.steps.iter().map(|step| (step.street.as_deref(), step.class, step.length_m.round(), step.turn)).collect();
    let residential = Some(StreetClass::Residential);
    let expected = [
        (None, None, 40.0, Turn::Start),
        (Some("长安路"), residential, 500.0, Turn::Right),
        (Some("友谊路"), residential, 400.0, Turn::Left),
        (None, Some(StreetClass::Steps), 200.0, Turn::Right),
        (None, None, 25.0, Turn::Left),
    ];
    assert_eq!(told, expected);
    let in_english: Vec<_> = route.steps.iter().map(|step| step.street_en.as_deref()).collect();
    assert_eq!(in_english, [None, Some("Chang'an Road"), None, None, None]);
    assert_eq!(route.steps.iter().map(|step| step.climb).collect::<Vec<_>>(), [None, None, None, Some(Climb::Down), None]);
    let back = walker.route(&door(at(800.0, 425.0)), &door(at(100.0, -40.0)), Limit::Nowhere).expect("there is a way back");
    assert_eq!(back.steps.iter().filter_map(|step| step.climb).collect::<Vec<_>>(), [Climb::Up]);
    assert_eq!(route.length_m.round(), 1_165.0);
    assert_eq!(route.line.len(), 7, "two doors, two spots, three crossings");
    assert_eq!(walker.route(&door(at(100.0, -40.0)), &door(at(800.0, 425.0)), Limit::Metres(1_160.0)), None);
}
