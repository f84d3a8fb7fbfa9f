//! The JSON Schema of `test --json`, made from the types that are serialised.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Tests;

/// The schema of [`Tests`] as JSON: JSON Schema, draft 2020-12.
pub fn json_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Tests>();
    schema.insert("title".to_owned(), "bordergate tests".into());
    schema.into()
}
