//! How are the named spots of a map kept in few bytes? Names by what they share with the one before, positions as differences,
//! classes once. Bytes of any origin are read without a panic.

use std::collections::BTreeMap;

use crate::domain::{
    address_point::{AddressPoint, SpotKind},
    packed::{PackedError, Packer, Unpacker},
    position::Position,
};

const MARK: &[u8; 4] = b"CRAD";
const VERSION: u8 = 1;
/// Steps of a degree: positions are kept to a centimetre, as maps do.
const STEPS: f64 = 1e7;
/// So many characters at most are taken over from the name before, so that short bytes make no long names.
const MOST_SHARED: usize = 64;
/// Room is made at once for so many spots at most; whoever promises more has to bring them.
const ROOM: usize = 1 << 16;

/// The bytes of these spots, in this order; positions are rounded to 10^-7 degrees.
pub fn pack_addresses(points: &[AddressPoint]) -> Vec<u8> {
    let mut packer = Packer::new(MARK, VERSION);
    let mut classes: BTreeMap<&str, u64> = points.iter().map(|point| (&*point.class, 0)).collect();
    classes.values_mut().zip(0..).for_each(|(number, at)| *number = at);
    packer.number(classes.len() as u64);
    classes.keys().for_each(|class| packer.text(class));
    packer.number(points.len() as u64);
    let (mut name, mut at) = ("", [0i64; 2]);
    for point in points {
        packer.byte(point.kind as u8);
        packer.number(classes[&*point.class]);
        let shared = name.chars().zip(point.name.chars()).take(MOST_SHARED).take_while(|(one, other)| one == other);
        let (count, bytes) = shared.fold((0, 0), |(count, bytes), (c, _)| (count + 1, bytes + c.len_utf8()));
        packer.number(count);
        packer.text(&point.name[bytes..]);
        packer.text_or_none(point.name_en.as_deref());
        packer.number(point.aliases.len() as u64);
        point.aliases.iter().for_each(|alias| packer.text(alias));
        let here = [point.position.lon(), point.position.lat()].map(|degrees| (degrees * STEPS).round() as i64);
        packer.signed(here[0] - at[0]);
        packer.signed(here[1] - at[1]);
        (name, at) = (&point.name, here);
    }
    packer.finish()
}

/// The spots of such bytes.
pub fn unpack_addresses(bytes: &[u8]) -> Result<Vec<AddressPoint>, PackedError> {
    let mut unpacker = Unpacker::new(bytes, MARK, VERSION)?;
    let classes: Vec<&str> = (0..unpacker.length()?).map(|_| unpacker.text()).collect::<Result<_, _>>()?;
    let count = unpacker.length()?;
    let mut points: Vec<AddressPoint> = Vec::with_capacity(count.min(ROOM));
    let mut at = [0i64; 2];
    for _ in 0..count {
        let kind = SpotKind::ALL[unpacker.below(SpotKind::ALL.len())?];
        let class = classes[unpacker.below(classes.len())?].into();
        let before = points.last().map_or("", |point| &point.name);
        let name = name_after(before, &mut unpacker)?;
        let name_en = unpacker.text_or_none()?.map(Into::into);
        let aliases = (0..unpacker.length()?).map(|_| unpacker.text().map(Into::into)).collect::<Result<_, _>>()?;
        for axis in &mut at {
            *axis = axis.checked_add(unpacker.signed()?).ok_or_else(|| unpacker.wrong("a position is too far off"))?;
        }
        let [lon, lat] = at.map(|steps| steps as f64 / STEPS);
        let position = Position::new(lon, lat).map_err(|_| unpacker.wrong("a position is not on the earth"))?;
        points.push(AddressPoint { kind, class, name, name_en, aliases, position });
    }
    unpacker.end()?;
    Ok(points)
}

fn name_after(before: &str, unpacker: &mut Unpacker) -> Result<Box<str>, PackedError> {
    let shared = unpacker.below(MOST_SHARED + 1)?;
    let bytes: usize = before.chars().take(shared).map(char::len_utf8).sum();
    Ok([&before[..bytes], unpacker.text()?].concat().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points() -> impl Strategy<Value = Vec<AddressPoint>> {
        let text = || "[中关村大街号0-9a-z]{0,9}";
        let point = (
            0..4usize,
            "[a-c]{0,3}",
            text(),
            proptest::option::of(text()),
            proptest::collection::vec(text(), 0..3),
            -1_800_000_000i64..=1_800_000_000,
            -900_000_000i64..=900_000_000,
        );
        let made = point.prop_map(|(kind, class, name, name_en, aliases, lon, lat)| AddressPoint {
            kind: SpotKind::ALL[kind],
            class: class.into(),
            name: name.into(),
            name_en: name_en.map(Into::into),
            aliases: aliases.into_iter().map(Into::into).collect(),
            position: Position::new(lon as f64 / STEPS, lat as f64 / STEPS).expect("on the earth"),
        });
        proptest::collection::vec(made, 0..30)
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(points in points()) {
            prop_assert_eq!(unpack_addresses(&pack_addresses(&points)), Ok(points));
        }

        #[test]
        fn damaged_bytes_are_read_without_a_panic(points in points(), at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
            let mut bytes = pack_addresses(&points);
            let place = at.index(bytes.len());
            bytes[place] = byte;
            let _ = unpack_addresses(&bytes);
            let cut = cut.index(bytes.len());
            let _ = unpack_addresses(&bytes[..cut]);
        }
    }

    #[test]
    fn houses_of_one_street_take_few_bytes_each_and_an_end_too_early_is_told() {
        let house = |number: i32| AddressPoint {
            kind: SpotKind::House,
            class: "house".into(),
            name: format!("中关村大街{number}号").into(),
            name_en: None,
            aliases: Vec::new(),
            position: Position::new(116.3 + f64::from(number) / 1e4, 39.9).expect("on the earth"),
        };
        let houses: Vec<AddressPoint> = (0..100).map(house).collect();
        let bytes = pack_addresses(&houses);
        assert!(bytes.len() < 20 * houses.len(), "{} bytes", bytes.len());
        assert!(unpack_addresses(&bytes[..bytes.len() - 1]).is_err_and(|error| error.what == "it ends too early"));
        assert!(unpack_addresses(b"CRAD\x02").is_err_and(|error| error.what == "written by another version"));
    }
}
