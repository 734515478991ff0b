//! A map of a test, written as XML and as PBF by a writer of its own.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use crate::exchange::osm::wire::{put_number, unsigned};

/// Tags.
pub type Pairs = Vec<(String, String)>;

/// Sort, id and role of a member of a relation.
pub type Member = (u64, i64, String);

/// A small map.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Id, longitude and latitude in units of 1e-7 degrees, tags.
    pub nodes: Vec<(i64, [i32; 2], Pairs)>,
    /// Id, nodes, tags.
    pub ways: Vec<(i64, Vec<i64>, Pairs)>,
    /// Id, members as sort (0 node, 1 way, 2 relation), id and role, tags.
    pub relations: Vec<(i64, Vec<Member>, Pairs)>,
}

/// Ways of writing PBF.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Nodes in columns, as all programs write them, or one by one.
    pub dense: bool,
    /// Packed with zlib.
    pub packed: bool,
    /// Elements in one block.
    pub block: usize,
}

impl World {
    /// The map as .osm.
    pub fn xml(&self) -> Vec<u8> {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let tags = |pairs: &Pairs| -> String {
            pairs.iter().map(|(key, value)| format!("<tag k=\"{}\" v=\"{}\"/>", escape(key), escape(value))).collect()
        };
        let mut text = String::from("<osm version=\"0.6\">\n");
        for (id, [lon, lat], pairs) in &self.nodes {
            let degrees =
                |value: &i32| format!("{}{}.{:07}", if *value < 0 { "-" } else { "" }, value.abs() / 10_000_000, value.abs() % 10_000_000);
            text += &format!("<node id=\"{id}\" lon=\"{}\" lat=\"{}\">{}</node>\n", degrees(lon), degrees(lat), tags(pairs));
        }
        for (id, refs, pairs) in &self.ways {
            let refs: String = refs.iter().map(|node| format!("<nd ref=\"{node}\"/>")).collect();
            text += &format!("<way id=\"{id}\">{refs}{}</way>\n", tags(pairs));
        }
        for (id, members, pairs) in &self.relations {
            let member = |(kind, id, role): &Member| {
                format!("<member type=\"{}\" ref=\"{id}\" role=\"{}\"/>", ["node", "way", "relation"][*kind as usize], escape(role))
            };
            text += &format!("<relation id=\"{id}\">{}{}</relation>\n", members.iter().map(member).collect::<String>(), tags(pairs));
        }
        (text + "</osm>").into_bytes()
    }

    /// The map as .osm.pbf.
    pub fn pbf(&self, style: Style) -> Vec<u8> {
        let mut file = Vec::new();
        let header = [field(4, b"OsmSchema-V0.6"), field(4, b"DenseNodes"), field(16, b"a test")].concat();
        put_blob(&mut file, "OSMHeader", &header, style);
        for nodes in self.nodes.chunks(style.block.max(1)) {
            let mut texts = Texts::default();
            let group = if style.dense { dense(nodes, &mut texts) } else { single(nodes, &mut texts) };
            put_blob(&mut file, "OSMData", &texts.block(&group), style);
        }
        for ways in self.ways.chunks(style.block.max(1)) {
            let mut texts = Texts::default();
            let group: Vec<u8> = ways.iter().flat_map(|way| field(3, &way_bytes(way, &mut texts))).collect();
            put_blob(&mut file, "OSMData", &texts.block(&group), style);
        }
        for relations in self.relations.chunks(style.block.max(1)) {
            let mut texts = Texts::default();
            let group: Vec<u8> = relations.iter().flat_map(|relation| field(4, &relation_bytes(relation, &mut texts))).collect();
            put_blob(&mut file, "OSMData", &texts.block(&group), style);
        }
        file
    }
}

/// Texts of a block, the first of them empty.
#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn number(&mut self, text: &str) -> u64 {
        let place = self.0.iter().position(|one| one == text).unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        place as u64 + 1
    }

    fn block(&self, group: &[u8]) -> Vec<u8> {
        let texts: Vec<u8> =
            std::iter::once("").chain(self.0.iter().map(String::as_str)).flat_map(|text| field(1, text.as_bytes())).collect();
        [field(1, &texts), field(2, group)].concat()
    }
}

/// A field of bytes.
pub fn field(number: u64, bytes: &[u8]) -> Vec<u8> {
    let mut to = Vec::new();
    put_number(number << 3 | 2, &mut to);
    put_number(bytes.len() as u64, &mut to);
    to.extend(bytes);
    to
}

/// A field of a number.
pub fn plain(number: u64, value: u64) -> Vec<u8> {
    let mut to = Vec::new();
    put_number(number << 3, &mut to);
    put_number(value, &mut to);
    to
}

fn packed(number: u64, values: impl Iterator<Item = u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    values.for_each(|value| put_number(value, &mut bytes));
    field(number, &bytes)
}

fn deltas(values: impl Iterator<Item = i64>) -> impl Iterator<Item = u64> {
    let mut last = 0;
    values.map(move |value| unsigned(value - std::mem::replace(&mut last, value)))
}

fn pairs(tags: &Pairs, texts: &mut Texts) -> Vec<u8> {
    let keys: Vec<u64> = tags.iter().map(|(key, _)| texts.number(key)).collect();
    let values: Vec<u64> = tags.iter().map(|(_, value)| texts.number(value)).collect();
    [packed(2, keys.into_iter()), packed(3, values.into_iter())].concat()
}

fn single(nodes: &[(i64, [i32; 2], Pairs)], texts: &mut Texts) -> Vec<u8> {
    let node = |(id, [lon, lat], tags): &(i64, [i32; 2], Pairs)| {
        let place = [plain(1, unsigned(*id)), plain(8, unsigned(i64::from(*lat))), plain(9, unsigned(i64::from(*lon)))].concat();
        field(1, &[place, pairs(tags, texts)].concat())
    };
    nodes.iter().flat_map(node).collect()
}

fn dense(nodes: &[(i64, [i32; 2], Pairs)], texts: &mut Texts) -> Vec<u8> {
    let mut keys = Vec::new();
    for (_, _, tags) in nodes {
        tags.iter().for_each(|(key, value)| keys.extend([texts.number(key), texts.number(value)]));
        keys.push(0);
    }
    let columns = [
        packed(1, deltas(nodes.iter().map(|node| node.0))),
        packed(8, deltas(nodes.iter().map(|node| i64::from(node.1[1])))),
        packed(9, deltas(nodes.iter().map(|node| i64::from(node.1[0])))),
        packed(10, keys.into_iter()),
    ];
    field(2, &columns.concat())
}

fn way_bytes((id, refs, tags): &(i64, Vec<i64>, Pairs), texts: &mut Texts) -> Vec<u8> {
    [plain(1, *id as u64), pairs(tags, texts), packed(8, deltas(refs.iter().copied()))].concat()
}

fn relation_bytes((id, members, tags): &(i64, Vec<Member>, Pairs), texts: &mut Texts) -> Vec<u8> {
    let roles: Vec<u64> = members.iter().map(|(_, _, role)| texts.number(role)).collect();
    let members = [
        packed(8, roles.into_iter()),
        packed(9, deltas(members.iter().map(|(_, id, _)| *id))),
        packed(10, members.iter().map(|(kind, ..)| *kind)),
    ];
    [plain(1, *id as u64), pairs(tags, texts), members.concat()].concat()
}

/// Adds a blob with its header.
pub fn put_blob(file: &mut Vec<u8>, kind: &str, contents: &[u8], style: Style) {
    let blob = if style.packed {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(contents).expect("a vector takes bytes");
        [plain(2, contents.len() as u64), field(3, &encoder.finish().expect("a vector takes bytes"))].concat()
    } else {
        field(1, contents)
    };
    let header = [field(1, kind.as_bytes()), plain(3, blob.len() as u64)].concat();
    file.extend((header.len() as u32).to_be_bytes());
    file.extend(header);
    file.extend(blob);
}
