//! An imported map in parts: each made once, deflated, kept in pieces and read whole; a new one takes the place of the old one.

use std::io::{Read, Write};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use sha2::{Digest, Sha256};

use super::{
    Reader, StorageError, Upserted, Writer,
    connection::insert_all,
    row::{At, clock, json_text},
    schema::{map_chunk, map_part},
};
use crate::domain::{
    change::RecordType,
    map_part::{MapPart, MapSource},
};

/// Bytes a piece: no row of a backup and no value on the wire gets longer.
const PIECE: usize = 8 << 20;

/// A part of the map as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMapPart {
    /// Which part.
    pub part: MapPart,
    /// The file that it was made from.
    pub source: MapSource,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// SHA-256 of its bytes before they were deflated.
    pub content_sha256: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = map_part, treat_none_as_default_value = false)]
struct PartRow {
    part: String,
    source_name: String,
    source_sha256: String,
    data_as_of: Option<NaiveDateTime>,
    written_at: NaiveDateTime,
    content_sha256: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = map_chunk)]
struct ChunkRow {
    part: String,
    number: i32,
    content: Vec<u8>,
}

/// What the log keeps of a part.
#[derive(serde::Serialize)]
struct Told<'a> {
    source: &'a str,
    source_sha256: &'a str,
    content_sha256: &'a str,
}

impl Reader<'_> {
    /// Which parts of a map there are, in the order of their codes.
    pub fn map_parts(&mut self) -> Result<Vec<KeptMapPart>, StorageError> {
        let rows: Vec<PartRow> = map_part::table.load(self.conn)?;
        let mut parts = rows.into_iter().map(part_from_row).collect::<Result<Vec<_>, _>>()?;
        parts.sort_by_key(|kept| kept.part.code());
        Ok(parts)
    }

    /// The bytes of a part as they were given.
    pub fn map_part(&mut self, part: MapPart) -> Result<Option<Vec<u8>>, StorageError> {
        let sha256 = map_part::table.find(part.code()).select(map_part::content_sha256).first::<String>(self.conn).optional()?;
        let Some(sha256) = sha256 else { return Ok(None) };
        let pieces = map_chunk::table.filter(map_chunk::part.eq(part.code())).order(map_chunk::number);
        let pieces: Vec<Vec<u8>> = pieces.select(map_chunk::content).load(self.conn)?;
        let mut bytes = Vec::new();
        let deflated = pieces.concat();
        let inflated = DeflateDecoder::new(deflated.as_slice()).read_to_end(&mut bytes);
        let at = At { table: "map_chunk", key: part.code() };
        inflated.map_err(|error| at.corrupt("content", error))?;
        if hex_sha256(&bytes) != sha256 {
            return Err(at.corrupt("content", "its bytes are not those that were written"));
        }
        Ok(Some(bytes))
    }
}

impl Writer<'_> {
    /// Puts a part in the place of the one that was there; the same bytes from the same file again change nothing.
    pub fn replace_map_part(&mut self, part: MapPart, source: &MapSource, bytes: &[u8]) -> Result<Upserted, StorageError> {
        let content_sha256 = hex_sha256(bytes);
        let before = self.reader().map_parts()?.into_iter().find(|kept| kept.part == part);
        if before.as_ref().is_some_and(|kept| kept.content_sha256 == content_sha256 && kept.source == *source) {
            return Ok(Upserted { unchanged: 1, ..Upserted::default() });
        }
        self.delete_map_part(part)?;
        let row = PartRow {
            part: part.code().to_owned(),
            source_name: source.name.clone(),
            source_sha256: source.sha256.clone(),
            data_as_of: source.data_as_of.map(clock),
            written_at: clock(self.now()),
            content_sha256: content_sha256.clone(),
        };
        insert_all!(self.conn(), map_part::table, &row)?;
        for (number, piece) in (0i32..).zip(deflated(bytes).chunks(PIECE)) {
            let row = ChunkRow { part: part.code().to_owned(), number, content: piece.to_vec() };
            insert_all!(self.conn(), map_chunk::table, &row)?;
        }
        let told = |source: &MapSource, content_sha256: &str| {
            json_text(&Told { source: &source.name, source_sha256: &source.sha256, content_sha256 })
        };
        let (was, is) = (before.as_ref().map(|kept| told(&kept.source, &kept.content_sha256)), told(source, &content_sha256));
        let was_there = was.is_some();
        self.log_replaced(RecordType::BaseMap, part.code(), was, is);
        Ok(Upserted { added: usize::from(!was_there), changed: usize::from(was_there), ..Upserted::default() })
    }

    /// Takes a part out; answers whether it was there.
    pub fn remove_map_part(&mut self, part: MapPart) -> Result<bool, StorageError> {
        let Some(kept) = self.reader().map_parts()?.into_iter().find(|kept| kept.part == part) else { return Ok(false) };
        self.delete_map_part(part)?;
        let MapSource { name, sha256, .. } = &kept.source;
        let was = json_text(&Told { source: name, source_sha256: sha256, content_sha256: &kept.content_sha256 });
        self.log_removed(RecordType::BaseMap, part.code(), was);
        Ok(true)
    }

    fn delete_map_part(&mut self, part: MapPart) -> Result<(), StorageError> {
        diesel::delete(map_chunk::table.filter(map_chunk::part.eq(part.code()))).execute(self.conn())?;
        diesel::delete(map_part::table.filter(map_part::part.eq(part.code()))).execute(self.conn())?;
        Ok(())
    }
}

fn hex_sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes what is written")
}

fn part_from_row(row: PartRow) -> Result<KeptMapPart, StorageError> {
    let at = At { table: "map_part", key: &row.part };
    Ok(KeptMapPart {
        part: at.word("part", &row.part, MapPart::parse)?,
        source: MapSource { name: row.source_name, sha256: row.source_sha256, data_as_of: row.data_as_of.map(|time| time.and_utc()) },
        written_at: row.written_at.and_utc(),
        content_sha256: row.content_sha256,
    })
}
