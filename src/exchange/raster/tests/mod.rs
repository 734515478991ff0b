//! Are population grids read as they were written? Files made here, positions and sums worked out by hand.

mod hostile;
mod made;

use std::collections::BTreeMap;

use self::made::{Made, Sort};
use super::*;
use crate::domain::{
    kind::{Catalogue, Confidence, TargetGroup},
    position::Area,
    vocabulary::Vocabulary,
};

fn catalogue() -> Catalogue {
    let elderly = TargetGroup {
        code: "elderly".into(),
        name_zh: "老年人".into(),
        name_en: "older people".into(),
        aliases: Vec::new(),
        minors: false,
        source: "test".into(),
        confidence: Confidence::C,
    };
    Catalogue { kinds: Vocabulary::new(vec![]), service_types: Vocabulary::new(vec![]), target_groups: Vocabulary::new(vec![elderly]) }
}

fn read_as(bytes: &[u8], datum: Option<Datum>, area: Option<Area>, choice: &GridChoice) -> Result<Grid, ReadError> {
    let (catalogue, successors) = (catalogue(), BTreeMap::new());
    let reading = Reading { datum, area, catalogue: &catalogue, successors: &successors, held: None, progress: &|_, _| {} };
    read_population_grid(&Source { name: "grid.tif", format: Format::Tiff, bytes }, &reading, choice)
}

fn read(made: &Made) -> Result<Grid, ReadError> {
    read_as(&made.bytes(), None, None, &GridChoice::default())
}

fn refusal(made: &Made) -> String {
    read(made).expect_err("the grid is refused").to_string()
}

/// Id, longitude, latitude and count of every cell.
fn cells(grid: &Grid) -> Vec<(String, f64, f64, f64)> {
    let near = |degrees: f64| (degrees * 1e9).round() / 1e9;
    let cell =
        |(_, cell): &(usize, DemandCell)| (cell.id.to_string(), near(cell.position.lon()), near(cell.position.lat()), cell.counts[0]);
    grid.records.records.iter().map(cell).collect()
}

#[test]
fn a_cell_is_kept_with_its_middle_and_a_stable_id_and_empty_ones_are_left_out() {
    let made = Made { nodata: Some("-99999"), ..Made::of(3, &[1.5, 0.0, 2.0, -99999.0, 4.25, 0.0]) };
    let grid = read(&made).expect("a grid");
    // 108.90 E is 28,890 cells of 0.01 degrees from 180 W, 34.30 N is 5,570 from the pole.
    let expected = [
        ("g100r5570c28890".to_owned(), 108.905, 34.295, 1.5),
        ("g100r5570c28892".to_owned(), 108.925, 34.295, 2.0),
        ("g100r5571c28891".to_owned(), 108.915, 34.285, 4.25),
    ];
    assert_eq!(cells(&grid), expected);
    assert_eq!((grid.group.as_str(), grid.prefix.as_str(), grid.records.rows), ("population", "g100r", 3));
    let notes: Vec<String> = grid.records.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes[1], "2 cells with a count of 0 and 1 cells without data were left out.");
    assert_eq!(notes[2], "3 cells with 7.75 people in all were kept.");
}

#[test]
fn every_sort_of_number_layout_compression_and_predictor_reads_the_same() {
    let values: Vec<f64> = (0..35 * 21).map(|place| f64::from(place % 97)).collect();
    let expected: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
    let mut tried = 0;
    for sort in Sort::ALL {
        for compression in [1, 5, 8, 32_946, 32_773] {
            for predictor in [1, 2, 3].into_iter().filter(|predictor| *predictor != 3 || sort.is_float()) {
                for (tile, rows_per_strip) in [(Some((16, 16)), 0), (Some((48, 32)), 0), (None, 1), (None, 8), (None, 21), (None, 100)] {
                    let made = Made { sort, compression, predictor, tile, rows_per_strip, ..Made::of(35, &values) };
                    let grid =
                        read(&made).unwrap_or_else(|error| panic!("{sort:?} {compression} {predictor} {tile:?} {rows_per_strip}: {error}"));
                    let counts: Vec<f64> = grid.records.records.iter().map(|(_, cell)| cell.counts[0]).collect();
                    assert_eq!(counts, expected, "{sort:?} {compression} {predictor} {tile:?} {rows_per_strip}");
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 5 * 6 * (5 * 2 + 2 * 3));
}

#[test]
fn a_matrix_and_a_tie_point_elsewhere_say_the_same_as_a_corner() {
    let values = [1.0, 2.0, 3.0, 4.0];
    let corner = cells(&read(&Made::of(2, &values)).expect("a grid"));
    let elsewhere = Made { tie: Some(vec![2.0, 1.0, 0.0, 108.92, 34.29, 0.0]), ..Made::of(2, &values) };
    assert_eq!(cells(&read(&elsewhere).expect("a grid")), corner);
    let matrix = vec![0.01, 0.0, 0.0, 108.90, 0.0, -0.01, 0.0, 34.30, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let by_matrix = Made { scale: None, tie: None, matrix: Some(matrix), ..Made::of(2, &values) };
    assert_eq!(cells(&read(&by_matrix).expect("a grid")), corner);
    let middle = vec![1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 2, 2048, 0, 1, 4326];
    let by_point = Made { tie: Some(vec![0.0, 0.0, 0.0, 108.905, 34.295, 0.0]), keys: middle, ..Made::of(2, &values) };
    assert_eq!(cells(&read(&by_point).expect("a grid")), corner);
}

#[test]
fn a_grid_that_begins_in_the_south_names_its_cells_like_any_other() {
    let north_up: BTreeMap<_, _> =
        cells(&read(&Made::of(1, &[1.0, 2.0])).expect("a grid")).into_iter().map(|one| (one.0.clone(), one)).collect();
    let matrix = vec![0.01, 0.0, 0.0, 108.90, 0.0, 0.01, 0.0, 34.28, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let south_up = Made { scale: None, tie: None, matrix: Some(matrix), ..Made::of(1, &[2.0, 1.0]) };
    let south_up: BTreeMap<_, _> = cells(&read(&south_up).expect("a grid")).into_iter().map(|one| (one.0.clone(), one)).collect();
    assert_eq!(south_up, north_up);
}

#[test]
fn a_cut_of_a_grid_has_the_ids_of_the_whole() {
    let whole = cells(&read(&Made::of(3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])).expect("a grid"));
    let cut = Made { tie: Some(vec![0.0, 0.0, 0.0, 108.91, 34.29, 0.0]), ..Made::of(2, &[5.0, 6.0]) };
    assert_eq!(cells(&read(&cut).expect("a grid")), whole[4..]);
}

#[test]
fn what_is_kept_adds_up_to_what_lies_inside() {
    // Fractions of two, so that the sums are exact in any order.
    let values: Vec<f64> = (0..400).map(|place| f64::from(place % 13) * 0.125).collect();
    let area: Area = "108.902,34.152,109.052,34.248".parse().expect("a box");
    let inside = |[lon, lat]: [f64; 2]| lon + lat < 143.223;
    let middle = |place: usize| (108.90 + 0.01 * ((place % 20) as f64 + 0.5), 34.30 - 0.01 * ((place / 20) as f64 + 0.5));
    let (mut kept, mut outside_area, mut outside_boundaries) = (0.0, 0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        let (lon, lat) = middle(place);
        let in_area = (108.902..=109.052).contains(&lon) && (34.152..=34.248).contains(&lat);
        let sum = if !in_area {
            &mut outside_area
        } else if lon + lat < 143.223 {
            &mut kept
        } else {
            &mut outside_boundaries
        };
        *sum += value;
    }
    let made = Made { tile: Some((16, 16)), compression: 5, ..Made::of(20, &values) };
    let choice = GridChoice { inside: Some(&inside), ..GridChoice::default() };
    let grid = read_as(&made.bytes(), None, Some(area), &choice).expect("a grid");
    let sum: f64 = grid.records.records.iter().map(|(_, cell)| cell.counts[0]).sum();
    assert!(kept > 0.0 && outside_area > 0.0 && outside_boundaries > 0.0);
    assert_eq!(sum, kept);
    let told = grid.records.notes.iter().filter_map(|note| match note {
        Note::GridOutside { people, of, .. } => Some((*of, *people)),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [("the area", outside_area), ("the boundaries of all divisions", outside_boundaries)]);
}

#[test]
fn a_count_that_cannot_be_is_refused_with_its_row_and_column() {
    let made = Made { nodata: Some("-1"), ..Made::of(2, &[f64::NAN, 3.0, -2.0, -1.0, f64::INFINITY, 5.0]) };
    let grid = read(&made).expect("a grid");
    let refused: Vec<_> = grid.records.refused.iter().map(|one| (one.row, one.column.as_str(), one.value.as_str())).collect();
    assert_eq!(refused, [(1, "column 1", "NaN"), (2, "column 1", "-2"), (3, "column 1", "inf")]);
    assert_eq!((grid.records.refused_rows, grid.records.records.len(), grid.records.rows), (3, 2, 5));
}

#[test]
fn a_nodata_value_is_known_however_it_is_written() {
    for (nodata, value) in [
        ("nan", f64::NAN),
        ("-3.4028234663852886e+38", f64::from(f32::MIN)),
        ("-3.40282e+38", f64::from(-3.402_82e38f32)),
        (" 0.1 ", f64::from(0.1f32)),
    ] {
        let grid = read(&Made { nodata: Some(nodata), ..Made::of(2, &[value, 3.0]) }).expect("a grid");
        assert_eq!((grid.records.records.len(), grid.records.refused_rows), (1, 0), "{nodata}");
    }
    assert!(refusal(&Made { nodata: Some("none"), ..Made::of(1, &[1.0]) }).contains("\"none\" is no number"));
}

#[test]
fn a_block_that_was_never_written_holds_no_data() {
    let made = Made { tile: Some((16, 16)), sparse: vec![0], ..Made::of(17, &[1.0; 17]) };
    let grid = read(&made).expect("a grid");
    assert_eq!(cells(&grid).len(), 1);
    assert!(grid.records.notes.contains(&Note::GridEmpty { nobody: 0, nodata: 16 }));
}

#[test]
fn of_several_bands_one_has_to_be_named() {
    let bands = vec![vec![1.0, 2.0, 3.0, 4.0], vec![5.0, 6.0, 7.0, 8.0], vec![9.0, 10.0, 11.0, 12.0]];
    for (planar, tile) in [(false, None), (true, None), (false, Some((16, 16))), (true, Some((16, 16)))] {
        let made = Made { bands: bands.clone(), planar, tile, rows_per_strip: 1, ..Made::of(2, &bands[0]) };
        assert!(refusal(&made).contains("it has 3 bands"));
        for (band, expected) in (1..).zip(&bands) {
            let choice = GridChoice { band: Some(band), ..GridChoice::default() };
            let grid = read_as(&made.bytes(), None, None, &choice).expect("a grid");
            let counts: Vec<f64> = grid.records.records.iter().map(|(_, cell)| cell.counts[0]).collect();
            assert_eq!(&counts, expected, "band {band}, planar {planar}, {tile:?}");
        }
        let fourth = GridChoice { band: Some(4), ..GridChoice::default() };
        assert!(read_as(&made.bytes(), None, None, &fourth).expect_err("there are 3").to_string().contains("it has no band 4"));
    }
}

#[test]
fn what_cannot_be_read_plainly_is_refused_and_says_what_would_be_right() {
    let one = || Made::of(1, &[1.0]);
    let keys = |projected: u16| vec![1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, projected];
    let degrees = |code: u16| vec![1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, code];
    let rotated = vec![0.01, 0.002, 0.0, 108.9, 0.0, -0.01, 0.0, 34.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let scaled = "<GDALMetadata><Item name=\"SCALE\" sample=\"0\" role=\"scale\">0.1</Item></GDALMetadata>";
    let cases: [(Made, &[&str]); 11] = [
        (Made { keys: keys(32_649), ..one() }, &["EPSG:32649", "EPSG:4326", "gdalwarp"]),
        (Made { keys: keys(32_767), ..one() }, &["a projection in metres of its own"]),
        (Made { keys: degrees(4214), ..one() }, &["EPSG:4214", "EPSG:4490"]),
        (Made { keys: Vec::new(), ..one() }, &["datum", "坐标系"]),
        (Made { scale: None, tie: None, ..one() }, &["does not say where it lies"]),
        (Made { scale: None, tie: None, matrix: Some(rotated), ..one() }, &["rotated"]),
        (Made { metadata: Some(scaled), ..one() }, &["scale of 0.1", "-unscale"]),
        (Made { format: Some(6), sort: Sort::F64, ..one() }, &["complex numbers"]),
        (Made { photometric: 0, ..one() }, &["picture of colours"]),
        (Made { tie: Some(vec![0.0, 0.0, 0.0, 300_000.0, 3_800_000.0, 0.0]), ..one() }, &["do not lie on the earth"]),
        (Made { scale: Some([0.0, 0.01, 0.0]), ..one() }, &["cells are 0 x -0.01"]),
    ];
    for (made, words) in cases {
        let said = refusal(&made);
        assert!(said.starts_with("grid.tif: ") && words.iter().all(|word| said.contains(word)), "{said}");
    }
}

#[test]
fn the_call_says_what_the_file_does_not_and_never_another_thing() {
    let silent = Made { keys: Vec::new(), ..Made::of(1, &[1.0]) }.bytes();
    let grid = read_as(&silent, Some(Datum::Cgcs2000), None, &GridChoice::default()).expect("a grid");
    assert_eq!(grid.records.records[0].1.given.map(|given| given.datum), Some(Datum::Cgcs2000));
    let stated = Made::of(1, &[1.0]).bytes();
    let clash = read_as(&stated, Some(Datum::Gcj02), None, &GridChoice::default()).expect_err("they clash").to_string();
    assert!(clash.contains("wgs84") && clash.contains("gcj02"), "{clash}");
}

#[test]
fn whom_a_grid_counts_is_said_by_a_word_of_the_catalogue() {
    let bytes = Made::of(1, &[1.0]).bytes();
    let named = |group| read_as(&bytes, None, None, &GridChoice { group: Some(group), ..GridChoice::default() });
    assert_eq!(named("老年人").expect("a grid").group, "elderly");
    assert!(named("nobody").expect_err("no such group").to_string().contains("elderly"));
}
