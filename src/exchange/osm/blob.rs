//! Where does each block of a PBF file begin and end, and what are its bytes unpacked?
//!
//! A file is a row of blobs: four bytes with the length of a header, the header with type and length, the blob itself
//! (OpenStreetMap wiki, "PBF Format"). Nothing is made larger than the format allows, whatever a length says.

use std::io::{ErrorKind, Read};

use flate2::read::ZlibDecoder;

use super::wire::{Fields, Malformed};

/// The most bytes of a blob's header.
const MOST_HEADER: u32 = 64 << 10;
/// The most bytes of a blob, packed and unpacked.
const MOST_BLOB: u64 = 32 << 20;

/// What a blob holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlobType {
    Header,
    Data,
    Other,
}

/// A blob as it stands in the file.
#[derive(Debug)]
pub(super) struct Blob {
    /// Where its length stands, bytes from the beginning of the file.
    pub offset: u64,
    pub kind: BlobType,
    pub bytes: Vec<u8>,
}

/// Why the row of blobs breaks off.
#[derive(Debug)]
pub(super) enum Broken {
    /// The file ends inside a blob.
    Truncated { offset: u64 },
    /// A length or header makes no sense, so that the next blob cannot be found.
    Lost { offset: u64, reason: &'static str },
    /// The system cannot read on.
    Io(std::io::Error),
}

/// Reads blob after blob.
pub(super) struct Blobs<R> {
    reader: R,
    offset: u64,
}

impl<R: Read> Blobs<R> {
    /// Starts at the beginning of a file.
    pub fn new(reader: R) -> Self {
        Blobs { reader, offset: 0 }
    }

    /// The next blob; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Blob>, Broken> {
        let offset = self.offset;
        let length = self.read(4)?;
        let Ok(length) = <[u8; 4]>::try_from(&length[..]) else {
            return if length.is_empty() { Ok(None) } else { Err(Broken::Truncated { offset }) };
        };
        let length = u32::from_be_bytes(length);
        if length > MOST_HEADER {
            return Err(Broken::Lost { offset, reason: "the length of a block's header is beyond what the format allows" });
        }
        let header = self.read_whole(u64::from(length), offset)?;
        let (kind, size) = read_header(&header).map_err(|Malformed(reason)| Broken::Lost { offset, reason })?;
        if size > MOST_BLOB {
            return Err(Broken::Lost { offset, reason: "the length of a block is beyond what the format allows" });
        }
        let bytes = self.read_whole(size, offset)?;
        Ok(Some(Blob { offset, kind, bytes }))
    }

    fn read_whole(&mut self, size: u64, offset: u64) -> Result<Vec<u8>, Broken> {
        let bytes = self.read(size)?;
        if bytes.len() as u64 == size { Ok(bytes) } else { Err(Broken::Truncated { offset }) }
    }

    /// At most `size` bytes; fewer only at the end of the file.
    fn read(&mut self, size: u64) -> Result<Vec<u8>, Broken> {
        let mut bytes = Vec::new();
        match self.reader.by_ref().take(size).read_to_end(&mut bytes) {
            Ok(read) => self.offset += read as u64,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => self.offset += bytes.len() as u64,
            Err(error) => return Err(Broken::Io(error)),
        }
        Ok(bytes)
    }
}

fn read_header(bytes: &[u8]) -> Result<(BlobType, u64), Malformed> {
    let (mut fields, mut kind, mut size) = (Fields(bytes), None, None);
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => kind = Some(value.bytes()?),
            3 => size = Some(value.number()?),
            _ => {}
        }
    }
    let kind = match kind.ok_or(Malformed("a block without a type"))? {
        b"OSMHeader" => BlobType::Header,
        b"OSMData" => BlobType::Data,
        _ => BlobType::Other,
    };
    Ok((kind, size.ok_or(Malformed("a block without a length"))?))
}

impl Blob {
    /// The bytes unpacked.
    pub fn unpacked(self) -> Result<Vec<u8>, Malformed> {
        let (mut fields, mut raw, mut packed) = (Fields(&self.bytes), None, None);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => raw = Some(value.bytes()?),
                3 => packed = Some(value.bytes()?),
                4 => return Err(Malformed("packed with LZMA; write the file again with zlib")),
                5 => return Err(Malformed("packed with bzip2; write the file again with zlib")),
                6 => return Err(Malformed("packed with LZ4; write the file again with zlib")),
                7 => return Err(Malformed("packed with Zstandard; write the file again with zlib")),
                _ => {}
            }
        }
        match (raw, packed) {
            (Some(raw), _) => Ok(raw.to_vec()),
            (None, Some(packed)) => unpack(packed),
            (None, None) => Err(Malformed("a block without contents")),
        }
    }
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(3).min(MOST_BLOB as usize));
    let read = ZlibDecoder::new(packed).take(MOST_BLOB + 1).read_to_end(&mut bytes);
    match read {
        Ok(length) if length as u64 > MOST_BLOB => Err(Malformed("a block that unpacks to more than 32 MB")),
        Ok(_) => Ok(bytes),
        Err(_) => Err(Malformed("a block that cannot be unpacked: its bytes were changed")),
    }
}
