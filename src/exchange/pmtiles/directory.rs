//! Where do the bytes of a tile lie? A directory of a PMTiles archive: runs of tile numbers in columns.

use super::PmTilesError;

/// Where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// In the tiles' part of the file.
    Tile { offset: u64, length: u64 },
    /// In the leaf directories' part of the file.
    Leaf { offset: u64, length: u64 },
}

/// Runs of tiles that share their bytes, and leaf directories, by ascending number.
#[derive(Debug)]
pub struct Directory(Vec<Entry>);

#[derive(Debug, Clone, Copy)]
struct Entry {
    number: u64,
    /// How many tiles follow one another; 0 for a leaf directory.
    run: u64,
    length: u64,
    offset: u64,
}

impl Directory {
    /// Of unpacked bytes: the count, then columns of number steps, runs, lengths and offsets.
    pub fn parse(bytes: &[u8]) -> Result<Directory, PmTilesError> {
        let mut rest = bytes;
        let count = varint(&mut rest)?;
        // Each entry takes four bytes at least.
        let count = usize::try_from(count).ok().filter(|count| *count <= rest.len() / 4);
        let count = count.ok_or(PmTilesError::Damaged("a directory promises more than it holds"))?;
        let mut column = || (0..count).map(|_| varint(&mut rest)).collect::<Result<Vec<u64>, _>>();
        let (steps, runs, lengths, offsets) = (column()?, column()?, column()?, column()?);
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        let mut number = 0u64;
        for place in 0..count {
            let too_far = PmTilesError::Damaged("a directory's numbers are too large");
            let Some(next) = number.checked_add(steps[place]) else { return Err(too_far) };
            number = next;
            let offset = match (offsets[place].checked_sub(1), entries.last()) {
                (Some(offset), _) => offset,
                (None, Some(before)) => match before.offset.checked_add(before.length) {
                    Some(offset) => offset,
                    None => return Err(too_far),
                },
                (None, None) => return Err(PmTilesError::Damaged("a directory's first entry follows nothing")),
            };
            entries.push(Entry { number, run: runs[place], length: lengths[place], offset });
        }
        Ok(Directory(entries))
    }

    /// Where the tile of this number lies, or the directory that knows.
    pub fn find(&self, number: u64) -> Option<Found> {
        let after = self.0.partition_point(|entry| entry.number <= number);
        let Entry { number: first, run, length, offset } = *self.0[..after].last()?;
        match run {
            0 => Some(Found::Leaf { offset, length }),
            run => (number - first < run).then_some(Found::Tile { offset, length }),
        }
    }
}

/// A whole number, seven bits a byte, the lowest first.
fn varint(rest: &mut &[u8]) -> Result<u64, PmTilesError> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, left) = rest.split_first().ok_or(PmTilesError::Damaged("a directory ends too early"))?;
        *rest = left;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Ok(number);
        }
    }
    Err(PmTilesError::Damaged("a number of a directory is too long"))
}
