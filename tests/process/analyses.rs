use super::bench::Bench;

/// Haversine, written once more on purpose: the oracle must not be the code under test.
fn metres([lon_a, lat_a]: [f64; 2], [lon_b, lat_b]: [f64; 2]) -> f64 {
    let (phi_a, phi_b) = (lat_a.to_radians(), lat_b.to_radians());
    let half = |angle: f64| (angle.to_radians() / 2.0).sin().powi(2);
    let a = half(lat_b - lat_a) + phi_a.cos() * phi_b.cos() * half(lon_b - lon_a);
    2.0 * 6_371_008.8 * a.sqrt().asin()
}

/// Repeatable numbers below one.
fn numbers(mut seed: u64) -> impl FnMut() -> f64 {
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn nearest_on_plain_files_equals_a_look_at_every_pair() {
    let bench = Bench::new();
    let mut next = numbers(7);
    let mut spot = || [108.8 + next() * 0.3, 34.1 + next() * 0.3];
    let facilities: Vec<(String, [f64; 2])> = (0..300).map(|number| (format!("{number}.0"), spot())).collect();
    let points: Vec<[f64; 2]> = (0..50).map(|_| spot()).collect();
    let table = |rows: &[(String, [f64; 2])]| {
        rows.iter().fold("id,lon,lat\n".to_owned(), |text, (id, [lon, lat])| text + &format!("{id},{lon},{lat}\n"))
    };
    let named: Vec<(String, [f64; 2])> = points.iter().enumerate().map(|(number, at)| (format!("P{number}"), *at)).collect();
    bench.file("f.csv", table(&facilities)).file("p.csv", table(&named));
    let answer = bench.json("nearest --points p.csv --facilities f.csv --limit 4 --within 9000 --format json");
    for (number, at) in points.iter().enumerate() {
        let result = &answer["results"][number];
        assert_eq!(result["point"], format!("P{number}"));
        let mut wanted: Vec<(f64, &str)> = facilities.iter().map(|(id, spot)| (metres(*at, *spot), id.as_str())).collect();
        wanted.retain(|(distance, _)| *distance <= 9_000.0);
        wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        wanted.truncate(4);
        let found: Vec<&str> =
            result["matches"].as_array().expect("matches").iter().map(|one| one["id"].as_str().expect("an id")).collect();
        assert_eq!(found, wanted.iter().map(|(_, id)| *id).collect::<Vec<_>>(), "point {number}");
    }
    assert!(!bench.path("carereach.db").exists(), "an analysis on plain files leaves no database");
}

#[test]
fn a_point_without_a_match_stays_with_an_empty_list_and_a_bad_one_is_named() {
    let bench = Bench::new();
    bench.file("f.csv", "id,lon,lat\nA,108.9,34.2\n").file("p.csv", "id,lon,lat\nnear,108.9,34.2\nfar,100,30\nbad,abc,30\n");
    let answer = bench.json("nearest --points p.csv --facilities f.csv --within 1000 --format json");
    assert_eq!(answer["results"][1], serde_json::json!({"point": "far", "matches": []}));
    assert_eq!(answer["skipped"][0]["id"], "bad");
}

#[test]
fn coverage_on_plain_files_equals_a_look_at_every_pair_and_adds_up() {
    let bench = Bench::new();
    let mut next = numbers(11);
    let (mut facilities, mut demand) = ("id,kind,lon,lat\n".to_owned(), "id,lon,lat,population,elderly\n".to_owned());
    let (mut places, mut cells) = (Vec::new(), Vec::new());
    for number in 0..40 {
        let (at, kind) = ([108.8 + next() * 0.2, 34.1 + next() * 0.2], if next() < 0.5 { "a" } else { "b" });
        facilities.push_str(&format!("{number},{kind},{},{}\n", at[0], at[1]));
        places.push((at, kind));
    }
    for number in 0..800 {
        let (at, people) = ([108.8 + next() * 0.2, 34.1 + next() * 0.2], (next() * 100.0).floor());
        demand.push_str(&format!("{number},{},{},1,{people}\n", at[0], at[1]));
        cells.push((at, people));
    }
    bench.file("f.csv", facilities).file("d.csv", demand);
    let answer = bench.json("coverage --facilities f.csv --demand d.csv --kind a --group elderly --within 1500,500 --format json");
    for (band, limit) in [(0, 500.0), (1, 1_500.0)] {
        let band = &answer["bands"][band];
        let nearest = |at: [f64; 2]| {
            places.iter().filter(|(_, kind)| *kind == "a").map(|(place, _)| metres(at, *place)).fold(f64::INFINITY, f64::min)
        };
        let covered: f64 = cells.iter().filter(|(at, _)| nearest(*at) <= limit).map(|(_, people)| people).sum();
        let total: f64 = cells.iter().map(|(_, people)| people).sum();
        assert_eq!(
            (band["within_m"].as_f64(), band["covered"].as_f64(), band["total"].as_f64()),
            (Some(limit), Some(covered), Some(total))
        );
        assert_eq!(band["left_over"].as_f64(), Some(total - covered));
    }
}

#[test]
fn a_threshold_is_closed_on_the_plane_and_by_costs() {
    let bench = Bench::new();
    bench.file("f.csv", "id,x,y\nA,0,0\n").file("d.csv", "id,x,y,population\nat,300,400,7\nbeyond,300,400.001,5\n");
    let answer = bench.json("coverage --facilities f.csv --demand d.csv --plane --within 500 --format json");
    assert_eq!(answer["bands"][0]["covered"], 7.0);
    bench
        .file("c.csv", "from,to,cost\nat,A,500\nbeyond,A,500.5\n")
        .file("fc.csv", "id\nA\n")
        .file("dc.csv", "id,population\nat,7\nbeyond,5\nnowhere,3\n");
    let answer = bench.json("coverage --facilities fc.csv --demand dc.csv --costs c.csv --within 500,501 --format json");
    assert_eq!((&answer["bands"][0]["covered"], &answer["bands"][1]["covered"]), (&7.0.into(), &12.0.into()));
    assert_eq!((&answer["bands"][1]["left_over"], &answer["unreachable"]), (&3.0.into(), &1.into()));
}

#[test]
fn zones_that_lie_in_one_another_each_count_their_people() {
    let bench = Bench::new();
    let square = |id: &str, [west, south, east, north]: [f64; 4]| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
        )
    };
    let zones = format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        square("all", [108.0, 34.0, 109.0, 35.0]),
        square("part", [108.0, 34.0, 108.5, 34.5])
    );
    bench.file("z.geojson", zones).file("f.csv", "id,lon,lat\nA,108.2,34.2\n");
    bench.file("d.csv", "id,lon,lat,population\n1,108.2,34.2,10\n2,108.8,34.8,5\n3,110,36,2\n");
    let answer = bench.json("coverage --facilities f.csv --demand d.csv --zones z.geojson --within 100 --format json");
    let totals: Vec<_> = answer["zones"].as_array().expect("zones").iter().map(|zone| zone["total"].as_f64().expect("a total")).collect();
    assert_eq!(totals, [15.0, 10.0, 2.0]);
}

#[test]
fn a_registry_without_people_answers_with_nobody() {
    let bench = Bench::new();
    bench.file("f.csv", "id,name,kind,lon,lat\nF1,一,社区服务站,108.94,34.26\n");
    bench.done("import facilities f.csv --datum wgs84");
    let answer = bench.json("coverage --within 500 --format json");
    assert_eq!((&answer["bands"][0]["total"], &answer["inputs"]["facilities"]), (&0.0.into(), &1.into()));
}

#[test]
fn an_abolished_division_is_answered_by_its_successor() {
    let bench = Bench::new();
    bench.file("d.csv", "id,lon,lat,population,division\n1,109.3,32.8,10,610928\n");
    bench.done("import demand d.csv --datum wgs84");
    for code in ["610928", "610981"] {
        assert_eq!(bench.json(&format!("coverage --within 500 --division {code} --format json"))["bands"][0]["total"], 10.0, "{code}");
    }
}

#[test]
fn a_point_without_a_match_stands_in_the_table_and_the_csv_too() {
    let bench = Bench::new();
    bench.file("f.csv", "id,lon,lat\nA,108.9,34.2\n").file("p.csv", "id,lon,lat\nfar,100,30\n");
    let said = bench.done("nearest --points p.csv --facilities f.csv --within 10 --format csv");
    assert_eq!(said.out, "point,rank,id,name,kind,distance_m\nfar,,,,,\n");
}

#[test]
fn a_count_that_no_place_has_is_named_and_left_out() {
    let bench = Bench::new();
    bench.file("f.csv", "id,lon,lat\nA,108.94,34.26\n");
    bench.file("d.csv", "id,lon,lat,population\n1,108.94,34.26,1e308\n2,108.94,34.26,5\n");
    let answer = bench.json("coverage --within 500 --facilities f.csv --demand d.csv --format json");
    assert_eq!((&answer["bands"][0]["total"], &answer["skipped"][0]["id"]), (&5.0.into(), &"1".into()));
}
