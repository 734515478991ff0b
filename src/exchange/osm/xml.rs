//! How is an .osm file gone through once? Event by event, never more of it in memory than one element.

use std::io::{BufRead, ErrorKind, Read};

use chrono::DateTime;
use quick_xml::{
    Error, Reader,
    events::{BytesStart, Event},
};

use super::{
    element::{Element, Member, MemberKind, Tags, Wants, point_of_degrees},
    error::OsmError,
    problem::{Problems, Sort},
    scan::Head,
};

/// The most bytes of one tag or text.
const MOST_TAG: usize = 1 << 20;
/// The most tags, nodes or members of one element; OpenStreetMap allows 2,000 nodes and 32,000 members.
const MOST_PARTS: usize = 1 << 20;
/// Elements after which what was made of them is handed on.
const BATCH: usize = 4096;

/// A reader that refuses to go on when one tag has no end.
struct Limited<R> {
    reader: R,
    left: usize,
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(to)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            return Err(std::io::Error::other(format!("one tag or text is longer than {MOST_TAG} bytes")));
        }
        let bytes = self.reader.fill_buf()?;
        Ok(&bytes[..bytes.len().min(self.left)])
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.reader.consume(amount);
    }
}

/// The element being read.
#[derive(Default)]
struct Open {
    kind: Option<MemberKind>,
    id: Option<i64>,
    at: Option<[i32; 2]>,
    deleted: bool,
    refs: Vec<i64>,
    members: Vec<(MemberKind, i64, String)>,
    tags: Vec<(String, String)>,
    too_many: bool,
    position: u64,
}

/// What the file has shown so far.
#[derive(Default)]
struct Seen {
    head: Head,
    root: bool,
    closed: bool,
}

/// Goes through the file; what `each` makes of some thousand elements goes to `fold` in the order of the file.
pub(super) fn scan<T: Default>(
    (file, reader): (&str, impl BufRead),
    wants: Wants,
    each: impl Fn(&mut T, Element),
    fold: &mut dyn FnMut(T),
    problems: &mut Problems,
) -> Result<Head, OsmError> {
    let mut reader = Reader::from_reader(Limited { reader, left: MOST_TAG });
    let (mut buffer, mut open, mut seen) = (Vec::new(), Open::default(), Seen::default());
    let (mut made, mut count) = (T::default(), 0);
    loop {
        buffer.clear();
        reader.get_mut().left = MOST_TAG;
        let position = reader.buffer_position();
        let finished = match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                start(file, &tag, position, (&mut open, &mut seen))?;
                false
            }
            Ok(Event::Empty(tag)) => {
                start(file, &tag, position, (&mut open, &mut seen))?;
                kind_of(tag.name().as_ref()).is_some()
            }
            Ok(Event::End(tag)) => {
                seen.closed |= tag.name().as_ref() == "osm";
                kind_of(tag.name().as_ref()).is_some()
            }
            Ok(Event::Eof) => break,
            Ok(_) => false,
            Err(Error::Io(reason)) if reason.kind() != ErrorKind::Other => {
                let reason = std::io::Error::new(reason.kind(), reason.to_string());
                return Err(OsmError::Open { file: file.into(), reason });
            }
            Err(error) => {
                check_root(file, &seen, position)?;
                broken(error, reader.error_position().max(position), &mut seen, problems);
                break;
            }
        };
        if finished {
            open.finish(wants, &mut |element| each(&mut made, element), problems);
            count += 1;
            if count % BATCH == 0 {
                fold(std::mem::take(&mut made));
            }
        }
    }
    check_root(file, &seen, reader.buffer_position())?;
    if !seen.closed {
        problems.add_once(Sort::Truncated, format!("byte {}: the file ends before </osm>", reader.buffer_position()));
    }
    fold(made);
    Ok(seen.head)
}

fn check_root(file: &str, seen: &Seen, position: u64) -> Result<(), OsmError> {
    match (seen.root, position) {
        (true, _) => Ok(()),
        (false, 0) => Err(OsmError::Empty { file: file.into() }),
        (false, _) => Err(not_osm(file)),
    }
}

fn not_osm(file: &str) -> OsmError {
    let expected = "a file with <osm> as its outermost tag; an .osm.pbf file must be named so, a .bz2 or .gz is to be unpacked first";
    OsmError::NotOsm { file: file.into(), found: "no OpenStreetMap file in XML", expected }
}

fn broken(error: Error, position: u64, seen: &mut Seen, problems: &mut Problems) {
    // Broken is enough: that the end is missing too needs no word of its own.
    seen.closed = true;
    problems.add_once(Sort::BadXml, format!("byte {position}: {error}"));
}

fn kind_of(name: &str) -> Option<MemberKind> {
    match name {
        "node" => Some(MemberKind::Node),
        "way" => Some(MemberKind::Way),
        "relation" => Some(MemberKind::Relation),
        _ => None,
    }
}

fn start(file: &str, tag: &BytesStart, position: u64, (open, seen): (&mut Open, &mut Seen)) -> Result<(), OsmError> {
    let name = tag.name();
    let name = name.as_ref();
    if !seen.root {
        return match name {
            "osm" => {
                seen.root = true;
                seen.head.as_of_s = attribute(tag, "timestamp").and_then(|text| seconds(&text));
                Ok(())
            }
            "osmChange" => Err(OsmError::NotOsm {
                file: file.into(),
                found: "a file of changes (osmChange)",
                expected: "the map that they were made on, with the changes applied, as `osmium apply-changes` does",
            }),
            _ => Err(not_osm(file)),
        };
    }
    match (kind_of(name), name) {
        (Some(kind), _) => {
            open.begin(kind, tag, &mut seen.head);
            open.position = position;
        }
        (None, "tag") => open.tag(tag),
        (None, "nd") => open.reference(tag),
        (None, "member") => open.member(tag),
        (None, "bounds") => seen.head.bounds = bounds(tag),
        (None, "meta") => seen.head.as_of_s = attribute(tag, "osm_base").and_then(|text| seconds(&text)).or(seen.head.as_of_s),
        _ => {}
    }
    Ok(())
}

/// The value of an attribute with its entities resolved; `None` where it is absent or broken.
fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == name)?;
    Some(value(&found))
}

/// Entities that cannot be resolved stay as they are written.
fn value(attribute: &quick_xml::events::attributes::Attribute) -> String {
    let version = quick_xml::XmlVersion::Implicit1_0;
    attribute.normalized_value(version).map_or_else(|_| attribute.value.to_string(), |text| text.into_owned())
}

fn seconds(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|time| time.timestamp())
}

fn bounds(tag: &BytesStart) -> Option<[f64; 4]> {
    let side = |name| attribute(tag, name).and_then(|text| text.parse().ok()).filter(|side: &f64| side.abs() <= 180.0);
    Some([side("minlon")?, side("minlat")?, side("maxlon")?, side("maxlat")?])
}

impl Open {
    fn begin(&mut self, kind: MemberKind, tag: &BytesStart, head: &mut Head) {
        let Open { refs, members, tags, .. } = self;
        refs.clear();
        members.clear();
        tags.clear();
        (self.kind, self.id, self.at, self.deleted, self.too_many) = (Some(kind), None, None, false, false);
        let (mut lon, mut lat) = (None, None);
        for one in tag.attributes().with_checks(false).flatten() {
            match one.key.as_ref() {
                "id" => self.id = value(&one).trim().parse().ok(),
                "lon" => lon = value(&one).trim().parse().ok(),
                "lat" => lat = value(&one).trim().parse().ok(),
                "visible" => self.deleted |= value(&one) == "false",
                "action" => self.deleted |= value(&one) == "delete",
                "timestamp" => head.newest_s = head.newest_s.max(seconds(&value(&one))),
                _ => {}
            }
        }
        self.at = lon.zip(lat).and_then(|(lon, lat)| point_of_degrees(lon, lat));
    }

    fn tag(&mut self, tag: &BytesStart) {
        let (Some(key), Some(value)) = (attribute(tag, "k"), attribute(tag, "v")) else { return };
        self.too_many |= self.tags.len() >= MOST_PARTS;
        if !self.too_many {
            self.tags.push((key, value));
        }
    }

    fn reference(&mut self, tag: &BytesStart) {
        self.too_many |= self.refs.len() >= MOST_PARTS;
        if let Some(node) = attribute(tag, "ref").and_then(|text| text.trim().parse().ok()).filter(|_| !self.too_many) {
            self.refs.push(node);
        }
    }

    fn member(&mut self, tag: &BytesStart) {
        self.too_many |= self.members.len() >= MOST_PARTS;
        let kind = attribute(tag, "type").and_then(|text| kind_of(&text));
        let id = attribute(tag, "ref").and_then(|text| text.trim().parse().ok());
        if let Some((kind, id)) = kind.zip(id).filter(|_| !self.too_many) {
            self.members.push((kind, id, attribute(tag, "role").unwrap_or_default()));
        }
    }

    /// Hands the element on, if it is wanted.
    fn finish(&mut self, wants: Wants, each: &mut dyn FnMut(Element), problems: &mut Problems) {
        let Some(kind) = self.kind.take() else { return };
        let wanted = if kind == MemberKind::Node { wants.nodes } else { wants.ways };
        if !wanted {
            return;
        }
        let word = ["node", "way", "relation"][kind as usize];
        let Some(id) = self.id else {
            return problems.add(Sort::BadElement, || format!("{word} at byte {}: its id cannot be read", self.position));
        };
        if self.deleted {
            return problems.add(Sort::Deleted, || format!("{word} {id}"));
        }
        if self.too_many {
            return problems.add(Sort::TooMany, || format!("{word} {id}: more than {MOST_PARTS} parts"));
        }
        let tags: Vec<(&str, &str)> = self.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let tags = Tags(&tags);
        match kind {
            MemberKind::Node => each(Element::Node { id, at: self.at, tags }),
            MemberKind::Way => each(Element::Way { id, refs: &self.refs, tags }),
            MemberKind::Relation => {
                let members: Vec<Member> = self.members.iter().map(|(kind, id, role)| Member { kind: *kind, id: *id, role }).collect();
                each(Element::Relation { id, members: &members, tags });
            }
        }
    }
}
