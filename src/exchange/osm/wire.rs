//! What does a message in protocol buffers hold? Fields by number, lent from the bytes, and nothing taken on trust.
//!
//! Refuses to know what a field means. Every length is held against the bytes that are there, every number is wrapped,
//! so that any bytes at all end in an answer or in [`Malformed`].

/// The bytes are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Malformed(pub &'static str);

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A number.
    Number(u64),
    /// A text, a message or packed numbers.
    Bytes(&'a [u8]),
    /// A fixed number of four or eight bytes, which map files do not use.
    Fixed,
}

/// The fields of a message in their order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    /// The next field: its number and value; `None` at the end.
    pub fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, Malformed> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let key = number(&mut self.0)?;
        let value = match key & 7 {
            0 => Value::Number(number(&mut self.0)?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = number(&mut self.0)?;
                Value::Bytes(self.take(usize::try_from(length).unwrap_or(usize::MAX))?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(Malformed("a field of an unknown type")),
        };
        Ok(Some((key >> 3, value)))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed("a field is longer than what holds it"))?;
        self.0 = rest;
        Ok(taken)
    }
}

impl<'a> Value<'a> {
    /// The bytes of a field that must be a text or a message.
    pub fn bytes(self) -> Result<&'a [u8], Malformed> {
        match self {
            Value::Bytes(bytes) => Ok(bytes),
            Value::Number(_) | Value::Fixed => Err(Malformed("a field that should be a message is a number")),
        }
    }

    /// The number of a field that must be one.
    pub fn number(self) -> Result<u64, Malformed> {
        match self {
            Value::Number(number) => Ok(number),
            Value::Bytes(_) | Value::Fixed => Err(Malformed("a field that should be a number is not")),
        }
    }

    /// Adds the numbers of a repeated field, packed or single.
    pub fn numbers(self, to: &mut Vec<u64>) -> Result<(), Malformed> {
        match self {
            Value::Number(number) => to.push(number),
            Value::Bytes(mut bytes) => {
                while !bytes.is_empty() {
                    to.push(number(&mut bytes)?);
                }
            }
            Value::Fixed => return Err(Malformed("a field that should hold numbers does not")),
        }
        Ok(())
    }
}

/// Takes a number of seven bits a byte from the front.
pub(super) fn number(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    let mut value = 0u64;
    for shift in (0..70).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(Malformed("a number breaks off"))?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Malformed("a number of more than ten bytes"))
}

/// Adds a number of seven bits a byte to the end.
pub(super) fn put_number(mut value: u64, to: &mut Vec<u8>) {
    while value >= 0x80 {
        to.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

/// A signed number from its zigzag form.
pub(super) fn signed(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// The zigzag form of a signed number.
pub(super) fn unsigned(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_the_format_describes_them() {
        // 150 is 96 01 in the description of the format; field 1 of type 0 has the key 08.
        let mut fields = Fields(&[0x08, 0x96, 0x01, 0x12, 0x02, b'o', b'k']);
        assert_eq!(fields.next(), Ok(Some((1, Value::Number(150)))));
        assert_eq!(fields.next(), Ok(Some((2, Value::Bytes(b"ok")))));
        assert_eq!(fields.next(), Ok(None));
        assert_eq!([0, 1, 2, 3, 4_294_967_294].map(signed), [0, -1, 1, -2, 2_147_483_647]);
    }

    #[test]
    fn a_length_beyond_the_end_is_refused() {
        assert!(Fields(&[0x12, 0x7f, 1]).next().is_err());
        assert!(Fields(&[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).next().is_err());
        assert!(Fields(&[0xff; 12]).next().is_err());
    }

    proptest! {
        #[test]
        fn a_signed_number_survives_the_way_there_and_back(value: i64) {
            let mut bytes = Vec::new();
            put_number(unsigned(value), &mut bytes);
            prop_assert_eq!(number(&mut &bytes[..]).map(signed), Ok(value));
        }

        #[test]
        fn any_bytes_end_in_fields_or_in_an_error(bytes: Vec<u8>) {
            let mut fields = Fields(&bytes);
            while let Ok(Some(_)) = fields.next() {}
        }
    }
}
