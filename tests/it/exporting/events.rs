//! `trace --format ocel`: what the standard asks of a log holds, whatever a scenario does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Scratch, TWO_LORRIES, bordergate, printed};

fn log(arguments: &[&str], scratch: &Scratch) -> Value {
    let command = [&["trace"], arguments, &["--format", "ocel"]].concat();
    serde_json::from_slice(&printed(&command, &scratch.folder)).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

/// Types by name, with the types of their attributes.
fn types<'a>(log: &'a Value, key: &str) -> BTreeMap<&'a str, BTreeMap<&'a str, &'a str>> {
    let attribute = |value: &'a Value| (text(value, "name"), text(value, "type"));
    let types = list(log, key).iter();
    types
        .map(|kind| {
            (
                text(kind, "name"),
                list(kind, "attributes").iter().map(attribute).collect(),
            )
        })
        .collect()
}

fn is_instant(text: &str) -> bool {
    text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok()
}

/// Whether a value is of a type of OCEL.
fn fits(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "time" => value.as_str().is_some_and(is_instant),
        "integer" => value.is_u64(),
        "float" => value.is_f64(),
        _ => false,
    }
}

/// Identities are unique, types and attributes are declared, and relations lead to objects that are there.
fn keeps_the_standard(log: &Value) {
    let keys: BTreeSet<&String> = log.as_object().unwrap().keys().collect();
    let wanted = ["eventTypes", "events", "objectTypes", "objects"].map(str::to_owned);
    assert_eq!(keys, wanted.iter().collect());
    let object_types = types(log, "objectTypes");
    let event_types = types(log, "eventTypes");
    let objects = list(log, "objects");
    let ids: BTreeSet<&str> = objects.iter().map(|object| text(object, "id")).collect();
    assert_eq!(ids.len(), objects.len());
    let mut related: BTreeSet<&str> = BTreeSet::new();
    for (things, declared) in [
        (objects, &object_types),
        (list(log, "events"), &event_types),
    ] {
        let used: BTreeSet<&str> = things.iter().map(|thing| text(thing, "type")).collect();
        assert_eq!(used, declared.keys().copied().collect());
        for thing in things {
            let attributes = &declared[text(thing, "type")];
            for attribute in list(thing, "attributes") {
                let kind = attributes[text(attribute, "name")];
                assert!(fits(&attribute["value"], kind), "{thing}");
            }
            for relation in list(thing, "relationships") {
                assert!(ids.contains(text(relation, "objectId")), "{thing}");
                assert!(!text(relation, "qualifier").is_empty());
            }
        }
    }
    let events = list(log, "events");
    let numbers: BTreeSet<&str> = events.iter().map(|event| text(event, "id")).collect();
    assert_eq!(numbers.len(), events.len());
    for event in events {
        assert!(is_instant(text(event, "time")));
        let relations = list(event, "relationships").iter();
        related.extend(relations.map(|relation| text(relation, "objectId")));
    }
    // What no event tells of is no part of a log.
    assert_eq!(related, ids);
}

/// Between them these do everything that a log can tell.
#[test]
fn logs_keep_the_standard() {
    let scratch = Scratch::new("standard");
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut things: BTreeSet<String> = BTreeSet::new();
    let mut qualifiers: BTreeSet<String> = BTreeSet::new();
    for name in [
        "mong-cai-tet-2022-agreed.toml",
        "youyiguan-declaration-validity-2025.toml",
        "kim-thanh-relay-2020-ten.toml",
        "hai-yen-load-limit-2025.toml",
        "hoanh-mo-resident-trade.toml",
        "huu-nghi-chi-ma-diversion-2021.toml",
        "huu-nghi-two-way-2025.toml",
        "lang-son-january-2022.toml",
        "bac-luan-2-imports.toml",
    ] {
        let log = log(&[&scratch.shipped(name)], &scratch);
        keeps_the_standard(&log);
        let word = |kind: &Value| text(kind, "name").split(':').next().unwrap().to_owned();
        told.extend(list(&log, "eventTypes").iter().map(word));
        things.extend(list(&log, "objectTypes").iter().map(word));
        let relations = list(&log, "events")
            .iter()
            .flat_map(|event| list(event, "relationships"));
        qualifiers.extend(relations.map(|relation| text(relation, "qualifier").to_owned()));
    }
    for word in [
        "arrive",
        "wait",
        "service",
        "travel",
        "result",
        "drive",
        "park",
        "leave-yard",
        "seize",
        "free",
        "gather",
        "choose",
        "book",
        "miss",
        "divert",
        "pass",
        "cross",
        "release",
        "file",
        "file-again",
        "lodged",
        "collect",
        "overstay",
        "transfer",
        "leave",
        "inside",
    ] {
        assert!(told.contains(word), "no {word} in {told:?}");
    }
    let all = [
        "bridge",
        "gate",
        "papers",
        "pool",
        "residents",
        "station",
        "vehicle",
        "yard",
    ];
    assert_eq!(things, all.map(str::to_owned).into());
    assert_eq!(
        qualifiers,
        [&all[..], &["from"]]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect()
    );
}

/// An event as a whole: the service of the second lorry, which waited for five minutes.
#[test]
fn an_event_says_what_was_derived_by_hand() {
    let scratch = Scratch::new("event");
    let two = scratch.write("two.toml", TWO_LORRIES);
    let log = log(&[&two, "--vehicle", "lorry.2025-03-03.2"], &scratch);
    keeps_the_standard(&log);
    let events = list(&log, "events");
    let of = |kind: &str| events.iter().find(|event| event["type"] == kind).unwrap();
    assert_eq!(
        *of("wait: documents"),
        serde_json::json!({
            "id": "e2",
            "type": "wait: documents",
            "time": "2025-03-03T01:10:00Z",
            "attributes": [
                {"name": "route", "value": "out"},
                {"name": "step", "value": "documents"},
                {"name": "start", "value": "2025-03-03T01:05:00Z"},
                {"name": "seconds", "value": 300.0},
                {"name": "waiting-server", "value": 300.0},
            ],
            "relationships": [
                {"objectId": "lorry.2025-03-03.2", "qualifier": "vehicle"},
                {"objectId": "gate/bridge", "qualifier": "gate"},
                {"objectId": "station/bridge", "qualifier": "station"},
            ],
        })
    );
    let lorry = &list(&log, "objects")[0];
    assert_eq!(lorry["id"], "lorry.2025-03-03.2");
    let attributes: Vec<(&str, &str)> = (list(lorry, "attributes").iter())
        .map(|attribute| (text(attribute, "name"), text(attribute, "value")))
        .collect();
    assert_eq!(
        attributes,
        [
            ("source", "lorry"),
            ("class", "fruit"),
            ("direction", "export"),
            ("nationality", "vietnamese")
        ]
    );
}

#[test]
fn a_vehicle_that_does_not_exist_leaves_stdout_empty() {
    let scratch = Scratch::new("nobody");
    let two = scratch.write("two.toml", TWO_LORRIES);
    let output = bordergate(
        &[
            "trace",
            &two,
            "--vehicle",
            "lorry.2025-03-03.3",
            "--format",
            "ocel",
        ],
        &scratch.folder,
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}
