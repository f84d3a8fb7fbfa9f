//! The JSON Schema of scenario files, made from the declarations that also do the reading.
//!
//! It drives editors, so it says what a value may look like and what it means; what names refer to, which units are known and
//! whether days are in order is for the reader. It refuses no file that the reader takes.
//!
//! A file with `[scenario]` and without `base` must be whole; any other, an overlay or a part to be laid over scenarios, may leave
//! out anything and remove things. So there are two families of definitions. Those named after a table say what may be written and
//! hold in every file. Those named `whole-...` add what must not be missing, and hold only in whole files. What overlays do not
//! merge key by key (members of lists, choices of one) is whole in every file and needs no second definition.
//!
//! Draft 2020-12, kept to what means the same in draft 7, which is how taplo reads it, the tool behind editors of TOML. It
//! shows nothing that stands under `if` or beside `$ref`, so tables that may also be written as text are spelt out in place,
//! and dates and times reach it as text.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kinds::Name;
use super::load::load_text;
use super::node;
use super::overlay;
use super::raw::Root;
use super::reader::Keys;
use super::shape::{KeyDoc, Need, Shape, TableDoc, WordDoc};

/// The schema of a scenario file: JSON Schema, draft 2020-12.
pub fn json_schema() -> Value {
    let mut writer = Writer::default();
    writer.survey(&Shape::Table(Root::DOC), true, &mut Vec::new());
    let mut root = writer.table(Root::DOC);
    if let Some(Value::Object(properties)) = root.get_mut("properties") {
        properties.insert("base".to_owned(), base());
    }
    root.insert("$schema".to_owned(), json!(DRAFT));
    root.insert("title".to_owned(), json!("bordergate scenario"));
    // What names no scenario is a part, to be laid over one.
    let changes = json!({"anyOf": [{"required": ["base"]}, {"not": {"required": ["scenario"]}}]});
    root.insert("if".to_owned(), changes);
    root.insert("else".to_owned(), writer.whole(Root::DOC).into());
    let mut definitions = writer.definitions;
    definitions.insert(REMOVAL.to_owned(), removal().into());
    definitions.insert(
        REMOVE.to_owned(),
        json!({
            "description": "In an overlay: removes this from what the overlay changes.",
            "const": true,
        }),
    );
    definitions.insert(KEPT.to_owned(), json!({"properties": {"remove": false}}));
    root.insert("$defs".to_owned(), json!(definitions));
    root.into()
}

/// The draft.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Definition of the word that removes something.
const REMOVE: &str = "remove";
/// Definition of what an overlay writes in the place of what it removes.
const REMOVAL: &str = "removal";
/// Definition of what is not removed.
const KEPT: &str = "kept";

/// A schema under construction.
type Schema = Map<String, Value>;

/// How a table can be met in a file.
#[derive(Clone, Copy, Default)]
struct Met {
    /// An overlay may remove it.
    removable: bool,
    /// Overlays merge it key by key, so that a file may hold a part of it.
    merges: bool,
}

#[derive(Default)]
struct Writer {
    met: BTreeMap<&'static str, Met>,
    definitions: BTreeMap<String, Value>,
}

impl Writer {
    /// Finds out how every table in a shape can be met. `merged`: overlays merge what holds it key by key.
    fn survey(&mut self, shape: &'static Shape, merged: bool, path: &mut Vec<String>) {
        match shape {
            Shape::Table(table) => {
                let removable = merged && !table.path.is_empty();
                let merges = merged && !overlay::is_whole(path);
                let met = self.met.entry(table.path).or_default();
                met.removable |= removable;
                // To remove it leaves out what it needs.
                met.merges |= merges || removable && (needs(table) || partial_choice(table));
                for key in table.keys {
                    self.survey_below(key.key, key.shape, merges, path);
                }
            }
            Shape::Named(inner) => self.survey_below("x", inner, merged, path),
            Shape::List(inner) => {
                let steps = merged && inner.table().is_some_and(is_step);
                self.survey_below("x", inner, steps, path);
            }
            Shape::OneOrMany(inner) | Shape::Written { forms: inner, .. } => {
                self.survey(inner, merged, path);
            }
            Shape::Either(shapes) => {
                for shape in *shapes {
                    self.survey(shape, merged, path);
                }
            }
            _ => {}
        }
    }

    fn survey_below(
        &mut self,
        part: &str,
        shape: &'static Shape,
        merged: bool,
        path: &mut Vec<String>,
    ) {
        path.push(part.to_owned());
        self.survey(shape, merged, path);
        path.pop();
    }

    /// What may be written. `merged`: overlays merge what holds it key by key, so they may write a removal in its stead.
    fn value(&mut self, shape: &'static Shape, merged: bool) -> Schema {
        let schema = match shape {
            Shape::Text => object(json!({"type": "string"})),
            Shape::Name => object(json!({"type": "string", "pattern": Name::PATTERN})),
            Shape::Boolean => object(json!({"type": "boolean"})),
            Shape::Integer { min, max } => integer(*min, *max),
            Shape::Number => object(json!({"type": "number"})),
            Shape::Date => text_like(r"^\d{4}-\d{2}-\d{2}$"),
            Shape::Time => text_like(r"^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"),
            Shape::DateTime => text_like(r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"),
            Shape::Quantity { number: false, .. } => object(json!({"type": "string"})),
            Shape::Quantity { number: true, .. } => object(json!({"type": ["string", "number"]})),
            Shape::Any => return Schema::new(),
            Shape::Written { forms, .. } => return self.value(forms, merged),
            Shape::Words(words) => enumeration(words),
            Shape::List(inner) => self.list(inner, merged),
            Shape::OneOrMany(inner) => {
                let list = self.list(inner, merged);
                either(vec![self.alternative(inner), list])
            }
            Shape::Named(inner) => object(json!({
                "type": "object",
                "propertyNames": {"pattern": Name::PATTERN},
                "additionalProperties": self.value(inner, merged),
            })),
            Shape::Keyed(inner) => object(json!({
                "type": "object",
                "additionalProperties": self.value(inner, merged),
            })),
            Shape::Table(table) => {
                self.define(table);
                // A removal is part of the definition.
                return reference(&slug(table));
            }
            Shape::Either(shapes) => {
                let shapes = shapes.iter().map(|shape| self.alternative(shape));
                either(shapes.collect())
            }
        };
        if merged { or_removal(schema) } else { schema }
    }

    fn list(&mut self, inner: &'static Shape, merged: bool) -> Schema {
        let steps = merged && inner.table().is_some_and(is_step);
        object(json!({"type": "array", "items": self.value(inner, steps)}))
    }

    /// The same for one of several forms: a table is spelt out, so that it can be merged with the others.
    fn alternative(&mut self, shape: &'static Shape) -> Schema {
        match shape {
            Shape::Table(table) => self.table(table),
            other => self.value(other, false),
        }
    }

    fn define(&mut self, table: &'static TableDoc) {
        let name = slug(table);
        if !self.definitions.contains_key(&name) {
            let schema = self.table(table);
            self.definitions.insert(name, schema.into());
        }
    }

    /// What may be written in a table.
    fn table(&mut self, table: &'static TableDoc) -> Schema {
        let met = self.met.get(table.path).copied().unwrap_or_default();
        let mut properties = Schema::new();
        for key in table.keys {
            let names_step = is_step(table) && key.key == "step";
            let mut schema = self.value(key.shape, met.merges && !names_step);
            describe(&mut schema, key);
            properties.insert(key.key.to_owned(), schema.into());
        }
        if met.removable {
            properties.insert("remove".to_owned(), reference(REMOVE).into());
        }
        let mut required = if met.merges {
            Vec::new()
        } else {
            required(table)
        };
        if is_step(table) {
            if met.merges {
                required.push("step");
            }
            for (word, place) in [("before", "before"), ("after", "behind")] {
                let about = format!(
                    "Name of the step {place} which this one goes.\n\nExample: `{word} = \"cross\"`"
                );
                let schema = json!({"description": about, "type": "string"});
                properties.insert(word.to_owned(), schema);
            }
        }
        let mut schema = object(json!({
            "description": about(table),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        }));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        if !met.merges {
            choose(&mut schema, table);
        }
        schema
    }

    /// What must not be missing from a table that is not merged with another, and that nothing is removed.
    fn whole(&mut self, table: &'static TableDoc) -> Schema {
        let mut properties = Schema::new();
        for key in table.keys {
            if let Some(schema) = self.whole_value(key.shape) {
                properties.insert(key.key.to_owned(), schema.into());
            }
        }
        if self.met.get(table.path).is_some_and(|met| met.removable) {
            properties.insert("remove".to_owned(), json!(false));
        }
        let mut schema = Schema::new();
        let required = required(table);
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("properties".to_owned(), properties.into());
        schema.insert("additionalProperties".to_owned(), reference(KEPT).into());
        choose(&mut schema, table);
        schema
    }

    /// The same for a value; `None` where there is nothing to add.
    fn whole_value(&mut self, shape: &'static Shape) -> Option<Schema> {
        match shape {
            Shape::Table(table) => {
                if !self.met.get(table.path).is_some_and(|met| met.merges) {
                    return None;
                }
                let name = format!("whole-{}", slug(table));
                if !self.definitions.contains_key(&name) {
                    let schema = self.whole(table);
                    self.definitions.insert(name.clone(), schema.into());
                }
                Some(reference(&name))
            }
            Shape::Named(inner) => {
                let entry = self.whole_value(inner).unwrap_or_else(|| reference(KEPT));
                Some(object(json!({
                    "properties": {"remove": false},
                    "additionalProperties": entry,
                })))
            }
            Shape::List(inner) => {
                let member = self.whole_value(inner)?;
                Some(object(json!({"items": member})))
            }
            Shape::Written { forms, .. } => self.whole_value(forms),
            // What is said of tables says nothing of the other forms.
            Shape::Either(shapes) => shapes.iter().find_map(|shape| self.whole_value(shape)),
            _ => None,
        }
    }
}

/// Steps are the members of lists that merge, by their name.
fn is_step(table: &TableDoc) -> bool {
    table.key("step").is_some()
}

fn needs(table: &TableDoc) -> bool {
    table.keys.iter().any(|key| key.need == Need::Required)
}

fn required(table: &TableDoc) -> Vec<&'static str> {
    let required = table.keys.iter().filter(|key| key.need == Need::Required);
    required.map(|key| key.key).collect()
}

/// Whether a choice leaves keys aside, so that it takes more to say than how many keys there are.
fn partial_choice(table: &TableDoc) -> bool {
    match table.one_of {
        [] => false,
        [all] => all.len() < table.keys.len(),
        _ => true,
    }
}

/// Of some keys exactly one is given. Says nothing of what is no table.
fn choose(schema: &mut Schema, table: &TableDoc) {
    if !partial_choice(table) {
        if !table.one_of.is_empty() {
            schema.insert("minProperties".to_owned(), json!(1));
            schema.insert("maxProperties".to_owned(), json!(1));
        }
        return;
    }
    let groups = table.one_of.iter().map(|group| {
        let choices = group.iter().map(|key| json!({"required": [key]}));
        json!({"oneOf": choices.collect::<Vec<_>>()})
    });
    schema.insert("if".to_owned(), json!({"type": "object"}));
    schema.insert(
        "then".to_owned(),
        json!({"allOf": groups.collect::<Vec<_>>()}),
    );
}

/// A table's name among the definitions: `gate.ID.notice.ID` is `gate-notice`.
fn slug(table: &TableDoc) -> String {
    let path = table.path.strip_prefix("a ").unwrap_or(table.path);
    let parts = path.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let fixed = parts.filter(|part| part.chars().any(|c| c.is_ascii_lowercase()));
    fixed.collect::<Vec<_>>().join("-")
}

fn object(value: Value) -> Schema {
    match value {
        Value::Object(schema) => schema,
        _ => Schema::new(),
    }
}

fn reference(name: &str) -> Schema {
    object(json!({"$ref": format!("#/$defs/{name}")}))
}

fn text_like(pattern: &str) -> Schema {
    object(json!({"type": "string", "pattern": pattern}))
}

fn integer(min: i64, max: i64) -> Schema {
    let mut schema = object(json!({"type": "integer"}));
    if min > i64::MIN {
        schema.insert("minimum".to_owned(), json!(min));
    }
    if max < i64::MAX {
        schema.insert("maximum".to_owned(), json!(max));
    }
    schema
}

/// A closed list. What each word means stands in the description for all tools, and once more where taplo looks for it.
fn enumeration(words: &[WordDoc]) -> Schema {
    let about: Vec<String> = words.iter().map(WordDoc::about).collect();
    object(json!({
        "enum": words.iter().map(|word| word.word).collect::<Vec<_>>(),
        "x-taplo": {"docs": {"enumValues": about}},
    }))
}

fn base() -> Value {
    json!({
        "description": "Other scenario files, relative to this one. It makes this file an overlay, which changes a few keys of theirs: values and lists replace, tables merge key by key, steps of a route by their name.\n\nIf absent: the file is a whole scenario.\n\nExample: `base = \"other.toml\"`",
        "examples": ["other.toml"],
        "type": ["string", "array"],
        "minLength": 1,
        "items": {"type": "string", "minLength": 1},
    })
}

/// What an overlay writes in the place of a value to remove it.
fn removal() -> Schema {
    object(json!({
        "type": "object",
        "properties": {"remove": reference(REMOVE)},
        "required": ["remove"],
        "additionalProperties": false,
    }))
}

/// One of several forms. Forms of different types become one schema, so that messages can say what is wrong inside it.
fn either(forms: Vec<Schema>) -> Schema {
    let mut apart: Vec<Schema> = Vec::new();
    for form in forms {
        let joined = apart
            .iter()
            .enumerate()
            .find_map(|(at, other)| Some((at, join(other, &form)?)));
        match joined {
            Some((at, joined)) => apart[at] = joined,
            None => apart.push(form),
        }
    }
    if apart.len() > 1 {
        return object(json!({"anyOf": apart}));
    }
    apart.pop().unwrap_or_default()
}

/// One schema for two, where what each says of a type says nothing of the other's types.
fn join(a: &Schema, b: &Schema) -> Option<Schema> {
    let (types_a, types_b) = (types(a)?, types(b)?);
    for (wide, types_wide, types_narrow) in [(a, &types_a, &types_b), (b, &types_b, &types_a)] {
        if wide.len() == 1 && types_narrow.iter().all(|name| types_wide.contains(name)) {
            return Some(wide.clone());
        }
    }
    if types_a.iter().any(|name| types_b.contains(name)) {
        return None;
    }
    let mut both = a.clone();
    both.extend(b.clone());
    both.insert("type".to_owned(), json!([types_a, types_b].concat()));
    Some(both)
}

/// The types that a schema names; `None` where it says something that does not depend on them.
fn types(schema: &Schema) -> Option<Vec<String>> {
    if schema.contains_key("enum") {
        return None;
    }
    match schema.get("type")? {
        Value::String(name) => Some(vec![name.clone()]),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str);
            Some(names.map(str::to_owned).collect())
        }
        _ => None,
    }
}

/// The same, or a removal.
fn or_removal(mut schema: Schema) -> Schema {
    let is_table = types(&schema).is_some_and(|types| types.iter().any(|name| name == "object"));
    if is_table {
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        if let Value::Object(properties) = properties {
            properties.insert("remove".to_owned(), reference(REMOVE).into());
        }
        return schema;
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.push(json!({"remove": true}));
        return schema;
    }
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.push(reference(REMOVAL).into());
        return schema;
    }
    either(vec![schema, removal()])
}

fn about(table: &TableDoc) -> String {
    let mut text = table.about();
    for group in table.one_of {
        let keys: Vec<String> = group.iter().map(|key| format!("`{key}`")).collect();
        text.push_str(&format!("\n\nExactly one of {} is given.", keys.join(", ")));
    }
    text
}

/// Says of a key's value what it means, what holds if it is absent, and how it is written.
fn describe(schema: &mut Schema, key: &KeyDoc) {
    let mut text = key.about();
    for word in words(key.shape) {
        text.push_str(&format!("\n- `{}`: {}", word.word, word.about()));
    }
    if let Shape::Quantity { noun, written, .. } = key.shape {
        text.push_str(&format!("\n\nValue: {noun}, {written}"));
    }
    if let Need::Default(default) = key.need {
        text.push_str(&format!("\n\nIf absent: {default}"));
    }
    if let Some(example) = key.example {
        text.push_str(&format!("\n\nExample: `{} = {example}`", key.key));
        let read = load_text("example", &format!("example = {example}"), &[]);
        if let Some(value) = read.root.get("example") {
            schema.insert("examples".to_owned(), json!([data(&value.value)]));
        }
    }
    schema.insert("description".to_owned(), text.into());
}

/// The words that may be written, also as one of several forms.
fn words(shape: &'static Shape) -> Vec<&'static WordDoc> {
    match shape {
        Shape::Words(words) => words.iter().collect(),
        Shape::Either(shapes) => shapes.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}

/// A value as taplo shows it to the schema.
fn data(value: &node::Value) -> Value {
    match value {
        node::Value::Text(text) => json!(text),
        node::Value::Integer(number) => json!(number),
        node::Value::Float(number) => json!(number),
        node::Value::Boolean(flag) => json!(flag),
        node::Value::Date(date) => json!(date.to_string()),
        node::Value::Time(time) => json!(time.to_string()),
        node::Value::DateTime(at) => json!(at.to_string()),
        node::Value::Array(nodes) => nodes.iter().map(|node| data(&node.value)).collect(),
        node::Value::Table(table) => {
            let entries = table.entries.iter();
            entries
                .map(|(key, entry)| (key.clone(), data(&entry.node.value)))
                .collect()
        }
        node::Value::Broken => Value::Null,
    }
}
