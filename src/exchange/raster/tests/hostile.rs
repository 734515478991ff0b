//! Bytes of any origin: never a panic, never more memory than the limits allow.

use proptest::prelude::*;

use super::{GridChoice, made::Made, read_as};

fn good(tile: Option<(usize, usize)>, compression: u16) -> Vec<u8> {
    let values: Vec<f64> = (0..300).map(f64::from).collect();
    let predictor = if compression == 1 { 1 } else { 3 };
    Made { tile, compression, predictor, rows_per_strip: 4, nodata: Some("-1"), ..Made::of(20, &values) }.bytes()
}

/// Reads bytes and forgets what came of it.
fn survives(bytes: &[u8]) {
    let read = read_as(bytes, None, None, &GridChoice::default());
    if let Err(error) = read {
        let said = error.to_string();
        assert!(said.starts_with("grid.tif: ") && said.contains("expected") || said.contains("datum"), "{said}");
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    let bytes = good(None, 8);
    for length in 0..bytes.len() {
        let read = read_as(&bytes[..length], None, None, &GridChoice::default());
        assert!(read.is_err(), "cut at {length} of {}", bytes.len());
    }
}

#[test]
fn a_grid_that_says_it_is_endless_is_refused_before_memory_is_taken() {
    for (width, height) in [(u32::MAX, u32::MAX), (u32::MAX, 1), (1, u32::MAX), (1 << 20, 1 << 20)] {
        let mut bytes = good(None, 8);
        patch(&mut bytes, 256, width);
        patch(&mut bytes, 257, height);
        assert!(read_as(&bytes, None, None, &GridChoice::default()).is_err(), "{width} x {height}");
    }
}

/// Puts another value into a LONG tag of the only directory.
fn patch(bytes: &mut [u8], tag: u16, value: u32) {
    let word = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let directory = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    let entries = usize::from(word(directory));
    let entry = (0..entries).map(|number| directory + 2 + 12 * number).find(|at| word(*at) == tag).expect("the tag is there");
    bytes[entry + 8..entry + 12].copy_from_slice(&value.to_le_bytes());
}

proptest! {
    #[test]
    fn flipped_bits_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 1..6), tiled: bool, packed in 0usize..3) {
        let mut bytes = good(tiled.then_some((16, 16)), [1, 5, 8][packed]);
        for (place, bit) in flips {
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
        }
        survives(&bytes);
    }

    #[test]
    fn any_tag_with_any_value_never_panics(tag in prop::sample::select(vec![256u16, 257, 258, 259, 262, 277, 278, 284, 317, 322, 323, 324, 325, 339]), value in prop_oneof![Just(0u32), Just(1), Just(u32::MAX), 2u32..70_000, any::<u32>()], tiled: bool) {
        let mut bytes = good(tiled.then_some((16, 16)), 5);
        let there = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| patch(&mut bytes, tag, value)));
        prop_assume!(there.is_ok());
        survives(&bytes);
    }

    #[test]
    fn noise_is_no_grid(bytes: Vec<u8>) {
        prop_assert!(read_as(&bytes, None, None, &GridChoice::default()).is_err());
    }
}
