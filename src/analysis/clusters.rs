//! What does a map tile show of the places?
//!
//! From [`SINGLE`] on every place by itself. Below, the world is cut into squares of 64 pixels (a tile of 512 has 8 by 8 of
//! them), the same for every tile, and the places of a square are one cluster at the mean of their positions; a place alone
//! in its square stays a place. So every place is in exactly one item of exactly one tile of each zoom, and neighbouring tiles
//! agree without a buffer. Refuses to know pixels' colours, names and the tile's bytes; a plane has no map.

use rayon::prelude::*;

use super::{
    filter::Filter,
    places::Places,
    space::{Point, Space},
    tile::{Tile, square, world_key},
};

/// The first zoom with every place by itself.
pub const SINGLE: u8 = 14;

/// Squares along a tile's edge: 2 to this.
const SQUARES: u8 = 3;

/// Something that a tile shows. Positions are 0 to 1 from the tile's west and north edge.
#[derive(Debug, Clone, PartialEq)]
pub enum TileItem {
    /// A place by its row.
    Place(u32, Point),
    /// Several places.
    Cluster {
        /// The mean of their positions.
        at: Point,
        /// How many, at least two.
        count: u32,
        /// How many of each kind, by the kind's number.
        kinds: Vec<(u16, u32)>,
    },
}

/// The placed rows along the map's Morton curve.
pub struct PlaceTiles {
    keys: Vec<u64>,
    rows: Vec<u32>,
}

impl PlaceTiles {
    /// Orders the placed rows; none on a plane.
    pub fn new(places: &Places) -> PlaceTiles {
        let rows = 0..if places.space() == Space::Sphere { places.len() as u32 } else { 0 };
        let mut order: Vec<_> = rows.filter_map(|row| Some((world_key(places.point(row)?), row))).collect();
        order.par_sort_unstable();
        let (keys, rows) = order.into_iter().unzip();
        PlaceTiles { keys, rows }
    }

    /// What a tile shows of the accepted places, in the order of the curve. `places` are those this was made of.
    pub fn tile_items(&self, places: &Places, filter: &Filter, tile: Tile) -> Vec<TileItem> {
        let run = tile.run(&self.keys);
        let rows = self.rows[run.clone()].iter().zip(&self.keys[run]);
        let accepted = rows.filter(|(row, _)| filter.accepts(places, **row)).map(|(row, key)| (*row, *key));
        if tile.zoom() >= SINGLE {
            return accepted.map(|(row, key)| TileItem::Place(row, tile.position(key))).collect();
        }
        let mut items = vec![];
        let mut together = Together::default();
        let mut current = None;
        for (row, key) in accepted {
            let square = square(key, tile.zoom() + SQUARES);
            if current.replace(square) != Some(square) {
                items.extend(together.take());
            }
            together.add(row, tile.position(key), places.kind(row));
        }
        items.extend(together.take());
        items
    }
}

/// The places of a square.
#[derive(Debug, Default)]
struct Together {
    row: u32,
    count: u32,
    sum: Point,
    /// Counts by kind; only those of `seen` are not 0.
    kinds: Vec<u32>,
    seen: Vec<u16>,
}

impl Together {
    fn add(&mut self, row: u32, [x, y]: Point, kind: u16) {
        self.row = row;
        self.count += 1;
        self.sum = [self.sum[0] + x, self.sum[1] + y];
        let at = usize::from(kind);
        if self.kinds.len() <= at {
            self.kinds.resize(at + 1, 0);
        }
        if self.kinds[at] == 0 {
            self.seen.push(kind);
        }
        self.kinds[at] += 1;
    }

    /// What is shown of them, if there are any; then there are none.
    fn take(&mut self) -> Option<TileItem> {
        let (row, count) = (self.row, std::mem::take(&mut self.count));
        let at = std::mem::take(&mut self.sum).map(|sum| sum / f64::from(count));
        self.seen.sort_unstable();
        let kinds: Vec<_> = self.seen.drain(..).map(|kind| (kind, std::mem::take(&mut self.kinds[usize::from(kind)]))).collect();
        match count {
            0 => None,
            1 => Some(TileItem::Place(row, at)),
            _ => Some(TileItem::Cluster { at, count, kinds }),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        analysis::{places::PlaceRow, random::Random},
        domain::facility::Status,
    };

    use super::*;

    fn places(random: &mut Random, count: usize, somewhere: impl Fn(&mut Random) -> Point) -> Places {
        let row = |random: &mut Random| PlaceRow {
            point: Some(somewhere(random)).filter(|_| !random.chance(0.02)),
            kind: random.below(4) as u16,
            status: [Status::Operating, Status::Closed][random.below(2)],
            offers: vec![],
        };
        Places::new(Space::Sphere, (0..count).map(|_| row(random)).collect())
    }

    fn all_tiles(zoom: u8) -> impl Iterator<Item = Tile> {
        (0..1 << zoom).flat_map(move |x| (0..1 << zoom).filter_map(move |y| Tile::new(zoom, x, y)))
    }

    #[test]
    fn every_accepted_place_is_in_one_item_of_each_zoom() {
        let mut random = Random(1);
        let places = places(&mut random, 700, Random::point);
        let tiles = PlaceTiles::new(&places);
        let filter = Filter { kinds: vec![0, 2], ..Filter::operating() };
        for zoom in 0..6 {
            let items: Vec<_> = all_tiles(zoom).flat_map(|tile| tiles.tile_items(&places, &filter, tile)).collect();
            let (mut count, mut kinds) = (0, [0; 4]);
            for item in &items {
                match item {
                    TileItem::Place(row, at) => {
                        assert!(filter.accepts(&places, *row) && at.iter().all(|part| (0.0..=1.0).contains(part)));
                        count += 1;
                        kinds[usize::from(places.kind(*row))] += 1;
                    }
                    TileItem::Cluster { at, count: held, kinds: by_kind } => {
                        assert!(*held > 1 && at.iter().all(|part| (0.0..=1.0).contains(part)));
                        assert_eq!(*held, by_kind.iter().map(|(_, count)| count).sum::<u32>());
                        count += *held as usize;
                        by_kind.iter().for_each(|(kind, count)| kinds[usize::from(*kind)] += count);
                    }
                }
            }
            let of_kind = |kind| places.accepted(&filter).filter(|(row, _)| places.kind(*row) == kind).count() as u32;
            assert_eq!(count, places.accepted(&filter).count(), "zoom {zoom}");
            assert_eq!(kinds, [of_kind(0), 0, of_kind(2), 0]);
        }
    }

    #[test]
    fn places_in_one_square_are_a_cluster_at_their_mean_until_zoom_14() {
        let at = |lon| PlaceRow { point: Some([lon, 0.0001]), kind: 9, status: Status::Operating, offers: vec![] };
        let places = Places::new(Space::Sphere, vec![at(0.0001), at(0.0003), at(90.0)]);
        let tiles = PlaceTiles::new(&places);
        let items = |zoom: u8| {
            let middle = 1 << zoom >> 1;
            tiles.tile_items(&places, &Filter::operating(), Tile::new(zoom, middle, middle - 1).expect("the tile is there"))
        };
        let [TileItem::Cluster { at: [x, _], count: 2, kinds }] = &items(13)[..] else { panic!("{:?}", items(13)) };
        assert!((x - 0.0002 / 360.0 * 8192.0).abs() < 1e-5);
        assert_eq!(kinds[..], [(9, 2)]);
        assert!(matches!(items(14)[..], [TileItem::Place(0, _), TileItem::Place(1, _)]));
        assert!(matches!(items(1)[..], [TileItem::Cluster { count: 2, .. }, TileItem::Place(2, _)]));
    }

    #[test]
    fn a_plane_has_no_map() {
        let row = PlaceRow { point: Some([0.0, 0.0]), kind: 0, status: Status::Operating, offers: vec![] };
        let places = Places::new(Space::Plane, vec![row]);
        let world = Tile::new(0, 0, 0).expect("the world is a tile");
        assert!(PlaceTiles::new(&places).tile_items(&places, &Filter::default(), world).is_empty());
    }
}
