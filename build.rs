//! Tells cargo what the binary carries besides its code: the built page and the migrations.

fn main() {
    // An unbuilt page is an empty folder: the binary then says how to build it. The folder has to be there, or cargo
    // would take it for changed at every build.
    let _ = std::fs::create_dir_all("web/dist");
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=migrations");
}
