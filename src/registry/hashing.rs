//! How are passwords, tokens and links kept so that nobody who reads the database has them?
//!
//! Passwords by argon2id with a salt of their own; what is random already, 256 bits of it, by SHA-256.

use std::sync::OnceLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash, try_generate_salt},
};
use sha2::{Digest, Sha256};

/// Memory in KiB, passes and lanes: OWASP's second choice for argon2id, some 20 ms a sign-in.
const STRONG: (u32, u32, u32) = (19 * 1024, 2, 1);
/// The least that argon2 takes, for tests alone.
const CHEAP: (u32, u32, u32) = (Params::MIN_M_COST, 1, 1);

/// Makes and compares hashes of passwords.
pub struct Hashing {
    argon2: Argon2<'static>,
    /// Stands in for the hash of an account that is not there, so that its absence takes as long.
    nobody: OnceLock<String>,
}

impl Hashing {
    /// What an installation uses.
    pub fn strong() -> Hashing {
        Hashing::of(STRONG)
    }

    /// What tests use, which sign in many times.
    pub fn cheap() -> Hashing {
        Hashing::of(CHEAP)
    }

    fn of((memory, passes, lanes): (u32, u32, u32)) -> Hashing {
        let params = Params::new(memory, passes, lanes, None).expect("the parameters are within argon2's bounds");
        Hashing { argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params), nobody: OnceLock::new() }
    }

    /// The hash of a password, with its salt and parameters in one text.
    pub fn hash(&self, password: &str) -> String {
        self.argon2.hash_password(password.as_bytes()).expect("the system gives random bytes for a salt").to_string()
    }

    /// Whether a password is the one of the hash; without a hash it takes as long and is wrong.
    pub fn fits(&self, password: &str, hash: Option<&str>) -> bool {
        let nobody = self.nobody.get_or_init(|| self.hash(&random_token()));
        let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
        let stand_in = PasswordHash::new(nobody).expect("a hash that was just made");
        let fits = self.argon2.verify_password(password.as_bytes(), known.as_ref().unwrap_or(&stand_in)).is_ok();
        fits && known.is_some()
    }
}

/// 256 random bits from the system.
pub fn random_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    for half in bytes.chunks_exact_mut(16) {
        half.copy_from_slice(&try_generate_salt().expect("the system gives random bytes"));
    }
    bytes
}

/// 256 random bits as text that fits into a cookie and an address.
pub fn random_token() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&random_bytes())
}

/// What is kept of a token.
pub fn token_hash(token: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits_and_nothing_fits_nobody() {
        let hashing = Hashing::cheap();
        let hash = hashing.hash("Sample-pass-1");
        assert!(hash.starts_with("$argon2id$v=19$") && !hash.contains("Sample"), "{hash}");
        assert!(hashing.fits("Sample-pass-1", Some(&hash)));
        assert!(!hashing.fits("sample-pass-1", Some(&hash)));
        assert!(!hashing.fits("Sample-pass-1", None) && !hashing.fits("", None) && !hashing.fits("x", Some("no hash")));
        assert_ne!(hash, hashing.hash("Sample-pass-1"), "each hash has a salt of its own");
    }

    #[test]
    fn a_hash_made_with_other_parameters_still_fits() {
        let hash = Hashing::cheap().hash("Sample-pass-1");
        assert!(Hashing::strong().fits("Sample-pass-1", Some(&hash)));
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (random_token(), random_token());
        assert_eq!((one.len(), one == other), (43, false));
        // SHA-256 of "abc", FIPS 180-2 appendix B.1.
        assert_eq!(token_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
