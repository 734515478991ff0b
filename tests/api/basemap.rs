//! A PMTiles archive beneath the answers, written by the test.

use std::{fs, io::Write, path::PathBuf};

use carereach::{
    config::{BasemapArgs, Beneath, Config, OidcArgs, TlsArgs},
    startup,
};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;
use tempfile::TempDir;

use super::service::{Service, empty, shared, text};

/// The smallest picture there is: a PNG's first bytes are enough for who does not look inside.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n picture";
const VECTOR: u8 = 1;
const PNG: u8 = 2;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// An archive with the tile 0/0/0 and with 1/1/1, which is number 3; nothing else. All numbers of its directory are small.
fn archive(kind: u8, compression: u8, tiles: [&[u8]; 2], description: &str) -> Vec<u8> {
    let root = [2, 0, 3, 1, 1, tiles[0].len() as u8, tiles[1].len() as u8, 1, 0];
    let mut bytes = b"PMTiles\x03".to_vec();
    let mut offset = 127;
    for length in [root.len(), description.len(), 0, tiles[0].len() + tiles[1].len()] {
        bytes.extend((offset as u64).to_le_bytes());
        bytes.extend((length as u64).to_le_bytes());
        offset += length;
    }
    bytes.extend([0; 24]);
    bytes.extend([1, 1, compression, kind, 0, 1]);
    for degrees in [105.5f64, 31.5, 111.25, 39.5] {
        bytes.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    bytes.resize(127, 0);
    [&bytes[..], &root, description.as_bytes(), tiles[0], tiles[1]].concat()
}

fn written(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("city.pmtiles");
    fs::write(&file, bytes).expect("a small file");
    (folder, file)
}

fn beneath(file: PathBuf) -> BasemapArgs {
    BasemapArgs { beneath: Some(Beneath::Archive(file)), ..BasemapArgs::default() }
}

#[test]
fn vector_tiles_pass_as_they_lie_and_unpacked_for_who_takes_no_gzip() {
    let (whole, east) = (gzip(b"the whole world"), gzip(b"the south-east"));
    let layers = json!([{ "id": "water", "fields": {} }, { "id": "roads", "fields": { "kind": "String" } }]);
    let description = json!({ "name": "a made map", "attribution": "© OpenStreetMap contributors", "vector_layers": layers });
    let (_folder, file) = written(&archive(VECTOR, 2, [&whole, &east], &description.to_string()));
    let service = Service::start(empty(), beneath(file));
    assert_eq!(service.json("/api/v1/about")["basemap"]["tiles_url"], "/tiles/basemap.json");
    let told = service.json("/tiles/basemap.json");
    assert_eq!((&told["tilejson"], &told["format"], &told["name"]), (&json!("3.0.0"), &json!("pbf"), &json!("a made map")));
    assert_eq!((&told["minzoom"], &told["maxzoom"], &told["bounds"]), (&json!(0), &json!(1), &json!([105.5, 31.5, 111.25, 39.5])));
    assert_eq!((&told["attribution"], &told["vector_layers"]), (&description["attribution"], &layers));
    let address = text(&told["tiles"][0]);
    let path = address.strip_prefix(service.address()).expect("an address of the service");
    let of = |z: &str, x: &str, y: &str| path.replace("{z}", z).replace("{x}", x).replace("{y}", y);
    let answer = service.ask("GET", &of("0", "0", "0"), &[("accept-encoding", "br, gzip")]);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/vnd.mapbox-vector-tile")));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=86400"));
    // The client unpacks what says that it is gzip.
    assert_eq!(answer.text(), "the whole world");
    let plain = service.ask("GET", &of("1", "1", "1"), &[("accept-encoding", "gzip;q=0, identity")]);
    assert_eq!((plain.text().as_str(), plain.header("content-encoding")), ("the south-east", None));
    let nothing = service.get(&of("1", "0", "0"));
    assert_eq!((nothing.status, nothing.body.len()), (200, 0));
    for wrong in [of("1", "2", "0"), of("40", "0", "0")] {
        assert_eq!((service.get(&wrong).status, service.get(&wrong).body.len()), (200, 0), "{wrong}");
    }
    assert_eq!(service.get(&of("a", "0", "0")).refused(), (404, "not_found".to_owned()));
}

#[test]
fn pictures_pass_as_they_are_and_where_there_is_none_the_map_enlarges_the_one_above() {
    let (_folder, file) = written(&archive(PNG, 1, [PICTURE, PICTURE], r#"{"tile_size": 512}"#));
    let service = Service::start(empty(), beneath(file));
    let told = service.json("/tiles/basemap.json");
    assert_eq!((&told["format"], &told["tile_size"], told.get("vector_layers")), (&json!("png"), &json!(512), None));
    let answer = service.ask("GET", "/tiles/basemap/0/0/0", &[("accept-encoding", "gzip")]);
    assert_eq!((answer.status, answer.header("content-type"), answer.header("content-encoding")), (200, Some("image/png"), None));
    assert_eq!(answer.body, PICTURE);
    assert_eq!(service.get("/tiles/basemap/1/0/0").refused(), (404, "not_found".to_owned()));
}

#[test]
fn without_an_archive_there_is_no_map_of_its_own_beneath() {
    assert!(shared().json("/api/v1/about")["basemap"]["tiles_url"].is_null());
    for path in ["/tiles/basemap.json", "/tiles/basemap/0/0/0"] {
        assert_eq!(shared().get(path).refused(), (404, "not_found".to_owned()));
    }
}

#[test]
fn a_damaged_tile_is_the_service_s_fault_and_the_others_still_come() {
    let mut bytes = archive(VECTOR, 2, [&gzip(b"the whole world"), b"no gzip at all"], "{}");
    let service = {
        let (_folder, file) = written(&bytes);
        Service::start(empty(), beneath(file))
    };
    let plain = [("accept-encoding", "identity")];
    assert_eq!(service.ask("GET", "/tiles/basemap/0/0/0", &plain).text(), "the whole world");
    assert_eq!(service.ask("GET", "/tiles/basemap/1/1/1", &plain).refused(), (500, "internal".to_owned()));
    // A directory that points beyond the file: the length of the first tile is the sixth number.
    bytes[127 + 5] = 0x7f;
    let (_folder, file) = written(&bytes);
    let service = Service::start(empty(), beneath(file));
    assert_eq!(service.get("/tiles/basemap/0/0/0").refused(), (500, "internal".to_owned()));
}

#[test]
fn a_service_does_not_come_up_on_what_is_no_archive() {
    let (folder, file) = written(b"something else");
    for (file, words) in [(file, "no PMTiles file"), (folder.path().join("missing.pmtiles"), "cannot be read")] {
        let config = Config {
            listen: "127.0.0.1:0".parse().expect("a free port"),
            area: None,
            basemap: beneath(file.clone()),
            tls: TlsArgs::default(),
            oidc: OidcArgs::default(),
            geocoder: Default::default(),
        };
        let error = actix_web::rt::System::new().block_on(async { startup::start(&config, empty()).map(drop) });
        let error = error.expect_err("it is refused").to_string();
        assert!(error.contains(words) && error.contains(&*file.to_string_lossy()), "{error}");
    }
}
