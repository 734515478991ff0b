//! Which database? An address chosen by its scheme, so that a mistyped one never becomes a file.

use std::{fmt, path::PathBuf, str::FromStr};

/// Where a registry is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of SQLite's.
    SqliteFile(PathBuf),
    /// A registry in memory that is gone with its store: dry runs, demos and tests.
    SqliteMemory,
    /// A server, by the whole address.
    Postgres(PostgresAddress),
}

/// How long a server may be silent, in libpq's words: seconds, and milliseconds for what was sent and not confirmed.
const PATIENCE: [(&str, u32); 5] =
    [("connect_timeout", 3), ("keepalives_idle", 10), ("keepalives_interval", 5), ("keepalives_count", 2), ("tcp_user_timeout", 15_000)];

/// The address of a PostgreSQL database; shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress(String);

impl PostgresAddress {
    /// The address as libpq takes it, password and all. Where it does not say how long to wait for a server that does not
    /// answer, seconds are enough: libpq alone would wait for minutes, and a request with it.
    pub(super) fn for_libpq(&self) -> String {
        let query = self.0.split_once('?').map_or("", |(_, query)| query);
        let given: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let mut address = self.0.clone();
        for (name, value) in PATIENCE.iter().filter(|(name, _)| !given.contains(name)) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address += &format!("{name}={value}");
        }
        address
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // postgres://user:password@host/db?password=...: whatever may hold the password is not shown
        let without_query = self.0.split('?').next().unwrap_or_default();
        let (scheme, rest) = without_query.split_once("://").unwrap_or(("postgres", without_query));
        match rest.rsplit_once('@') {
            Some((user, place)) => write!(f, "{scheme}://{}@{place}", user.split(':').next().unwrap_or_default()),
            None => write!(f, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why an address is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Neither of the schemes.
    #[error("`{0}` is no database address: give sqlite:PATH, for instance sqlite:carereach.db, or postgres://user@host/database")]
    UnknownScheme(String),
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(DatabaseUrl::Postgres(PostgresAddress(text.to_owned())));
        }
        match text.strip_prefix("sqlite:") {
            Some(":memory:") => Ok(DatabaseUrl::SqliteMemory),
            Some(path) if !path.trim_start_matches('/').is_empty() => {
                // sqlite:///abs and sqlite:/abs mean the same file
                let path = path.strip_prefix("//").unwrap_or(path);
                Ok(DatabaseUrl::SqliteFile(PathBuf::from(path)))
            }
            _ => Err(DatabaseUrlError::UnknownScheme(text.to_owned())),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::SqliteFile(path) => write!(f, "sqlite:{}", path.display()),
            DatabaseUrl::SqliteMemory => f.write_str("sqlite::memory:"),
            DatabaseUrl::Postgres(address) => write!(f, "{address}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_and_absolute_paths_both_work() {
        let file = |path: &str| Ok(DatabaseUrl::SqliteFile(PathBuf::from(path)));
        assert_eq!("sqlite:carereach.db".parse(), file("carereach.db"));
        assert_eq!("sqlite:/var/lib/c.db".parse(), file("/var/lib/c.db"));
        assert_eq!("sqlite:///var/lib/c.db".parse(), file("/var/lib/c.db"));
    }

    #[test]
    fn a_mistyped_address_never_becomes_a_file() {
        assert!("postgers://localhost/care".parse::<DatabaseUrl>().is_err());
        assert!("carereach.db".parse::<DatabaseUrl>().is_err());
        assert!("sqlite:".parse::<DatabaseUrl>().is_err());
    }

    #[test]
    fn an_address_waits_for_seconds_unless_it_says_otherwise() {
        let patient = |address: &str| PostgresAddress(address.to_owned()).for_libpq();
        assert!(patient("postgres://u@h1:1,h2:2/db").starts_with("postgres://u@h1:1,h2:2/db?connect_timeout=3&"));
        let own = patient("postgres://h/db?connect_timeout=9&sslmode=require");
        assert!(own.starts_with("postgres://h/db?connect_timeout=9&sslmode=require&keepalives_idle="), "{own}");
        assert_eq!(own.matches("connect_timeout").count(), 1);
    }

    #[test]
    fn a_password_is_never_shown() {
        for address in ["postgres://care:s3cret@db.example:5432/care", "postgresql://care:s3@cret@a,b/care?password=s3cret&x=1"] {
            let url: DatabaseUrl = address.parse().expect("an address");
            assert!(!format!("{url} {url:?}").contains("cret"), "{url} {url:?}");
            assert!(url.to_string().contains("/care"), "{url}");
        }
    }
}
