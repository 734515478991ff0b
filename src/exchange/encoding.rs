//! Which characters do these bytes stand for? UTF-8, UTF-16 with a byte-order mark, or GB18030.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Note, ReadError};

/// The text of a file, and a note when it was not Unicode.
///
/// 1. A byte-order mark decides (UTF-8, UTF-16 either way; Excel's "Unicode text" has the latter).
/// 2. Valid UTF-8 is UTF-8.
/// 3. Text that is mostly valid UTF-8 is broken UTF-8: an error, since GB18030 would turn it into other characters.
/// 4. GB18030, when every byte fits; otherwise an error that names the first byte that does not.
pub(super) fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<(Cow<'a, str>, Option<Note>), ReadError> {
    refuse_other_formats(file, bytes)?;
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode(file, encoding, &bytes[mark..], mark).map(|text| (text, None));
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return decode(file, UTF_8, bytes, 0).map(|text| (text, None));
    };
    if mostly_utf8(bytes) {
        return Err(ReadError::Encoding { file: file.into(), position: error.valid_up_to(), encoding: "UTF-8" });
    }
    decode(file, GB18030, bytes, 0).map(|text| (text, Some(Note::Gb18030)))
}

fn refuse_other_formats(file: &str, bytes: &[u8]) -> Result<(), ReadError> {
    let (found, expected) = if bytes.starts_with(b"PK\x03\x04") {
        ("a zip file, most likely an .xlsx workbook", "give it the ending .xlsx")
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        ("an old .xls workbook", "open it in a spreadsheet program and save it as .xlsx")
    } else {
        return Ok(());
    };
    Err(ReadError::WrongFormat { file: file.into(), found, expected })
}

fn decode<'a>(file: &str, encoding: &'static Encoding, bytes: &'a [u8], offset: usize) -> Result<Cow<'a, str>, ReadError> {
    let name = match encoding {
        e if e == UTF_8 => "UTF-8",
        e if e == UTF_16LE || e == UTF_16BE => "UTF-16",
        _ => "UTF-8 or GB18030",
    };
    let wrong = |position| ReadError::Encoding { file: file.into(), position: offset + position, encoding: name };
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| wrong(error.valid_up_to()));
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len().saturating_mul(3));
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(Cow::Owned(text)),
        (DecoderResult::Malformed(length, pending), read) => Err(wrong(read.saturating_sub(usize::from(length) + usize::from(pending)))),
        (DecoderResult::OutputFull, read) => Err(wrong(read)),
    }
}

/// Whether four fifths of the bytes beyond ASCII are whole UTF-8 characters.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > 4 * bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        text_of("t.csv", bytes).expect("readable").0.into_owned()
    }

    #[test]
    fn utf_8_with_and_without_a_mark_gb18030_and_utf_16_are_told_apart() {
        let text = "编号,名称\n1,西安市㐂";
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let (gb, ..) = GB18030.encode(text);
        for bytes in [text.as_bytes(), &marked, &little, &big, &gb] {
            assert_eq!(read(bytes), text);
        }
        assert_eq!(text_of("t.csv", &gb).expect("readable").1, Some(Note::Gb18030));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_position() {
        let message = text_of("t.csv", b"id,name\n\xff\xff").expect_err("no text").to_string();
        assert!(message.contains("byte 8"), "{message}");
    }

    #[test]
    fn a_torn_character_in_utf_8_is_not_read_as_gb18030() {
        let mut bytes = "编号,名称\n1,西安市".as_bytes().to_vec();
        bytes.remove(1);
        let message = text_of("t.csv", &bytes).expect_err("torn").to_string();
        assert!(message.contains("byte 0") && message.contains("UTF-8"), "{message}");
    }

    #[test]
    fn a_workbook_with_the_wrong_ending_is_named() {
        assert!(matches!(text_of("t.csv", b"PK\x03\x04rest"), Err(ReadError::WrongFormat { .. })));
    }
}
