//! JSON Schemas of what is printed as JSON, made from the types that are serialised.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Report;
use super::calibration::Calibration;
use super::checks::Tests;
use super::comparison::Comparison;
use super::explain::Explanation;
use super::sensitivity::Sensitivity;
use super::solution::Solution;
use super::sweep::Sweep;

/// The schema of a [`Report`], draft 2020-12.
pub fn measures() -> Value {
    schema::<Report>("bordergate measures")
}

/// The schema of a [`Comparison`], draft 2020-12.
pub fn comparison() -> Value {
    schema::<Comparison>("bordergate comparison")
}

/// The schema of a [`Solution`], draft 2020-12.
pub fn solution() -> Value {
    schema::<Solution>("bordergate solution")
}

/// The schema of an [`Explanation`], draft 2020-12.
pub fn explanation() -> Value {
    schema::<Explanation>("bordergate explanation")
}

/// The schema of a [`Calibration`], draft 2020-12.
pub fn calibration() -> Value {
    schema::<Calibration>("bordergate calibration")
}

/// The schema of a [`Sensitivity`], draft 2020-12.
pub fn sensitivity() -> Value {
    schema::<Sensitivity>("bordergate sensitivity")
}

/// The schema of a [`Sweep`], draft 2020-12.
pub fn sweep() -> Value {
    schema::<Sweep>("bordergate sweep")
}

/// The schema of [`Tests`], draft 2020-12.
pub fn tests() -> Value {
    schema::<Tests>("bordergate tests")
}

fn schema<T: JsonSchema>(title: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.into()
}
