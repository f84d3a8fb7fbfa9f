//! Days, clocks, versions and switches.

use bordergate::scenario::problem::Severity;
use bordergate::scenario::read_text;

use super::{GATE, gate, meaning, refuses, rendered, says};

#[test]
fn the_period_is_refused_when_it_means_no_days_or_too_many() {
    let title = "the period ends before it begins";
    let read = gate("", &["scenario.to=2025-03-01"]);
    refuses(&read, "2025-03-01", title, "the last day, inclusive", "");
    let title = "the period is longer than 200 years";
    let read = gate("", &["scenario.to=2325-03-01"]);
    refuses(&read, "2325-03-01", title, "these are 109571 days", "");
    let title = "nothing is left to measure";
    let label = "the warm-up is as long as the period or longer";
    let help = "let the period last longer: move `to`";
    refuses(
        &gate("", &["scenario.warm-up=5 d"]),
        "5 d",
        title,
        label,
        help,
    );
    assert_eq!(
        meaning(gate("", &["scenario.warm-up=119 h"])).warm_up,
        119 * 3_600_000_000
    );
}

#[test]
fn an_unknown_clock_is_refused_with_the_nearest() {
    let title = "there is no clock `Asia/Ho_Chi_Min`";
    let label = "not a name of the time zone database";
    let help = "did you mean `Asia/Ho_Chi_Minh`?";
    let read = gate("", &["scenario.clock=Asia/Ho_Chi_Min"]);
    refuses(&read, "Asia/Ho_Chi_Min", title, label, help);
    let scenario = meaning(gate("", &["scenario.partner-clock=Asia/Shanghai"]));
    assert_eq!(scenario.clocks.partner.iana_name(), Some("Asia/Shanghai"));
}

#[test]
fn the_calendar_is_a_declared_version() {
    let label = "not one of `versions`";
    let sets = ["scenario.versions=[\"agreed\"]", "scenario.calendar=agred"];
    let title = "there is no calendar version `agred`";
    refuses(
        &gate("", &sets),
        "agred",
        title,
        label,
        "did you mean `agreed`?",
    );
    let title = "there is no calendar version `agreed`";
    let read = gate("", &["scenario.calendar=agreed"]);
    refuses(
        &read,
        "agreed",
        title,
        label,
        "declare it: `versions = [\"agreed\"]`",
    );
    let title = "version `a` is given twice";
    let label = "each version once, in the order in which they became known";
    let list = "[\"a\", \"b\", \"a\"]";
    refuses(
        &gate("", &[&format!("scenario.versions={list}")]),
        list,
        title,
        label,
        "",
    );
    let sets = ["scenario.versions=[\"z\", \"a\"]", "scenario.calendar=a"];
    assert_eq!(
        meaning(gate("", &sets)).calendar,
        Some(1),
        "versions keep their order"
    );
}

#[test]
fn snapshots_and_thresholds_are_sorted_and_given_once() {
    let scenario = meaning(gate("", &["scenario.stock-over=[70, 30]"]));
    assert_eq!(scenario.stock_thresholds, [30, 70]);
    assert_eq!(
        scenario.snapshots.len(),
        2,
        "08:00 and 20:00 unless told otherwise"
    );
    let list = "[\"08:00\", \"08:00\"]";
    let read = gate("", &[&format!("scenario.snapshots={list}")]);
    says(
        &read,
        Severity::Warning,
        list,
        "a snapshot is given twice",
        "it counts once",
        "",
    );
    let list = "[\"08:00:30\"]";
    let title = "snapshots are at whole minutes";
    let read = gate("", &[&format!("scenario.snapshots={list}")]);
    refuses(&read, list, title, "one of these has seconds", "");
    let read = gate("", &["scenario.vehicle-limit=0"]);
    refuses(
        &read,
        "0",
        "no vehicle could ever come",
        "the limit is 0",
        "",
    );
}

const SWITCH: &str = r#"
[switch.mood]
title   = "Which?"
options = ["good", "bad"]
value   = "good"
basis   = { documented = "paper" }
"#;

#[test]
fn a_switch_chooses_one_of_several_options() {
    let read = gate(SWITCH, &["switch.mood.value=goood"]);
    let title = "switch `mood` has no option `goood`";
    refuses(
        &read,
        "goood",
        title,
        "not one of its options",
        "did you mean `good`?",
    );
    let read = gate(SWITCH, &["switch.mood.options=[\"good\"]"]);
    let title = "switch `mood` leaves no choice";
    let help = "add the other reading, or take the switch away";
    refuses(
        &read,
        "[\"good\"]",
        title,
        "a switch has at least two options",
        help,
    );
    let read = gate(SWITCH, &["switch.mood.options=[\"good\", \"good\"]"]);
    let title = "option `good` of switch `mood` is given twice";
    refuses(&read, "[\"good\", \"good\"]", title, "each option once", "");
}

#[test]
fn a_table_exists_under_the_options_it_names() {
    let when = |when: &str| format!("source.lorries.when={when}");
    for (condition, sources) in [
        ("{ mood = \"good\" }", 1),
        ("{ mood = \"bad\" }", 0),
        ("{ mood = [\"bad\", \"good\"] }", 1),
    ] {
        let scenario = meaning(gate(SWITCH, &[&when(condition)]));
        assert_eq!(scenario.sources.len(), sources, "{condition}");
        let parameters = scenario.parameters.iter();
        let rate = parameters.filter(|parameter| parameter.path == "source.lorries.rate");
        assert_eq!(rate.count(), sources, "{condition}");
    }
    let read = gate(SWITCH, &[&when("{ moood = \"good\" }")]);
    let title = "there is no switch `moood`";
    let label = "`when` names switches and their options";
    refuses(&read, "\"good\"", title, label, "did you mean `mood`?");
    let read = gate(SWITCH, &[&when("{ mood = \"god\" }")]);
    let title = "switch `mood` has no option `god`";
    refuses(
        &read,
        "\"god\"",
        title,
        "not one of its options",
        "did you mean `good`?",
    );
}

#[test]
fn the_order_of_tables_has_no_meaning() {
    let mut tables: Vec<&str> = GATE.split("\n[").collect();
    tables.reverse();
    let turned = tables.join("\n[").trim_end_matches('[').to_owned();
    let turned = format!("[{turned}");
    let [first, second] = [GATE, &turned].map(|text| meaning(read_text("gate.toml", text, &[])));
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}

#[test]
fn all_problems_come_at_once() {
    let read = gate(
        "",
        &[
            "scenario.clock=Nowhere/Land",
            "source.lorries.route=aut",
            "class.fruit.load=20 kgs",
            "route.out.documents.serve.station=desc",
        ],
    );
    assert!(read.scenario.is_none());
    assert_eq!(
        read.problems.count(Severity::Error),
        4,
        "{}",
        rendered(&read)
    );
}
