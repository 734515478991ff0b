//! Which tile does a PMTiles archive hold at a place? Version 3 of the format, as its specification of 2022 writes it.
//!
//! 1. The header says where the other parts lie and how they are compressed.
//! 2. A tile's number counts along Hilbert curves, zoom after zoom.
//! 3. The root directory, and leaf directories beneath it, say where the bytes of a run of numbers lie.
//!
//! Every offset and length is checked against the file before anything is read, and what unpacks to more than it may is
//! refused, so that a damaged or hostile file is an error and no more. Refuses to know what is drawn in the tiles.

mod directory;
mod header;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    io::{Read, Seek, SeekFrom},
    sync::{Arc, Mutex, PoisonError},
};

use flate2::read::GzDecoder;

pub use self::header::TileKind;
use self::{
    directory::{Directory, Found},
    header::{Header, LENGTH, Section},
};

/// Directories lie at most this deep; the format's writers make two levels.
const DEEPEST: usize = 4;
/// Bytes of a directory or the description, as they lie and unpacked.
const MOST_PACKED: u64 = 16 << 20;
const MOST_UNPACKED: u64 = 64 << 20;
/// Bytes of a tile, as it lies and unpacked.
const MOST_TILE: u64 = 16 << 20;
/// Leaf directories that are kept unpacked.
const LEAVES_KEPT: usize = 64;

/// Why an archive, or a tile of it, cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PmTilesError {
    /// It is something else.
    #[error("this is no PMTiles file: it does not begin with PMTiles and the version 3")]
    NotPmTiles,
    /// An older or newer version of the format.
    #[error("this PMTiles file is of version {0}; version 3 can be read (pmtiles convert makes it of older ones)")]
    Version(u8),
    /// A compression that not every browser takes, or none that is known.
    #[error("the {what} of this PMTiles file is compressed in a way that cannot be read (number {number}); gzip or none would be right")]
    Compression {
        /// What is compressed.
        what: &'static str,
        /// The format's number for it.
        number: u8,
    },
    /// Tiles of a sort that no map draws.
    #[error(
        "the tiles of this PMTiles file are of a sort that cannot be shown (number {0}); vector tiles, PNG, JPEG, WebP or AVIF would be right"
    )]
    Kind(u8),
    /// What is written does not fit together.
    #[error("this PMTiles file is damaged: {0}")]
    Damaged(&'static str),
    /// The system.
    #[error("the PMTiles file cannot be read: {0}")]
    Read(#[from] std::io::Error),
}

/// A tile as it lies in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PmTile {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether they are compressed with gzip.
    pub gzip: bool,
}

impl PmTile {
    /// The bytes without compression.
    pub fn unpacked(self) -> Result<Vec<u8>, PmTilesError> {
        if self.gzip { unpack(&self.bytes, MOST_TILE * 4) } else { Ok(self.bytes) }
    }
}

/// An archive of tiles that is read where it lies.
#[derive(Debug)]
pub struct PmTiles<R> {
    header: Header,
    root: Directory,
    description: serde_json::Map<String, serde_json::Value>,
    fingerprint: u64,
    length: u64,
    source: Mutex<R>,
    leaves: Mutex<HashMap<u64, Arc<Directory>>>,
}

impl<R: Read + Seek> PmTiles<R> {
    /// Reads the header, the root directory and the description.
    pub fn open(mut source: R) -> Result<PmTiles<R>, PmTilesError> {
        let length = source.seek(SeekFrom::End(0))?;
        let head = read(&mut source, length, (0, LENGTH.min(length)), MOST_PACKED)?;
        let header = Header::parse(&head)?;
        let root = read(&mut source, length, (header.root.offset, header.root.length), MOST_PACKED)?;
        let description = read(&mut source, length, (header.description.offset, header.description.length), MOST_PACKED)?;
        let mut hasher = DefaultHasher::new();
        (&head, &root, &description, length).hash(&mut hasher);
        let root = Directory::parse(&header.unpack(root)?)?;
        let description = if description.is_empty() { Vec::new() } else { header.unpack(description)? };
        // A description that is none is no reason not to show the tiles.
        let description = serde_json::from_slice(&description).unwrap_or_default();
        let (source, leaves) = (Mutex::new(source), Mutex::default());
        Ok(PmTiles { header, root, description, fingerprint: hasher.finish(), length, source, leaves })
    }

    /// The tile in column `x` from the west and row `y` from the north of zoom `z`, where there is one.
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<PmTile>, PmTilesError> {
        let Some(number) = tile_number(z, x, y) else { return Ok(None) };
        let mut found = self.root.find(number);
        for _ in 0..DEEPEST {
            match found {
                None => return Ok(None),
                Some(Found::Tile { offset, length }) => {
                    let bytes = self.part(self.header.tiles, (offset, length), MOST_TILE)?;
                    return Ok(Some(PmTile { bytes, gzip: self.header.gzip_tiles }));
                }
                Some(Found::Leaf { offset, length }) => found = self.leaf(offset, length)?.find(number),
            }
        }
        Err(PmTilesError::Damaged("its directories lie too deep"))
    }

    fn leaf(&self, offset: u64, length: u64) -> Result<Arc<Directory>, PmTilesError> {
        if let Some(leaf) = self.leaves.lock().unwrap_or_else(PoisonError::into_inner).get(&offset) {
            return Ok(Arc::clone(leaf));
        }
        let bytes = self.part(self.header.leaves, (offset, length), MOST_PACKED)?;
        let leaf = Arc::new(Directory::parse(&self.header.unpack(bytes)?)?);
        let mut leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if leaves.len() >= LEAVES_KEPT {
            leaves.clear();
        }
        leaves.insert(offset, Arc::clone(&leaf));
        Ok(leaf)
    }

    /// Bytes of a section.
    fn part(&self, section: Section, (offset, length): (u64, u64), most: u64) -> Result<Vec<u8>, PmTilesError> {
        if offset.checked_add(length).is_none_or(|end| end > section.length) {
            return Err(PmTilesError::Damaged("a directory points beyond its part of the file"));
        }
        let start = section.offset.checked_add(offset).ok_or(PmTilesError::Damaged("a part lies beyond the file"))?;
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        read(&mut *source, self.length, (start, length), most)
    }
}

impl<R> PmTiles<R> {
    /// What its tiles are.
    pub fn kind(&self) -> TileKind {
        self.header.kind
    }

    /// The first and the last zoom.
    pub fn zooms(&self) -> (u8, u8) {
        self.header.zooms
    }

    /// West, south, east and north edge in degrees.
    pub fn bounds(&self) -> [f64; 4] {
        self.header.bounds
    }

    /// What its maker wrote about it: `name`, `attribution`, `vector_layers` and whatever else.
    pub fn described(&self, key: &str) -> Option<&serde_json::Value> {
        self.description.get(key)
    }

    /// Another number when the file is another.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

fn read(source: &mut (impl Read + Seek), file: u64, (offset, length): (u64, u64), most: u64) -> Result<Vec<u8>, PmTilesError> {
    if offset.checked_add(length).is_none_or(|end| end > file) {
        return Err(PmTilesError::Damaged("a part lies beyond the end of the file"));
    }
    if length > most {
        return Err(PmTilesError::Damaged("a part is larger than any should be"));
    }
    source.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes)?;
    // The file may have become shorter since it was opened.
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(PmTilesError::Damaged("the file ends too early")) }
}

fn unpack(bytes: &[u8], most: u64) -> Result<Vec<u8>, PmTilesError> {
    let mut unpacked = Vec::new();
    let length = GzDecoder::new(bytes).take(most + 1).read_to_end(&mut unpacked);
    let length = length.map_err(|_| PmTilesError::Damaged("what should be gzip is not"))?;
    if length as u64 > most { Err(PmTilesError::Damaged("a part unpacks to more than any should")) } else { Ok(unpacked) }
}

/// The number of a tile: those of all zooms above, then its place on the Hilbert curve of its zoom; `None` where there is none.
fn tile_number(z: u8, x: u32, y: u32) -> Option<u64> {
    if z > 31 || x >> z != 0 || y >> z != 0 {
        return None;
    }
    let above = ((1u64 << (2 * u32::from(z))) - 1) / 3;
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    let mut along = 0;
    for digit in (0..u32::from(z)).rev() {
        let half = 1u64 << digit;
        let (east, south) = (x >> digit & 1, y >> digit & 1);
        along += half * half * ((3 * east) ^ south);
        (x, y) = (x & (half - 1), y & (half - 1));
        if south == 0 {
            if east == 1 {
                (x, y) = (half - 1 - x, half - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    Some(above + along)
}
