//! What stands in a grid's cells? Decoded block by block (strip or tile), so that never more than one block is in memory.

use std::{
    io::{Cursor, Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use tiff::{
    ColorType, TiffFormatError, TiffResult,
    decoder::{ChunkType, Decoder, DecodingResult, Limits},
    tags::{PhotometricInterpretation, Tag},
};

use super::GridError;

/// Bytes that one block may take when it is unpacked.
const MOST_BLOCK: usize = 256 << 20;
/// Bytes of one tag's value: the places of all blocks are one.
const MOST_TAG: usize = 64 << 20;
/// Cells of a whole grid: China at 100 m has 3.2 thousand million.
const MOST_CELLS: u64 = 6_000_000_000;
/// GDAL's tag for scales, offsets and whatever else.
const GDAL_METADATA: Tag = Tag::Unknown(42_112);

/// The picture of a file, ready to be read.
pub(super) struct Pixels<'b> {
    decoder: Decoder<Cursor<&'b [u8]>>,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    samples: usize,
    sample_bytes: usize,
    band: usize,
    planar: bool,
    tiled: bool,
    /// Columns and rows of a whole block.
    block: (u32, u32),
    /// Bytes of each block in the file; none of a block that was never written.
    lengths: Vec<u64>,
    nodata: Option<f64>,
}

/// One block's values of the band that is read.
pub(super) struct Block {
    /// The row of its first value.
    row: u32,
    /// The column of its first value.
    column: u32,
    /// Numbers a row, those of all bands that lie side by side.
    width: usize,
    /// Which of so many numbers a cell is the band's.
    band: (usize, usize),
    /// `None` when the block was never written: nothing is known there.
    values: Option<DecodingResult>,
}

impl Block {
    /// Hands out row, column and value of every cell.
    pub fn each(&self, mut take: impl FnMut(u32, u32, f64)) {
        fn walk<T: Copy>(block: &Block, values: &[T], number: impl Fn(T) -> f64, take: &mut impl FnMut(u32, u32, f64)) {
            let (band, samples) = block.band;
            for (row, values) in values.chunks(block.width.max(1)).enumerate() {
                for (column, value) in values.iter().skip(band).step_by(samples).enumerate() {
                    take(block.row + row as u32, block.column + column as u32, number(*value));
                }
            }
        }
        let take = &mut take;
        match &self.values {
            None => {}
            Some(DecodingResult::U8(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::U16(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::U32(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::U64(values)) => walk(self, values, |value| value as f64, take),
            Some(DecodingResult::I8(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::I16(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::I32(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::I64(values)) => walk(self, values, |value| value as f64, take),
            Some(DecodingResult::F16(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::F32(values)) => walk(self, values, f64::from, take),
            Some(DecodingResult::F64(values)) => walk(self, values, |value| value, take),
        }
    }
}

impl<'b> Pixels<'b> {
    /// Looks at the first picture of the file; `band` is counted from 1.
    pub fn open(bytes: &'b [u8], band: Option<u16>) -> Result<Pixels<'b>, GridError> {
        let mut limits = Limits::default();
        limits.decoding_buffer_size = MOST_BLOCK;
        limits.intermediate_buffer_size = MOST_BLOCK;
        limits.ifd_value_size = bytes.len().min(MOST_TAG);
        let mut decoder = guarded(|| Ok(Decoder::new(Cursor::new(bytes))?.with_limits(limits)))?;
        let (width, height) = decoder.dimensions().map_err(GridError::of)?;
        if u64::from(width) * u64::from(height) > MOST_CELLS {
            return Err(GridError::new(
                format!("it says it has {width} x {height} cells"),
                "at most 6,000,000,000 cells: cut it to the area that is meant",
            ));
        }
        let samples = samples(&mut decoder, band)?;
        let sample_bytes = plain(&mut decoder)?;
        let tiled = decoder.get_chunk_type() == ChunkType::Tile;
        let counts = if tiled { Tag::TileByteCounts } else { Tag::StripByteCounts };
        let lengths = decoder.find_tag_unsigned_vec(counts).map_err(GridError::of)?.unwrap_or_default();
        let planar: Option<u16> = decoder.find_tag_unsigned(Tag::PlanarConfiguration).map_err(GridError::of)?;
        let nodata = nodata(&mut decoder)?;
        Ok(Pixels {
            block: decoder.chunk_dimensions(),
            decoder,
            width,
            height,
            samples: usize::from(samples),
            sample_bytes,
            band: usize::from(band.unwrap_or(1)) - 1,
            planar: planar == Some(2),
            tiled,
            lengths,
            nodata,
        })
    }

    /// The file behind it, for its tags.
    pub fn decoder(&mut self) -> &mut Decoder<Cursor<&'b [u8]>> {
        &mut self.decoder
    }

    /// How many blocks have to be read.
    pub fn blocks(&self) -> u32 {
        let across = if self.tiled { self.width.div_ceil(self.block.0) } else { 1 };
        across.saturating_mul(self.height.div_ceil(self.block.1))
    }

    /// Reads one block of the band, from 0.
    pub fn block(&mut self, number: u32) -> Result<Block, GridError> {
        let across = if self.tiled { self.width.div_ceil(self.block.0) } else { 1 };
        let (row, column) = ((number / across) * self.block.1, (number % across) * self.block.0);
        let of_band = if self.planar { self.band as u32 * self.blocks() + number } else { number };
        let band = if self.planar { (0, 1) } else { (self.band, self.samples) };
        if self.lengths.get(of_band as usize) == Some(&0) {
            return Ok(Block { row, column, width: 1, band, values: None });
        }
        let (decoder, width) = (&mut self.decoder, self.block.0 as usize * band.1);
        let mut values = DecodingResult::U8(Vec::new());
        // Rows as wide as the block: the decoder then unpacks it in one go, also where it hangs over the grid's edge. Row by row it
        // gives up on some LZW blocks.
        guarded(|| decoder.read_chunk_to_buffer(&mut values, of_band, width * self.sample_bytes))
            .map_err(|error| error.at(&format!("the block at row {}, column {}", row + 1, column + 1)))?;
        Ok(Block { row, column, width, band, values: Some(values) })
    }

    /// Whether a value says that nothing is known.
    pub fn is_nodata(&self, value: f64) -> bool {
        self.nodata.is_some_and(|nodata| {
            // The tag is a text of a number that a float cell holds only nearly.
            value == nodata || value == f64::from(nodata as f32) || (value.is_nan() && nodata.is_nan())
        })
    }
}

/// Numbers a cell, after it is settled which of them is read.
fn samples<R: Read + Seek>(decoder: &mut Decoder<R>, band: Option<u16>) -> Result<u16, GridError> {
    let samples: u16 = decoder.find_tag_unsigned(Tag::SamplesPerPixel).map_err(GridError::of)?.unwrap_or(1);
    match band {
        None if samples > 1 => {
            Err(GridError::new(format!("it has {samples} bands"), format!("one band; --band 1 to --band {samples} says which is meant")))
        }
        Some(band) if band == 0 || band > samples => {
            Err(GridError::new(format!("it has no band {band}"), format!("a band from 1 to {samples}")))
        }
        _ => Ok(samples),
    }
}

/// The bytes of a number, after pictures are refused whose numbers are not plain counts.
fn plain<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<usize, GridError> {
    let photometric: Option<u16> = decoder.find_tag_unsigned(Tag::PhotometricInterpretation).map_err(GridError::of)?;
    if photometric != Some(PhotometricInterpretation::BlackIsZero.to_u16()) {
        return Err(GridError::new("it is a picture of colours", "a grid of numbers, one count of people a cell"));
    }
    let formats: Vec<u16> = decoder.find_tag_unsigned_vec(Tag::SampleFormat).map_err(GridError::of)?.unwrap_or_else(|| vec![1]);
    let bits = match decoder.colortype().map_err(GridError::of)? {
        ColorType::Gray(bits) | ColorType::Multiband { bit_depth: bits, .. } => bits,
        _ => 0,
    };
    let fits = |format: &u16| matches!((format, bits), (1 | 2, 8 | 16 | 32 | 64) | (3, 32 | 64));
    if !formats.iter().all(fits) {
        let what = if formats.iter().any(|format| matches!(format, 5 | 6)) { "complex numbers" } else { "numbers of an unusual sort" };
        return Err(GridError::new(
            format!("its cells hold {what} of {bits} bits"),
            "whole numbers of 8 to 64 bits, or floats of 32 or 64 bits",
        ));
    }
    let metadata = decoder.find_tag(GDAL_METADATA).map_err(GridError::of)?.and_then(|value| value.into_string().ok()).unwrap_or_default();
    for (role, neutral) in [("scale", 1.0), ("offset", 0.0)] {
        let stated = metadata.split("<Item").filter(|item| item.contains(&format!("role=\"{role}\"")));
        let numbers = stated.filter_map(|item| item.split_once('>')?.1.split_once('<')?.0.trim().parse::<f64>().ok());
        if let Some(number) = numbers.into_iter().find(|number| *number != neutral) {
            let expected = "plain counts: gdal_translate -unscale -ot Float32 writes them";
            return Err(GridError::new(format!("its numbers are to be read with a {role} of {number}"), expected));
        }
    }
    Ok(usize::from(bits) / 8)
}

fn nodata<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<Option<f64>, GridError> {
    let Some(value) = decoder.find_tag(Tag::GdalNodata).map_err(GridError::of)? else { return Ok(None) };
    let text = value.into_string().map_err(GridError::of)?;
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse() {
        Ok(number) => Ok(Some(number)),
        Err(_) => Err(GridError::new(format!("its nodata value {text:?} is no number"), "a number in tag 42113")),
    }
}

/// Runs the decoder on bytes of any origin. It holds some of what it relies on by assertions, which a damaged file can break:
/// such a file is damaged, and nothing of the decoder is used again.
fn guarded<T>(decode: impl FnOnce() -> TiffResult<T>) -> Result<T, GridError> {
    let decoded = catch_unwind(AssertUnwindSafe(decode));
    decoded.unwrap_or_else(|_| Err(TiffFormatError::InconsistentSizesEncountered.into())).map_err(GridError::of)
}
