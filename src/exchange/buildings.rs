//! How are a map's buildings kept small? Places by their differences in ten-millionths of a degree, floor in square decimetres.

use crate::domain::{
    building::Building,
    packed::{PackedError, Packer, Unpacker},
    position::Position,
};

const MARK: &[u8; 4] = b"CRBU";
const VERSION: u8 = 1;
/// Parts of a degree: about a centimetre.
const PARTS: f64 = 1e7;
/// Parts of a square metre.
const FLOOR_PARTS: f64 = 100.0;
/// More floor than any building has, in square metres; it is kept as this.
const MOST_FLOOR_M2: f64 = 1e10;

/// Writes buildings down, in their order: places to 1e-7 degrees, floor to 0.01 square metres.
pub fn pack_buildings(buildings: &[Building]) -> Vec<u8> {
    let mut packer = Packer::new(MARK, VERSION);
    packer.number(buildings.len() as u64);
    let (mut lon, mut lat) = (0, 0);
    for building in buildings {
        let (x, y) = ((building.position.lon() * PARTS).round() as i64, (building.position.lat() * PARTS).round() as i64);
        packer.signed(x - lon);
        packer.signed(y - lat);
        (lon, lat) = (x, y);
        let floor = (building.floor_m2.clamp(0.0, MOST_FLOOR_M2) * FLOOR_PARTS).round() as u64;
        packer.number(floor << 1 | u64::from(building.residential));
    }
    packer.finish()
}

/// Reads buildings back.
pub fn unpack_buildings(bytes: &[u8]) -> Result<Vec<Building>, PackedError> {
    let mut unpacker = Unpacker::new(bytes, MARK, VERSION)?;
    let count = unpacker.length()?;
    // Each takes three bytes at least, so that no more room is made than the bytes can fill.
    let mut buildings = Vec::with_capacity(count.min(bytes.len() / 3));
    let (mut lon, mut lat) = (0i64, 0i64);
    for _ in 0..count {
        lon = lon.wrapping_add(unpacker.signed()?);
        lat = lat.wrapping_add(unpacker.signed()?);
        let floor = unpacker.number()?;
        let position = Position::new(lon as f64 / PARTS, lat as f64 / PARTS);
        let position = position.map_err(|_| PackedError { at: bytes.len(), what: "a building does not lie on the earth" })?;
        buildings.push(Building { position, floor_m2: (floor >> 1) as f64 / FLOOR_PARTS, residential: floor & 1 == 1 });
    }
    unpacker.end()?;
    Ok(buildings)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn buildings_come_back_as_they_were(given in prop::collection::vec((-1_800_000_000i64..=1_800_000_000, -900_000_000i64..=900_000_000, 0u32.., any::<bool>()), 0..50)) {
            let buildings: Vec<Building> = given
                .into_iter()
                .map(|(lon, lat, floor, residential)| Building {
                    position: Position::new(lon as f64 / 1e7, lat as f64 / 1e7).expect("within the earth"),
                    floor_m2: f64::from(floor) / 100.0,
                    residential,
                })
                .collect();
            prop_assert_eq!(unpack_buildings(&pack_buildings(&buildings)), Ok(buildings));
        }

        #[test]
        fn damaged_bytes_are_an_error_or_other_buildings_and_never_a_panic(bytes: Vec<u8>, at: prop::sample::Index) {
            let _ = unpack_buildings(&bytes);
            let one = Building { position: Position::new(108.9, 34.2).expect("a position"), floor_m2: 600.0, residential: true };
            let mut packed = pack_buildings(&[one; 9]);
            let place = at.index(packed.len());
            packed[place] ^= 0x55;
            let _ = unpack_buildings(&packed);
            prop_assert!(unpack_buildings(&packed[..place]).is_err());
        }
    }
}
