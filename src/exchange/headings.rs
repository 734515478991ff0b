//! Which column holds which field, and which headings mean nothing here?

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

use unicode_normalization::UnicodeNormalization;

use super::{
    shape::{Shape, labels},
    spellings::Field,
};

/// The columns that a kind of file may have.
pub(super) struct Layout {
    /// The fields that are read.
    pub fields: &'static [Field],
    /// The fields without which a file is refused; of each inner list one will do.
    pub needed: &'static [&'static [Field]],
}

impl Layout {
    /// The needed headings by their first spelling, for messages.
    pub fn needed_names(&self) -> String {
        self.needed.iter().filter_map(|any| any.first()).map(|field| field.spellings()[0]).collect::<Vec<_>>().join(", ")
    }
}

/// A field takes another's column when it has none of its own.
pub(super) const FALLBACKS: [(Field, Field); 6] = [
    (Field::Id, Field::OtherId),
    (Field::Id, Field::Serial),
    (Field::Name, Field::OtherName),
    (Field::Name, Field::DivisionName),
    (Field::Lon, Field::X),
    (Field::Lat, Field::Y),
];

/// The place of each field's column.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    places: [Option<usize>; Field::COUNT],
}

impl Columns {
    /// The place of a field's column, from 0.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places[field as usize]
    }

    /// Gives a field a column.
    pub fn put(&mut self, field: Field, place: usize) {
        self.places[field as usize] = Some(place);
    }
}

/// What a row says when it is read as headings.
#[derive(Debug, Clone)]
pub(super) struct Recognised {
    /// Where the fields are.
    pub columns: Columns,
    /// How many fields were found.
    pub found: usize,
    /// Places of headings that mean nothing here; empty headings are among them.
    pub unknown: Vec<usize>,
    /// The first field that two headings claim, with their places.
    pub clash: Option<(Field, usize, usize)>,
    /// Unknown headings that somebody has given a meaning which is no field's: the group that a column counts, or nothing.
    pub given: BTreeMap<usize, String>,
}

impl Recognised {
    /// The needed fields that are not there.
    pub fn missing(&self, layout: &Layout, implied: &[Field]) -> Vec<&'static [Field]> {
        let there = |field: &Field| self.columns.place(*field).is_some() || implied.contains(field);
        layout.needed.iter().copied().filter(|any| !any.iter().any(there)).collect()
    }
}

/// The look-up from folded spellings to the fields of one layout.
pub(super) struct Words<'s> {
    by_word: HashMap<String, Field>,
    fields: &'static [Field],
    /// What somebody says that headings mean.
    said: &'s BTreeMap<String, String>,
}

impl<'s> Words<'s> {
    /// Builds the look-up; of two fields that claim a word the layout's first keeps it.
    pub fn of(layout: &Layout, shape: &'s Shape) -> Self {
        let mut by_word = HashMap::new();
        for field in layout.fields {
            for spelling in field.spellings() {
                by_word.entry(fold(spelling)).or_insert(*field);
            }
        }
        Self { by_word, fields: layout.fields, said: &shape.mapping }
    }

    /// The field that a heading means: as a whole, without what stands in brackets, or by one part of `编号/id`.
    fn field(&self, heading: &str) -> Option<Field> {
        let whole = self.by_word.get(&fold(heading)).copied();
        whole.or_else(|| self.by_word.get(&fold(&without_brackets(heading))).copied()).or_else(|| {
            let parts = heading.split(['/', '／', '\n', ' ']).filter(|part| !part.trim().is_empty());
            let fields: Vec<_> = parts.map(|part| self.by_word.get(&fold(&without_brackets(part))).copied()).collect();
            let first = fields.first().copied().flatten()?;
            fields.iter().all(|field| *field == Some(first)).then_some(first)
        })
    }

    /// Reads a row as headings.
    ///
    /// What somebody says that a heading means is taken before what its spelling means. Of two headings for one field the one
    /// that was said, or is spelled exactly like the field's own name (or its first Chinese one), is taken and the other is
    /// unknown; otherwise they clash.
    pub fn recognise<'h>(&self, headings: impl Iterator<Item = &'h str>) -> Recognised {
        let headings: Vec<&str> = headings.collect();
        let columns = Columns { places: [None; Field::COUNT] };
        let mut seen = Recognised { columns, found: 0, unknown: Vec::new(), clash: None, given: BTreeMap::new() };
        let labels = if self.said.is_empty() { Vec::new() } else { labels(&headings) };
        let said = |place: usize| labels.get(place).and_then(|label| self.said.get(label));
        let rank = |place: usize, field: Field| if said(place).is_some() { 0 } else { 1 + field.rank(headings[place]) };
        for (place, heading) in headings.iter().copied().enumerate() {
            let meant = match said(place) {
                Some(code) => self.fields.iter().copied().find(|field| field.code() == code).ok_or(code).map_err(|code| {
                    seen.given.insert(place, code.clone());
                }),
                None => self.field(heading).ok_or(()),
            };
            let Ok(field) = meant else {
                seen.unknown.push(place);
                continue;
            };
            let slot = &mut seen.columns.places[field as usize];
            match *slot {
                None => {
                    *slot = Some(place);
                    seen.found += 1;
                }
                Some(first) => match rank(first, field).cmp(&rank(place, field)) {
                    Ordering::Less => seen.unknown.push(place),
                    Ordering::Greater => {
                        seen.unknown.push(first);
                        *slot = Some(place);
                    }
                    Ordering::Equal => seen.clash = seen.clash.or(Some((field, first, place))),
                },
            }
        }
        seen.unknown.sort_unstable();
        seen.fall_back();
        seen
    }
}

impl Recognised {
    fn fall_back(&mut self) {
        for (field, other) in FALLBACKS {
            match (self.columns.place(field), self.columns.place(other)) {
                (None, Some(place)) => self.columns.places[field as usize] = Some(place),
                (Some(_), Some(place)) => {
                    self.unknown.push(place);
                    self.unknown.sort_unstable();
                }
                _ => {}
            }
        }
    }
}

impl Field {
    /// 0 for a heading that is exactly one of the field's own two names, 1 for every other spelling.
    fn rank(self, heading: &str) -> usize {
        let own = self.spellings().iter().take(2).any(|name| heading.trim().eq_ignore_ascii_case(name));
        usize::from(!own)
    }
}

/// Headings are compared without case, width, white space, stars, underscores, dashes and colons.
pub(super) fn fold(heading: &str) -> String {
    heading
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '-' | ':' | '(' | ')' | '.' | '"' | '\'' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A heading without brackets and what stands in them: units, hints.
pub(super) fn without_brackets(heading: &str) -> String {
    let mut depth = 0usize;
    let mut outside = String::with_capacity(heading.len());
    for c in heading.nfkc() {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '<' | '《' => depth += 1,
            ')' | ']' | '}' | '】' | '〕' | '>' | '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

/// What stands in the first brackets of a heading.
pub(super) fn in_brackets(heading: &str) -> Option<String> {
    let plain: String = heading.nfkc().collect();
    let (_, rest) = plain.split_once(['(', '[', '【', '〔'])?;
    let (inside, _) = rest.split_once([')', ']', '】', '〕'])?;
    Some(inside.to_string())
}

/// The missing fields with their accepted spellings, for messages.
pub(super) fn describe(missing: &[&[Field]]) -> String {
    let one = |any: &&[Field]| {
        let spellings: Vec<_> = any.iter().flat_map(|field| field.spellings()).copied().collect();
        format!("{} (accepted: {})", spellings[0], spellings.join(", "))
    };
    missing.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout {
        fields: &[
            Field::Id,
            Field::OtherId,
            Field::Serial,
            Field::Name,
            Field::OtherName,
            Field::NameEn,
            Field::Lon,
            Field::Lat,
            Field::X,
            Field::Y,
            Field::Capacity,
        ],
        needed: &[&[Field::Id, Field::Serial], &[Field::Lon, Field::X], &[Field::Lat, Field::Y]],
    };

    fn recognise(headings: &[&str]) -> Recognised {
        Words::of(&LAYOUT, &Shape::default()).recognise(headings.iter().copied())
    }

    #[test]
    fn headings_are_known_in_both_languages_with_stars_units_widths_and_cases() {
        for heading in ["经度", "经度(°)", " 经 度（WGS84） ", "*经度", "经度*", "LON", "Ｌｏｎ", "lon_", "经度/lon", "经度 lon", "经度:"]
        {
            assert_eq!(recognise(&[heading]).columns.place(Field::Lon), Some(0), "{heading}");
        }
        assert_eq!(recognise(&["床位（张）"]).columns.place(Field::Capacity), Some(0));
        assert_eq!(recognise(&["名称", "名称(英文)"]).columns.place(Field::NameEn), Some(1));
    }

    #[test]
    fn a_running_number_is_the_id_only_where_there_is_no_other() {
        assert_eq!(recognise(&["序号", "名称"]).columns.place(Field::Id), Some(0));
        let both = recognise(&["序号", "编号"]);
        assert_eq!((both.columns.place(Field::Id), both.unknown), (Some(1), vec![0]));
        let three = recognise(&["序号", "代码", "名称", "机构名称"]);
        assert_eq!((three.columns.place(Field::Id), three.columns.place(Field::Name), three.unknown), (Some(1), Some(2), vec![0, 3]));
    }

    #[test]
    fn two_headings_for_one_field_clash() {
        assert_eq!(recognise(&["lng", "编号", "longitude"]).clash, Some((Field::Lon, 0, 2)));
        let own_name = recognise(&["lng", "编号", "经度"]);
        assert_eq!((own_name.clash, own_name.columns.place(Field::Lon), own_name.unknown), (None, Some(2), vec![0]));
    }

    #[test]
    fn what_is_missing_is_described_with_its_spellings() {
        let text = describe(&recognise(&["编号", "经度"]).missing(&LAYOUT, &[]));
        assert!(text.starts_with("lat (accepted: lat, 纬度"), "{text}");
    }
}
