//! How are long columns of numbers and texts written small? Whole numbers in as few bytes as they need, differences instead of
//! values, texts by their length; bytes of any origin are read without a panic.

/// What was read is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("damaged at byte {at}: {what}")]
pub struct PackedError {
    /// Bytes before it.
    pub at: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// Writes values one after the other.
#[derive(Debug, Default)]
pub struct Packer {
    bytes: Vec<u8>,
}

impl Packer {
    /// Begins with a mark of what is written and in which version.
    pub fn new(mark: &[u8; 4], version: u8) -> Packer {
        let mut bytes = mark.to_vec();
        bytes.push(version);
        Packer { bytes }
    }

    /// A number, seven bits a byte, the lowest first.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A number with a sign; small ones of either sign are short.
    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A number to the last bit.
    pub fn float(&mut self, number: f64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// A text after its length.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A text that may be missing.
    pub fn text_or_none(&mut self, text: Option<&str>) {
        self.byte(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads what a [`Packer`] wrote.
#[derive(Debug)]
pub struct Unpacker<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Unpacker<'b> {
    /// Of bytes that begin with this mark and version.
    pub fn new(bytes: &'b [u8], mark: &[u8; 4], version: u8) -> Result<Unpacker<'b>, PackedError> {
        match bytes.split_at_checked(5) {
            Some((head, _)) if head[..4] == *mark && head[4] == version => Ok(Unpacker { bytes, at: 5 }),
            Some((head, _)) if head[..4] == *mark => Err(PackedError { at: 4, what: "written by another version" }),
            _ => Err(PackedError { at: 0, what: "not what was expected" }),
        }
    }

    /// Of bytes that begin with this mark and any version up to `newest`; answers which.
    pub fn up_to(bytes: &'b [u8], mark: &[u8; 4], newest: u8) -> Result<(Unpacker<'b>, u8), PackedError> {
        let version = bytes.get(4).copied().filter(|version| (1..=newest).contains(version)).unwrap_or(newest);
        Ok((Unpacker::new(bytes, mark, version)?, version))
    }

    /// That something is wrong where the reading stands.
    pub fn wrong(&self, what: &'static str) -> PackedError {
        PackedError { at: self.at, what }
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], PackedError> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| self.wrong("it ends too early"))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8, PackedError> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A number.
    pub fn number(&mut self) -> Result<u64, PackedError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(self.wrong("a number is too long"))
    }

    /// A number with a sign.
    pub fn signed(&mut self) -> Result<i64, PackedError> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> Result<usize, PackedError> {
        let number = self.number()?;
        usize::try_from(number).ok().filter(|number| *number < limit).ok_or_else(|| self.wrong("a number is too large"))
    }

    /// How many values follow: never more than there are bytes left, so that room for them can be made at once.
    pub fn length(&mut self) -> Result<usize, PackedError> {
        let number = self.number()?;
        let left = self.bytes.len() - self.at;
        usize::try_from(number).ok().filter(|number| *number <= left).ok_or_else(|| self.wrong("more is promised than there is"))
    }

    /// A number to the last bit.
    pub fn float(&mut self) -> Result<f64, PackedError> {
        let bytes = self.take(8)?;
        Ok(f64::from_le_bytes(bytes.try_into().expect("eight bytes were taken")))
    }

    /// A text.
    pub fn text(&mut self) -> Result<&'b str, PackedError> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.wrong("a text is not UTF-8"))
    }

    /// A text that may be missing.
    pub fn text_or_none(&mut self) -> Result<Option<&'b str>, PackedError> {
        match self.byte()? {
            0 => Ok(None),
            _ => self.text().map(Some),
        }
    }

    /// That nothing is left over.
    pub fn end(&self) -> Result<(), PackedError> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.wrong("more follows than was promised")) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers: Vec<(u64, i64, Option<String>)>, float: f64) {
            let mut packer = Packer::new(b"TEST", 3);
            packer.float(float);
            packer.number(numbers.len() as u64);
            for (number, signed, text) in &numbers {
                packer.number(*number);
                packer.signed(*signed);
                packer.text_or_none(text.as_deref());
            }
            let bytes = packer.finish();
            let mut unpacker = Unpacker::new(&bytes, b"TEST", 3).expect("its own mark");
            prop_assert_eq!(unpacker.float().expect("a float").to_bits(), float.to_bits());
            prop_assert_eq!(unpacker.length().expect("a length"), numbers.len());
            for (number, signed, text) in &numbers {
                prop_assert_eq!(unpacker.number(), Ok(*number));
                prop_assert_eq!(unpacker.signed(), Ok(*signed));
                prop_assert_eq!(unpacker.text_or_none(), Ok(text.as_deref()));
            }
            prop_assert_eq!(unpacker.end(), Ok(()));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let mut unpacker = Unpacker { bytes: &bytes, at: 0 };
            while unpacker.at < bytes.len() {
                if unpacker.text().is_err() && unpacker.signed().is_err() {
                    break;
                }
            }
        }
    }

    #[test]
    fn another_mark_and_another_version_are_told_apart() {
        let bytes = Packer::new(b"TEST", 3).finish();
        assert_eq!(Unpacker::new(&bytes, b"NOPE", 3).map(drop), Err(PackedError { at: 0, what: "not what was expected" }));
        assert_eq!(Unpacker::new(&bytes, b"TEST", 4).map(drop), Err(PackedError { at: 4, what: "written by another version" }));
        assert!(Unpacker::new(b"TE", b"TEST", 3).is_err());
        assert_eq!(Unpacker::up_to(&bytes, b"TEST", 5).map(|(_, version)| version), Ok(3));
        assert!(Unpacker::up_to(&bytes, b"TEST", 2).is_err() && Unpacker::up_to(b"TEST\0", b"TEST", 2).is_err());
    }
}
