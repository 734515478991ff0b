//! Why can a file not be read at all?

/// Why a whole file is refused: the call or the file is wrong, and the message says what would be right.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes are no text.
    #[error("{file}: byte {position} cannot be read as {encoding}; save the file as UTF-8 (\"CSV UTF-8\") or as .xlsx")]
    Encoding {
        /// The file.
        file: String,
        /// The first byte that does not fit, from 0.
        position: usize,
        /// What the text was taken for.
        encoding: &'static str,
    },
    /// The bytes are of another format than the ending says.
    #[error("{file}: this is {found}; {expected}")]
    WrongFormat {
        /// The file.
        file: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        expected: &'static str,
    },
    /// There is nothing in it.
    #[error("{file}: the file is empty; the first row must hold headings such as {needed}")]
    Empty {
        /// The file.
        file: String,
        /// The needed headings.
        needed: String,
    },
    /// A needed heading is not there.
    #[error("{file}: row {row}: no column for {missing}; the headings found are: {found}")]
    MissingHeading {
        /// The file, with the sheet where it has several.
        file: String,
        /// The row that looks most like headings.
        row: usize,
        /// The missing fields, each with its accepted spellings.
        missing: String,
        /// The headings found.
        found: String,
    },
    /// Two headings mean the same field.
    #[error("{file}: row {row}: the columns {first:?} and {second:?} both mean {field}; remove or rename one")]
    DuplicateHeading {
        /// The file.
        file: String,
        /// The heading row.
        row: usize,
        /// The field.
        field: String,
        /// The first heading.
        first: String,
        /// The second heading.
        second: String,
    },
    /// Coordinates without a datum.
    #[error(
        "{file}: the file holds coordinates and does not state their datum (坐标系); give --datum {choices} or {say_it}: \
         a wrong guess moves every place by 300 to 1,400 m"
    )]
    DatumMissing {
        /// The file.
        file: String,
        /// How the file itself can state it.
        say_it: &'static str,
        /// The accepted codes.
        choices: &'static str,
    },
    /// A datum that is not known.
    #[error("{file}: {place}: {value:?} is no datum (坐标系) known here; expected one of {choices}")]
    UnknownDatum {
        /// The file.
        file: String,
        /// Where it stands.
        place: &'static str,
        /// What stands there.
        value: String,
        /// The accepted codes.
        choices: &'static str,
    },
    /// The file and the call state different datums.
    #[error("{file}: the {place} states the datum (坐标系) {stated}, the call says {called}; leave --datum out or mend the file")]
    DatumClash {
        /// The file.
        file: String,
        /// Where the file states it.
        place: &'static str,
        /// What the file states.
        stated: &'static str,
        /// What the call states.
        called: &'static str,
    },
    /// A quote that is never closed.
    #[error(
        "{file}: row {row}: a quote \" is opened and never closed, so that the rest of the file would be one cell; close it or double it"
    )]
    UnclosedQuote {
        /// The file.
        file: String,
        /// The record in which it opens.
        row: usize,
    },
    /// Wider than any list.
    #[error(
        "{file}: row {row} has more than {limit} columns; a list of records has a few dozen: remove the others, or check the separator"
    )]
    TooManyColumns {
        /// The file.
        file: String,
        /// The first such row.
        row: usize,
        /// The most that are read.
        limit: usize,
    },
    /// Longer than is taken at once.
    #[error("{file}: the file has more than {limit} rows; split it, or import it on the command line")]
    TooManyRows {
        /// The file.
        file: String,
        /// The most that are taken.
        limit: usize,
    },
    /// A workbook that grows without end when it is unpacked.
    #[error("{file}: the workbook holds more than {limit_mb} MB when it is unpacked; save the one sheet that is meant as CSV (UTF-8)")]
    TooLarge {
        /// The file.
        file: String,
        /// The most that is unpacked.
        limit_mb: u64,
    },
    /// A workbook that cannot be opened.
    #[error("{file}: the workbook cannot be read ({reason}); open it in a spreadsheet program and save it again as .xlsx")]
    Xlsx {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A package of files that cannot be read as a whole.
    #[error("{file}: the package cannot be read: {reason}; expected {expected}")]
    Package {
        /// The zip or folder.
        file: String,
        /// Why.
        reason: String,
        /// What would be right.
        expected: String,
    },
    /// A population grid that cannot be read as a whole.
    #[error("{file}: the population grid cannot be read: {reason}; expected {expected}")]
    Grid {
        /// The file.
        file: String,
        /// Why.
        reason: String,
        /// What would be right.
        expected: String,
    },
    /// JSON that cannot be read.
    #[error("{file}: line {line}, column {column}: {reason}; expected a GeoJSON FeatureCollection")]
    GeoJson {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// Why.
        reason: String,
    },
    /// No column with counts of people.
    #[error("{file}: row {row}: no column holds counts of people; expected {accepted}")]
    NoCounts {
        /// The file.
        file: String,
        /// The heading row.
        row: usize,
        /// Spellings that are taken.
        accepted: String,
    },
    /// The data of this kind must come as GeoJSON.
    #[error("{file}: {what} are read from .geojson only")]
    NeedsGeoJson {
        /// The file.
        file: String,
        /// What was to be read.
        what: &'static str,
    },
}

/// The codes of the datums that are known.
pub(super) const DATUMS: &str = "wgs84|cgcs2000|gcj02|bd09";
