//! Published outcomes.

use bordergate::scenario::model::FactMeasure;

use super::{gate, meaning, refuses};

const FACTS: &str = r#"
[observed.vehicles]
measure = "vehicles-crossed"
gates   = ["bridge"]
from    = 2025-03-04
to      = 2025-03-05
value   = "over 1,000"
basis   = { documented = "paper" }
[observed.tonnes]
measure = "tonnes-crossed"
from    = 2025-03-04T06:00:00
to      = 2025-03-04T18:00:00
value   = "173 t"
basis   = { documented = "paper" }
[observed.line]
measure = "stock"
at      = 2025-03-05T20:00:00
value   = "> 570"
basis   = { documented = "paper" }
[observed.load]
ratio   = ["tonnes", "vehicles"]
basis   = { derived = "paper" }
"#;

const HOUR: i64 = 3_600_000_000;
/// 4 March 2025, 00:00 at UTC+7, in microseconds: 3 March, 17:00 UTC.
const FOURTH: i64 = 1_741_021_200_000_000;

#[test]
fn facts_have_spans_and_bands() {
    let facts = meaning(gate(FACTS, &[])).facts;
    let names: Vec<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names, ["line", "load", "tonnes", "vehicles"]);
    let [line, load, tonnes, vehicles] = facts.as_slice() else {
        panic!("four facts");
    };
    assert_eq!(
        (vehicles.from, vehicles.to),
        (FOURTH, FOURTH + 48 * HOUR),
        "`to` is inclusive"
    );
    assert_eq!(
        (tonnes.from, tonnes.to),
        (FOURTH + 6 * HOUR, FOURTH + 18 * HOUR)
    );
    assert_eq!(
        (line.from, line.to),
        (FOURTH + 44 * HOUR, FOURTH + 44 * HOUR)
    );
    assert_eq!(
        (vehicles.low, vehicles.high, vehicles.text.as_str()),
        (1000.0, 1100.0, "over 1,000")
    );
    assert_eq!((tonnes.low, tonnes.high), (173.0, 173.0));
    assert_eq!((line.low, line.high), (570.0, f64::INFINITY));
    assert_eq!((load.low, load.high), (173.0 / 1100.0, 173.0 / 1000.0));
    assert_eq!(
        (load.measure, load.text.as_str()),
        (FactMeasure::Ratio(2, 3), "173 t / over 1,000")
    );
    assert_eq!((&vehicles.gates, &tonnes.gates), (&vec![0], &vec![]));
    assert_eq!(vehicles.references, ["paper"]);
    assert_eq!(load.references, ["paper"], "named in words");
}

#[test]
fn a_ratio_by_what_may_be_nothing_has_no_upper_end() {
    let sets = ["observed.vehicles.value=< 10"];
    let facts = meaning(gate(FACTS, &sets)).facts;
    assert_eq!((facts[1].low, facts[1].high), (17.3, f64::INFINITY));
    let sets = ["observed.vehicles.value=> 10"];
    let facts = meaning(gate(FACTS, &sets)).facts;
    assert_eq!((facts[1].low, facts[1].high), (0.0, 17.3));
}

#[test]
fn a_ratio_exists_where_both_parts_do() {
    let switch = "[switch.mood]\ntitle = \"?\"\noptions = [\"good\", \"bad\"]\nvalue = \"bad\"\nbasis = { documented = \"paper\" }\n";
    let sets = ["observed.vehicles.when={ mood = \"good\" }"];
    let facts = meaning(gate(&format!("{switch}{FACTS}"), &sets)).facts;
    let names: Vec<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names, ["line", "tonnes"]);
}

#[test]
fn spans_lie_within_the_period() {
    let title = "this was not counted within the period";
    let label = "the period is 2025-03-03 to 2025-03-07, inclusive";
    let read = gate(FACTS, &["observed.vehicles.to=2025-03-08"]);
    refuses(&read, "2025-03-08", title, label, "");
    let read = gate(FACTS, &["observed.line.at=2025-03-02T20:00:00"]);
    refuses(&read, "2025-03-02T20:00:00", title, label, "");
    let read = gate(FACTS, &["observed.vehicles.to=2025-03-03"]);
    refuses(
        &read,
        "2025-03-03",
        "the span ends before it begins",
        "its end",
        "",
    );
    let read = gate(FACTS, &["observed.line.at=2025-03-05"]);
    let help = "give date and time: `at = 2022-02-08T20:00:00`";
    refuses(
        &read,
        "2025-03-05",
        "a stock at no hour",
        "this is a whole day",
        help,
    );
    let read = gate(FACTS, &["observed.line.from=2025-03-05"]);
    let help = "a stock is counted at an instant: `at = 2022-02-08T20:00:00`";
    refuses(
        &read,
        "2025-03-05",
        "`from` is not for `stock`",
        "this has no meaning here",
        help,
    );
}

#[test]
fn values_are_in_the_unit_of_their_measure() {
    let read = gate(FACTS, &["observed.vehicles.value=74 t"]);
    let help = "write a number without a unit, or count `tonnes-crossed`";
    refuses(
        &read,
        "74 t",
        "not a value of `vehicles-crossed`",
        "these are tonnes",
        help,
    );
    let read = gate(FACTS, &["observed.tonnes.value=over 74"]);
    let help = "tonnes are written with `t`, as in `\"173 t\"`";
    refuses(
        &read,
        "over 74",
        "not a value of `tonnes-crossed`",
        "its unit is missing",
        help,
    );
}

#[test]
fn a_ratio_is_of_two_counted_outcomes() {
    let refused = |list: &str, title: &str, label: &str, help: &str| {
        let set = format!("observed.load.ratio={list}");
        refuses(&gate(FACTS, &[&set]), list, title, label, help);
    };
    refused(
        "[\"tonnes\"]",
        "a ratio is of two outcomes",
        "there are 1",
        "",
    );
    refused(
        "[\"tonnes\", \"vehicle\"]",
        "there is no outcome `vehicle`",
        "not under [observed]",
        "did you mean `vehicles`?",
    );
    refused(
        "[\"tonnes\", \"load\"]",
        "`load` is a ratio itself",
        "a ratio is of two counted outcomes",
        "the counted outcomes are `line`, `tonnes`, `vehicles`",
    );
    let read = gate(FACTS, &["observed.load.gates=bridge"]);
    refuses(
        &read,
        "bridge",
        "`gates` is not for a ratio",
        "its two parts say this",
        "drop `gates`",
    );
}
