//! Which elements does an unpacked block of a PBF file hold?
//!
//! Numbers are those of the format's `osmformat.proto`. Deltas are added with wrapping, indices are checked: a block that
//! was changed on its way gives an error or wrong elements, never more than that.

use super::{
    element::{Element, Member, MemberKind, Tags, Wants, point_of_nano},
    wire::{Fields, Malformed, Value, signed},
};

/// What the first block of a file says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Header {
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
    /// Features a reader must know.
    pub needed: Vec<String>,
    /// Seconds since 1970 for which the data stands.
    pub as_of_s: Option<i64>,
}

/// Reads the first block.
pub(super) fn read_header(bytes: &[u8]) -> Result<Header, Malformed> {
    let (mut fields, mut header) = (Fields(bytes), Header::default());
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => header.bounds = read_bounds(value.bytes()?)?,
            4 => header.needed.push(String::from_utf8_lossy(value.bytes()?).into_owned()),
            32 => header.as_of_s = Some(value.number()? as i64),
            _ => {}
        }
    }
    Ok(header)
}

fn read_bounds(bytes: &[u8]) -> Result<Option<[f64; 4]>, Malformed> {
    let (mut fields, mut sides) = (Fields(bytes), [f64::NAN; 4]);
    while let Some((number, value)) = fields.next()? {
        // Left, right, top, bottom in the file; west, south, east, north here.
        let Some(place) = [0, 2, 3, 1].get(number.wrapping_sub(1) as usize) else { continue };
        sides[*place] = signed(value.number()?) as f64 / 1e9;
    }
    Ok(sides.iter().all(|side| side.abs() <= 180.0).then_some(sides))
}

/// The parts of a block.
struct Block<'a> {
    texts: Vec<std::borrow::Cow<'a, str>>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
    date_granularity: i64,
}

/// Lists of numbers that are filled again for every element.
#[derive(Default)]
struct Scratch<'a> {
    keys: Vec<u64>,
    values: Vec<u64>,
    ids: Vec<u64>,
    roles: Vec<u64>,
    kinds: Vec<u64>,
    refs: Vec<i64>,
    lats: Vec<u64>,
    lons: Vec<u64>,
    tags: Vec<(&'a str, &'a str)>,
    members: Vec<Member<'a>>,
}

/// Hands every wanted element to `each`, in the order of the block, with the newest time of a way or relation in seconds.
pub(super) fn read_block(bytes: &[u8], wants: Wants, each: &mut dyn FnMut(Element)) -> Result<Option<i64>, Malformed> {
    let block = Block::read(bytes)?;
    let mut scratch = Scratch::default();
    let mut newest = None;
    for group in &block.groups {
        let mut fields = Fields(group);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 if wants.nodes => block.node(value.bytes()?, &mut scratch, each)?,
                2 if wants.nodes => block.dense(value.bytes()?, &mut scratch, each)?,
                3 if wants.ways => newest = newest.max(block.way(value.bytes()?, &mut scratch, each)?),
                4 if wants.ways => newest = newest.max(block.relation(value.bytes()?, &mut scratch, each)?),
                _ => {}
            }
        }
    }
    Ok(newest)
}

impl<'a> Block<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut block =
            Block { texts: Vec::new(), groups: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0, date_granularity: 1000 };
        let mut fields = Fields(bytes);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => {
                    let mut texts = Fields(value.bytes()?);
                    while let Some((_, text)) = texts.next()? {
                        block.texts.push(String::from_utf8_lossy(text.bytes()?));
                    }
                }
                2 => block.groups.push(value.bytes()?),
                17 => block.granularity = value.number()? as i64,
                18 => block.date_granularity = value.number()? as i64,
                19 => block.lat_offset = value.number()? as i64,
                20 => block.lon_offset = value.number()? as i64,
                _ => {}
            }
        }
        Ok(block)
    }

    fn text(&self, place: u64) -> Result<&str, Malformed> {
        let text = usize::try_from(place).ok().and_then(|place| self.texts.get(place));
        text.map(|text| text.as_ref()).ok_or(Malformed("an element names a text that the block does not have"))
    }

    fn tags<'s>(&'s self, keys: &[u64], values: &[u64], to: &mut Vec<(&'s str, &'s str)>) -> Result<(), Malformed> {
        to.clear();
        if keys.len() != values.len() {
            return Err(Malformed("an element has more keys than values, or fewer"));
        }
        for (key, value) in keys.iter().zip(values) {
            to.push((self.text(*key)?, self.text(*value)?));
        }
        Ok(())
    }

    fn point(&self, lon: i64, lat: i64) -> Option<[i32; 2]> {
        let nano = |raw: i64, offset: i64| raw.checked_mul(self.granularity)?.checked_add(offset);
        point_of_nano(nano(lon, self.lon_offset), nano(lat, self.lat_offset))
    }

    fn node<'s>(&'s self, bytes: &[u8], scratch: &mut Scratch<'s>, each: &mut dyn FnMut(Element)) -> Result<(), Malformed> {
        let (mut id, mut lat, mut lon) = (None, 0, 0);
        scratch.clear();
        let mut fields = Fields(bytes);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => id = Some(signed(value.number()?)),
                2 => value.numbers(&mut scratch.keys)?,
                3 => value.numbers(&mut scratch.values)?,
                8 => lat = signed(value.number()?),
                9 => lon = signed(value.number()?),
                _ => {}
            }
        }
        self.tags(&scratch.keys, &scratch.values, &mut scratch.tags)?;
        let id = id.ok_or(Malformed("a node without an id"))?;
        each(Element::Node { id, at: self.point(lon, lat), tags: Tags(&scratch.tags) });
        Ok(())
    }

    fn dense<'s>(&'s self, bytes: &[u8], scratch: &mut Scratch<'s>, each: &mut dyn FnMut(Element)) -> Result<(), Malformed> {
        scratch.clear();
        let mut fields = Fields(bytes);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => value.numbers(&mut scratch.ids)?,
                8 => value.numbers(&mut scratch.lats)?,
                9 => value.numbers(&mut scratch.lons)?,
                10 => value.numbers(&mut scratch.keys)?,
                _ => {}
            }
        }
        if scratch.ids.len() != scratch.lats.len() || scratch.ids.len() != scratch.lons.len() {
            return Err(Malformed("a group of nodes with more ids than coordinates, or fewer"));
        }
        let (mut id, mut lat, mut lon) = (0i64, 0i64, 0i64);
        let mut texts = scratch.keys.iter();
        for place in 0..scratch.ids.len() {
            id = id.wrapping_add(signed(scratch.ids[place]));
            lat = lat.wrapping_add(signed(scratch.lats[place]));
            lon = lon.wrapping_add(signed(scratch.lons[place]));
            scratch.tags.clear();
            while let Some(key) = texts.next().filter(|key| **key != 0) {
                let value = texts.next().ok_or(Malformed("a node has a key without a value"))?;
                scratch.tags.push((self.text(*key)?, self.text(*value)?));
            }
            each(Element::Node { id, at: self.point(lon, lat), tags: Tags(&scratch.tags) });
        }
        Ok(())
    }

    fn way<'s>(&'s self, bytes: &[u8], scratch: &mut Scratch<'s>, each: &mut dyn FnMut(Element)) -> Result<Option<i64>, Malformed> {
        let (mut id, mut time) = (None, None);
        scratch.clear();
        let mut fields = Fields(bytes);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => id = Some(value.number()? as i64),
                2 => value.numbers(&mut scratch.keys)?,
                3 => value.numbers(&mut scratch.values)?,
                4 => time = self.time(value)?,
                8 => value.numbers(&mut scratch.ids)?,
                _ => {}
            }
        }
        self.tags(&scratch.keys, &scratch.values, &mut scratch.tags)?;
        let mut node = 0i64;
        scratch.refs.extend(scratch.ids.iter().map(|delta| {
            node = node.wrapping_add(signed(*delta));
            node
        }));
        let id = id.ok_or(Malformed("a way without an id"))?;
        each(Element::Way { id, refs: &scratch.refs, tags: Tags(&scratch.tags) });
        Ok(time)
    }

    fn relation<'s>(&'s self, bytes: &[u8], scratch: &mut Scratch<'s>, each: &mut dyn FnMut(Element)) -> Result<Option<i64>, Malformed> {
        let (mut id, mut time) = (None, None);
        scratch.clear();
        let mut fields = Fields(bytes);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => id = Some(value.number()? as i64),
                2 => value.numbers(&mut scratch.keys)?,
                3 => value.numbers(&mut scratch.values)?,
                4 => time = self.time(value)?,
                8 => value.numbers(&mut scratch.roles)?,
                9 => value.numbers(&mut scratch.ids)?,
                10 => value.numbers(&mut scratch.kinds)?,
                _ => {}
            }
        }
        self.tags(&scratch.keys, &scratch.values, &mut scratch.tags)?;
        if scratch.roles.len() != scratch.ids.len() || scratch.kinds.len() != scratch.ids.len() {
            return Err(Malformed("a relation has more members than roles, or fewer"));
        }
        let mut member = 0i64;
        for place in 0..scratch.ids.len() {
            member = member.wrapping_add(signed(scratch.ids[place]));
            let kind = match scratch.kinds[place] {
                0 => MemberKind::Node,
                1 => MemberKind::Way,
                _ => MemberKind::Relation,
            };
            scratch.members.push(Member { kind, id: member, role: self.text(scratch.roles[place])? });
        }
        let id = id.ok_or(Malformed("a relation without an id"))?;
        each(Element::Relation { id, members: &scratch.members, tags: Tags(&scratch.tags) });
        Ok(time)
    }

    /// Seconds since 1970 of an element's last change.
    fn time(&self, info: Value) -> Result<Option<i64>, Malformed> {
        let (mut fields, mut time) = (Fields(info.bytes()?), None);
        while let Some((number, value)) = fields.next()? {
            if number == 2 {
                time = (value.number()? as i64).checked_mul(self.date_granularity).map(|milliseconds| milliseconds / 1000);
            }
        }
        Ok(time)
    }
}

impl Scratch<'_> {
    fn clear(&mut self) {
        for list in [&mut self.keys, &mut self.values, &mut self.ids, &mut self.roles, &mut self.kinds, &mut self.lats, &mut self.lons] {
            list.clear();
        }
        self.refs.clear();
        self.tags.clear();
        self.members.clear();
    }
}
