//! Checks where inputs are drawn: what counts is the number of draws, and periods of one draw are not independent.

use super::{CLOCK, Folder, statuses};

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
