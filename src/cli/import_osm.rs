//! `carereach import osm`: a map file into the registry; what was wrong in it comes back in a report.

use std::{fs, io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{Failure, files::say, progress::Progress};
use crate::{
    domain::change::Stamp,
    exchange::{OsmFormat, OsmSource},
    registry::{OsmOptions, OsmSummary, Records},
};

/// Problems and islands shown to people; `--format json` has them all.
const SHOWN: usize = 5;

/// So many bytes tell what a file is, whatever it is called.
const HEAD_BYTES: u64 = 64;

/// A map file that is there.
pub struct MapFile<'a> {
    path: &'a Path,
    name: String,
    format: OsmFormat,
    size: u64,
}

impl<'a> MapFile<'a> {
    /// A file whose ending tells a map.
    pub fn of(path: &'a Path) -> Result<MapFile<'a>, Failure> {
        let format = OsmFormat::of_path(path).ok_or_else(|| {
            let name = path.display();
            Failure::Input(format!("{name}: the ending tells no map file known here; expected .osm.pbf or .osm"))
        })?;
        let size = fs::metadata(path).map_err(|error| cannot_read(path, &error))?.len();
        let mut head = Vec::new();
        let file = fs::File::open(path).map_err(|error| cannot_read(path, &error))?;
        file.take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| cannot_read(path, &error))?;
        let format = OsmFormat::of_bytes(&head).unwrap_or(format);
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok(MapFile { path, name, format, size })
    }

    /// Hands the file to a reader.
    pub fn with_source<T>(&self, read: impl FnOnce(&OsmSource) -> T) -> T {
        let open = || fs::File::open(self.path).map(|file| Box::new(file) as Box<dyn Read + Send>);
        read(&OsmSource { name: &self.name, format: self.format, open: &open, size: self.size })
    }
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Input(format!("{}: cannot be read: {error}", path.display()))
}

/// How the command was called.
pub struct ImportOsm<'a> {
    pub file: &'a Path,
    pub area_given: bool,
    pub dry_run: bool,
}

impl ImportOsm<'_> {
    /// Reads the file into the registry.
    pub fn run(&self, records: &Records) -> Result<OsmSummary, Failure> {
        let file = MapFile::of(self.file)?;
        let sha256 = hash(self.file).map_err(|error| cannot_read(self.file, &error))?;
        let bar = Progress::new("map");
        let progress = |done: u64, total: u64| bar.at(done as usize, total as usize);
        let options =
            OsmOptions { sha256, area_given: self.area_given, stamp: Stamp::operator(), dry_run: self.dry_run, progress: &progress };
        let imported = file.with_source(|source| records.import_osm(source, &options));
        bar.done();
        Ok(imported?)
    }
}

fn hash(file: &Path) -> std::io::Result<String> {
    let mut file = fs::File::open(file)?;
    let (mut digest, mut piece) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(data_encoding::HEXLOWER.encode(&digest.finalize())),
            read => digest.update(&piece[..read]),
        }
    }
}

/// Tells people what became of a map.
pub fn tell(file: &Path, summary: &OsmSummary) -> Result<(), Failure> {
    let name = file.display();
    if summary.same_file {
        return say(&format!("{name}: this very file is in the registry already; nothing changed\n"));
    }
    for problem in &summary.problems {
        eprintln!("{} x {}: {}", problem.count, problem.code, problem.what);
        problem.examples.iter().take(SHOWN).for_each(|example| eprintln!("  {example}"));
    }
    let OsmSummary { divisions, facilities, .. } = summary;
    let mut text = format!("{name}:\n");
    let mut line = |what: &str, said: String| text += &format!("  {what:<11} {said}\n");
    let [edges, nodes] = summary.network;
    line("streets", format!("{:.1} km on foot, {edges} edges between {nodes} junctions", summary.street_km));
    if !summary.islands.is_empty() {
        let km: f64 = summary.islands.iter().map(|island| island.km).sum();
        let named = |island: &crate::registry::IslandItem| {
            format!("{} ({:.2} km)", island.street.as_deref().unwrap_or("without a name"), island.km)
        };
        let first: Vec<String> = summary.islands.iter().take(SHOWN).map(named).collect();
        line("islands", format!("{} parts with {km:.1} km hang by themselves: {}", summary.islands.len(), first.join(", ")));
    }
    line("base map", format!("{} features", summary.base_features));
    line("addresses", format!("{} named spots and house numbers", summary.addresses));
    line("buildings", format!("{}", summary.buildings));
    line(
        "divisions",
        format!(
            "{} in the map: {} new, {} got a boundary, {} kept as they are, {} left out",
            divisions.found,
            divisions.added,
            divisions.bounded,
            divisions.kept,
            divisions.left_out.len()
        ),
    );
    divisions.left_out.iter().take(SHOWN).for_each(|why| eprintln!("division left out: {why}"));
    line(
        "facilities",
        format!(
            "{} in the map: {} added, unchecked; {} in a draft for a registrar; {} unchanged; {} checked by somebody and left as they are",
            facilities.found, facilities.added, facilities.drafted, facilities.unchanged, facilities.checked
        ),
    );
    if let Some([west, south, east, north]) = summary.area {
        line("area", format!("{west},{south},{east},{north} (setting `area`)"));
    }
    if let Some(before) = &summary.replaces {
        line("replaces", format!("the map of {before}"));
    }
    if let Some([west, south, east, north]) = summary.outside_area {
        line("outside", format!("the map lies outside the area {west},{south},{east},{north}, which stays: see the setting `area`"));
    }
    if summary.truncated {
        line("cut off", "the file ends before its end: get it again".to_owned());
    }
    if summary.dry_run {
        line("dry run", "nothing was written".to_owned());
    }
    if let Some(batch) = &summary.batch {
        line("batch", format!("{batch}; `carereach undo {batch}` takes divisions and facilities out again"));
    }
    say(&text)
}
