//! What does a query string say, and which of its fields are wrong? All of them are named at once.
//!
//! 1. Names and values are percent-decoded; an unknown name is a wrong field.
//! 2. Each parameter takes its values (see `parameters`) and says what is wrong with them; a wrong one counts as not given.
//! 3. The registry's own verdict is added ([`Query::settle`]).
//!
//! What cannot be read at all makes the answer 400, what is only not acceptable 422. Refuses to know what the fields mean.

use std::borrow::Cow;

use actix_web::HttpRequest;

use super::{Code, Problem, parameters::Parameter};
use crate::registry::{FieldError, RegistryError};

/// The longest query string that is read, in bytes.
pub const LONGEST: usize = 8 * 1024;

/// A query string with what was found wrong so far.
pub struct Query<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    wrong: Vec<FieldError>,
    malformed: bool,
}

impl<'a> Query<'a> {
    /// Reads the query string of a request that may have these parameters.
    pub fn read(request: &'a HttpRequest, known: &[&dyn Parameter]) -> Result<Query<'a>, Problem> {
        Query::parse(request.query_string(), known)
    }

    /// Reads a query string of which only some parameters are of interest here; somebody else refuses unknown ones.
    pub fn any(text: &'a str) -> Result<Query<'a>, Problem> {
        let mut query = Query { pairs: Vec::new(), wrong: Vec::new(), malformed: false };
        if text.len() <= LONGEST {
            let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
            query.pairs = pairs.filter_map(|(name, value)| decode(name).zip(decode(value))).collect();
        }
        Ok(query)
    }

    fn parse(text: &'a str, known: &[&dyn Parameter]) -> Result<Query<'a>, Problem> {
        if text.len() > LONGEST {
            return Err(Problem::new(Code::PayloadTooLarge, format!("the query has {} bytes, at most {LONGEST} are read", text.len())));
        }
        let mut query = Query { pairs: Vec::new(), wrong: Vec::new(), malformed: false };
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (decode(name), decode(value)) {
                (Some(name), Some(value)) => query.take_pair(name, value, known),
                (name, _) => {
                    let field = name.unwrap_or(Cow::Borrowed(name_of_broken(pair)));
                    query.malformed(FieldError::new(
                        &field,
                        value,
                        "is not percent-encoded UTF-8",
                        "text in UTF-8, for instance %E7%A4%BE",
                    ));
                }
            }
        }
        Ok(query)
    }

    fn take_pair(&mut self, name: Cow<'a, str>, value: Cow<'a, str>, known: &[&dyn Parameter]) {
        if known.iter().any(|parameter| parameter.name() == name) {
            self.pairs.push((name, value));
            return;
        }
        let names: Vec<&str> = known.iter().map(|parameter| parameter.name()).collect();
        let expected = if names.is_empty() { "no parameters here".to_owned() } else { format!("one of {}", names.join(", ")) };
        self.invalid(FieldError::new(&name, value, "there is no such parameter here", expected));
    }

    /// Whether the query names a parameter.
    pub fn names(&self, name: &str) -> bool {
        self.pairs.iter().any(|(own, _)| own == name)
    }

    /// The only value of a parameter, trimmed; `None` when it is absent or empty.
    pub fn one(&mut self, name: &str) -> Option<Cow<'a, str>> {
        let mut values = self.pairs.iter_mut().filter(|(own, _)| own == name).map(|(_, value)| std::mem::take(value));
        let first = values.next().map(trimmed).filter(|value| !value.is_empty());
        if let Some(second) = values.next() {
            self.invalid(FieldError::new(name, second, "given more than once", "one value"));
        }
        first
    }

    /// All values of a parameter, of repeated keys and of lists with commas.
    pub fn many(&mut self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(own, _)| own == name);
        let parts = values.flat_map(|(_, value)| value.split([',', '，'])).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// Remembers a field that cannot be read.
    pub fn malformed(&mut self, error: FieldError) {
        self.malformed = true;
        self.wrong.push(error);
    }

    /// Remembers a field that is read but not acceptable.
    pub fn invalid(&mut self, error: FieldError) {
        self.wrong.push(error);
    }

    /// Whether something is wrong with a field.
    pub fn is_wrong(&self, name: &str) -> bool {
        self.wrong.iter().any(|error| error.field == name)
    }

    /// The registry's answer, or every wrong field of the query and of the registry's verdict. Of two reasons for one
    /// field the query's stays: the registry has only seen that nothing was given.
    pub fn settle<T>(self, answer: Result<T, RegistryError>) -> Result<T, Problem> {
        let Query { mut wrong, malformed, .. } = self;
        if wrong.is_empty() {
            return answer.map_err(Problem::from);
        }
        if let Err(RegistryError::Invalid(more)) = answer {
            let known: Vec<String> = wrong.iter().map(|error| error.field.clone()).collect();
            wrong.extend(more.into_iter().filter(|error| !known.contains(&error.field)));
        }
        Err(Problem::fields(malformed, wrong))
    }

    /// The same for a question that the registry finds nothing wrong with.
    pub fn done(self) -> Result<(), Problem> {
        self.settle(Ok(()))
    }
}

fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
        Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
    }
}

/// What to call a field whose name cannot be decoded.
fn name_of_broken(pair: &str) -> &str {
    pair.split('=').next().unwrap_or(pair)
}

/// Percent-decodes a name or value as forms write them; `None` when it is broken or not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(['%', '+']) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                bytes.push(hex(*high)? << 4 | hex(*low)?);
                rest = after;
            }
            (b'%', _) => return None,
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::parameters::{KIND, LON};

    fn query(text: &str) -> Query<'_> {
        Query::parse(text, &[&KIND, &LON]).expect("short enough")
    }

    #[test]
    fn values_are_decoded_as_forms_write_them() {
        assert_eq!(query("kind=%E5%85%BB%E8%80%81+a%2Cb").many("kind"), ["养老 a", "b"]);
        assert_eq!(query("kind=a,b&kind=c&kind=").many("kind"), ["a", "b", "c"]);
        assert_eq!(query("lon=%20108.9").one("lon").as_deref(), Some("108.9"));
        assert_eq!(query("lon=").one("lon"), None);
    }

    #[test]
    fn what_cannot_be_decoded_is_malformed() {
        for text in ["kind=%", "kind=%4", "kind=%zz", "kind=%ff"] {
            let problem = query(text).done().expect_err("broken");
            assert_eq!(problem.code(), Code::MalformedQuery, "{text}");
        }
    }

    #[test]
    fn an_unknown_name_and_a_second_value_are_wrong_fields() {
        let mut asked = query("lon=1&lon=2&lang=zh");
        let _ = asked.one("lon");
        assert_eq!(asked.wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["lang", "lon"]);
        assert_eq!(asked.done().expect_err("wrong").code(), Code::InvalidInput);
    }
}
