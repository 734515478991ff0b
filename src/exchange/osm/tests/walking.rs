//! Is walked what may be walked, and nothing else?

use crate::domain::street::{BarrierClass, Climb, Stop, Street, StreetClass};
use crate::exchange::osm::{
    OsmExtract,
    element::Tags,
    rules::{HIGHWAYS, Verdict, duration_s, judge},
};

use super::{count, map, nodes, way};

fn judged(tags: &[&str]) -> Verdict {
    let pairs: Vec<(&str, &str)> = tags.iter().map(|tag| tag.split_once('=').expect("key=value")).collect();
    judge(Tags(&pairs))
}

/// Class, forward, backward, step-free, off ground.
fn walked(tags: &[&str]) -> Option<(StreetClass, bool, bool, bool, bool)> {
    match judged(tags) {
        Verdict::Walked(walk) => Some((walk.class, walk.forward, walk.backward, walk.step_free, walk.off_ground)),
        Verdict::Barrier | Verdict::Nothing | Verdict::Unknown => None,
    }
}

fn street(tags: &[&str]) -> Street {
    let extract = map(&(nodes(1..=3) + &way(7, &[1, 2, 3], tags)));
    extract.streets.ways.first().cloned().expect("a street")
}

#[test]
fn a_motorway_and_a_bare_trunk_road_are_barriers_and_a_trunk_road_with_a_sidewalk_is_walked() {
    assert_eq!(judged(&["highway=motorway"]), Verdict::Barrier);
    assert_eq!(judged(&["highway=motorway_link", "foot=yes"]), Verdict::Barrier);
    assert_eq!(judged(&["highway=trunk"]), Verdict::Barrier);
    assert_eq!(judged(&["highway=primary", "motorroad=yes"]), Verdict::Barrier);
    for said in ["sidewalk=both", "sidewalk:left=separate", "foot=yes", "foot=designated"] {
        assert_eq!(walked(&["highway=trunk", said]), Some((StreetClass::Main, true, true, true, false)), "{said}");
    }
    assert_eq!(judged(&["highway=trunk", "sidewalk=no"]), Verdict::Barrier);
    assert_eq!(judged(&["highway=trunk", "sidewalk=both", "foot=no"]), Verdict::Barrier);
}

#[test]
fn foot_overrules_access() {
    assert_eq!(walked(&["highway=service", "access=private"]), None);
    assert!(walked(&["highway=service", "access=private", "foot=yes"]).is_some());
    assert!(walked(&["highway=service", "access=no", "foot=permissive"]).is_some());
    for open in ["customers", "destination", "permissive", "yes"] {
        assert!(walked(&["highway=service", &format!("access={open}")]).is_some(), "{open}");
    }
    assert_eq!(judged(&["highway=residential", "foot=no"]), Verdict::Barrier);
    assert_eq!(judged(&["highway=residential", "foot=use_sidepath"]), Verdict::Nothing);
    assert_eq!(judged(&["highway=path", "foot=no"]), Verdict::Nothing);
    assert_eq!(judged(&["highway=residential", "access=private"]), Verdict::Nothing);
    assert!(walked(&["highway=residential", "access=no;destination"]).is_some());
}

#[test]
fn the_one_way_of_cars_binds_nobody_on_foot() {
    assert_eq!(walked(&["highway=residential", "oneway=yes"]).map(|w| (w.1, w.2)), Some((true, true)));
    assert_eq!(walked(&["highway=footway", "oneway:foot=yes"]).map(|w| (w.1, w.2)), Some((true, false)));
    assert_eq!(walked(&["highway=footway", "oneway:foot=-1"]).map(|w| (w.1, w.2)), Some((false, true)));
    assert_eq!(walked(&["highway=footway", "foot:backward=no"]).map(|w| (w.1, w.2)), Some((true, false)));
    assert_eq!(walked(&["highway=footway", "foot:backward=no", "foot:forward=no"]), None);
    assert_eq!(walked(&["highway=steps", "conveying=backward"]).map(|w| (w.1, w.2)), Some((false, true)));
    assert_eq!(walked(&["highway=steps", "conveying=reversible"]).map(|w| (w.1, w.2)), Some((true, true)));
}

#[test]
fn wheels_take_no_steps_and_no_rough_ground() {
    let step_free = |tags: &[&str]| walked(tags).map(|walk| walk.3);
    assert_eq!(step_free(&["highway=steps"]), Some(false));
    assert_eq!(step_free(&["highway=steps", "ramp:wheelchair=yes"]), Some(true));
    for rough in ["surface=sand", "smoothness=bad", "wheelchair=no", "tracktype=grade5", "incline=-12%", "kerb=raised"] {
        assert_eq!(step_free(&["highway=path", rough]), Some(false), "{rough}");
    }
    for fine in ["surface=asphalt", "smoothness=good", "incline=5%", "incline=up", "wheelchair=limited"] {
        assert_eq!(step_free(&["highway=path", fine]), Some(true), "{fine}");
    }
    assert_eq!(step_free(&["highway=path", "surface=gravel", "wheelchair=yes"]), Some(true));
}

#[test]
fn bridges_tunnels_and_levels_are_off_the_ground_and_a_passage_through_a_house_is_not() {
    let off = |tag: &str| walked(&["highway=footway", tag]).map(|walk| walk.4);
    for tag in ["bridge=yes", "bridge=viaduct", "tunnel=yes", "layer=-1", "layer=1", "location=underground"] {
        assert_eq!(off(tag), Some(true), "{tag}");
    }
    for tag in ["bridge=no", "tunnel=building_passage", "layer=0", "covered=yes"] {
        assert_eq!(off(tag), Some(false), "{tag}");
    }
    assert_eq!(walked(&["highway=corridor", "indoor=yes", "level=-1"]).map(|walk| walk.4), Some(true));
}

#[test]
fn platforms_squares_and_cycleways_are_walked_and_building_sites_are_not() {
    assert_eq!(walked(&["railway=platform"]).map(|walk| walk.0), Some(StreetClass::Footway));
    assert_eq!(walked(&["public_transport=platform"]).map(|walk| walk.0), Some(StreetClass::Footway));
    assert_eq!(walked(&["highway=footway", "footway=crossing"]).map(|walk| walk.0), Some(StreetClass::Crossing));
    assert_eq!(walked(&["highway=cycleway"]).map(|walk| walk.0), Some(StreetClass::Cycleway));
    assert_eq!(walked(&["highway=cycleway", "foot=no"]), None);
    assert_eq!(walked(&["highway=busway"]), None);
    assert!(walked(&["highway=busway", "foot=yes"]).is_some());
    for gone in ["construction", "proposed", "abandoned", "razed"] {
        assert_eq!(judged(&[&format!("highway={gone}"), "foot=yes"]), Verdict::Nothing, "{gone}");
    }
    assert_eq!(judged(&["highway=path", "sac_scale=difficult_alpine_hiking"]), Verdict::Nothing);
    let square =
        map(&(nodes(1..=3) + "<node id='4' lon='108.902' lat='34.3'/>" + &way(7, &[1, 2, 4, 1], &["highway=pedestrian", "area=yes"])));
    assert_eq!(square.streets.ways[0].points.len(), 4, "a square is walked along its outline");
}

#[test]
fn a_ferry_takes_its_time_or_ten_kilometres_an_hour() {
    let told = street(&["route=ferry", "foot=yes", "duration=00:20"]);
    assert_eq!((told.class, told.off_ground, told.duration_s), (StreetClass::Ferry, true, Some(1200.0)));
    // Two steps of 0.001 degrees at 34.2 degrees north: 2 x 111.195 m x cos(34.2°) = 183.9 m, 66.2 s at 10 km/h.
    let untold = street(&["route=ferry"]).duration_s.expect("a time");
    assert!((untold - 66.2).abs() < 0.1, "{untold}");
    assert_eq!(judged(&["route=ferry", "foot=no"]), Verdict::Nothing);
    let seconds = |text| duration_s(Tags(&[("duration", text)]));
    assert_eq!(["PT1H5M", "15", "1:00:30", "soon", "PT", "-5"].map(seconds), [Some(3900.0), Some(900.0), Some(3630.0), None, None, None]);
}

fn stop_of(tags: &str) -> Option<Stop> {
    let node = format!("<node id='2' lon='108.902' lat='34.2'>{}</node>", super::tag_texts(&tags.split('|').collect::<Vec<_>>()));
    let extract = map(&(nodes(1..=1) + &node + &nodes(3..=3) + &way(7, &[1, 2, 3], &["highway=footway"])));
    extract.streets.stops.first().map(|(point, stop)| {
        assert_eq!(*point, 1, "the second point in the order of ids");
        *stop
    })
}

#[test]
fn a_gate_stops_whom_it_says() {
    for open in ["barrier=gate", "barrier=bollard", "barrier=lift_gate|access=private|foot=yes", "kerb=lowered", "barrier=kerb|kerb=flush"]
    {
        assert_eq!(stop_of(open), None, "{open}");
    }
    for shut in [
        "barrier=gate|access=private",
        "barrier=gate|locked=yes",
        "barrier=gate|foot=no",
        "barrier=wall",
        "barrier=gate|foot=yes|locked=yes",
    ] {
        assert_eq!(stop_of(shut), Some(Stop::All), "{shut}");
    }
    for narrow in [
        "barrier=stile",
        "barrier=turnstile",
        "kerb=raised",
        "barrier=kerb",
        "barrier=cycle_barrier|foot=yes",
        "barrier=gate|wheelchair=no",
    ] {
        assert_eq!(stop_of(narrow), Some(Stop::Wheels), "{narrow}");
    }
    assert_eq!(stop_of("barrier=stile|wheelchair=yes"), None);
}

fn barriers(tags: &[&str]) -> Vec<BarrierClass> {
    let extract: OsmExtract = map(&(nodes(1..=3) + &way(7, &[1, 2, 3], tags)));
    assert!(extract.streets.ways.is_empty());
    extract.streets.barriers.iter().map(|barrier| barrier.class).collect()
}

#[test]
fn what_nobody_crosses_is_a_barrier_unless_it_is_bridged_or_buried() {
    assert_eq!(barriers(&["highway=motorway"]), [BarrierClass::Road]);
    assert_eq!(barriers(&["railway=rail"]), [BarrierClass::Railway]);
    assert_eq!(barriers(&["waterway=river"]), [BarrierClass::Water]);
    assert_eq!(barriers(&["natural=coastline"]), [BarrierClass::Water]);
    assert_eq!(barriers(&["barrier=fence"]), [BarrierClass::Wall]);
    for crossed in [
        ["highway=motorway", "bridge=yes"],
        ["railway=subway", "tunnel=yes"],
        ["railway=rail", "layer=-1"],
        ["waterway=canal", "tunnel=culvert"],
        ["highway=motorway", "covered=yes"],
        ["waterway=stream", "name=x"],
        ["railway=tram", "name=x"],
    ] {
        assert_eq!(barriers(&crossed), [], "{crossed:?}");
    }
}

#[test]
fn the_outline_of_a_lake_of_several_ways_is_a_barrier() {
    let lake = "<relation id='9'><member type='way' ref='7' role='outer'/><member type='way' ref='8' role='outer'/>\
        <tag k='type' v='multipolygon'/><tag k='natural' v='water'/></relation>";
    let extract = map(&(nodes(1..=2) + "<node id='3' lon='108.9' lat='34.3'/>" + &way(7, &[1, 2], &[]) + &way(8, &[2, 3, 1], &[]) + lake));
    assert_eq!(extract.streets.barriers.len(), 1);
    assert_eq!((extract.streets.barriers[0].class, extract.streets.barriers[0].points.len()), (BarrierClass::Water, 4));
}

#[test]
fn a_street_is_parted_where_a_node_is_missing_and_keeps_its_name_once() {
    let extract = map(&(nodes(1..=5)
        + &way(7, &[1, 2, 99, 3, 4, 5], &["highway=residential", "name=长安街"])
        + &way(8, &[5, 1], &["highway=path", "name=长安街", "name:en=Long Peace Avenue"])));
    let streets = &extract.streets;
    assert_eq!(streets.ways.iter().map(|way| way.points.to_vec()).collect::<Vec<_>>(), [vec![0, 1], vec![2, 3, 4], vec![4, 0]]);
    assert_eq!((&*streets.names, &*streets.names_en), (&["长安街".into()][..], &[Some("Long Peace Avenue".into())][..]));
    assert_eq!(count(&extract, "missing-nodes"), 1);
    assert_eq!(streets.points[4], [1_089_050_000, 342_000_000]);
}

#[test]
fn steps_lead_up_or_down_in_the_order_of_their_nodes_where_the_map_says_it() {
    let climb = |tags: &[&str]| street(tags).climb;
    assert_eq!(climb(&["highway=steps"]), None);
    for (incline, expected) in [("up", Climb::Up), ("down", Climb::Down), ("40%", Climb::Up), ("-35°", Climb::Down)] {
        assert_eq!(climb(&["highway=steps", &format!("incline={incline}")]), Some(expected), "{incline}");
    }
    assert_eq!(climb(&["highway=steps", "incline=0%"]), None);
    assert_eq!(climb(&["highway=footway", "incline=up"]), None, "a slope is walked like any street");
}

#[test]
fn the_table_is_told_in_the_documentation() {
    let methods = include_str!("../../../../docs/methods.md");
    let section = methods.split("## What is walked").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    for row in &HIGHWAYS {
        let line = section.lines().find(|line| row.values.iter().all(|value| line.contains(&format!("`{value}`"))));
        assert!(line.is_some_and(|line| line.contains(row.why)), "{:?}: {}", row.values, row.why);
    }
}
