//! A validator that has nothing to do with the one in editors, and scenario texts as both see them.

use boon::{Compiler, Schemas};
use serde_json::Value;

/// A schema, ready to be asked.
pub struct Validator {
    compiler: Compiler,
    schemas: Schemas,
}

const AT: &str = "https://schema.test/schema.json";

impl Validator {
    pub fn new(schema: &Value) -> Self {
        let mut compiler = Compiler::new();
        compiler.add_resource(AT, schema.clone()).unwrap();
        Self {
            compiler,
            schemas: Schemas::new(),
        }
    }

    /// What the schema says against a value.
    pub fn errors(&mut self, value: &Value) -> Option<String> {
        self.errors_at("", value)
    }

    /// The same for the part of the schema to which a JSON pointer leads.
    pub fn errors_at(&mut self, pointer: &str, value: &Value) -> Option<String> {
        let location = format!("{AT}#{pointer}");
        let index = self.compiler.compile(&location, &mut self.schemas).unwrap();
        let result = self.schemas.validate(value, index);
        result.err().map(|error| format!("{error:#}"))
    }
}

/// A scenario text as data; dates and times are text, as editors show them to the schema.
pub fn data(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    json(toml::Value::Table(table))
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(at) => at.to_string().into(),
        toml::Value::Array(members) => members.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            let entries = table.into_iter();
            entries.map(|(key, value)| (key, json(value))).collect()
        }
    }
}
