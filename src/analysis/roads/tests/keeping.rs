//! Is a network the same after it was kept?

use proptest::prelude::*;

use crate::{
    analysis::{random::Random, roads::Network},
    domain::packed::Packer,
};

use super::world::town;

#[test]
fn a_network_is_read_as_it_was_written() {
    for seed in 0..30 {
        let network = Network::build(&town(&mut Random(seed), 5));
        let read = Network::from_bytes(&network.to_bytes()).expect("its own bytes");
        assert_eq!(read.parts, network.parts);
        assert_eq!(read.along_mm, network.along_mm);
    }
    let nothing = Network::build(&Default::default());
    let read = Network::from_bytes(&nothing.to_bytes()).expect("its own bytes");
    assert!(read.is_empty() && read.bounds().is_none());
}

#[test]
fn a_network_that_was_cut_off_is_refused() {
    let bytes = Network::build(&town(&mut Random(3), 4)).to_bytes();
    for end in 0..bytes.len() {
        assert!(Network::from_bytes(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
    }
}

proptest! {
    #[test]
    fn a_network_with_flipped_bits_is_refused_or_walked_without_a_panic(seed in 0u64..20, flips in prop::collection::vec((0usize..9_999, 0u8..8), 1..5)) {
        let mut bytes = Network::build(&town(&mut Random(seed), 4)).to_bytes();
        for (at, bit) in flips {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        if let Ok(network) = Network::from_bytes(&bytes) {
            use crate::{analysis::roads::*, domain::street::Profile};
            let walker = Walker::new(&network, Profile::StepFree, &Speeds::default());
            let places = walker.attach_all(&[Some(super::world::at(10.0, 10.0)), Some(super::world::at(300.0, 300.0)), Some([f64::NAN, 0.0])], ATTACH_M);
            if let Ok(from) = places.get(0) {
                walker.nearest(&places, &from, &WalkQuery { count: 3, limit: Limit::Nowhere }, |_| true);
                walker.reach(&from, &[Limit::Metres(200.0), Limit::Nowhere]);
            }
        }
    }
}

/// Two nodes and steps between them, as version 1 kept them: no English names, nothing about up and down.
fn kept_by_version_1(flags: u8) -> Vec<u8> {
    let mut packer = Packer::new(b"CRNW", 1);
    packer.number(1);
    packer.text("示例台阶");
    packer.number(2);
    [1_089_400_000, 342_000_000, 0, 10_000].into_iter().for_each(|step| packer.signed(step));
    packer.number(1);
    packer.signed(0);
    packer.signed(1);
    packer.byte(8);
    packer.byte(flags);
    packer.number(1);
    packer.number(0);
    packer.number(0);
    packer.finish()
}

#[test]
fn a_network_that_an_earlier_version_kept_is_still_walked_and_known_to_lack_something() {
    let network = Network::from_bytes(&kept_by_version_1(3)).expect("an earlier form");
    assert!(network.is_of_older_form());
    assert_eq!((network.nodes(), network.edges(), network.length_m().round()), (2, 1, 111.0));
    assert_eq!((network.name(0), network.name_en(0), network.edge(0).climb(true)), (Some("示例台阶"), None, None));
    let anew = Network::from_bytes(&network.to_bytes()).expect("the form of this version");
    assert!(!anew.is_of_older_form() && anew.parts == network.parts);
    assert!(Network::from_bytes(&kept_by_version_1(3 | 64)).is_err(), "version 1 knew no such flag");
}
