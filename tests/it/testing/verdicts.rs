//! The statistics of a comparison with a baseline, against numbers worked out by hand.

use std::f64::consts::PI;

use bordergate::experiment::Judgement;
use bordergate::report::baseline::{Baseline, Verdict, compare};

/// A baseline of these rows: measure, value, half-width; two replications, so one degree of freedom.
fn with(digest: &str, margin: f64, rows: &[(&str, f64, f64)]) -> Baseline {
    let rows: Vec<String> = rows
        .iter()
        .map(|(measure, value, half)| {
            format!(
                r#"{{"measure": "{measure}", "statistic": "total", "unit": "x", "by": "total", "gate": null, "direction": null, "value": {value:?}, "low": {:?}, "high": {:?}, "n": 2}}"#,
                value - half,
                value + half
            )
        })
        .collect();
    Baseline::parse(&format!(
        r#"{{"schema": "bordergate.baseline/1", "margin": {margin:?}, "manifest": {{"version": "1", "target": "t", "scenario": "s",
        "set": [], "scenario-digest": "d", "hash": "sha-256", "generator": "g", "seed": 1, "inputs": "stated", "from": 0,
        "replications": 2, "failed": 0, "measures-digest": "{digest}"}}, "rows": [{}]}}"#,
        rows.join(", ")
    ))
    .unwrap()
}

/// Half-widths of 3 and 4 are 5 for the difference, whatever they stand for.
fn one(measure: &str, base: f64, now: f64, margin: f64) -> (Verdict, Judgement) {
    let comparison = compare(
        &with("a", margin, &[(measure, base, 3.0)]),
        &with("b", 0.0, &[(measure, now, 4.0)]),
    );
    let change = &comparison.changes[0];
    assert!((change.low.unwrap() - (now - base - 5.0)).abs() < 1e-9);
    assert!((change.high.unwrap() - (now - base + 5.0)).abs() < 1e-9);
    (change.verdict, comparison.judgement())
}

#[test]
fn one_row_is_told_by_its_interval_and_the_margin() {
    let less = "waiting-vehicle-hours";
    let more = "vehicles-crossed";
    for (measure, now, margin, verdict) in [
        // The interval reaches from 0.1 to 10.1 above the old value, and so on.
        (less, 105.1, 0.0, Verdict::Worse),
        (less, 105.1, 0.01, Verdict::CannotTell),
        (less, 105.1, 0.11, Verdict::Same),
        (less, 104.9, 0.1, Verdict::Same),
        (less, 104.9, 0.09, Verdict::CannotTell),
        (less, 94.9, 0.0, Verdict::Better),
        (less, 94.9, 0.01, Verdict::NotWorse),
        (less, 95.1, 0.0, Verdict::CannotTell),
        (less, 95.1, 0.01, Verdict::NotWorse),
        (more, 94.9, 0.0, Verdict::Worse),
        (more, 95.1, 0.1, Verdict::Same),
        (more, 95.1, 0.09, Verdict::CannotTell),
        (more, 105.1, 0.0, Verdict::Better),
        (more, 105.1, 0.05, Verdict::NotWorse),
    ] {
        let judgement = match verdict {
            Verdict::Worse => Judgement::Failed,
            Verdict::CannotTell => Judgement::Inconclusive,
            _ => Judgement::Passed,
        };
        let found = one(measure, 100.0, now, margin);
        assert_eq!(found, (verdict, judgement), "{measure} {now} {margin}");
    }
}

/// With two rows each interval has half of the 5 %. With one degree of freedom Student's law is Cauchy's, whose quantiles are
/// tangents.
#[test]
fn all_rows_hold_together() {
    let rows = |half: f64| [("waiting-vehicle-hours", 100.0, half), ("stock", 7.0, half)];
    let mut now = rows(4.0);
    now[0].1 = 106.0;
    let comparison = compare(&with("a", 0.1, &rows(3.0)), &with("b", 0.1, &now));
    let half = 5.0 * (PI * 0.4875).tan() / (PI * 0.475).tan();
    let change = &comparison.changes[0];
    assert!(
        (change.low.unwrap() - (6.0 - half)).abs() < 1e-6,
        "{change:?}"
    );
    assert_eq!(
        change.verdict,
        Verdict::CannotTell,
        "alone it would be worse"
    );
}

#[test]
fn equal_digests_need_no_statistics_and_equal_rows_are_the_same() {
    let row = [("waiting-vehicle-hours", 100.0, 30.0)];
    let same = compare(&with("a", 0.0, &row), &with("a", 0.0, &row));
    assert!(same.identical && same.judgement() == Judgement::Passed);
    // Another row of the report changed: this one did not, however wide it is.
    let other = compare(&with("a", 0.0, &row), &with("b", 0.0, &row));
    assert!(!other.identical);
    assert_eq!(other.changes[0].verdict, Verdict::Same);
    assert_eq!(other.judgement(), Judgement::Passed);
}

#[test]
fn rows_that_come_or_go_are_said() {
    let (a, b) = (("stock", 1.0, 0.0), ("vehicles-crossed", 1.0, 0.0));
    let gone = compare(&with("a", 0.1, &[a, b]), &with("b", 0.1, &[a]));
    assert_eq!(gone.gone, ["total(vehicles-crossed)"]);
    assert_eq!(gone.judgement(), Judgement::Inconclusive);
    let new = compare(&with("a", 0.1, &[a]), &with("b", 0.1, &[a, b]));
    assert_eq!(new.new, ["total(vehicles-crossed)"]);
    assert_eq!(new.judgement(), Judgement::Passed);
}
