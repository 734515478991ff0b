//! Does a text hold a number that belongs to a person? Found so that it can be refused and masked, never to be kept.
//!
//! Finds resident ids (GB 11643), disability-card numbers, mobiles and bank cards, also full-width, spaced or dashed.
//! Refuses to know whose number it is. Landlines, 400 numbers, credit codes and division codes are not personal.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::credit_code::CreditCode;

/// What sort of personal number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonalNumber {
    /// 18 characters with a province and a real date.
    ResidentId {
        /// Whether the check character holds too.
        certain: bool,
    },
    /// 15 digits with a province and a real date of the 20th century: the id before 1999.
    OldResidentId,
    /// 残疾人证: a resident id with category 1-7 and level 1-4, perhaps B and a digit.
    DisabilityCard,
    /// 11 digits from 13 to 19, perhaps after +86, 0086 or 0.
    Mobile,
    /// 16 to 19 digits of a card scheme that pass Luhn's check.
    BankCard,
}

/// A personal number at the bytes `start..end` of the text it was found in; both are character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: PersonalNumber,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The first two digits of an id: 34 provinces, and 83 of residence permits.
const PROVINCES: &str = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83";
/// Words of letters that may stand directly before a number; any other letter makes it part of a code.
const LABELS: &str = " id no tel phone mobile mob cell sfz sfzh sj dh wx vx ";
/// How people group the 11 digits of a mobile; other groupings are dates and figures side by side.
const MOBILE_GROUPS: [&[usize]; 15] = [
    &[11],
    &[3, 8],
    &[3, 4, 4],
    &[3, 3, 5],
    &[3, 5, 3],
    &[3, 2, 2, 2, 2],
    &[3, 2, 3, 3],
    &[4, 7],
    &[4, 4, 3],
    &[4, 3, 4],
    &[5, 6],
    &[5, 3, 3],
    &[6, 5],
    &[7, 4],
    &[1; 11],
];
/// At most this many spaces, dashes and dots between two digits of one number.
const GAP: usize = 3;
/// The shortest number: a mobile.
const SHORTEST: usize = 11;
/// The longest number: 20 digits of a disability card, B and a digit.
const LONGEST: usize = 22;

/// All personal numbers of a text, in order, without overlap.
///
/// 1. Fold full-width characters to half-width and leave out zero-width ones, remembering the bytes.
/// 2. From each digit that follows no letter or digit, read on over single digits and small gaps.
/// 3. Take the longest kind that fits and ends before no letter or digit.
pub fn find(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if text.chars().filter_map(fold).filter(char::is_ascii_digit).nth(SHORTEST - 1).is_none() {
        return findings;
    }
    let glyphs = glyphs(text);
    let mut place = 0;
    while place < glyphs.len() {
        let found = starts_number(&glyphs, place).then(|| Run::read(&glyphs, place)).and_then(|run| run.identify());
        if let Some((kind, last)) = found {
            findings.push(Finding { kind, start: glyphs[place].start, end: glyphs[last].end });
            place = last;
        }
        place += 1;
    }
    findings
}

/// The 11 digits of a mobile that is the whole text; `None` for anything else.
pub fn as_mobile(text: &str) -> Option<String> {
    let text = text.trim();
    let [Finding { kind: PersonalNumber::Mobile, start, end }] = find(text)[..] else { return None };
    let digits: String = text.chars().filter_map(fold).filter(char::is_ascii_digit).collect();
    let whole = text[..start].chars().all(|c| matches!(c, '+' | '＋')) && end == text.len();
    whole.then(|| digits[digits.len() - SHORTEST..].to_owned())
}

/// The text with every personal number masked: at most its first 3 digits stay, each further digit or letter becomes `*`.
///
/// The answer holds no finding; a text without one is lent back unchanged.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    loop {
        // Again, because the digits that stay may complete a number to their left; each round leaves fewer digits.
        let findings = find(&masked);
        if findings.is_empty() {
            return masked;
        }
        let mut answer = String::with_capacity(masked.len());
        let mut done = 0;
        for Finding { start, end, .. } in findings {
            answer.push_str(&masked[done..start]);
            let mut seen = 0;
            for c in masked[start..end].chars() {
                let counts = fold(c).is_some_and(|c| c.is_ascii_alphanumeric());
                seen += usize::from(counts);
                answer.push(if counts && seen > 3 { '*' } else { c });
            }
            done = end;
        }
        answer.push_str(&masked[done..]);
        masked = Cow::Owned(answer);
    }
}

/// A folded character and the bytes it came from.
struct Glyph {
    c: char,
    start: usize,
    end: usize,
}

fn glyphs(text: &str) -> Vec<Glyph> {
    text.char_indices().filter_map(|(start, c)| fold(c).map(|folded| Glyph { c: folded, start, end: start + c.len_utf8() })).collect()
}

/// Half-width for full-width, a space for any space, nothing for zero-width.
/// Not NFKC as a whole: it would turn the marker ① and the exponent of m² into digits of the number behind them.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((u32::from(c) - 0x1d7ce) % 10, 10),
        _ if c.is_whitespace() => Some(' '),
        _ => Some(c),
    }
}

/// Whether people put it between the digits of one number.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '/' | '-' | '.' | '_' | '(' | ')' | '·' | '・' | '‧' | '•' | '\u{2010}'..='\u{2015}' | '−')
}

/// Whether a number may start here: a digit after no digit, and after no letters but a label.
fn starts_number(glyphs: &[Glyph], place: usize) -> bool {
    if !glyphs[place].c.is_ascii_digit() {
        return false;
    }
    let mut word: Vec<char> = glyphs[..place].iter().rev().map(|g| g.c).take_while(char::is_ascii_alphanumeric).take(8).collect();
    word.reverse();
    let word: String = word.into_iter().collect::<String>().to_ascii_lowercase();
    word.is_empty() || LABELS.contains(&format!(" {word} "))
}

/// Digits read from one place on, with the glyph each came from.
struct Run<'a> {
    glyphs: &'a [Glyph],
    chars: String,
    at: Vec<usize>,
}

impl<'a> Run<'a> {
    /// Reads up to [`LONGEST`] digits over gaps; X may be the 18th character and B the 21st.
    fn read(glyphs: &'a [Glyph], start: usize) -> Self {
        let mut run = Run { glyphs, chars: String::new(), at: Vec::new() };
        let mut gap = 0;
        for (place, glyph) in glyphs.iter().enumerate().skip(start) {
            let c = glyph.c.to_ascii_uppercase();
            let read = run.at.len();
            if c.is_ascii_digit() || (read == 17 && c == 'X') || (read == 20 && c == 'B') {
                run.chars.push(c);
                run.at.push(place);
                gap = 0;
            } else if is_gap(c) && gap < GAP {
                gap += 1;
            } else {
                break;
            }
            if run.at.len() == LONGEST {
                break;
            }
        }
        run
    }

    /// The longest personal number at the start of the run, and the glyph it ends with.
    fn identify(&self) -> Option<(PersonalNumber, usize)> {
        let mut longest_first = (SHORTEST..=self.at.len()).rev().filter(|length| self.ends(*length));
        longest_first.find_map(|length| self.kind(length).map(|kind| (kind, self.at[length - 1])))
    }

    /// Whether no letter or digit follows directly after `length` characters.
    fn ends(&self, length: usize) -> bool {
        self.glyphs.get(self.at[length - 1] + 1).is_none_or(|next| !next.c.is_ascii_alphanumeric())
    }

    fn kind(&self, length: usize) -> Option<PersonalNumber> {
        let chars = &self.chars[..length];
        let resident = if length == 18 { resident_id(chars) } else { None };
        match length {
            20 | 22 if is_disability_card(chars) => Some(PersonalNumber::DisabilityCard),
            18 if resident.is_some() => resident.map(|certain| PersonalNumber::ResidentId { certain }),
            15 if is_old_resident_id(chars) => Some(PersonalNumber::OldResidentId),
            16..=19 if self.is_bank_card(length) => Some(PersonalNumber::BankCard),
            11..=15 if self.is_mobile(length) => Some(PersonalNumber::Mobile),
            _ => None,
        }
    }

    /// 1[3-9] and 9 digits in a usual grouping, perhaps after 0086, 86 or 0; not a decimal fraction, not a year first.
    fn is_mobile(&self, length: usize) -> bool {
        let prefix = length - 11;
        let number = &self.chars[prefix..length];
        let groups = self.groups(prefix, length);
        let year_first = groups.len() > 1 && groups[0] == 4 && matches!(&number[..2], "18" | "19");
        matches!(&self.chars[..prefix], "" | "0" | "86" | "0086")
            && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
            && MOBILE_GROUPS.contains(&groups.as_slice())
            && !year_first
            && !self.is_decimal(length)
    }

    /// Unionpay of 16 to 19 digits, or 16 of the other schemes, whole or with 4 or 6 digits first, passing Luhn's check.
    fn is_bank_card(&self, length: usize) -> bool {
        let chars = &self.chars[..length];
        let scheme = match chars.as_bytes() {
            [b'6', b'2', ..] => true,
            [b'4', ..] | [b'5', b'1'..=b'5', ..] | [b'3', b'5', ..] => length == 16,
            _ => false,
        };
        let groups = self.groups(0, length);
        scheme && matches!(groups[0], 4 | 6 | 16..=19) && !self.is_decimal(length) && passes_luhn(chars)
    }

    /// The lengths of the stretches of characters `from..to` without a gap.
    fn groups(&self, from: usize, to: usize) -> Vec<usize> {
        self.at[from..to].chunk_by(|a, b| a + 1 == *b).map(<[usize]>::len).collect()
    }

    /// Whether it reads as a decimal number: one point inside, or digits after `0.`, `34.` or `108.`.
    fn is_decimal(&self, length: usize) -> bool {
        let (first, last) = (self.at[0], self.at[length - 1]);
        let mut gaps = self.glyphs[first..=last].iter().map(|g| g.c).filter(|c| is_gap(*c));
        let point_inside = gaps.next() == Some('.') && gaps.next().is_none();
        let whole: Vec<char> = match self.glyphs[..first].split_last() {
            Some((point, before)) if point.c == '.' => before.iter().rev().map(|g| g.c).take_while(char::is_ascii_digit).take(4).collect(),
            _ => Vec::new(),
        };
        point_inside || whole == ['0'] || matches!(whole.len(), 2 | 3)
    }
}

/// Whether 18 characters are a resident id: `Some(true)` when the check character of GB 11643 holds.
fn resident_id(chars: &str) -> Option<bool> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if !has_province(chars) || !is_date(&chars[6..14]) {
        return None;
    }
    let sum: u32 = chars.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let certain = "10X98765432".as_bytes()[(sum % 11) as usize] == chars.as_bytes()[17];
    // A credit code of division ..18, ..19 or ..20 can read as a date: it passes checks of its own.
    let is_credit_code = || CreditCode::parse(chars).is_ok();
    match &chars[6..8] {
        "18" => (certain && !is_credit_code()).then_some(true),
        "19" | "20" => (certain || !is_credit_code()).then_some(certain),
        _ => None,
    }
}

fn is_disability_card(chars: &str) -> bool {
    resident_id(&chars[..18]).is_some()
        && matches!(chars.as_bytes()[18..], [b'1'..=b'7', b'1'..=b'4'] | [b'1'..=b'7', b'1'..=b'4', b'B', b'1'..=b'9'])
}

/// 15 digits; born from 1920, since a division code with a number behind it looks like the years before.
fn is_old_resident_id(chars: &str) -> bool {
    has_province(chars) && &chars[6..8] >= "20" && is_date(&format!("19{}", &chars[6..12]))
}

fn has_province(chars: &str) -> bool {
    PROVINCES.split(' ').any(|province| chars.starts_with(province))
}

/// Whether `YYYYMMDD` is a day of the calendar.
fn is_date(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    let day = number(0..4).zip(number(4..6)).zip(number(6..8));
    day.is_some_and(|((year, month), day)| NaiveDate::from_ymd_opt(year as i32, month, day).is_some())
}

/// Luhn's check (ISO/IEC 7812-1): from the right every second digit doubled, digit sums add to a multiple of 10.
fn passes_luhn(chars: &str) -> bool {
    let digits = chars.chars().rev().map(|c| c.to_digit(10));
    let sum: Option<u32> = digits.enumerate().map(|(i, digit)| digit.map(|d| if i % 2 == 1 { d * 2 / 10 + d * 2 % 10 } else { d })).sum();
    sum.is_some_and(|sum| sum % 10 == 0)
}

#[cfg(test)]
mod tests;
