//! What stands in a map file? Nodes, ways and relations with their tags, whatever the format.

/// The tags of an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of a key, without surrounding space; an empty one counts as absent.
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The value of the first of these keys that has one.
    pub fn first_of(self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Whether the key has one of these values.
    pub fn is(self, key: &str, values: &[&str]) -> bool {
        self.get(key).is_some_and(|value| values.contains(&value))
    }

    /// Whether the key has a value other than `no`.
    pub fn has(self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value != "no")
    }

    /// The number a key's value begins with, such as `3` of `3;4` and `12.5` of `12.5 m`.
    pub fn number(self, key: &str) -> Option<f64> {
        let text = self.get(key)?;
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
        text[..end].parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// What a member of a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberKind {
    Node,
    Way,
    Relation,
}

/// A member of a relation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub kind: MemberKind,
    pub id: i64,
    pub role: &'a str,
}

/// One element of the file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Element<'a> {
    /// A point in units of 1e-7 degrees, longitude first; `None` where it is not on the earth.
    Node { id: i64, at: Option<[i32; 2]>, tags: Tags<'a> },
    /// A line through nodes.
    Way { id: i64, refs: &'a [i64], tags: Tags<'a> },
    /// Several elements as one thing.
    Relation { id: i64, members: &'a [Member<'a>], tags: Tags<'a> },
}

/// Which elements a pass wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wants {
    pub nodes: bool,
    /// Ways and relations.
    pub ways: bool,
}

/// A point of billionths of degrees in units of 1e-7 degrees, where it is on the earth.
pub(super) fn point_of_nano(lon: Option<i64>, lat: Option<i64>) -> Option<[i32; 2]> {
    let scaled = |nano: i64, most: i64| {
        let value = nano.checked_add(nano.signum() * 50)? / 100;
        i32::try_from(value).ok().filter(|_| (-most..=most).contains(&value))
    };
    Some([scaled(lon?, 1_800_000_000)?, scaled(lat?, 900_000_000)?])
}

/// A point of degrees in units of 1e-7 degrees, where it is on the earth.
pub(super) fn point_of_degrees(lon: f64, lat: f64) -> Option<[i32; 2]> {
    let on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
    on_earth.then(|| [(lon * 1e7).round() as i32, (lat * 1e7).round() as i32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_the_front_of_a_value() {
        let tags = Tags(&[("a", "3;4"), ("b", "12.5 m"), ("c", "six"), ("d", ""), ("e", "-1")]);
        assert_eq!(["a", "b", "c", "d", "e"].map(|key| tags.number(key)), [Some(3.0), Some(12.5), None, None, Some(-1.0)]);
        assert_eq!(tags.get("d"), None);
    }

    #[test]
    fn points_off_the_earth_are_none() {
        assert_eq!(point_of_nano(Some(108_940_000_049), Some(-34_000_000_050)), Some([1_089_400_000, -340_000_001]));
        assert_eq!(point_of_nano(Some(180_000_000_100), Some(0)), None);
        assert_eq!(point_of_nano(Some(i64::MIN), Some(0)), None);
        assert_eq!(point_of_degrees(f64::NAN, 0.0), None);
        assert_eq!(point_of_degrees(108.94, 34.1), Some([1_089_400_000, 341_000_000]));
    }
}
