//! What comes out against what can be derived.

use bordergate::stats::{normal_between, normal_density};

use super::{DESK, RATE, calibrate, changed, counted, json, number, said, unknown};

/// Steps of the integral over the rate.
const STEPS: usize = 4_000;

/// The distribution function of the rate after 44 lorries were counted, where the model errs by a normal error of `error` lorries: prior
/// (triangular over 20 to 60 with its mode at 30) times the chance of 44 after rounding, integrated.
struct Exact(Vec<(f64, f64)>);

impl Exact {
    fn new(error: f64) -> Self {
        let prior = |rate: f64| {
            if rate < 30.0 {
                (rate - 20.0) / 10.0
            } else {
                (60.0 - rate) / 30.0
            }
        };
        let chance = |rate: f64| -> f64 {
            let mut poisson = (-rate).exp();
            (0..200)
                .map(|count| {
                    if count > 0 {
                        poisson *= rate / f64::from(count);
                    }
                    let from = |end: f64| (end - f64::from(count)) / error;
                    poisson * normal_between(from(43.5), from(44.5))
                })
                .sum()
        };
        let rates = (0..STEPS).map(|step| 20.0 + 40.0 * (step as f64 + 0.5) / STEPS as f64);
        let mut sum = 0.0;
        let mut points: Vec<(f64, f64)> = rates
            .map(|rate| {
                sum += prior(rate) * chance(rate);
                (rate, sum)
            })
            .collect();
        points.iter_mut().for_each(|point| point.1 /= sum);
        Self(points)
    }

    fn below(&self, rate: f64) -> f64 {
        let at = self.0.partition_point(|point| point.0 < rate);
        at.checked_sub(1).map_or(0.0, |at| self.0[at].1)
    }
}

/// The quantiles of the weighted draws lie where the derived law has them, within four standard errors of as many draws as there
/// effectively are; those of the prior do not.
#[test]
fn the_posterior_is_the_derived_one() {
    let exact = Exact::new(4.4);
    let folder = counted("exact");
    let (code, calibration) = json(&folder, &["--draws", "4000"]);
    assert_eq!(code, 0);
    let method = &calibration["method"];
    assert_eq!(method["widening"], 0.0);
    let effective = number(method, "effective");
    assert!(effective > 800.0, "{effective}");
    let row = unknown(&calibration, RATE);
    let mut priors_astray = 0;
    for (end, share) in [("low", 0.05), ("median", 0.5), ("high", 0.95)] {
        let error = (share * (1.0_f64 - share) / effective).sqrt();
        let at = number(row, &format!("posterior-{end}"));
        let below = exact.below(at);
        assert!(
            (below - share).abs() < 4.0 * error,
            "{end}: {at}, of which {below} lies below"
        );
        let prior = exact.below(number(row, &format!("prior-{end}")));
        priors_astray += u32::from((prior - share).abs() > 4.0 * error);
    }
    assert!(priors_astray >= 2);
    // Quantiles of the triangular law by hand: 20 + sqrt(0.05 * 40 * 10), 60 - sqrt(0.5 * 40 * 30), 60 - sqrt(0.05 * 40 * 30).
    for (end, value) in [("low", 24.472), ("median", 35.505), ("high", 52.254)] {
        assert!(
            (number(row, &format!("prior-{end}")) - value).abs() < 1e-3,
            "{end}"
        );
    }
    assert_eq!(row["unit"], "/ day");
    assert_eq!(row["verdict"], "narrowed");
}

/// With an error of a tenth of that, too few draws of eight hundred agree. The second error brings enough of them in, and the regression takes out
/// what it adds: the posterior is that of the stated error, not of the wide one.
#[test]
fn a_second_error_is_taken_out_again() {
    let (exact, folder) = (Exact::new(0.44), counted("widened"));
    let (code, calibration) = json(&folder, &["--draws", "800", "--discrepancy", "1 %"]);
    assert_eq!(code, 0);
    let method = &calibration["method"];
    assert!(number(method, "effective-stated") < 100.0, "{method}");
    assert!(number(method, "widening") > 1.0, "{method}");
    let effective = number(method, "effective");
    assert!(effective >= 100.0);
    let row = unknown(&calibration, RATE);
    for (end, share) in [("low", 0.05), ("median", 0.5), ("high", 0.95)] {
        let error = (share * (1.0_f64 - share) / effective).sqrt();
        let below = exact.below(number(row, &format!("posterior-{end}")));
        assert!((below - share).abs() < 4.0 * error, "{end}: {below}");
    }
}

/// The discrepancy is what a count is allowed to be off: with more of it the same count says less.
#[test]
fn more_discrepancy_says_less() {
    let folder = counted("discrepancy");
    let width = |discrepancy: &str| {
        let (_, calibration) = json(&folder, &["--discrepancy", discrepancy]);
        assert!(
            (number(&calibration["method"], "discrepancy") * 100.0
                - discrepancy[..2].trim().parse::<f64>().unwrap())
            .abs()
                < 1e-9
        );
        number(unknown(&calibration, RATE), "width")
    };
    let widths = ["5 %", "20 %", "60 %"].map(width);
    assert!(widths[0] < widths[1] && widths[1] < widths[2], "{widths:?}");
}

#[test]
fn what_no_fact_is_about_is_not_identified() {
    let folder = counted("nothing");
    let (_, calibration) = json(&folder, &[]);
    let row = unknown(&calibration, DESK);
    assert_eq!(row["verdict"], "not-identified");
    assert_eq!(row["unit"], "min");
    assert!((number(row, "width") - 1.0).abs() < 0.15, "{row}");
    assert!(number(row, "chance") > 0.025, "{row}");
}

/// Only the product of the two comes to Monday: high with low, and neither is known alone.
#[test]
fn two_unknowns_of_which_only_the_product_is_known() {
    let factor = "basis     = { assumed = \"nobody counted\", range = [\"20 / day\", \"60 / day\"] }\ndated     = [{ from = 2025-03-03, to = 2025-03-03, factor = 1.0, basis = { assumed = \"Mondays\", range = [\"0.5\", \"2\"] } }]";
    let folder = changed(
        "product",
        &[
            (
                "basis     = { assumed = \"nobody counted\", range = [\"20 / day\", \"60 / day\"] }",
                factor,
            ),
            (DESK, "source.lorries.dated[0].factor"),
        ],
    );
    let (code, calibration) = json(&folder, &["--write", "fit.toml"]);
    assert_eq!(code, 0);
    let pair = &calibration["together"][0];
    assert_eq!(
        [&pair["unknown"], &pair["with"]],
        [RATE, "source.lorries.dated[0].factor"]
    );
    assert!(number(pair, "correlation") < -0.5, "{pair}");
    for path in [RATE, "source.lorries.dated[0].factor"] {
        assert_ne!(
            unknown(&calibration, path)["verdict"],
            "identified",
            "{path}"
        );
    }
    let printed = calibrate(&folder, &[]);
    let text = String::from_utf8(printed.stdout.clone()).unwrap();
    assert!(text.contains("known better together than each: source.lorries.rate and source.lorries.dated[0].factor"), "{text}");
    // The member of a list that was learnt about stands in the whole list.
    let fit = folder.read("fit.toml");
    assert!(
        fit.contains("dated = [{ from = 2025-03-03, to = 2025-03-03, factor = "),
        "{fit}"
    );
    assert_eq!(
        folder.bordergate(&["check", "fit.toml"]).status.code(),
        Some(0),
        "{}",
        said(&printed)
    );
}

/// A hundred truths and more, made by the model itself: nine of ten intervals hold them.
#[test]
fn intervals_hold_synthetic_truths() {
    let folder = counted("check");
    let (code, calibration) = json(&folder, &["--check"]);
    assert_eq!(code, 0);
    let check = &calibration["check"];
    assert_eq!(number(check, "truths") + number(check, "left-out"), 200.0);
    assert!(number(check, "truths") >= 190.0, "{check}");
    for row in check["unknowns"].as_array().unwrap() {
        assert_eq!(row["verdict"], "covers", "{row}");
        assert_eq!(row["uniform"], true, "{row}");
        assert!((0.84..=0.96).contains(&number(row, "covered")), "{row}");
        let ranks: u64 = row["ranks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rank| rank.as_u64().unwrap())
            .sum();
        assert_eq!(ranks as f64, number(check, "truths"));
    }
}

/// A quarter of the truths with the second error: the regression keeps the promise too.
#[test]
fn intervals_hold_with_a_second_error() {
    let folder = counted("check-widened");
    let (code, calibration) = json(
        &folder,
        &["--check", "--draws", "600", "--discrepancy", "1 %"],
    );
    assert_eq!(code, 0);
    assert!(number(&calibration["method"], "widening") > 0.0);
    let rate = &calibration["check"]["unknowns"][0];
    assert_eq!(
        [&rate["path"], &rate["verdict"]],
        [RATE, "covers"],
        "{rate}"
    );
}

/// Facts of one time and gate have their errors in common: the same count a second time says nothing new.
#[test]
fn a_count_that_is_published_twice_counts_once() {
    let again = "[observed.tuesday]\nmeasure = \"vehicles-arrived\"\nfrom = 2025-03-03\nto = 2025-03-03\nvalue = 44\nuse = \"calibration\"\n[observed.wednesday]";
    let twice = changed("twice", &[("[observed.tuesday]", again)]);
    let (_, one) = json(&counted("once"), &[]);
    let (_, two) = json(&twice, &[]);
    let fact = &two["facts"][0];
    assert_eq!(
        (&fact["used"], &fact["counts-as-one"]),
        (&true.into(), &2.into())
    );
    assert!(
        (number(fact, "error") - 4.4 * 2.0_f64.sqrt()).abs() < 1e-9,
        "{fact}"
    );
    let width = |calibration| number(unknown(calibration, RATE), "width");
    assert!(
        (width(&one) - width(&two)).abs() < 0.03,
        "{} {}",
        width(&one),
        width(&two)
    );
}

/// The density is the derivative of the law, which the integral above rests on.
#[test]
fn the_normal_law_integrates_its_density() {
    let sum: f64 = (0..10_000)
        .map(|step| {
            normal_density(-1.0 + 3.0 * (f64::from(step) + 0.5) / 10_000.0) * 3.0 / 10_000.0
        })
        .sum();
    assert!((sum - normal_between(-1.0, 2.0)).abs() < 1e-8, "{sum}");
}
