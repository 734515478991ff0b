//! Where do the parts of a PMTiles archive lie, and what are they? Its first 127 bytes.

use super::{MOST_UNPACKED, PmTilesError, unpack};

/// Bytes of the header.
pub const LENGTH: u64 = 127;
const MARK: &[u8] = b"PMTiles";

/// What the tiles of an archive are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Mapbox vector tiles.
    Vector,
    /// Pictures.
    Png,
    /// Pictures.
    Jpeg,
    /// Pictures.
    Webp,
    /// Pictures.
    Avif,
}

impl TileKind {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            TileKind::Vector => "application/vnd.mapbox-vector-tile",
            TileKind::Png => "image/png",
            TileKind::Jpeg => "image/jpeg",
            TileKind::Webp => "image/webp",
            TileKind::Avif => "image/avif",
        }
    }

    /// As TileJSON calls it.
    pub fn format(self) -> &'static str {
        match self {
            TileKind::Vector => "pbf",
            TileKind::Png => "png",
            TileKind::Jpeg => "jpg",
            TileKind::Webp => "webp",
            TileKind::Avif => "avif",
        }
    }
}

/// A part of the file.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    pub offset: u64,
    pub length: u64,
}

/// What the header says.
#[derive(Debug)]
pub struct Header {
    pub root: Section,
    pub description: Section,
    pub leaves: Section,
    pub tiles: Section,
    gzip_inside: bool,
    pub gzip_tiles: bool,
    pub kind: TileKind,
    pub zooms: (u8, u8),
    pub bounds: [f64; 4],
}

impl Header {
    /// Of the first bytes of a file.
    pub fn parse(bytes: &[u8]) -> Result<Header, PmTilesError> {
        let Some(version) = bytes.strip_prefix(MARK).and_then(|rest| rest.first()) else { return Err(PmTilesError::NotPmTiles) };
        if *version != 3 {
            return Err(PmTilesError::Version(*version));
        }
        let bytes: &[u8; LENGTH as usize] = bytes.try_into().map_err(|_| PmTilesError::Damaged("its header is cut off"))?;
        let long = |at: usize| bytes[at..at + 8].iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        let section = |at: usize| Section { offset: long(at), length: long(at + 8) };
        let degrees = |at: usize| f64::from(i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])) / 1e7;
        let gzip = |what, number| match number {
            1 => Ok(false),
            2 => Ok(true),
            number => Err(PmTilesError::Compression { what, number }),
        };
        let kind = match bytes[99] {
            1 => TileKind::Vector,
            2 => TileKind::Png,
            3 => TileKind::Jpeg,
            4 => TileKind::Webp,
            5 => TileKind::Avif,
            number => return Err(PmTilesError::Kind(number)),
        };
        Ok(Header {
            root: section(8),
            description: section(24),
            leaves: section(40),
            tiles: section(56),
            gzip_inside: gzip("directory", bytes[97])?,
            // Pictures are compressed by themselves; some writers leave the number 0.
            gzip_tiles: if bytes[98] == 0 && kind != TileKind::Vector { false } else { gzip("tiles", bytes[98])? },
            kind,
            zooms: (bytes[100].min(bytes[101]), bytes[101]),
            bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
        })
    }

    /// A directory or the description without compression.
    pub fn unpack(&self, bytes: Vec<u8>) -> Result<Vec<u8>, PmTilesError> {
        if self.gzip_inside { unpack(&bytes, MOST_UNPACKED) } else { Ok(bytes) }
    }
}
