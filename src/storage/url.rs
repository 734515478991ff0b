//! Which database? An address chosen by its scheme, so that a mistyped one never becomes a file.

use std::{fmt, path::PathBuf, str::FromStr};

/// Where a registry is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of SQLite's.
    SqliteFile(PathBuf),
    /// A registry in memory that is gone with its store: dry runs, demos and tests.
    SqliteMemory,
}

/// Why an address is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// PostgreSQL is not built in yet.
    #[error("this version keeps its registry in SQLite only: give sqlite:PATH")]
    PostgresNotYet,
    /// Neither of the schemes.
    #[error("`{0}` is no database address: give sqlite:PATH, for instance sqlite:carereach.db or sqlite:/var/lib/carereach.db")]
    UnknownScheme(String),
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Err(DatabaseUrlError::PostgresNotYet);
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
}
