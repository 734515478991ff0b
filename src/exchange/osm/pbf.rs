//! How is a PBF file gone through once? Blobs are read in their order, unpacked side by side, and taken in their order.
//!
//! The decoder is our own: the crate osmpbf adds deltas unchecked and panics on a changed byte, and does not say at which
//! byte a block broke. The tests compare with it.

use std::io::Read;

use rayon::prelude::*;

use super::{
    blob::{Blob, BlobType, Blobs, Broken},
    block::{self, read_block},
    element::{Element, Wants},
    error::OsmError,
    problem::{Problems, Sort},
    scan::Head,
    wire::Malformed,
};

/// Blobs that are unpacked side by side, and the bytes of them at which no more are taken.
const BATCH: usize = 32;
const BATCH_BYTES: usize = 64 << 20;
/// What a reader may be asked to know.
const KNOWN: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Goes through the file; what `each` makes of a block goes to `fold` in the order of the blocks.
pub(super) fn scan<T: Default + Send>(
    (file, reader): (&str, impl Read),
    wants: Wants,
    each: impl Fn(&mut T, Element) + Sync,
    fold: &mut dyn FnMut(T),
    problems: &mut Problems,
) -> Result<Head, OsmError> {
    let mut blobs = Blobs::new(reader);
    let mut head = read_head(file, &mut blobs, problems)?;
    loop {
        let (batch, end) = read_batch(&mut blobs);
        let read = |blob: Blob| {
            let offset = blob.offset;
            let mut made = T::default();
            let done = blob.unpacked().and_then(|bytes| read_block(&bytes, wants, &mut |element| each(&mut made, element)));
            done.map(|newest_s| (made, newest_s)).map_err(|Malformed(reason)| (offset, reason))
        };
        let answers: Vec<_> = batch.into_par_iter().map(read).collect();
        for answer in answers {
            match answer {
                Ok((made, newest_s)) => {
                    head.newest_s = head.newest_s.max(newest_s);
                    fold(made);
                }
                Err((offset, reason)) => problems.add_once(Sort::BadBlock, format!("block at byte {offset}: {reason}")),
            }
        }
        match end {
            End::More => {}
            End::Whole => return Ok(head),
            End::Broken(broken) => {
                report(file, broken, problems)?;
                return Ok(head);
            }
        }
    }
}

enum End {
    More,
    Whole,
    Broken(Broken),
}

fn read_batch(blobs: &mut Blobs<impl Read>) -> (Vec<Blob>, End) {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        match blobs.next() {
            Ok(Some(blob)) => {
                bytes += blob.bytes.len();
                if blob.kind == BlobType::Data {
                    batch.push(blob);
                }
            }
            Ok(None) => return (batch, End::Whole),
            Err(broken) => return (batch, End::Broken(broken)),
        }
    }
    (batch, End::More)
}

/// Reads the first block: by it a file is known to be a map.
fn read_head(file: &str, blobs: &mut Blobs<impl Read>, problems: &mut Problems) -> Result<Head, OsmError> {
    let not_osm = || OsmError::NotOsm {
        file: file.into(),
        found: "no OpenStreetMap file in PBF",
        expected: "a file that begins with an OSMHeader block; an .osm file is XML and must be named so, a .bz2 or .gz is to be unpacked first",
    };
    let first = match blobs.next() {
        Ok(Some(blob)) if blob.kind == BlobType::Header => blob,
        Ok(None) => return Err(OsmError::Empty { file: file.into() }),
        Err(Broken::Io(reason)) => return Err(OsmError::Open { file: file.into(), reason }),
        Ok(Some(_)) | Err(Broken::Truncated { .. } | Broken::Lost { .. }) => return Err(not_osm()),
    };
    let header = match first.unpacked().and_then(|bytes| block::read_header(&bytes)) {
        Ok(header) => header,
        Err(Malformed(reason)) => {
            problems.add_once(Sort::BadBlock, format!("block at byte 0, which describes the file: {reason}"));
            block::Header::default()
        }
    };
    for feature in header.needed {
        if feature == "HistoricalInformation" {
            return Err(OsmError::History { file: file.into() });
        }
        if !KNOWN.contains(&feature.as_str()) {
            return Err(OsmError::Feature { file: file.into(), feature });
        }
    }
    Ok(Head { bounds: header.bounds, as_of_s: header.as_of_s, newest_s: None })
}

fn report(file: &str, broken: Broken, problems: &mut Problems) -> Result<(), OsmError> {
    match broken {
        Broken::Truncated { offset } => problems.add_once(Sort::Truncated, format!("block at byte {offset} is not whole")),
        Broken::Lost { offset, reason } => problems.add_once(Sort::FramingLost, format!("block at byte {offset}: {reason}")),
        Broken::Io(reason) => return Err(OsmError::Open { file: file.into(), reason }),
    }
    Ok(())
}
