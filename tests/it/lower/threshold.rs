//! Thresholds: those that exist, and mistakes of syntax with the caret inside the text.

use super::{gate, meaning, refuses};

const SWITCH: &str = "[switch.mood]\ntitle = \"?\"\noptions = [\"good\", \"bad\"]\nvalue = \"bad\"\nbasis = { documented = \"paper\" }\n";

#[test]
fn thresholds_have_names_titles_and_what_they_require() {
    let more = "[threshold]\nshort = { title = \"Nobody waits long\", require = 'p95(wait) <= 6 h', note = \"-\" }\nlow   = { require = \"stock(gate = \\\"bridge\\\") <= 400\" }\n";
    let read = gate(more, &[]);
    let texts: Vec<String> = {
        let scenario = read.scenario.as_ref().expect("a scenario");
        let places = scenario.thresholds.iter().map(|threshold| threshold.place);
        places
            .map(|place| read.sources.text(place).to_owned())
            .collect()
    };
    assert_eq!(
        texts,
        [
            "\"stock(gate = \\\"bridge\\\") <= 400\"",
            "'p95(wait) <= 6 h'"
        ]
    );
    let thresholds = meaning(read).thresholds;
    let said: Vec<(&str, &str, &str)> = thresholds
        .iter()
        .map(|threshold| {
            (
                threshold.name.as_str(),
                threshold.title.as_str(),
                threshold.require.as_str(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("low", "low", "stock(gate = \"bridge\") <= 400"),
            ("short", "Nobody waits long", "p95(wait) <= 6 h")
        ]
    );
}

#[test]
fn a_threshold_exists_under_its_switches() {
    let threshold = "[threshold.low]\nwhen = { mood = \"good\" }\nrequire = \"stock <= 400\"\n";
    let more = format!("{SWITCH}{threshold}");
    assert_eq!(meaning(gate(&more, &[])).thresholds, []);
    assert_eq!(
        meaning(gate(&more, &["switch.mood.value=good"]))
            .thresholds
            .len(),
        1
    );
    // What is written wrongly is said whether it exists or not.
    let read = gate(&more, &["threshold.low.require=stock <= "]);
    refuses(
        &read,
        "",
        "a limit is missing",
        "compared with what?",
        "as in `<= 6 h`",
    );
}

#[test]
fn mistakes_are_marked_inside_the_text() {
    for (require, at, title, label, help) in [
        (
            "\"stock(gate = \\\"H\\u1EA3i Yên\\\") =< 400\"",
            "=<",
            "`=<` is not a relation",
            "",
            "write `<=`",
        ),
        (
            "'max(stock) <= 400)'",
            ")",
            "a bracket that was never opened",
            "this closes no bracket",
            "",
        ),
        (
            "\"P(P(stock <= 4) > 0.5) > 0.5\"",
            "P",
            "a chance of a chance",
            "`P` is of a condition",
            "as in `P(max(stock) <= 400) >= 0.9`",
        ),
        (
            "\"max(stock)\"",
            "max(stock)",
            "nothing is required here",
            "this is a quantity without a limit",
            "say how it compares, as in `p95(time-in-system) <= 6 h`",
        ),
        (
            "\"\"\"\nstock =< 400\"\"\"",
            "\"\"\"\nstock =< 400\"\"\"",
            "`=<` is not a relation",
            "",
            "write `<=`",
        ),
    ] {
        let read = gate(&format!("[threshold.low]\nrequire = {require}\n"), &[]);
        refuses(&read, at, title, label, help);
    }
}

#[test]
fn a_threshold_requires_something() {
    let read = gate("[threshold.low]\ntitle = \"Low\"\n", &[]);
    let help =
        "require: text, as in `require = \"P(max(stock, gate = bac-luan-2) <= 400) >= 0.9\"`";
    refuses(
        &read,
        "[threshold.low]",
        "missing key `require`",
        "this needs `require`",
        help,
    );
}
