//! What lies beneath the records: the imported map, read once and shared by every snapshot until another map is imported.
//!
//! A part that cannot be read does not keep the service from answering: it is left out, said in the log, and found by
//! `carereach check`.

use crate::{
    analysis::{base_tiles::BaseMap, roads::Network, search::AddressIndex},
    domain::{map_part::MapPart, packed::PackedError},
    exchange,
    registry::MAP_ATTRIBUTION,
    storage::{KeptMapPart, Reader, StorageError},
};

/// The parts of an imported map.
#[derive(Default)]
pub(in crate::registry) struct MapGround {
    /// Which parts are kept, and what they were made from.
    pub(in crate::registry) kept: Vec<KeptMapPart>,
    /// Parts that cannot be read, with what is wrong.
    pub(in crate::registry) unusable: Vec<(MapPart, String)>,
    /// What is drawn beneath the answers.
    pub(in crate::registry) base: BaseMap,
    /// The streets to walk on.
    pub(in crate::registry) network: Option<Network>,
    /// Places, streets and house numbers to be searched for.
    pub(in crate::registry) addresses: Option<AddressIndex>,
}

impl MapGround {
    /// Reads every part.
    pub(in crate::registry) fn read(reader: &mut Reader) -> Result<MapGround, StorageError> {
        let mut map = MapGround { kept: reader.map_parts()?, ..MapGround::default() };
        let base = |bytes: &[u8]| exchange::BaseFeatures::of(bytes)?.collect();
        map.base = map.part(reader, MapPart::Base, base)?.unwrap_or_default();
        map.network = map.part(reader, MapPart::Streets, Network::from_bytes)?;
        let addresses = |bytes: &[u8]| exchange::unpack_addresses(bytes).map(|points| AddressIndex::new(&points));
        map.addresses = map.part(reader, MapPart::Addresses, addresses)?;
        Ok(map)
    }

    /// Whose data the map is; none where it is made up or was drawn by hand.
    pub(in crate::registry) fn attribution(&self) -> Option<&'static str> {
        self.kept.iter().any(|part| part.part == MapPart::Streets).then_some(MAP_ATTRIBUTION)
    }

    /// Whether every part is there, can be used, and tells all that this version would keep.
    pub(in crate::registry) fn is_up_to_date(&self) -> bool {
        let older = self.network.as_ref().is_some_and(Network::is_of_older_form);
        self.unusable.is_empty() && !older && self.kept.len() == MapPart::ALL.len()
    }

    fn part<T>(
        &mut self,
        reader: &mut Reader,
        part: MapPart,
        unpack: impl FnOnce(&[u8]) -> Result<T, PackedError>,
    ) -> Result<Option<T>, StorageError> {
        let why = match reader.map_part(part) {
            Ok(None) => return Ok(None),
            Ok(Some(bytes)) => match unpack(&bytes) {
                Ok(unpacked) => return Ok(Some(unpacked)),
                Err(error) => error.to_string(),
            },
            Err(error @ StorageError::Corrupt { .. }) => error.to_string(),
            Err(error) => return Err(error),
        };
        tracing::warn!(part = part.code(), %why, "this part of the map cannot be used: import the map again");
        self.unusable.push((part, why));
        Ok(None)
    }
}
