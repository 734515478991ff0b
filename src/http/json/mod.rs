//! How does an answer become JSON quickly? A serializer into bytes for what this room answers.
//!
//! The same bytes as serde_json's compact form (a property test compares them); faster, since the names of members are
//! written without a look at each letter, and a text's letters are looked at eight at a time. Numbers are
//! written by serde_json. Not finite numbers become null. Refuses to know what an answer means.

#[cfg(test)]
mod tests;

use std::fmt::{self, Display, Write};

use serde::{
    Serialize,
    ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple},
};

/// The JSON of an answer.
pub fn to_json(answer: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::with_capacity(4096);
    answer.serialize(Json { out: &mut out })?;
    Ok(out)
}

/// Writes one value at the end of the bytes.
struct Json<'a> {
    out: &'a mut Vec<u8>,
}

/// Writes the parts of an array or object, with what stands before the next part and behind the last.
pub struct Parts<'a> {
    out: &'a mut Vec<u8>,
    before: &'static [u8],
    end: u8,
}

impl<'a> Parts<'a> {
    fn begin(out: &'a mut Vec<u8>, begin: u8, end: u8) -> Parts<'a> {
        out.push(begin);
        Parts { out, before: b"", end }
    }

    fn part(&mut self, part: &(impl Serialize + ?Sized)) -> Result<(), serde_json::Error> {
        self.out.extend_from_slice(std::mem::replace(&mut self.before, b","));
        part.serialize(Json { out: self.out })
    }

    fn finish(self) {
        self.out.push(self.end);
    }
}

/// Writes a text with its quotes.
fn write_text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.push(b'"');
    if needs_no_escape(bytes) {
        out.extend_from_slice(bytes);
    } else {
        write_escaped(out, bytes);
    }
    out.push(b'"');
}

/// Whether a text can be written as it is: no control character, quote or backslash in it. Eight letters at a time: a byte
/// that is zero, or less than a number below 128, borrows its highest bit when that is taken from it (A. Mycroft, 1987).
fn needs_no_escape(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let some_less = |eight: u64, than: u8| eight.wrapping_sub(ONES * u64::from(than)) & !eight;
    let suspect = |eight: u64| {
        let (quotes, backslashes) = (eight ^ (ONES * u64::from(b'"')), eight ^ (ONES * u64::from(b'\\')));
        (some_less(eight, b' ') | some_less(quotes, 1) | some_less(backslashes, 1)) & (ONES << 7)
    };
    let (eights, rest) = bytes.as_chunks::<8>();
    let found = eights.iter().fold(0, |found, eight| found | suspect(u64::from_le_bytes(*eight)));
    found == 0 && rest.iter().all(|byte| *byte >= b' ' && *byte != b'"' && *byte != b'\\')
}

fn write_escaped(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            control @ 0..0x20 => out.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
            byte => out.push(*byte),
        }
    }
}

/// Lets something that is only shown be written as a text.
struct Shown<'a>(&'a mut Vec<u8>);

impl Write for Shown<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        write_escaped(self.0, text.as_bytes());
        Ok(())
    }
}

/// What serde may ask for and no answer of this room needs.
fn unused<T>() -> Result<T, serde_json::Error> {
    Err(ser::Error::custom("answers are objects, lists, texts, numbers and flags"))
}

/// Numbers are few and serde_json is good at them.
macro_rules! numbers {
    ($($method:ident: $number:ty),+) => {
        $(fn $method(self, number: $number) -> Result<(), serde_json::Error> {
            serde_json::to_writer(self.out, &number)
        })+
    };
}

impl<'a> ser::Serializer for Json<'a> {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Impossible<(), serde_json::Error>;
    type SerializeTupleVariant = Impossible<(), serde_json::Error>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Impossible<(), serde_json::Error>;

    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8, serialize_u16: u16);
    numbers!(serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_f64: f64);

    fn serialize_bool(self, flag: bool) -> Result<(), Self::Error> {
        self.out.extend_from_slice(if flag { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Result<(), Self::Error> {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Self::Error> {
        write_text(self.out, text);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, shown: &T) -> Result<(), Self::Error> {
        self.out.push(b'"');
        write!(Shown(self.out), "{shown}").map_err(ser::Error::custom)?;
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Self::Error> {
        unused()
    }

    fn serialize_none(self) -> Result<(), Self::Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Self::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Self::Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Self::Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Self::Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Self::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<(), Self::Error> {
        unused()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Self::Error> {
        Ok(Parts::begin(self.out, b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Self::Error> {
        Ok(Parts::begin(self.out, b'[', b']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Self::Error> {
        unused()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Self::Error> {
        unused()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Self::Error> {
        Ok(Parts::begin(self.out, b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Self::Error> {
        Ok(Parts::begin(self.out, b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Self::Error> {
        unused()
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.part(value)
    }

    fn end(self) -> Result<(), Self::Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.part(value)
    }

    fn end(self) -> Result<(), Self::Error> {
        self.finish();
        Ok(())
    }
}

/// The keys of maps are texts here.
impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Self::Error> {
        self.part(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.out.push(b':');
        value.serialize(Json { out: self.out })
    }

    fn end(self) -> Result<(), Self::Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error> {
        self.out.extend_from_slice(std::mem::replace(&mut self.before, b","));
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        value.serialize(Json { out: self.out })
    }

    fn end(self) -> Result<(), Self::Error> {
        self.finish();
        Ok(())
    }
}
