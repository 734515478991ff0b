//! Who works with the registry? Accounts, what a password has to be, and when too many wrong ones lock an account.
//!
//! Pure: the clock is handed in, nothing here knows hashes, sessions or addresses.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use unicode_normalization::UnicodeNormalization;

use super::{
    change::words,
    permission::{Grant, Jurisdiction, Role},
    personal_number,
};

/// The longest login, in characters.
pub const MAX_LOGIN_CHARS: usize = 64;
/// The longest subject of a provider, in characters (OpenID Connect Core 1.0, section 2).
pub const MAX_SUBJECT_CHARS: usize = 255;
/// The longest password that is looked at, in characters; hashing a longer one would only cost time.
pub const MAX_PASSWORD_CHARS: usize = 256;

/// What somebody signs in with: compared without case and width.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(Box<str>);

/// Why a text is no login.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// Too short or too long.
    #[error("has {0} characters")]
    Length(usize),
    /// Something else than letters, digits and `.` `_` `-` `@`.
    #[error("holds {0:?}")]
    Character(char),
    /// A number that belongs to a person.
    #[error("is a personal number (resident id, disability card, bank card or mobile)")]
    PersonalNumber,
}

impl Login {
    /// What a login is, for messages.
    pub const EXPECTED: &'static str = "2 to 64 letters, digits, or . _ - @; no personal number";

    /// Normalises (NFKC, lower case, trimmed) and checks.
    pub fn parse(text: &str) -> Result<Login, LoginError> {
        let login: String = text.trim().chars().take(4 * MAX_LOGIN_CHARS).nfkc().collect::<String>().to_lowercase();
        let length = login.chars().count();
        if !(2..=MAX_LOGIN_CHARS).contains(&length) {
            return Err(LoginError::Length(length));
        }
        if let Some(other) = login.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '@')) {
            return Err(LoginError::Character(other));
        }
        if !personal_number::find(&login).is_empty() {
            return Err(LoginError::PersonalNumber);
        }
        Ok(Login(login.into()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who works with the registry.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its id; the log names it.
    pub id: String,
    /// What it signs in with.
    pub login: Login,
    /// Who or what it is.
    pub name: String,
    /// Its roles, each with where it holds.
    pub grants: Vec<Grant>,
    /// Whether it may not sign in any more.
    pub disabled: bool,
    /// Whether its password was set by somebody else.
    pub must_change: bool,
    /// Whether it has a password.
    pub has_password: bool,
    /// When its password was set.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// Whether it signs in with a second factor.
    pub second_factor: bool,
    /// How a provider of OpenID Connect names it, as [`linked_subject`].
    pub oidc_subject: Option<String>,
    /// Wrong passwords since the last right one.
    pub failures: u32,
    /// Until when it is locked.
    pub locked_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

impl Account {
    /// Whether it runs the installation: an administrator of all of it.
    pub fn is_administrator(&self) -> bool {
        self.grants.iter().any(|grant| grant.role == Role::Administrator && grant.jurisdiction == Jurisdiction::All)
    }

    /// Whether it has the role of an administrator anywhere.
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The provider that names it and the subject it has there.
    pub fn issuer_and_subject(&self) -> Option<(&str, &str)> {
        self.oidc_subject.as_deref().map(|linked| linked.split_once('|').unwrap_or(("", linked)))
    }

    /// Until when it is locked, if it is now.
    pub fn locked(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.locked_until.filter(|until| now < *until)
    }
}

/// A subject together with its provider, `issuer|subject`: what one provider calls 7 is somebody else at the next. An issuer
/// is a URL without `|`; a subject may hold one.
pub fn linked_subject(issuer: &str, subject: &str) -> String {
    format!("{issuer}|{subject}")
}

/// What a password has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Characters at least.
    pub min_length: u32,
    /// Of small letters, capitals, digits and others, so many sorts at least.
    pub classes: u32,
    /// Days after which it has to be changed; 0 for never.
    pub max_age_days: u32,
}

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short.
    #[error("is shorter than {0} characters")]
    Short(u32),
    /// Too long.
    #[error("is longer than {MAX_PASSWORD_CHARS} characters")]
    Long,
    /// Of too few sorts of characters.
    #[error("has fewer than {0} of: small letters, capitals, digits, other characters")]
    Classes(u32),
    /// It is, or holds, the login.
    #[error("holds the login")]
    HoldsLogin,
    /// The password before.
    #[error("is the password that it replaces")]
    Same,
}

impl PasswordRules {
    /// Every rule that a password breaks.
    pub fn broken(&self, password: &str, login: &Login) -> Vec<PasswordFault> {
        let mut faults = Vec::new();
        let length = password.chars().count();
        if length < self.min_length as usize {
            faults.push(PasswordFault::Short(self.min_length));
        }
        if length > MAX_PASSWORD_CHARS {
            faults.push(PasswordFault::Long);
        }
        if classes(password) < self.classes {
            faults.push(PasswordFault::Classes(self.classes));
        }
        let folded: String = password.nfkc().collect::<String>().to_lowercase();
        if folded.contains(login.as_str()) {
            faults.push(PasswordFault::HoldsLogin);
        }
        faults
    }

    /// Whether a password of this day has to be changed.
    pub fn is_too_old(&self, changed_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let limit = TimeDelta::days(i64::from(self.max_age_days));
        self.max_age_days > 0 && changed_at.is_some_and(|changed_at| now - changed_at > limit)
    }
}

/// How many of the four sorts of characters a text has; letters without case, as Chinese ones, are others.
fn classes(text: &str) -> u32 {
    let sort = |fits: fn(char) -> bool| u32::from(text.chars().any(fits));
    let other = |c: char| !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric();
    sort(char::is_lowercase) + sort(char::is_uppercase) + sort(char::is_numeric) + sort(other)
}

/// When too many wrong passwords lock an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockOut {
    /// After so many wrong passwords; 0 for never.
    pub after_failures: u32,
    /// For so many minutes.
    pub minutes: u32,
}

impl LockOut {
    /// The failures to keep and until when the account is locked, after one more wrong password.
    pub fn after_failure(&self, failures: u32, now: DateTime<Utc>) -> (u32, Option<DateTime<Utc>>) {
        let failures = failures.saturating_add(1);
        if self.after_failures > 0 && failures >= self.after_failures {
            // The count begins anew, so that the lock ends by itself.
            (0, Some(now + TimeDelta::minutes(i64::from(self.minutes))))
        } else {
            (failures, None)
        }
    }
}

words! {
    /// What a one-time link is for.
    Purpose {
        /// Whoever runs the machine makes the first administrator.
        FirstAdministrator = "first_administrator",
        /// A new account gets its first password.
        NewAccount = "new_account",
        /// A forgotten password is set anew.
        Reset = "reset",
    }
}

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Minutes without a request after which it ends.
    pub idle_minutes: u32,
    /// Hours after which it ends in any case.
    pub max_hours: u32,
}

impl SessionLimits {
    /// Whether a session of these times is over.
    pub fn is_over(&self, created_at: DateTime<Utc>, seen_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        now - seen_at >= TimeDelta::minutes(i64::from(self.idle_minutes)) || now - created_at >= TimeDelta::hours(i64::from(self.max_hours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: PasswordRules = PasswordRules { min_length: 8, classes: 3, max_age_days: 90 };

    fn login(text: &str) -> Login {
        Login::parse(text).expect("a login of the test")
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn a_login_is_the_same_in_capitals_and_wide_letters() {
        assert_eq!(login(" Registrar.1 "), login("ｒｅｇｉｓｔｒａｒ.1"));
        assert_eq!(Login::parse("a"), Err(LoginError::Length(1)));
        assert_eq!(Login::parse("a b"), Err(LoginError::Character(' ')));
        assert_eq!(Login::parse("13800138000"), Err(LoginError::PersonalNumber));
        assert!(Login::parse(&"x".repeat(65)).is_err());
    }

    #[test]
    fn a_password_is_counted_in_characters_and_every_broken_rule_is_named() {
        assert_eq!(RULES.broken("Aa1", &login("office")), [PasswordFault::Short(8)]);
        assert_eq!(RULES.broken("abcdefgh", &login("office")), [PasswordFault::Classes(3)]);
        assert_eq!(
            RULES.broken("office", &login("office")),
            [PasswordFault::Short(8), PasswordFault::Classes(3), PasswordFault::HoldsLogin]
        );
        assert_eq!(RULES.broken("My-OFFICE-22", &login("office")), [PasswordFault::HoldsLogin]);
        assert_eq!(RULES.broken("惠及社区Ab1", &login("office")), [PasswordFault::Short(8)], "seven characters, whatever their bytes");
        assert_eq!(RULES.broken("惠及社区服Ab1", &login("office")), []);
        assert_eq!(RULES.broken(&"aB1-".repeat(65), &login("office")), [PasswordFault::Long]);
    }

    #[test]
    fn a_password_is_too_old_after_its_days_and_not_before() {
        let changed = Some(at(0));
        assert!(!RULES.is_too_old(changed, at(90 * 24 * 60)));
        assert!(RULES.is_too_old(changed, at(90 * 24 * 60 + 1)));
        assert!(!PasswordRules { max_age_days: 0, ..RULES }.is_too_old(changed, at(9_000_000)));
    }

    #[test]
    fn the_fifth_wrong_password_locks_for_half_an_hour() {
        let rule = LockOut { after_failures: 5, minutes: 30 };
        assert_eq!(rule.after_failure(3, at(0)), (4, None));
        assert_eq!(rule.after_failure(4, at(0)), (0, Some(at(30))));
        assert_eq!(LockOut { after_failures: 0, minutes: 30 }.after_failure(99, at(0)), (100, None));
    }

    #[test]
    fn a_session_ends_when_nobody_asks_and_in_any_case_in_the_evening() {
        let limits = SessionLimits { idle_minutes: 30, max_hours: 12 };
        assert!(!limits.is_over(at(0), at(100), at(129)));
        assert!(limits.is_over(at(0), at(100), at(130)));
        assert!(!limits.is_over(at(0), at(719), at(719)));
        assert!(limits.is_over(at(0), at(719), at(720)));
    }
}
