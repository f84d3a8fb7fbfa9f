//! Does a 95 % interval hold the truth in 95 % of studies?
//!
//! Each test makes thousands of independent studies of a known law and counts. Where theory says
//! exactly 95 %, the band is three standard errors of the count; where it does not (skewed data,
//! few replications), the measured share is stated, and the band is around what the method is known
//! to do there. Seeds are fixed: a failure is a change of the code.

use std::ops::RangeInclusive;

use bordergate::stats::{
    Blocks, Estimate, Histogram, Tally, mean, median_date, pooled_sd, proportion_of_parts, ratio,
};

use super::Draws;

const STUDIES: u32 = 4000;

/// Three standard errors of a share of 95 % in [`STUDIES`] studies.
const EXACT: RangeInclusive<f64> = 0.9397..=0.9603;

/// The share of studies in which the interval held its target.
fn share(study: impl FnMut(&mut Draws) -> bool) -> f64 {
    share_of(STUDIES, study)
}

fn share_of(studies: u32, mut study: impl FnMut(&mut Draws) -> bool) -> f64 {
    let mut draws = Draws(20_220_203);
    let held: u32 = (0..studies).map(|_| u32::from(study(&mut draws))).sum();
    f64::from(held) / f64::from(studies)
}

fn holds(low: Option<f64>, high: Option<f64>, truth: f64) -> bool {
    low.zip(high)
        .is_some_and(|(low, high)| low <= truth && truth <= high)
}

fn expectation(e: &Estimate, truth: f64) -> bool {
    holds(e.low, e.high, truth)
}

fn next(e: &Estimate, truth: f64) -> bool {
    holds(e.next_low, e.next_high, truth)
}

#[track_caller]
fn within(share: f64, band: RangeInclusive<f64>, what: &str) {
    assert!(
        band.contains(&share),
        "{what}: covers {share}, not {band:?}"
    );
}

fn normals(draws: &mut Draws, n: usize) -> Vec<f64> {
    (0..n).map(|_| 10.0 + 3.0 * draws.normal()).collect()
}

fn exponentials(draws: &mut Draws, n: usize) -> Vec<f64> {
    (0..n).map(|_| draws.exponential()).collect()
}

#[test]
fn the_mean_of_normal_values_exactly() {
    for n in [2, 5, 20, 100] {
        within(
            share(|d| expectation(&mean(&normals(d, n)), 10.0)),
            EXACT,
            &format!("n = {n}"),
        );
    }
}

/// Skewness costs coverage where replications are few: measured 92.6 % at 20 and 94.4 % at 100.
#[test]
fn the_mean_of_exponential_values_nearly() {
    within(
        share(|d| expectation(&mean(&exponentials(d, 20)), 1.0)),
        0.905..=0.935,
        "n = 20",
    );
    within(
        share(|d| expectation(&mean(&exponentials(d, 100)), 1.0)),
        0.93..=0.955,
        "n = 100",
    );
}

#[test]
fn the_next_normal_value() {
    for n in [2, 20, 38, 39, 40, 79, 100] {
        within(
            share(|d| next(&mean(&normals(d, n)), 10.0 + 3.0 * d.normal())),
            EXACT,
            &format!("n = {n}"),
        );
    }
}

/// From 39 on no law is assumed. Below, the normal interval of 20 exponential values holds 93.7 %
/// of the next ones, and all that it misses lies above: 6.3 % where 2.5 % should.
#[test]
fn the_next_exponential_value() {
    for n in [39, 40, 79, 100] {
        within(
            share(|d| next(&mean(&exponentials(d, n)), d.exponential())),
            EXACT,
            &format!("n = {n}"),
        );
    }
    within(
        share(|d| next(&mean(&exponentials(d, 20)), d.exponential())),
        0.93..=0.96,
        "n = 20",
    );
    let above = share(|d| {
        mean(&exponentials(d, 20))
            .next_high
            .is_some_and(|high| d.exponential() > high)
    });
    within(above, 0.04..=0.07, "n = 20, above");
}

/// Each replication has its own traffic (5 to 14 observations) and its own level, so observations
/// depend on each other.
#[test]
fn the_ratio_of_two_totals() {
    let study = |d: &mut Draws, n: usize| {
        let (num, den): (Vec<i128>, Vec<i128>) = (0..n)
            .map(|_| {
                let count = 5 + d.below(10);
                let level = 1e6 * (10.0 + d.normal());
                let total: i128 = (0..count).map(|_| (level + 2e6 * d.normal()) as i128).sum();
                (total, i128::from(count))
            })
            .unzip();
        ratio(&num, &den, 1e-6)
    };
    for n in [20, 40, 100] {
        within(
            share(|d| expectation(&study(d, n), 10.0)),
            EXACT,
            &format!("n = {n}"),
        );
    }
    within(
        share(|d| {
            let e = study(d, 60);
            let own = study(d, 1).value;
            own.is_some_and(|own| next(&e, own))
        }),
        EXACT,
        "next",
    );
}

/// One replication: normal durations of mean 10 h that share a deviation of 1 h and add 1.5 h each.
fn durations(d: &mut Draws, count: usize) -> Vec<i64> {
    let shared = d.normal();
    (0..count)
        .map(|_| (3.6e9 * (10.0 + shared + 1.5 * d.normal())) as i64)
        .collect()
}

#[test]
fn the_pooled_standard_deviation() {
    // Root of 1 + 1.5^2. The estimate is skewed, and 20 replications are too few: measured 90.6 %,
    // and 94.3 % at 100.
    let truth = 3.25_f64.sqrt();
    for (n, band) in [(20, 0.90..=0.94), (100, 0.93..=0.96)] {
        let study = |d: &mut Draws| {
            let tallies: Vec<Tally> = (0..n)
                .map(|_| {
                    let mut tally = Tally::default();
                    durations(d, 30).into_iter().for_each(|us| tally.record(us));
                    tally
                })
                .collect();
            expectation(&pooled_sd(&tallies, 1.0 / 3.6e9), truth)
        };
        within(share(study), band, &format!("n = {n}"));
    }
}

/// Measured in 4,000 studies each: 95.1, 93.2, 94.2, 93.9 and, with five observations a
/// replication, 94.2 %. The jackknife of the quantile itself, which this method replaced, measured
/// 93.5, 87.7, 89.7, 92.4 and 79.6 %.
#[test]
fn the_pooled_quantile() {
    let root = 3.25_f64.sqrt();
    let p95 = (0.95, 1.644_854);
    for ((p, z), n, each) in [
        ((0.5, 0.0), 20, 30),
        (p95, 20, 30),
        (p95, 40, 30),
        (p95, 100, 30),
        (p95, 20, 5),
    ] {
        let truth = 3.6e9 * (10.0 + z * root);
        let mut blocks = Blocks::default();
        let mut one = Histogram::new();
        let study = |d: &mut Draws| {
            blocks.clear();
            for i in 0..n {
                one.clear();
                durations(d, each).into_iter().for_each(|us| one.record(us));
                blocks.add(i, &one);
            }
            expectation(&blocks.pooled().quantile(p, None), truth)
        };
        within(
            share_of(1000, study),
            0.92..=0.97,
            &format!("p = {p}, n = {n}, {each} each"),
        );
    }
}

/// The sign test is discrete: with 20 dates it covers 95.86 %, with 100 dates 96.48 %, whatever the
/// law. Dates beyond the end change nothing as long as the bounds are before it, and a bound that
/// is missing stands for "later".
#[test]
fn the_median_date_and_the_next_date() {
    let draw =
        |d: &mut Draws, end: i64| Some((1e6 * d.exponential()) as i64).filter(|&date| date <= end);
    let study = |d: &mut Draws, n: usize, end: i64| {
        median_date(&(0..n).map(|_| draw(d, end)).collect::<Vec<_>>())
    };
    let reaches = |high: Option<i64>, date: i64| high.is_none_or(|high| date <= high);
    let truth = (1e6 * std::f64::consts::LN_2) as i64;
    for (n, covers) in [(20, 0.9586), (100, 0.9648)] {
        let held = share(|d| {
            let m = study(d, n, 3_000_000);
            m.low.is_some_and(|low| low <= truth) && reaches(m.high, truth)
        });
        within(held, covers - 0.01..=covers + 0.01, &format!("n = {n}"));
    }
    // From the 2nd to the 99th of 100: 97/101 = 96.04 %. If one in twenty is not reached, the upper
    // end is "later", and only the lower one can fail: 99/101 = 98.02 %.
    for (end, covers) in [(8_000_000, 0.9604), (3_000_000, 0.9802)] {
        let held = share(|d| {
            let m = study(d, 100, end);
            let date = draw(d, end).unwrap_or(i64::MAX);
            m.next_low.is_some_and(|low| low <= date) && reaches(m.next_high, date)
        });
        within(
            held,
            covers - 0.01..=covers + 0.01,
            &format!("next, end {end}"),
        );
    }
}

/// A chance that differs from draw to draw, two periods a draw: one value in all draws, either of two, or nought or one.
/// Coverage jumps from one chance to the next as that of every interval of whole numbers does. A rare chance is covered
/// though most runs of 50 draws have one hit or none.
#[test]
fn the_share_of_periods_of_drawn_inputs() {
    for (draws, chances) in [
        (50, [0.015, 0.015]),
        (50, [0.0, 0.03]),
        (50, [0.1, 0.5]),
        (50, [0.0, 1.0]),
        (200, [0.015, 0.015]),
        (200, [0.2, 0.6]),
        (20, [0.1, 0.5]),
        (10, [0.3, 0.3]),
    ] {
        let truth = (chances[0] + chances[1]) / 2.0;
        let study = |d: &mut Draws| {
            let mut met = Vec::new();
            for _ in 0..draws {
                let chance = chances[d.below(2) as usize];
                met.extend([(); 2].map(|()| d.uniform() < chance));
            }
            let parts: Vec<u64> = (0..2 * draws).map(|i| i / 2).collect();
            expectation(&proportion_of_parts(&met, &parts), truth)
        };
        within(
            share(study),
            0.925..=0.995,
            &format!("{draws} draws of {chances:?}"),
        );
    }
}
