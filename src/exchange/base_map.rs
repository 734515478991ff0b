//! What is drawn beneath the answers? GeoJSON features with `layer`, `class`, `name` and `name_en`, in WGS84.

use std::{borrow::Cow, collections::BTreeMap};

use geo::CoordsIter;
use geo_types::Geometry;

use crate::domain::{
    base_map::{BaseFeature, BaseLayer},
    kind::Catalogue,
    position::Position,
};

use super::{
    Format, ReadError, Reading, Records, Source,
    headings::Layout,
    row::{GEOMETRY, RowReader},
    run::read_rows,
    spellings::Field,
    table::Table,
};

const LAYOUT: Layout = Layout {
    fields: &[Field::Layer, Field::Class, Field::Name, Field::NameEn, Field::Notice],
    needed: &[&[Field::Layer], &[Field::Class]],
};

/// Reads the features of a base map.
pub fn read_base_map(source: &Source) -> Result<Records<BaseFeature>, ReadError> {
    if source.format != Format::GeoJson {
        return Err(ReadError::NeedsGeoJson { file: source.name.into(), what: "base maps" });
    }
    let table = Table::open(source, &LAYOUT)?;
    let (catalogue, successors) = (Catalogue::default(), BTreeMap::new());
    let reading = Reading { datum: None, area: None, catalogue: &catalogue, successors: &successors, held: None, progress: &|_, _| {} };
    Ok(read_rows(&table, &reading, Field::Id, |_| Cow::Borrowed(""), feature).told_before(table.told(&[])))
}

fn feature(row: &mut RowReader) -> Option<BaseFeature> {
    let layers = || BaseLayer::ALL.map(BaseLayer::code).join(", ");
    let layer = row.choice(Field::Layer, BaseLayer::parse, layers);
    if layer.is_none() {
        row.refuse(Field::Layer, "the layer is missing", layers());
    }
    let class = row.needed_name(Field::Class);
    let (name, name_en) = (row.name(Field::Name), row.name(Field::NameEn));
    let geometry = shape(row);
    Some(BaseFeature {
        layer: layer?,
        class: class?.to_string().into(),
        name: name.map(str::to_string),
        name_en: name_en.map(str::to_string),
        geometry: geometry?,
    })
}

fn shape(row: &mut RowReader) -> Option<Geometry<f64>> {
    let geometry = row.geometry();
    let shape = geometry.and_then(|geometry| Geometry::<f64>::try_from(geometry).ok());
    let on_earth = |shape: &Geometry<f64>| shape.coords_count() > 0 && shape.coords_iter().all(|c| Position::new(c.x, c.y).is_ok());
    let shape = shape.filter(on_earth);
    if shape.is_none() {
        let found = geometry.map_or("", |geometry| geometry.value.type_name());
        row.refuse_column(GEOMETRY, found, "there is no geometry on the earth", "points, lines or polygons with lon before lat");
    }
    shape
}
