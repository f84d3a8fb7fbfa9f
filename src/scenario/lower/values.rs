//! Which keys of a scenario hold values that somebody could doubt: not those that name, link or describe a thing.

use crate::scenario::node::{Node, Value};
use crate::scenario::raw;
use crate::scenario::reader::{Keys, TableDoc};

/// Whether a key holds a value that could be doubted.
pub(super) fn is_value(key: &str, node: &Node) -> bool {
    // One class says what comes; a mix says how much of each.
    let one_class = key == "class" && matches!(node.value, Value::Text(_));
    // To let a driver go is no value; how long he takes to come back is.
    let no_way_back = key == "free"
        && node
            .as_table()
            .is_some_and(|free| free.get("after").is_none());
    // Of a book, pools are limits; of an outage, names.
    let named_pools = key == "pools"
        && match &node.value {
            Value::Text(_) => true,
            Value::Array(members) => members.iter().all(|member| member.as_text().is_some()),
            _ => false,
        };
    !NO_VALUES.contains(&key) && !one_class && !no_way_back && !named_pools
}

/// Whether a key of an item of costs is a value of it: the others say what is paid for and by whom.
pub(super) fn is_cost(key: &str) -> bool {
    COST_VALUES.contains(&key)
}

/// Whether a table says by keys of its own whom it speaks of.
pub(super) fn is_filtered(doc: &TableDoc) -> bool {
    FILTERED.iter().any(|other| other.path == doc.path)
}

/// Whether a key of such a table says whom, or at what it looks, and is no value.
pub(super) fn is_filter(key: &str) -> bool {
    FILTERS.contains(&key)
}

/// Keys that name, link or describe a thing and are no values of it.
const NO_VALUES: &[&str] = &[
    "name",
    "title",
    "detail",
    "note",
    "when",
    "basis",
    "basis-of",
    "gate",
    "gates",
    "route",
    "direction",
    "bound",
    "vehicle",
    "step",
    "then",
    "published",
    "counts",
    "options",
    "notice",
    "restriction",
    "enter",
    "cross",
    "release",
    "turn-back",
    "park",
    "leave-yard",
    "seize",
    "stations",
    "bridges",
    "before-enter",
    "before-cross",
    "file",
    "join",
    "begin-stay",
    "inspect",
    "channel",
    "station",
];

const COST_VALUES: &[&str] = &["amount", "by-class", "beyond", "overtime"];

const FILTERED: &[&TableDoc] = &[
    raw::Balking::DOC,
    raw::Diversion::DOC,
    raw::Ban::DOC,
    raw::Regime::DOC,
    raw::PatienceKeys::DOC,
];

const FILTERS: &[&str] = &["class", "goods", "loaded", "sees"];
