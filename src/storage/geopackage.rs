//! How is a GeoPackage written? It is an SQLite database (OGC 12-128r18, version 1.3), so it is made where SQL lives.
//!
//! The database is made in memory and handed out as bytes, so that nobody ever sees half of it.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::{
    connection::SimpleConnection,
    prelude::*,
    sql_types::{BigInt, Binary, Double, Nullable, Text},
    sqlite::Sqlite,
};

use super::StorageError;
use crate::domain::position::Position;

/// The standard's own tables and the table `about`.
const TABLES: &str = include_str!("geopackage.sql");
/// The triggers that keep the spatial index, as the extension `gpkg_rtree_index` demands them.
const TRIGGERS: &str = include_str!("geopackage_triggers.sql");
/// SQLite takes 32,766 values in one statement.
const MOST_VALUES: usize = 30_000;

/// What a column of a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeoPackageType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal.
    Real,
    /// A day, as the text `2023-02-01`.
    Date,
}

/// One value of a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum GeoPackageValue<'a> {
    /// Nothing.
    Null,
    /// Text, also a day.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A decimal.
    Real(f64),
}

/// A layer of points with their attributes, and what is to be said about it.
pub struct GeoPackageLayer<'a> {
    /// The table's name: ASCII letters and underscores.
    pub name: &'static str,
    /// The title for people.
    pub title: &'a str,
    /// What the file says about itself in one paragraph.
    pub description: &'a str,
    /// The date of the data.
    pub changed_at: DateTime<Utc>,
    /// The attributes' names, ASCII letters, digits and underscores, and types.
    pub columns: &'a [(&'static str, GeoPackageType)],
    /// Item and content for the table `about`.
    pub about: &'a [(String, String)],
}

/// A row of a layer: where it stands, WGS84, and its values under the columns.
pub type GeoPackageRow<'a> = (Option<Position>, Vec<GeoPackageValue<'a>>);

/// Writes a layer as the bytes of a GeoPackage.
pub fn write_geopackage<'r>(layer: &GeoPackageLayer, rows: impl Iterator<Item = GeoPackageRow<'r>>) -> Result<Vec<u8>, StorageError> {
    let mut conn = SqliteConnection::establish(":memory:")
        .map_err(|error| StorageError::Open { url: "a GeoPackage in memory".to_owned(), cause: error.to_string() })?;
    conn.transaction(|conn| fill(conn, layer, rows))?;
    let database = conn.serialize_database_to_buffer();
    let bytes = database.try_as_slice().map_err(|error| StorageError::Open { url: "a GeoPackage".to_owned(), cause: error.to_string() })?;
    Ok(bytes.to_vec())
}

fn fill<'r>(conn: &mut SqliteConnection, layer: &GeoPackageLayer, rows: impl Iterator<Item = GeoPackageRow<'r>>) -> QueryResult<()> {
    let table = layer.name;
    conn.batch_execute(TABLES)?;
    let columns: String = layer.columns.iter().map(|(name, kind)| format!(", \"{name}\" {}", sql_type(*kind))).collect();
    conn.batch_execute(&format!(
        "CREATE TABLE \"{table}\" (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \"geom\" POINT{columns});
         CREATE VIRTUAL TABLE \"rtree_{table}_geom\" USING rtree(id, minx, maxx, miny, maxy);
         INSERT INTO gpkg_extensions VALUES
           ('{table}', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only');"
    ))?;
    let mut bounds: Option<[f64; 4]> = None;
    let mut written = 0;
    let mut waiting: Vec<GeoPackageRow> = Vec::new();
    let at_once = (MOST_VALUES / (layer.columns.len() + 2)).max(1);
    for row in rows {
        bounds = row.0.map_or(bounds, |at| Some(wider(bounds, at)));
        waiting.push(row);
        if waiting.len() == at_once {
            insert(conn, table, written, &waiting)?;
            written += waiting.len();
            waiting.clear();
        }
    }
    insert(conn, table, written, &waiting)?;
    describe(conn, layer, bounds)?;
    // The triggers call functions that only programs for maps have, so they are made when everything is in.
    conn.batch_execute(&TRIGGERS.replace("{table}", table))
}

fn sql_type(kind: GeoPackageType) -> &'static str {
    match kind {
        GeoPackageType::Text => "TEXT",
        GeoPackageType::Integer => "INTEGER",
        GeoPackageType::Real => "REAL",
        GeoPackageType::Date => "DATE",
    }
}

fn wider(bounds: Option<[f64; 4]>, at: Position) -> [f64; 4] {
    let [west, south, east, north] = bounds.unwrap_or([at.lon(), at.lat(), at.lon(), at.lat()]);
    [west.min(at.lon()), south.min(at.lat()), east.max(at.lon()), north.max(at.lat())]
}

/// Writes rows and their places in the index, in one statement each; the first gets the number after `written`.
fn insert(conn: &mut SqliteConnection, table: &str, written: usize, rows: &[GeoPackageRow]) -> QueryResult<()> {
    let Some((_, first)) = rows.first() else { return Ok(()) };
    let values = |count: usize, each: &str| vec![each; count].join(", ");
    let row = format!("({})", values(first.len() + 2, "?"));
    let statement = format!("INSERT INTO \"{table}\" VALUES {}", values(rows.len(), &row));
    let mut statement = diesel::sql_query(statement).into_boxed::<Sqlite>();
    let placed = rows.iter().filter(|(at, _)| at.is_some()).count();
    let index = format!("INSERT INTO \"rtree_{table}_geom\" VALUES {}", values(placed, "(?, ?, ?, ?, ?)"));
    let mut index = diesel::sql_query(index).into_boxed::<Sqlite>();
    for (fid, (at, values)) in (written as i64 + 1..).zip(rows) {
        statement = statement.bind::<BigInt, _>(fid).bind::<Nullable<Binary>, _>(at.map(geometry));
        for value in values {
            statement = match value {
                GeoPackageValue::Null => statement.bind::<Nullable<Text>, _>(None::<String>),
                GeoPackageValue::Text(text) => statement.bind::<Text, _>(text.as_ref()),
                GeoPackageValue::Integer(number) => statement.bind::<BigInt, _>(*number),
                GeoPackageValue::Real(number) => statement.bind::<Double, _>(*number),
            };
        }
        if let Some(at) = at {
            index = index.bind::<BigInt, _>(fid).bind::<Double, _>(at.lon()).bind::<Double, _>(at.lon());
            index = index.bind::<Double, _>(at.lat()).bind::<Double, _>(at.lat());
        }
    }
    statement.execute(conn)?;
    if placed > 0 {
        index.execute(conn)?;
    }
    Ok(())
}

/// A point as GeoPackage keeps it: its header without an envelope, then well-known binary, all little-endian.
fn geometry(at: Position) -> Vec<u8> {
    const NO_ENVELOPE_LITTLE_ENDIAN: u8 = 1;
    let mut bytes = Vec::with_capacity(29);
    bytes.extend(*b"GP");
    bytes.extend([0, NO_ENVELOPE_LITTLE_ENDIAN]);
    bytes.extend(4326_i32.to_le_bytes());
    bytes.push(1);
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend(at.lon().to_le_bytes());
    bytes.extend(at.lat().to_le_bytes());
    bytes
}

/// Says what the layer is: in the standard's tables and, for people, in the table `about`.
fn describe(conn: &mut SqliteConnection, layer: &GeoPackageLayer, bounds: Option<[f64; 4]>) -> QueryResult<()> {
    let changed_at = layer.changed_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let side = |place: usize| bounds.map(|bounds| bounds[place]);
    diesel::sql_query("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326), ('about', 'attributes', ?, ?, ?, NULL, NULL, NULL, NULL, NULL)")
        .bind::<Text, _>(layer.name)
        .bind::<Text, _>(layer.title)
        .bind::<Text, _>(layer.description)
        .bind::<Text, _>(&changed_at)
        .bind::<Nullable<Double>, _>(side(0))
        .bind::<Nullable<Double>, _>(side(1))
        .bind::<Nullable<Double>, _>(side(2))
        .bind::<Nullable<Double>, _>(side(3))
        .bind::<Text, _>("说明 About")
        .bind::<Text, _>(layer.description)
        .bind::<Text, _>(&changed_at)
        .execute(conn)?;
    diesel::sql_query("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 4326, 0, 0)")
        .bind::<Text, _>(layer.name)
        .execute(conn)?;
    for (item, content) in layer.about {
        diesel::sql_query("INSERT INTO about (item, content) VALUES (?, ?)")
            .bind::<Text, _>(item)
            .bind::<Text, _>(content)
            .execute(conn)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_29_bytes_of_the_standard() {
        // What GDAL 3.6 writes for POINT(108.9 34.2) in EPSG:4326.
        let expected = "47500001E610000001010000009A99999999395B409A99999999194140";
        let at = Position::new(108.9, 34.2).expect("a position");
        assert_eq!(geometry(at).iter().map(|byte| format!("{byte:02X}")).collect::<String>(), expected);
    }

    #[test]
    fn a_geopackage_says_what_it_is_in_its_header() {
        let layer = GeoPackageLayer {
            name: "facilities",
            title: "设施",
            description: "示例数据",
            changed_at: DateTime::from_timestamp(0, 0).expect("a time"),
            columns: &[("name", GeoPackageType::Text)],
            about: &[],
        };
        let row = || (None, vec![GeoPackageValue::Text("甲'; DROP TABLE facilities; --".into())]);
        let many = MOST_VALUES / 3 + 1;
        let bytes = write_geopackage(&layer, std::iter::repeat_with(row).take(many)).expect("written");
        assert!(bytes.starts_with(b"SQLite format 3\0"));
        // https://www.sqlite.org/fileformat.html: user version at 60, application id at 68, big-endian.
        assert_eq!((&bytes[60..64], &bytes[68..72]), (10_300_u32.to_be_bytes().as_slice(), b"GPKG".as_slice()));
    }
}
