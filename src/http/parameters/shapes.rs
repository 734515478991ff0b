//! What may a parameter look like, how is it read, and how is it described in the OpenAPI document?

use std::ops::RangeInclusive;

use utoipa::openapi::{
    Required,
    path::{Parameter as Described, ParameterBuilder, ParameterIn, ParameterStyle},
    schema::{ArrayBuilder, ObjectBuilder, Schema, Type},
};

use crate::{
    domain::{division::DivisionCode, position::Position},
    http::query::Query,
    registry::FieldError,
};

/// The longest text that is read, in characters.
const LONGEST_TEXT: usize = 200;

/// A parameter of a query string.
pub trait Parameter: Sync {
    /// What it is called.
    fn name(&self) -> &'static str;
    /// What it says, with units.
    fn about(&self) -> &'static str;
    /// What its values look like.
    fn schema(&self) -> Schema;

    /// Its description in the OpenAPI document.
    fn described(&self) -> Described {
        let described = ParameterBuilder::new().name(self.name()).parameter_in(ParameterIn::Query).required(Required::False);
        // Lists are written with commas: explode=false.
        let described = if matches!(self.schema(), Schema::Array(_)) {
            described.style(Some(ParameterStyle::Form)).explode(Some(false))
        } else {
            described
        };
        described.description(Some(self.about())).schema(Some(self.schema())).build()
    }
}

macro_rules! describe {
    ([$($generic:ident)?] $type:ty, $self:ident, $schema:expr) => {
        impl$(<$generic>)? Parameter for $type {
            fn name(&self) -> &'static str {
                self.name
            }

            fn about(&self) -> &'static str {
                self.about
            }

            fn schema(&$self) -> Schema {
                $schema.into()
            }
        }
    };
}

/// Any text.
pub struct Text {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}
describe!([] Text, self, ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_TEXT)));

impl Text {
    /// The text, trimmed.
    pub fn read(&self, query: &mut Query) -> Option<String> {
        let text = query.one(self.name)?;
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            query.invalid(FieldError::new(
                self.name,
                text,
                format!("{length} characters long"),
                format!("at most {LONGEST_TEXT} characters"),
            ));
            return None;
        }
        Some(text.into_owned())
    }
}

/// Words, any of them.
pub struct Words {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}
describe!([] Words, self, ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String)));

impl Words {
    /// The words; none when it is not given.
    pub fn read(&self, query: &mut Query) -> Vec<String> {
        query.many(self.name)
    }
}

/// One word of a vocabulary.
pub struct Word {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}
describe!([] Word, self, ObjectBuilder::new().schema_type(Type::String));

impl Word {
    /// The word.
    pub fn read(&self, query: &mut Query) -> Option<String> {
        let mut words = query.many(self.name);
        if words.len() > 1 {
            query.invalid(FieldError::new(self.name, words.join(","), "several are given", "one at a time"));
        }
        if words.is_empty() { None } else { Some(words.swap_remove(0)) }
    }
}

/// A number within limits, both included.
pub struct Number {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) limits: RangeInclusive<f64>,
}
describe!([] Number, self, number(&self.limits));

impl Number {
    /// The number.
    pub fn read(&self, query: &mut Query) -> Option<f64> {
        let text = query.one(self.name)?;
        read_number(self.name, &text, &self.limits, query)
    }
}

/// Numbers within limits.
pub struct Numbers {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) limits: RangeInclusive<f64>,
}
describe!([] Numbers, self, ArrayBuilder::new().items(number(&self.limits)));

impl Numbers {
    /// The numbers as given.
    pub fn read(&self, query: &mut Query) -> Vec<f64> {
        let texts = query.many(self.name);
        texts.iter().filter_map(|text| read_number(self.name, text, &self.limits, query)).collect()
    }
}

fn number(limits: &RangeInclusive<f64>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Number).minimum(Some(*limits.start())).maximum(Some(*limits.end()))
}

fn read_number(name: &str, text: &str, limits: &RangeInclusive<f64>, query: &mut Query) -> Option<f64> {
    let expected = || format!("a number from {} to {}", limits.start(), limits.end());
    // `inf` and `nan` are words to us, not numbers.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let Some(number) = text.parse::<f64>().ok().filter(|_| digits) else {
        query.malformed(FieldError::new(name, text, "is not a number", expected()));
        return None;
    };
    if !limits.contains(&number) {
        query.invalid(FieldError::new(name, text, "is out of range", expected()));
        return None;
    }
    Some(number)
}

/// A whole number within limits.
pub struct Whole {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) limits: RangeInclusive<usize>,
    pub(super) default: usize,
}
describe!([] Whole, self, ObjectBuilder::new()
    .schema_type(Type::Integer)
    .minimum(Some(*self.limits.start() as f64))
    .maximum(Some(*self.limits.end() as f64))
    .default(Some(self.default.into())));

impl Whole {
    /// The number, or what it is when it is not given.
    pub fn read(&self, query: &mut Query) -> usize {
        let Some(text) = query.one(self.name) else { return self.default };
        let expected = format!("a whole number from {} to {}", self.limits.start(), self.limits.end());
        match text.parse::<i64>().map(usize::try_from) {
            Ok(Ok(number)) if self.limits.contains(&number) => return number,
            Ok(_) => query.invalid(FieldError::new(self.name, text, "is out of range", expected)),
            Err(_) => query.malformed(FieldError::new(self.name, text, "is not a whole number", expected)),
        }
        self.default
    }
}

/// Yes or no.
pub struct Flag {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}
describe!([] Flag, self, ObjectBuilder::new().schema_type(Type::Boolean));

impl Flag {
    /// Yes, no, or not given.
    pub fn read(&self, query: &mut Query) -> Option<bool> {
        let text = query.one(self.name)?;
        let read = match &*text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        if read.is_none() {
            query.invalid(FieldError::new(self.name, text, "is neither yes nor no", "true or false"));
        }
        read
    }
}

/// One of a few codes.
pub struct Coded<T> {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) parse: fn(&str) -> Option<T>,
    pub(super) codes: fn() -> Vec<&'static str>,
}
describe!([T] Coded<T>, self, ObjectBuilder::new().schema_type(Type::String).enum_values(Some((self.codes)())));

impl<T> Coded<T> {
    /// What a code means, also where it is no parameter.
    pub fn known(&self, code: &str) -> Option<T> {
        (self.parse)(code)
    }

    /// What the code means.
    pub fn read(&self, query: &mut Query) -> Option<T> {
        let text = query.one(self.name)?;
        let read = (self.parse)(&text);
        if read.is_none() {
            query.invalid(FieldError::new(self.name, text, "is not known here", format!("one of {}", (self.codes)().join(", "))));
        }
        read
    }
}

/// Texts of a form of their own, such as dates.
pub struct Formed<T> {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) parse: fn(&str) -> Option<T>,
    pub(super) expected: &'static str,
}
describe!([T] Formed<T>, self, ObjectBuilder::new().schema_type(Type::String));

impl<T> Formed<T> {
    /// What the text means.
    pub fn read(&self, query: &mut Query) -> Option<T> {
        let text = query.one(self.name)?;
        let read = (self.parse)(&text);
        if read.is_none() {
            query.malformed(FieldError::new(self.name, text, "cannot be read", self.expected));
        }
        read
    }

    /// What each of several texts means.
    pub fn read_all(&self, query: &mut Query) -> Vec<T> {
        let texts = query.many(self.name);
        let mut read = Vec::new();
        for text in texts {
            match (self.parse)(&text) {
                Some(one) => read.push(one),
                None => query.malformed(FieldError::new(self.name, text, "cannot be read", self.expected)),
            }
        }
        read
    }
}

/// A division's code.
pub struct Division {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}
describe!([] Division, self, ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[1-9][0-9]{1,11}$")));

impl Division {
    /// The code.
    pub fn read(&self, query: &mut Query) -> Option<DivisionCode> {
        let text = query.one(self.name)?;
        let read = DivisionCode::parse(&text);
        if let Err(error) = &read {
            let expected = "a code of /api/v1/divisions such as 610102000000";
            query.invalid(FieldError::new(self.name, text, error.to_string(), expected));
        }
        read.ok()
    }
}

/// A box on the map.
pub struct Bounds {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}
describe!([] Bounds, self, ArrayBuilder::new().items(number(&(-180.0..=180.0))).min_items(Some(4)).max_items(Some(4)));

impl Bounds {
    /// West, south, east, north in degrees.
    pub fn read(&self, query: &mut Query) -> Option<[f64; 4]> {
        let texts = query.many(self.name);
        if texts.is_empty() {
            return None;
        }
        let expected = "west,south,east,north in degrees, for instance 108.8,34.1,109.1,34.4";
        let given = texts.join(",");
        let numbers: Vec<f64> = texts.iter().filter_map(|text| text.parse().ok()).filter(|number: &f64| number.is_finite()).collect();
        if numbers.len() < texts.len() {
            query.malformed(FieldError::new(self.name, given, "holds something that is not a number", expected));
            return None;
        }
        let corners = |west, south, east, north| Position::new(west, south).is_ok() && Position::new(east, north).is_ok();
        match numbers[..] {
            [west, south, east, north] if west <= east && south <= north && corners(west, south, east, north) => {
                Some([west, south, east, north])
            }
            _ => {
                query.invalid(FieldError::new(self.name, given, "is not a box", expected));
                None
            }
        }
    }
}
