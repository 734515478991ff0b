//! Is this text shaped like a unified social credit code, and do its check characters hold?
//!
//! GB 32100-2015: 18 characters = registry 1 + category 1 + division 6 + organization code 9 (GB 11714) + check 1.
//! Refuses to know whether the organization exists: a code that passes is well formed, no more.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// What may be said of a code that passes: format and check characters are right.
pub const VALID_NOTE: &str = "格式与校验位正确";

/// The 31 characters of GB 32100, in the order of their values 0 to 30: no I, O, S, V, Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first 17 characters: 3^(i-1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Weights of the first 8 characters of an organization code (GB 11714).
const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Why a text is not a unified social credit code; positions count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 characters.
    #[error("a unified social credit code has 18 characters, this one has {found}")]
    Length {
        /// The number of characters found.
        found: usize,
    },
    /// A character that GB 32100 does not use.
    #[error("character {position} is {found:?}; a unified social credit code uses 0-9 and A-Z without I, O, S, V and Z")]
    Alphabet {
        /// Which character, from 1.
        position: usize,
        /// The character found.
        found: char,
    },
    /// Character 18 does not follow from the first 17 (GB 32100).
    #[error("the check character (18th) is {found}; it should be {expected} if the other 17 are right")]
    CheckCharacter {
        /// The character found.
        found: char,
        /// The character that the others call for.
        expected: char,
    },
    /// Character 17 does not follow from characters 9 to 16 (GB 11714).
    #[error("the organization code's check character (17th) is {found}; it should be {expected} if characters 9 to 16 are right")]
    OrganizationCheck {
        /// The character found.
        found: char,
        /// The character that the others call for.
        expected: char,
    },
}

/// A unified social credit code: 18 upper-case characters whose two check characters hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct CreditCode(String);

impl CreditCode {
    /// Parses a code after trimming, full-width to half-width (NFKC) and upper-casing; errors say what would be right.
    ///
    /// 1. Length and alphabet.
    /// 2. Character 18 by GB 32100: `(31 - sum(value * weight) mod 31) mod 31`.
    /// 3. Character 17 by GB 11714: `11 - sum(value * weight) mod 11`, 10 as X, 11 as 0. Every valid code at hand passes it.
    pub fn parse(text: &str) -> Result<CreditCode, CreditCodeError> {
        let code: String = text.nfkc().collect::<String>().trim().to_uppercase();
        let found = code.chars().count();
        if found != 18 {
            return Err(CreditCodeError::Length { found });
        }
        let mut values = Vec::with_capacity(18);
        for (index, c) in code.chars().enumerate() {
            match value(c) {
                Some(value) => values.push(value),
                None => return Err(CreditCodeError::Alphabet { position: index + 1, found: c }),
            }
        }
        let at = |index: usize| char::from(code.as_bytes()[index]);

        let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        let expected = character((31 - sum % 31) % 31);
        if at(17) != expected {
            return Err(CreditCodeError::CheckCharacter { found: at(17), expected });
        }
        let expected = organization_check(&code[8..16]);
        if at(16) != expected {
            return Err(CreditCodeError::OrganizationCheck { found: at(16), expected });
        }
        Ok(CreditCode(code))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value 0 to 30 of a character of the alphabet.
fn value(c: char) -> Option<u32> {
    ALPHABET.chars().zip(0..).find_map(|(letter, value)| (letter == c).then_some(value))
}

/// The character with a value of 0 to 30.
fn character(value: u32) -> char {
    ALPHABET.chars().nth(value as usize).unwrap_or('?')
}

/// The GB 11714 check character of 8 characters 0-9, A-Z (A = 10 .. Z = 35).
fn organization_check(eight: &str) -> char {
    let sum: u32 = eight.chars().filter_map(|c| c.to_digit(36)).zip(ORGANIZATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('?'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard's example (corrected), codes of public bodies, synthetic ones, and the edges of both checks.
    const VALID: [&str; 20] = [
        "91350100M000100Y43",
        "914403001922038216",
        "91330100799655058B",
        "91110000802100433B",
        "91110108551385082Q",
        "91440300708461136T",
        "12100000400010275N",
        "51610700305332460K",
        "11610923MB2900168E",
        "911101077776591113",
        "9144030071526726XG",
        "52610103MJ000000XY",
        "51610100MJ000000XN",
        "53610000MJ000000XB",
        "1261010240000000XE",
        "52610118MJ2019126C",
        "55610103MF00000055",
        "5261010300000006XH",
        "526101030000001660",
        "52610103000000190G",
    ];

    #[test]
    fn every_valid_vector_is_taken() {
        for code in VALID {
            assert_eq!(CreditCode::parse(code).map(|c| c.to_string()), Ok(code.to_owned()));
        }
    }

    #[test]
    fn every_invalid_vector_is_refused_for_its_reason() {
        let refused = |code: &str| CreditCode::parse(code).expect_err(code);
        assert_eq!(refused("91350100M000100Y4Z"), CreditCodeError::Alphabet { position: 18, found: 'Z' });
        assert_eq!(refused("91350200M000000510"), CreditCodeError::CheckCharacter { found: '0', expected: 'D' });
        assert_eq!(refused("91350128M00000019A"), CreditCodeError::CheckCharacter { found: 'A', expected: 'F' });
        assert_eq!(refused("91310115MA1G4L1WXK"), CreditCodeError::CheckCharacter { found: 'K', expected: '7' });
        assert_eq!(refused("91350100M000100Y4"), CreditCodeError::Length { found: 17 });
        assert_eq!(refused("91350100M000100YS3"), CreditCodeError::Alphabet { position: 17, found: 'S' });
        assert_eq!(refused(""), CreditCodeError::Length { found: 0 });
    }

    #[test]
    fn a_code_with_a_changed_last_character_is_refused() {
        assert_eq!(CreditCode::parse("91350100M000100Y44"), Err(CreditCodeError::CheckCharacter { found: '4', expected: '3' }));
    }

    #[test]
    fn a_wrong_organization_code_is_refused_even_when_the_last_character_is_mended() {
        let wrong = "91350100M000100Y5";
        let mended = ALPHABET.chars().map(|c| CreditCode::parse(&format!("{wrong}{c}")));
        assert!(mended.into_iter().any(|r| r == Err(CreditCodeError::OrganizationCheck { found: '5', expected: '4' })));
    }

    #[test]
    fn every_single_substitution_of_the_sample_is_caught() {
        let sample = "91350100M000100Y43";
        for index in 0..18 {
            for c in ALPHABET.chars().filter(|c| !sample[index..].starts_with(*c)) {
                let changed = format!("{}{c}{}", &sample[..index], &sample[index + 1..]);
                assert!(CreditCode::parse(&changed).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn width_case_and_surrounding_space_do_not_matter() {
        for text in [" 91350100m000100y43\t", "９１３５０１００Ｍ０００１００Ｙ４３", "　91350100M000100Y43　"] {
            assert_eq!(CreditCode::parse(text).expect(text).as_str(), "91350100M000100Y43");
        }
    }

    #[test]
    fn text_outside_ascii_is_refused_without_panic() {
        let text = "统一社会信用代码统一社会信用代码信用";
        assert_eq!(CreditCode::parse(text), Err(CreditCodeError::Alphabet { position: 1, found: '统' }));
    }

    #[test]
    fn nothing_said_of_a_code_claims_that_it_is_genuine() {
        let said = [VALID_NOTE.to_owned(), CreditCode::parse("91350100M000100Y44").expect_err("wrong").to_string()];
        assert!(said.iter().all(|text| !text.contains("真") && !text.contains("genuine")));
    }
}
