//! Checks where inputs are drawn: what counts is the number of draws, and periods of one draw are not independent.

use super::{CLOCK, Folder, message, statuses};

/// The clockwork with a range: one desk or three, which a lorry an hour does not notice.
pub fn ranged(name: &str, more: &str) -> Folder {
    let folder = Folder::new(name);
    let desk = "servers = [{ count = 1 }]";
    let range =
        format!("{desk}, basis = {{ assumed = \"nobody counted\", range = [\"1\", \"3\"] }}");
    let text = CLOCK.replace(desk, &range);
    assert_ne!(text, CLOCK);
    folder.write("clock.toml", &format!("{text}{more}"));
    folder
}

const DRAWN: [&str; 3] = ["clock.toml", "--uncertainty", "inputs"];

/// Of two draws none was a hit: by Wilson's interval the chance may still be two in three. Of four hundred it is below one
/// in a hundred.
#[test]
fn a_chance_is_not_decided_by_a_few_draws_that_agree() {
    let rare = "[threshold]\nrare = { require = \"P(max(stock) > 400) <= 1 %\" }\n";
    let folder = ranged("drawn-chance", rare);
    let (code, tests) = folder.test(&[&DRAWN[..], &["--reps", "4"]].concat());
    assert_eq!(statuses(&tests), [["threshold", "rare", "inconclusive"]]);
    assert_eq!(code, 4);
    let check = &tests["checks"][0];
    assert_eq!(check["low"], 0.0);
    // z² / (2 + z²), z = 1.96
    let high = check["high"].as_f64().unwrap();
    assert!((high - 0.657_62).abs() < 1e-4, "{high}");
    let (code, _) = folder.test(&[&DRAWN[..], &["--reps", "800"]].concat());
    assert_eq!(code, 0);
}

/// Forty replications are twenty draws, so twenty values: the interval of one period rests on a normal law. Seventy-seven are 39.
#[test]
fn a_fact_is_judged_by_its_draws() {
    let fact = "[observed.day]\ntitle = \"Lorries on Monday\"\nmeasure = \"vehicles-crossed\"\nfrom = 2025-03-03\nto = 2025-03-03\nvalue = \"20-25\"\n";
    let folder = ranged("drawn-fact", fact);
    let end = |reps: &str| folder.test(&[&DRAWN[..], &["--reps", reps]].concat());
    let (code, tests) = end("76");
    assert_eq!(statuses(&tests), [["fact", "day", "inconclusive"]]);
    assert_eq!(code, 4);
    let detail = tests["checks"][0]["detail"][0].as_str().unwrap();
    assert!(detail.contains("and these are 38:"), "{detail}");
    assert_eq!(end("77").0, 0);
}

#[test]
fn what_is_too_few_is_said_in_draws() {
    let soon = "[backlog]\nline = { gate = \"bridge\", direction = \"export\", vehicle = \"vietnamese\", class = \"fruit\", route = \"out\", vehicles = 1 }\n[threshold]\nsoon = { require = \"time-in-system <= 3 h\" }\ngone = { require = \"drain-date <= 2025-03-03\" }\n";
    let folder = ranged("drawn-few", soon);
    let (code, tests) = folder.test(&[&DRAWN[..], &["--reps", "2"]].concat());
    assert_eq!(code, 4);
    let detail = |at: usize| tests["checks"][at]["detail"][0].as_str().unwrap();
    assert_eq!(
        detail(1),
        "there is no interval to judge by: it needs 2 draws of the inputs or more, which are 3 replications (--reps)"
    );
    assert_eq!(
        detail(0),
        "there is no interval to judge by: that of a median date needs 6 draws of the inputs or more, which are 11 replications (--reps)"
    );
    let (_, tests) = folder.test(&[&DRAWN[..], &["--reps", "3"]].concat());
    assert_eq!(statuses(&tests)[1][2], "passed");
}

/// The advice makes the run of the baseline again, with its inputs drawn.
#[test]
fn advice_keeps_what_was_asked_for() {
    let folder = ranged("drawn-advice", "");
    let asked = [&DRAWN[..], &["--reps", "6", "--seed", "3"]].concat();
    let (code, tests) = folder.test(&[&asked[..], &["--baseline"]].concat());
    assert_eq!(code, 7);
    assert_eq!(
        message(&tests),
        "there is no baseline; make it: bordergate test clock.toml --reps 6 --seed 3 --uncertainty inputs --update"
    );
    assert_eq!(folder.test(&[&asked[..], &["--update"]].concat()).0, 0);
    let (_, tests) = folder.test(&["clock.toml", "--exact"]);
    let detail = tests["checks"][0]["detail"].to_string();
    assert!(
        detail.contains("own run: --reps 6 --seed 3 --uncertainty inputs"),
        "{detail}"
    );
}
