//! How is a map file gone through once, whatever its format, with the bytes counted?

use std::{
    io::{BufReader, Read},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    element::{Element, Wants},
    error::OsmError,
    pbf,
    problem::Problems,
    xml,
};

/// What the bytes of a map file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OsmFormat {
    /// Blocks in protocol buffers.
    Pbf,
    /// XML, as editors and the web site write it.
    Xml,
}

impl OsmFormat {
    /// The format that a file's ending tells: `.osm.pbf`, `.pbf`, `.osm`, `.xml`.
    pub fn of_path(path: &Path) -> Option<OsmFormat> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "pbf" => Some(OsmFormat::Pbf),
            "osm" | "xml" => Some(OsmFormat::Xml),
            _ => None,
        }
    }

    /// The format that a file's first bytes tell, whatever it is called: blocks begin with a length and the word `OSMHeader`, XML
    /// with a mark of its encoding or `<`.
    pub fn of_bytes(head: &[u8]) -> Option<OsmFormat> {
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if head.len() > 4 && head[4..].windows(9).take(8).any(|word| word == b"OSMHeader") {
            Some(OsmFormat::Pbf)
        } else {
            text.starts_with(b"<").then_some(OsmFormat::Xml)
        }
    }
}

/// A map file to read.
pub struct OsmSource<'a> {
    /// What messages call it.
    pub name: &'a str,
    /// What the bytes are.
    pub format: OsmFormat,
    /// Opens the file from its beginning; called once for each pass.
    pub open: &'a (dyn Fn() -> std::io::Result<Box<dyn Read + Send>> + Sync),
    /// Its length in bytes, for the progress.
    pub size: u64,
}

/// What the file says about itself.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Head {
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
    /// Seconds since 1970 for which the data stands.
    pub as_of_s: Option<i64>,
    /// Seconds since 1970 of the newest change met.
    pub newest_s: Option<i64>,
}

/// The bytes read in all passes, told on.
pub(super) struct Progress<'a> {
    pub tell: &'a (dyn Fn(u64, u64) + Sync),
    pub of: u64,
    pub done: AtomicU64,
}

/// A reader that counts.
struct Counted<'a, R> {
    reader: R,
    progress: &'a Progress<'a>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(to)?;
        let done = self.progress.done.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
        (self.progress.tell)(done.min(self.progress.of), self.progress.of);
        Ok(read)
    }
}

/// One way through the file.
pub(super) struct Pass<'a> {
    pub source: &'a OsmSource<'a>,
    pub wants: Wants,
    pub progress: &'a Progress<'a>,
}

impl Pass<'_> {
    /// Goes through the file: `each` is called side by side for elements of different blocks, `fold` in the order of the file.
    pub fn scan<T: Default + Send>(
        &self,
        each: impl Fn(&mut T, Element) + Sync,
        fold: &mut dyn FnMut(T),
        problems: &mut Problems,
    ) -> Result<Head, OsmError> {
        let name = self.source.name;
        let reader = (self.source.open)().map_err(|reason| OsmError::Open { file: name.into(), reason })?;
        let reader = BufReader::with_capacity(1 << 18, Counted { reader, progress: self.progress });
        match self.source.format {
            OsmFormat::Pbf => pbf::scan((name, reader), self.wants, each, fold, problems),
            OsmFormat::Xml => xml::scan((name, reader), self.wants, each, fold, problems),
        }
    }
}
