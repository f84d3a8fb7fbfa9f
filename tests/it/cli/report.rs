//! Rows, facts, digests and the text.

use bordergate::report::digest;
use bordergate::report::facts::{Verdict, judge};
use bordergate::report::number::{count, fixed};
use bordergate::report::strip::bars;
use bordergate::report::text::{Style, text};
use serde_json::Value;

use super::world::{bridge, with_report};

const KEYS: [&str; 35] = [
    "measure",
    "statistic",
    "unit",
    "by",
    "scenario",
    "gate",
    "direction",
    "bound",
    "class",
    "vehicle",
    "station",
    "yard",
    "bridge",
    "pool",
    "residents",
    "papers",
    "step",
    "channel",
    "agency",
    "day",
    "hour",
    "period",
    "cause",
    "reason",
    "item",
    "bearer",
    "target",
    "threshold",
    "clock",
    "value",
    "low",
    "high",
    "next-low",
    "next-high",
    "n",
];

#[test]
fn every_row_has_every_key_and_null_where_it_is_not_split() {
    let report: Value = with_report(&bridge(40.0), 5, 1, |report, _| {
        serde_json::from_str(&report.json()).unwrap()
    });
    assert_eq!(report["schema"], "bordergate.measures/1");
    let rows = report["measures"].as_array().unwrap();
    for row in rows {
        let keys: Vec<&str> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut expected = KEYS.to_vec();
        expected.sort_unstable();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected);
        for (dimension, given) in [
            ("gate", "gate"),
            ("direction", "direction"),
            ("day", "day"),
            ("class", "class"),
        ] {
            if row["by"] != "station" {
                assert_eq!(
                    row[dimension].is_null(),
                    !row["by"]
                        .as_str()
                        .unwrap()
                        .split('-')
                        .any(|part| part == given),
                    "{row}"
                );
            }
        }
    }
    let days: Vec<&Value> = rows
        .iter()
        .filter(|row| row["measure"] == "vehicles-crossed" && row["by"] == "gate-direction-day")
        .collect();
    let named: Vec<&str> = days.iter().filter_map(|row| row["day"].as_str()).collect();
    assert_eq!(named, ["2025-03-03", "2025-03-04", "2025-03-05"]);
    let total = rows
        .iter()
        .find(|row| row["measure"] == "vehicles-crossed" && row["by"] == "total")
        .unwrap();
    let sum: f64 = days.iter().filter_map(|row| row["value"].as_f64()).sum();
    assert!((sum - total["value"].as_f64().unwrap()).abs() < 1e-9);
    assert!(rows.iter().any(|row| row["hour"] == "08:00"));
}

#[test]
fn a_fact_agrees_where_its_band_meets_one_realisation() {
    assert_eq!(
        judge((95.0, 105.0), Some((100.0, 140.0))),
        (Verdict::Inside, None)
    );
    assert_eq!(
        judge((95.0, 105.0), Some((105.0, 140.0))),
        (Verdict::Inside, None)
    );
    assert_eq!(
        judge((95.0, 105.0), Some((110.0, 140.0))),
        (Verdict::Outside, Some(5.0))
    );
    assert_eq!(
        judge((95.0, f64::INFINITY), Some((10.0, 90.0))),
        (Verdict::Outside, Some(-5.0))
    );
    assert_eq!(judge((95.0, 105.0), None), (Verdict::Unknown, None));
}

#[test]
fn a_fact_names_what_is_assumed_and_not_what_is_documented() {
    with_report(&bridge(40.0), 50, 2, |report, _| {
        let fact = &report.facts[0];
        assert_eq!(
            (fact.fact.as_str(), fact.verdict),
            ("three-days", Verdict::Inside)
        );
        assert_eq!(fact.assumptions, ["source.lorries.rate"]);
    });
    with_report(&bridge(5.0), 50, 2, |report, _| {
        let fact = &report.facts[0];
        assert_eq!(fact.verdict, Verdict::Outside);
        assert_eq!(fact.distance, fact.next_high.map(|high| high - 95.0));
    });
}

#[test]
fn digests_follow_the_meaning_and_not_the_words() {
    let base = bridge(40.0);
    let mut reworded = base.clone();
    reworded.title.en = "Another title".to_owned();
    reworded.gates[0].title = "Another gate".to_owned();
    reworded.parameters.clear();
    assert_eq!(digest::scenario(&base), digest::scenario(&reworded));
    let busier = bridge(41.0);
    assert_ne!(digest::scenario(&base), digest::scenario(&busier));
    assert_eq!(digest::calendar(&base), digest::calendar(&busier));
    let mut longer = base.clone();
    longer.period.to = longer.period.to.tomorrow().unwrap();
    assert_ne!(digest::calendar(&base), digest::calendar(&longer));
    // FIPS 180-2, appendix B.1.
    assert_eq!(
        digest::of(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn the_text_says_how_sure_it_is_in_both_forms() {
    with_report(&bridge(40.0), 50, 2, |report, run| {
        let drawn = text(report, run, Style::default());
        assert!(
            drawn.contains("Bắc Luân II") && drawn.contains(" ± ") && drawn.contains("inside"),
            "{drawn}"
        );
        assert!(drawn.contains(
            "1 of 2 inputs behind these numbers are assumptions: bordergate plan bridge.toml"
        ));
        let plain = text(
            report,
            run,
            Style {
                plain: true,
                colour: false,
                columns: None,
            },
        );
        assert!(!plain.contains(['│', '─', '▁', '█', '\u{1b}']), "{plain}");
        assert!(
            plain
                .lines()
                .any(|line| line.starts_with("Bắc Luân II export: crossed ")),
            "{plain}"
        );
    });
}

#[test]
fn numbers_are_grouped_and_bars_have_a_floor() {
    assert_eq!(
        (count(41_200.4), count(999.5), count(-0.2)),
        ("41,200".into(), "1,000".into(), "0".into())
    );
    assert_eq!(
        (fixed(-1234.56, 1), count(f64::INFINITY)),
        ("-1,234.6".into(), "infinitely many".into())
    );
    assert_eq!(bars(&[Some(0.0), Some(1.0), None, Some(8.0)]), "·▁?█");
}
