//! Files that people name on the command line: reading them whole, and writing them whole or not at all.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::Failure;
use crate::exchange::{Format, HsdsPackage, Source};

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
        let format = Format::of_path(path).ok_or_else(|| {
            Failure::Input(format!("{name}: the ending tells no format known here; expected .csv, .xlsx, .geojson or (for demand) .tif"))
        })?;
        let bytes = fs::read(path).map_err(|error| Failure::Input(format!("{name}: cannot be read: {error}")))?;
        Ok(InputFile { name, format, bytes })
    }

    /// The file as a reader takes it.
    pub fn source(&self) -> Source<'_> {
        Source { name: &self.name, format: self.format, bytes: &self.bytes }
    }
}

/// Reads an HSDS package, a folder of CSV files or a zip of them.
pub fn read_package(path: &Path) -> Result<HsdsPackage, Failure> {
    let name = path.display().to_string();
    let cannot = |path: &Path, error: io::Error| Failure::Input(format!("{}: cannot be read: {error}", path.display()));
    if !path.is_dir() {
        if path.exists() && Format::of_path(path) != Some(Format::Zip) {
            return Err(Failure::Input(format!("{name}: this is no HSDS package; expected a folder of CSV files or a .zip of them")));
        }
        let bytes = fs::read(path).map_err(|error| cannot(path, error))?;
        return Ok(HsdsPackage::unzip(&name, &bytes)?);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| cannot(path, error))? {
        let entry = entry.map_err(|error| cannot(path, error))?.path();
        let file = entry.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
        if entry.is_file() && Format::of_path(&entry) == Some(Format::Csv) {
            files.push((file, fs::read(&entry).map_err(|error| cannot(&entry, error))?));
        }
    }
    Ok(HsdsPackage::of_files(&name, files)?)
}

/// A file that takes its name only when it is whole, so that a failure leaves no half file and the old one as it was.
pub struct OutputFile {
    path: PathBuf,
    beside: PathBuf,
    file: io::BufWriter<fs::File>,
    finished: bool,
}

impl OutputFile {
    /// Makes the neighbour, so that a place where nothing can be written is told before any work.
    pub fn create(path: &Path) -> Result<OutputFile, Failure> {
        OutputFile::make(path, fs::OpenOptions::new().write(true).create(true).truncate(true))
    }

    /// The same, for a file that only its owner may read.
    pub fn create_private(path: &Path) -> Result<OutputFile, Failure> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        OutputFile::make(path, &options)
    }

    fn make(path: &Path, options: &fs::OpenOptions) -> Result<OutputFile, Failure> {
        if path.is_dir() {
            return Err(Failure::Input(format!("{}: this is a folder; give the name of a file", path.display())));
        }
        let mut beside: PathBuf = path.to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        beside.set_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = options.open(&beside).map_err(|error| cannot(path, &error))?;
        Ok(OutputFile { path: path.to_owned(), beside, file: io::BufWriter::new(file), finished: false })
    }

    /// Writes everything and gives the file its name.
    pub fn finish<T>(self, write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
        self.finish_file(|file| write(file))
    }

    /// The same, for what goes back and forth in the file.
    pub fn finish_file<T>(mut self, write: impl FnOnce(&mut io::BufWriter<fs::File>) -> Result<T, Failure>) -> Result<T, Failure> {
        let written = write(&mut self.file)?;
        self.file.flush().map_err(|error| cannot(&self.path, &error))?;
        self.file.get_ref().sync_all().map_err(|error| cannot(&self.path, &error))?;
        fs::rename(&self.beside, &self.path).map_err(|error| cannot(&self.path, &error))?;
        self.finished = true;
        Ok(written)
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if !self.finished {
            // The failure itself is what people need to hear.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    Failure::Other(format!("{}: cannot be written: {error}", path.display()))
}

/// Writes a file whole or not at all.
pub fn write_whole<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
    OutputFile::create(path)?.finish(write)
}

/// Whether two names mean the same file.
pub fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Says an answer on standard output; a reader that has seen enough (`| head`) is no failure.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Other(error.to_string())),
        _ => Ok(()),
    }
}
