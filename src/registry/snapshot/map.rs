//! What lies beneath the records: the imported map, read once and shared by every snapshot until another map is imported.
//!
//! A part that cannot be read does not keep the service from answering: it is left out, said in the log, and found by
//! `carereach check`. The index of addresses is made behind the service's back, since it takes seconds for a large city: whoever
//! searches before it is there waits for it, and nobody else does.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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
    /// Parts that cannot be read, with what is wrong; what is wrong with addresses is known to [`MapGround::unusable`].
    wrong: Vec<(MapPart, String)>,
    /// What is drawn beneath the answers.
    pub(in crate::registry) base: BaseMap,
    /// The streets to walk on.
    pub(in crate::registry) network: Option<Network>,
    /// Places, streets and house numbers to be searched for.
    addresses: Option<Addresses>,
}

/// The bytes of a map's parts, as they are kept.
pub(super) struct MapBytes {
    kept: Vec<KeptMapPart>,
    /// The bytes, or why they cannot be used.
    parts: Vec<(MapPart, Result<Vec<u8>, String>)>,
}

/// Named spots: as they are kept, then as they are searched.
struct Addresses {
    bytes: Mutex<Vec<u8>>,
    made: OnceLock<Result<AddressIndex, String>>,
}

impl MapBytes {
    /// Reads the parts that a snapshot answers from.
    pub(super) fn read(reader: &mut Reader) -> Result<MapBytes, StorageError> {
        let mut map = MapBytes { kept: reader.map_parts()?, parts: Vec::new() };
        for part in [MapPart::Base, MapPart::Streets, MapPart::Addresses] {
            match reader.map_part(part) {
                Ok(None) => {}
                Ok(Some(bytes)) => map.parts.push((part, Ok(bytes))),
                Err(error @ StorageError::Corrupt { .. }) => map.parts.push((part, Err(error.to_string()))),
                Err(error) => return Err(error),
            }
        }
        Ok(map)
    }

    /// The map of these bytes.
    pub(super) fn unpack(self) -> MapGround {
        let mut map = MapGround { kept: self.kept, ..MapGround::default() };
        for (part, bytes) in self.parts {
            let of_base = |bytes: &[u8]| -> Result<BaseMap, PackedError> { exchange::BaseFeatures::of(bytes)?.collect() };
            let unpacked = bytes.and_then(|bytes| {
                let told = |error: PackedError| error.to_string();
                match part {
                    MapPart::Base => map.base = of_base(&bytes).map_err(told)?,
                    // Without streets there is nothing to measure on: distances on foot are estimates then.
                    MapPart::Streets => {
                        map.network = Some(Network::from_bytes(&bytes).map_err(told)?).filter(|network| !network.is_empty())
                    }
                    MapPart::Addresses => map.addresses = Some(Addresses::of(bytes)),
                    MapPart::Buildings => {}
                }
                Ok(())
            });
            if let Err(why) = unpacked {
                warn_of(part, &why);
                map.wrong.push((part, why));
            }
        }
        map
    }
}

impl MapGround {
    /// Reads every part.
    pub(in crate::registry) fn read(reader: &mut Reader) -> Result<MapGround, StorageError> {
        MapBytes::read(reader).map(MapBytes::unpack)
    }

    /// Places, streets and house numbers to be searched for; waits until they can be.
    pub(in crate::registry) fn addresses(&self) -> Option<&AddressIndex> {
        self.addresses.as_ref()?.index().as_ref().ok()
    }

    /// Makes the index of addresses on a thread of its own, where there is one to be made.
    pub(in crate::registry) fn make_addresses(self: &Arc<Self>) {
        if self.addresses.as_ref().is_some_and(|addresses| addresses.made.get().is_none()) {
            let map = Arc::clone(self);
            let started = std::thread::Builder::new().name("addresses".to_owned()).spawn(move || {
                map.addresses();
            });
            if let Err(error) = started {
                tracing::warn!(%error, "the index of addresses is made when somebody searches");
            }
        }
    }

    /// Whose data the map is; none where it is made up or was drawn by hand.
    pub(in crate::registry) fn attribution(&self) -> Option<&'static str> {
        self.kept.iter().any(|part| part.part == MapPart::Streets).then_some(MAP_ATTRIBUTION)
    }

    /// Parts that cannot be read, with what is wrong.
    pub(in crate::registry) fn unusable(&self) -> Vec<(MapPart, &str)> {
        let addresses = self.addresses.as_ref().and_then(|addresses| addresses.index().as_ref().err());
        let of_addresses = addresses.map(|why| (MapPart::Addresses, why.as_str()));
        self.wrong.iter().map(|(part, why)| (*part, why.as_str())).chain(of_addresses).collect()
    }

    /// Whether every part is there, can be used, and tells all that this version would keep.
    pub(in crate::registry) fn is_up_to_date(&self) -> bool {
        let older = self.network.as_ref().is_some_and(Network::is_of_older_form);
        !older && self.kept.len() == MapPart::ALL.len() && self.unusable().is_empty()
    }
}

impl Addresses {
    fn of(bytes: Vec<u8>) -> Addresses {
        Addresses { bytes: Mutex::new(bytes), made: OnceLock::new() }
    }

    /// The index, or why there is none; made by whoever comes first.
    fn index(&self) -> &Result<AddressIndex, String> {
        self.made.get_or_init(|| {
            let bytes = std::mem::take(&mut *self.bytes.lock().unwrap_or_else(PoisonError::into_inner));
            let points = exchange::unpack_addresses(&bytes).map_err(|error| error.to_string());
            points.inspect_err(|why| warn_of(MapPart::Addresses, why)).map(|points| AddressIndex::new(&points))
        })
    }
}

fn warn_of(part: MapPart, why: &str) {
    tracing::warn!(part = part.code(), %why, "this part of the map cannot be used: import the map again");
}
