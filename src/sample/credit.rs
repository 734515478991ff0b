//! Which credit codes do made-up organizations have? Codes with right check characters and a division that is nobody's.

use crate::domain::credit_code::CreditCode;

/// GB 32100's characters, in the order of their values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 11714's weights for the eight characters of an organization's own number.
const OWN_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// The code of the organization `number` (below 100,000) with registration prefix `kind`, such as `52`.
pub(super) fn credit_code(kind: &str, number: usize) -> CreditCode {
    let own = format!("MJ9{:05}", number % 100_000);
    let body = format!("{kind}990100{own}{}", own_check(&own));
    let code = format!("{body}{}", check(&body));
    CreditCode::parse(&code).expect("both check characters were computed")
}

/// GB 11714: 11 minus the weighted sum modulo 11, 10 as X, 11 as 0.
fn own_check(own: &str) -> char {
    let value = |c: u8| if c.is_ascii_digit() { u32::from(c - b'0') } else { u32::from(c - b'A') + 10 };
    let sum: u32 = own.bytes().zip(OWN_WEIGHTS).map(|(c, weight)| value(c) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + digit as u8),
    }
}

/// GB 32100: 31 minus the sum with weights 3^i modulo 31, modulo 31.
fn check(body: &str) -> char {
    let value = |c: u8| ALPHABET.iter().position(|other| *other == c).unwrap_or(0) as u32;
    let (sum, _) = body.bytes().fold((0, 1), |(sum, weight), c| ((sum + value(c) * weight) % 31, weight * 3 % 31));
    char::from(ALPHABET[((31 - sum) % 31) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example_gets_its_check_character() {
        assert_eq!(check("91350100M000100Y4"), '3');
        assert_eq!(own_check("M000100Y"), '4');
    }

    #[test]
    fn every_number_gives_a_valid_code_of_its_own() {
        let codes: std::collections::HashSet<String> = (0..5_000).map(|number| credit_code("52", number).as_str().to_owned()).collect();
        assert_eq!(codes.len(), 5_000);
    }
}
