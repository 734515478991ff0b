//! Files that people name on the command line: reading them whole, and writing them whole or not at all.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use super::Failure;
use crate::exchange::{Format, Source};

/// A file's bytes and format.
pub struct InputFile {
    name: String,
    format: Format,
    bytes: Vec<u8>,
}

impl InputFile {
    /// Reads a file whose ending tells its format.
    pub fn read(path: &Path) -> Result<InputFile, Failure> {
        let name = path.display().to_string();
        let format = Format::of_path(path)
            .ok_or_else(|| Failure::Input(format!("{name}: the ending tells no format known here; expected .csv, .xlsx or .geojson")))?;
        let bytes = fs::read(path).map_err(|error| Failure::Input(format!("{name}: cannot be read: {error}")))?;
        Ok(InputFile { name, format, bytes })
    }

    /// The file as a reader takes it.
    pub fn source(&self) -> Source<'_> {
        Source { name: &self.name, format: self.format, bytes: &self.bytes }
    }
}

/// Writes a file through a neighbour that takes its name at the end, so that a failure leaves no half file.
pub fn write_whole<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
    let cannot = |error: std::io::Error| Failure::Other(format!("{}: cannot be written: {error}", path.display()));
    let mut beside: PathBuf = path.to_owned();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    beside.set_file_name(format!(".{name}.{}.part", std::process::id()));
    let file = fs::File::create(&beside).map_err(cannot)?;
    let mut file = std::io::BufWriter::new(file);
    let written = write(&mut file).and_then(|written| {
        file.flush().map_err(cannot)?;
        file.get_ref().sync_all().map_err(cannot)?;
        fs::rename(&beside, path).map_err(cannot)?;
        Ok(written)
    });
    if written.is_err() {
        // The failure itself is what people need to hear.
        let _ = fs::remove_file(&beside);
    }
    written
}
