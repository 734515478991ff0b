//! A whole import is taken out again at the command line.

use super::bench::Bench;

const LIST: &str = "id,name,kind,lon,lat,capacity\nF1,示例一,日间照料中心,108.94,34.26,40\nF2,示例二,社区服务站,108.95,34.27,\n";

/// The rows of an export without their last column, which holds the date of the data.
fn records(bench: &Bench, file: &str) -> Vec<String> {
    bench.text(file).lines().map(|line| line.rsplit_once(',').expect("a column of notices").0.to_owned()).collect()
}

#[test]
fn an_import_names_its_batch_and_undo_takes_it_out_exactly() {
    let bench = Bench::new();
    bench.file("list.csv", LIST);
    bench.done("import facilities list.csv --datum wgs84");
    bench.done("export facilities --to before.csv");
    bench.file("more.csv", LIST.replace("40", "41") + "F3,示例三,日间照料中心,108.93,34.25,\n");
    let summary = bench.json("import facilities more.csv --datum wgs84 --format json");
    let batch = summary["batch"].as_str().expect("the batch is named").to_owned();
    bench.done("export facilities --to between.csv");
    assert_ne!(records(&bench, "between.csv"), records(&bench, "before.csv"));
    let said = bench.done(&format!("undo {batch} --reason 测试"));
    assert!(said.out.contains("more.csv: undone; 1 added, 1 changed"), "{}", said.out);
    bench.done("export facilities --to after.csv");
    assert_eq!(records(&bench, "after.csv"), records(&bench, "before.csv"));
    let again = bench.refused(&format!("undo {batch}"));
    assert!(again.err.contains("undone already"), "{}", again.err);
}

#[test]
fn what_was_changed_since_is_named_and_nothing_is_undone() {
    let bench = Bench::new();
    bench.file("list.csv", LIST);
    let first = bench.json("import facilities list.csv --datum wgs84 --format json");
    bench.file("later.csv", "id,capacity\nF1,50\n");
    bench.done("import facilities later.csv");
    let refused = bench.refused(&format!("undo {}", first["batch"].as_str().expect("a batch")));
    assert!(refused.err.contains("F1") && !refused.err.contains("F2"), "{}", refused.err);
    bench.refused("undo no-such-batch");
    bench.done("export facilities --to out.csv");
    assert_eq!(bench.text("out.csv").lines().count(), 3);
}

#[test]
fn an_import_that_changes_nothing_and_a_dry_run_are_no_batches() {
    let bench = Bench::new();
    bench.file("list.csv", LIST);
    let dry = bench.json("import facilities list.csv --datum wgs84 --dry-run --format json");
    assert!(dry["batch"].is_null());
    bench.done("import facilities list.csv --datum wgs84");
    let again = bench.json("import facilities list.csv --datum wgs84 --format json");
    assert!(again["batch"].is_null(), "{again}");
}
