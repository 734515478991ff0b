//! GeoTIFF files made for the tests, by the layouts and compressions that are met in practice.

use std::io::Cursor;

use tiff::{
    encoder::{
        TiffEncoder,
        compression::{CompressionAlgorithm, Deflate, Lzw, Packbits},
    },
    tags::Tag,
};

/// What a cell is written as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sort {
    U8,
    U16,
    U32,
    I16,
    I32,
    F32,
    F64,
}

impl Sort {
    pub const ALL: [Sort; 7] = [Sort::U8, Sort::U16, Sort::U32, Sort::I16, Sort::I32, Sort::F32, Sort::F64];

    fn bytes(self) -> usize {
        match self {
            Sort::U8 => 1,
            Sort::U16 | Sort::I16 => 2,
            Sort::U32 | Sort::I32 | Sort::F32 => 4,
            Sort::F64 => 8,
        }
    }

    fn format(self) -> u16 {
        match self {
            Sort::U8 | Sort::U16 | Sort::U32 => 1,
            Sort::I16 | Sort::I32 => 2,
            Sort::F32 | Sort::F64 => 3,
        }
    }

    pub fn is_float(self) -> bool {
        self.format() == 3
    }

    fn write(self, value: f64) -> Vec<u8> {
        match self {
            Sort::U8 => vec![value as u8],
            Sort::U16 => (value as u16).to_le_bytes().to_vec(),
            Sort::U32 => (value as u32).to_le_bytes().to_vec(),
            Sort::I16 => (value as i16).to_le_bytes().to_vec(),
            Sort::I32 => (value as i32).to_le_bytes().to_vec(),
            Sort::F32 => (value as f32).to_le_bytes().to_vec(),
            Sort::F64 => value.to_le_bytes().to_vec(),
        }
    }
}

/// A grid to be written.
#[derive(Clone)]
pub struct Made {
    pub width: usize,
    pub height: usize,
    /// Band after band, each row after row.
    pub bands: Vec<Vec<f64>>,
    pub sort: Sort,
    /// 1 none, 5 LZW, 8 deflate, 32773 PackBits.
    pub compression: u16,
    /// 1 none, 2 differences, 3 of floats.
    pub predictor: u16,
    /// Columns and rows of a tile, or rows of a strip.
    pub tile: Option<(usize, usize)>,
    pub rows_per_strip: usize,
    pub planar: bool,
    pub nodata: Option<&'static str>,
    pub scale: Option<[f64; 3]>,
    pub tie: Option<Vec<f64>>,
    pub matrix: Option<Vec<f64>>,
    pub keys: Vec<u16>,
    pub metadata: Option<&'static str>,
    pub format: Option<u16>,
    pub photometric: u16,
    /// Blocks that are not written.
    pub sparse: Vec<usize>,
}

/// Keys of WGS84 in degrees.
pub const WGS84: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];

impl Made {
    /// A grid of 0.01 degrees whose north-western corner is 108.90 E, 34.30 N.
    pub fn of(width: usize, values: &[f64]) -> Made {
        Made {
            width,
            height: values.len() / width,
            bands: vec![values.to_vec()],
            sort: Sort::F32,
            compression: 1,
            predictor: 1,
            tile: None,
            rows_per_strip: 1,
            planar: false,
            nodata: None,
            scale: Some([0.01, 0.01, 0.0]),
            tie: Some(vec![0.0, 0.0, 0.0, 108.90, 34.30, 0.0]),
            matrix: None,
            keys: WGS84.to_vec(),
            metadata: None,
            format: None,
            photometric: 1,
            sparse: Vec::new(),
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut file).expect("memory takes a file");
        let mut directory = encoder.image_directory().expect("memory takes a directory");
        let (mut offsets, mut lengths) = (Vec::new(), Vec::new());
        for (number, block) in self.blocks().into_iter().enumerate() {
            if self.sparse.contains(&number) {
                offsets.push(0u32);
                lengths.push(0u32);
                continue;
            }
            let packed = self.packed(&block);
            offsets.push(directory.write_data(packed.as_slice()).expect("memory takes a block") as u32);
            lengths.push(packed.len() as u32);
        }
        let samples = self.bands.len();
        let mut tag = |tag: Tag, values: &[u16]| directory.write_tag(tag, values).expect("a tag");
        tag(Tag::BitsPerSample, &vec![8 * self.sort.bytes() as u16; samples]);
        tag(Tag::SampleFormat, &vec![self.format.unwrap_or(self.sort.format()); samples]);
        tag(Tag::SamplesPerPixel, &[samples as u16]);
        tag(Tag::PhotometricInterpretation, &[self.photometric]);
        tag(Tag::Compression, &[self.compression]);
        tag(Tag::Predictor, &[self.predictor]);
        tag(Tag::PlanarConfiguration, &[if self.planar { 2 } else { 1 }]);
        if !self.keys.is_empty() {
            tag(Tag::GeoKeyDirectoryTag, &self.keys);
        }
        let mut long = |tag: Tag, values: &[u32]| directory.write_tag(tag, values).expect("a tag");
        long(Tag::ImageWidth, &[self.width as u32]);
        long(Tag::ImageLength, &[self.height as u32]);
        match self.tile {
            Some((width, height)) => {
                long(Tag::TileWidth, &[width as u32]);
                long(Tag::TileLength, &[height as u32]);
                long(Tag::TileOffsets, &offsets);
                long(Tag::TileByteCounts, &lengths);
            }
            None => {
                long(Tag::RowsPerStrip, &[self.rows_per_strip as u32]);
                long(Tag::StripOffsets, &offsets);
                long(Tag::StripByteCounts, &lengths);
            }
        }
        let mut double = |tag: Tag, values: Option<&[f64]>| {
            if let Some(values) = values {
                directory.write_tag(tag, values).expect("a tag");
            }
        };
        double(Tag::ModelPixelScaleTag, self.scale.as_ref().map(|scale| &scale[..]));
        double(Tag::ModelTiepointTag, self.tie.as_deref());
        double(Tag::ModelTransformationTag, self.matrix.as_deref());
        for (tag, text) in [(Tag::GdalNodata, self.nodata), (Tag::Unknown(42_112), self.metadata)] {
            if let Some(text) = text {
                directory.write_tag(tag, text).expect("a tag");
            }
        }
        directory.finish().expect("memory takes a directory");
        file.into_inner()
    }

    /// The values of each block, row after row with the samples of a cell side by side unless they are planar.
    fn blocks(&self) -> Vec<Vec<Vec<f64>>> {
        let (width, height) = self.tile.unwrap_or((self.width, self.rows_per_strip));
        let planes: Vec<Vec<usize>> =
            if self.planar { (0..self.bands.len()).map(|band| vec![band]).collect() } else { vec![(0..self.bands.len()).collect()] };
        let mut blocks = Vec::new();
        for plane in planes {
            for top in (0..self.height).step_by(height) {
                for left in (0..self.width).step_by(width) {
                    // A tile is padded, a strip is not.
                    let bottom = if self.tile.is_some() { top + height } else { (top + height).min(self.height) };
                    let value = |row: usize, column: usize, band: usize| {
                        let inside = row < self.height && column < self.width;
                        if inside { self.bands[band][row * self.width + column] } else { 77.0 }
                    };
                    let row = |row: usize| {
                        let plane = &plane;
                        (left..left + width).flat_map(|column| plane.iter().map(move |band| value(row, column, *band))).collect()
                    };
                    blocks.push((top..bottom).map(row).collect());
                }
            }
        }
        blocks
    }

    fn packed(&self, rows: &[Vec<f64>]) -> Vec<u8> {
        let samples = if self.planar { 1 } else { self.bands.len() };
        let plain: Vec<u8> = rows.iter().flat_map(|row| self.predicted(row, samples)).collect();
        let mut packed = Vec::new();
        match self.compression {
            5 => Lzw.write_to(&mut packed, &plain).map(drop),
            8 | 32_946 => Deflate::default().write_to(&mut packed, &plain).map(drop),
            32_773 => Packbits.write_to(&mut packed, &plain).map(drop),
            _ => {
                packed = plain;
                Ok(())
            }
        }
        .expect("memory takes bytes");
        packed
    }

    /// A row as TIFF 6.0 section 14 (differences of whole words) and Adobe's technical note 3 (of float bytes) write it.
    fn predicted(&self, row: &[f64], samples: usize) -> Vec<u8> {
        let size = self.sort.bytes();
        let words: Vec<Vec<u8>> = row.iter().map(|value| self.sort.write(*value)).collect();
        match self.predictor {
            2 => {
                let word = |place: usize| {
                    let mut bytes = [0u8; 8];
                    bytes[..size].copy_from_slice(&words[place]);
                    u64::from_le_bytes(bytes)
                };
                let difference = |place: usize| {
                    let before = if place < samples { 0 } else { word(place - samples) };
                    word(place).wrapping_sub(before).to_le_bytes()[..size].to_vec()
                };
                (0..words.len()).flat_map(difference).collect()
            }
            3 => {
                // All first (most significant) bytes, then all second ones.
                let planes: Vec<u8> = (0..size).rev().flat_map(|byte| words.iter().map(move |word| word[byte])).collect();
                let before = |place: usize| if place < samples { 0 } else { planes[place - samples] };
                (0..planes.len()).map(|place| planes[place].wrapping_sub(before(place))).collect()
            }
            _ => words.concat(),
        }
    }
}
