//! Why can a map file not be read at all?

/// Why a whole map file is refused; the message says what would be right.
#[derive(Debug, thiserror::Error)]
pub enum OsmError {
    /// The file cannot be opened or read.
    #[error("{file}: cannot be read ({reason}); check the path and the rights on it")]
    Open {
        /// The file.
        file: String,
        /// What the system says.
        reason: std::io::Error,
    },
    /// There is nothing in it.
    #[error("{file}: the file is empty; expected a map from OpenStreetMap (.osm.pbf or .osm)")]
    Empty {
        /// The file.
        file: String,
    },
    /// The bytes are no map.
    #[error("{file}: this is {found}; expected {expected}")]
    NotOsm {
        /// The file.
        file: String,
        /// What it seems to be.
        found: &'static str,
        /// What to do.
        expected: &'static str,
    },
    /// A map of all times, not of one day.
    #[error("{file}: the file holds the history of a map; make an extract of one day of it, as `osmium time-filter` does")]
    History {
        /// The file.
        file: String,
    },
    /// The file says that a reader must know something that this one does not.
    #[error("{file}: reading the file needs {feature:?}, which is not known here; write it again as plain .osm.pbf, as `osmium cat` does")]
    Feature {
        /// The file.
        file: String,
        /// What the file asks for.
        feature: String,
    },
    /// More nodes than can be numbered.
    #[error("{file}: the file has more than {limit} nodes in use; cut it into provinces, as `osmium extract` does")]
    TooLarge {
        /// The file.
        file: String,
        /// The most that are taken.
        limit: u64,
    },
}
