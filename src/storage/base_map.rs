//! The base map as rows; a new base map takes the place of the old one.

use diesel::prelude::*;
use geo_types::Geometry;
use sha2::{Digest, Sha256};

use super::{Reader, StorageError, Upserted, Writer, connection::insert_all, row::At, schema::base_feature};
use crate::domain::{
    base_map::{BaseFeature, BaseLayer},
    change::RecordType,
};

const CHUNK: usize = 1_000;

#[derive(Queryable, Insertable)]
#[diesel(table_name = base_feature, treat_none_as_default_value = false)]
struct BaseRow {
    id: i64,
    layer: String,
    class: String,
    name: Option<String>,
    name_en: Option<String>,
    geometry: String,
}

impl Reader<'_> {
    /// Every feature, in the order it was given.
    pub fn base_map(&mut self) -> Result<Vec<BaseFeature>, StorageError> {
        let rows: Vec<BaseRow> = base_feature::table.order(base_feature::id).load(self.conn)?;
        rows.into_iter().map(feature_from_row).collect()
    }
}

impl Writer<'_> {
    /// Puts these features in the place of all that were there; the same ones again change nothing.
    pub fn replace_base_map(&mut self, features: &[&BaseFeature]) -> Result<Upserted, StorageError> {
        let known = self.reader().base_map()?;
        if known.iter().eq(features.iter().copied()) {
            return Ok(Upserted { unchanged: known.len(), ..Upserted::default() });
        }
        diesel::delete(base_feature::table).execute(self.conn())?;
        let rows: Vec<BaseRow> = (1i64..).zip(features).map(|(id, feature)| feature_row(id, feature)).collect();
        for rows in rows.chunks(CHUNK) {
            insert_all!(self.conn(), base_feature::table, rows)?;
        }
        let told = |features: usize, geometries: &str| format!("{{\"features\":{features},\"sha256\":\"{geometries}\"}}");
        let before = (!known.is_empty()).then(|| told(known.len(), &hash_of(known.iter().enumerate())));
        self.log_replaced(RecordType::BaseMap, "base", before, told(features.len(), &hash_of(features.iter().copied().enumerate())));
        Ok(Upserted { added: features.len(), ..Upserted::default() })
    }
}

/// Names the content of a base map, which the log does not keep.
fn hash_of<'a>(features: impl Iterator<Item = (usize, &'a BaseFeature)>) -> String {
    let mut digest = Sha256::new();
    for (id, feature) in features {
        let row = feature_row(id as i64, feature);
        for text in [&row.layer, &row.class, row.name.as_ref().unwrap_or(&String::new()), &row.geometry] {
            digest.update(text.as_bytes());
            digest.update([0]);
        }
    }
    data_encoding::HEXLOWER.encode(&digest.finalize())
}

fn feature_row(id: i64, feature: &BaseFeature) -> BaseRow {
    BaseRow {
        id,
        layer: feature.layer.code().to_owned(),
        class: feature.class.clone(),
        name: feature.name.clone(),
        name_en: feature.name_en.clone(),
        geometry: geojson::Geometry::from(&feature.geometry).to_string(),
    }
}

fn feature_from_row(row: BaseRow) -> Result<BaseFeature, StorageError> {
    let key = row.id.to_string();
    let at = At { table: "base_feature", key: &key };
    let geometry: geojson::Geometry = row.geometry.parse().map_err(|error: geojson::Error| at.corrupt("geometry", error))?;
    Ok(BaseFeature {
        layer: at.word("layer", &row.layer, BaseLayer::parse)?,
        class: row.class,
        name: row.name,
        name_en: row.name_en,
        geometry: Geometry::try_from(geometry).map_err(|error| at.corrupt("geometry", error))?,
    })
}
