//! Fits against what is known: parameters lie in their intervals, right laws are kept and wrong ones refused.

use bordergate::des::keyed::{Key, Use};
use bordergate::des::variate::{Distribution, Sampler};
use bordergate::gatelog::arrivals::Arrivals;
use bordergate::gatelog::fit::families::Family;
use bordergate::gatelog::fit::{Fit, Verdict};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Values of a law in microseconds, as stamps of this many seconds give them.
fn durations(law: &Distribution, n: u64, resolution: f64, seed: u64) -> Vec<f64> {
    let sampler = Sampler::new(law);
    let key = Key::root(seed).named("durations");
    (0..n)
        .map(|k| {
            let mut stream = key.entity(k).stream(Use::named("duration"));
            let start = stream.unit() * resolution;
            let end = start + sampler.draw_f64(&mut stream);
            (end / resolution).floor() * resolution
        })
        .collect()
}

const MINUTE: f64 = 6e7;

fn fit(law: &Distribution, n: u64, seed: u64) -> Fit {
    let values = durations(law, n, MINUTE, seed);
    Fit::of(&values, MINUTE, true, Key::root(seed)).unwrap()
}

fn p(fit: &Fit, family: Family) -> f64 {
    let mut candidates = fit.candidates.iter();
    candidates
        .find(|candidate| candidate.family == family)
        .unwrap()
        .p
}

/// The law from which values came, and one that they did not come from.
fn laws() -> [(Family, Distribution, Family); 6] {
    let mean = 40.0 * MINUTE;
    [
        (
            Family::Exponential,
            Distribution::Exponential { mean },
            Family::Uniform,
        ),
        (
            Family::Lognormal,
            Distribution::Lognormal {
                mean,
                sd: 0.8 * mean,
            },
            Family::Exponential,
        ),
        (
            Family::Gamma,
            Distribution::Gamma { mean, cv: 0.5 },
            Family::Exponential,
        ),
        (
            Family::Weibull,
            Distribution::Weibull {
                shape: 2.5,
                scale: mean,
            },
            Family::Lognormal,
        ),
        (
            Family::Normal,
            Distribution::Normal {
                mean,
                sd: 0.2 * mean,
            },
            Family::Exponential,
        ),
        (
            Family::Triangular,
            Distribution::Triangular {
                low: 0.25 * mean,
                mode: 0.5 * mean,
                high: 2.0 * mean,
            },
            Family::Exponential,
        ),
    ]
}

#[test]
fn the_right_law_is_kept_and_a_wrong_one_refused() {
    for (family, law, wrong) in laws() {
        let fit = fit(&law, 600, 11);
        assert!(p(&fit, family) >= 0.05, "{family:?}: {:?}", fit.candidates);
        assert!(p(&fit, wrong) < 0.01, "{family:?} is no {wrong:?}");
        assert_eq!(fit.verdict, Verdict::Fits, "{family:?}");
        // What is chosen has the mean of what was drawn from, within four standard errors.
        let error = 4.0 * law.sd() / 600_f64.sqrt();
        assert!((fit.law.mean() - law.mean()).abs() < error, "{family:?}");
    }
}

/// Intervals of 95 % hold the truth, and tests of 5 % refuse it about as often as they say: of 60 at most 9 either way, which less than one in a
/// thousand such tests would miss by chance.
#[test]
fn intervals_cover_and_p_values_are_what_they_say() {
    let law = Distribution::Gamma {
        mean: 20.0 * MINUTE,
        cv: 0.5,
    };
    let (mut outside, mut refused) = ([0, 0], 0);
    for seed in 0..60 {
        let fit = fit(&law, 80, 1_000 + seed);
        let mut candidates = fit.candidates.iter();
        let gamma = candidates.find(|one| one.family == Family::Gamma).unwrap();
        refused += u32::from(gamma.p < 0.05);
        for ((outside, truth), &(low, high)) in outside
            .iter_mut()
            .zip([law.mean(), 0.5])
            .zip(&gamma.intervals)
        {
            *outside += u32::from(!(low..=high).contains(&truth));
        }
    }
    assert!(outside.iter().all(|&outside| outside <= 9), "{outside:?}");
    assert!(refused <= 9, "{refused}");
}

/// Half from a counter that takes 5 minutes and half from one that takes an hour: no law has two humps.
#[test]
fn two_humps_are_no_law() {
    let law = |minutes: f64| Distribution::Normal {
        mean: minutes * MINUTE,
        sd: MINUTE,
    };
    let mut values = durations(&law(5.0), 200, MINUTE, 1);
    values.extend(durations(&law(60.0), 200, MINUTE, 2));
    let fit = Fit::of(&values, MINUTE, true, Key::root(1)).unwrap();
    assert_eq!(fit.verdict, Verdict::NoneFits);
    assert!(fit.chosen().is_none());
    let Distribution::Empirical { values, .. } = &fit.law else {
        panic!("{:?}", fit.law);
    };
    // Its quantiles have both humps in equal parts.
    let short = values
        .iter()
        .filter(|&&value| value < 30.0 * MINUTE)
        .count();
    assert_eq!((values.len(), short), (40, 20));
}

#[test]
fn few_equal_or_coarse_values_are_said_to_be_so() {
    let of = |values: &[f64], resolution: f64| {
        let fit = Fit::of(values, resolution, true, Key::root(1)).unwrap();
        (fit.verdict, fit.law)
    };
    let (verdict, law) = of(&[5.0 * MINUTE; 30], MINUTE);
    assert_eq!(verdict, Verdict::Constant);
    assert_eq!(
        law,
        Distribution::Constant {
            value: 5.0 * MINUTE
        }
    );
    let (verdict, law) = of(&[5.0 * MINUTE, 7.0 * MINUTE], MINUTE);
    assert_eq!(verdict, Verdict::TooFew);
    assert!(matches!(law, Distribution::Empirical { values, .. } if values.len() == 2));
    let coarse: Vec<f64> = (0..30).map(|k| f64::from(k % 2) * 30.0 * MINUTE).collect();
    assert_eq!(of(&coarse, 30.0 * MINUTE).0, Verdict::TooCoarse);
    assert!(Fit::of(&[], MINUTE, true, Key::root(1)).is_none());
}

/// Daily counts of ten weeks: what the tests of arrivals say of days whose law is known.
fn arrivals(seed: u64, per_day: impl Fn(Date) -> f64, cv: f64) -> Arrivals {
    let key = Key::root(seed).named("days");
    let first = date(2025, 1, 6);
    let mut vehicles = Vec::new();
    for day in 0..70_i32 {
        let date = first + day.days();
        let mut stream = key.child(day as u64).stream();
        let factor = match cv > 0.0 {
            true => Sampler::new(&Distribution::Gamma { mean: 1.0, cv }).draw_f64(&mut stream),
            false => 1.0,
        };
        let gaps = Sampler::new(&Distribution::Exponential {
            mean: 1.0 / (per_day(date) * factor),
        });
        let mut at = gaps.draw_f64(&mut stream);
        while at < 1.0 {
            vehicles.push((date, (at * 24.0) as i8));
            at += gaps.draw_f64(&mut stream);
        }
    }
    Arrivals::of(&vehicles, (first, first + 69.days()), Key::root(seed))
}

#[test]
fn weekdays_and_factors_are_found_where_they_are_and_not_where_they_are_not() {
    let (mut weekdays, mut factors) = (0, 0);
    for seed in 0..40 {
        let same = arrivals(seed, |_| 25.0, 0.0);
        weekdays += u32::from(same.weekdays_differ());
        factors += u32::from(same.factor.is_some());
        let (rate, interval) = same.rate;
        assert!(
            (rate - 25.0).abs() < 4.0 * (25.0_f64 / 70.0).sqrt(),
            "{rate}"
        );
        assert!(interval.is_some_and(|(low, high)| low < rate && rate < high));
    }
    // Tests of 5 %: of 40 at most 7.
    assert!(weekdays <= 7 && factors <= 7, "{weekdays} {factors}");
    let sundays = |date: Date| {
        if date.weekday().to_monday_one_offset() == 7 {
            8.0
        } else {
            25.0
        }
    };
    let quiet = arrivals(1, sundays, 0.0);
    assert!(quiet.weekdays_differ());
    let sunday = quiet.weekdays.unwrap()[6] * quiet.rate.0;
    assert!(
        (sunday - 8.0).abs() < 4.0 * (8.0_f64 / 10.0).sqrt(),
        "{sunday}"
    );
    assert!(quiet.factor.is_none(), "{:?}", quiet.dispersion);
    let (mut inside, mut sum) = (0, 0.0);
    for seed in 0..20 {
        let (cv, (low, high)) = arrivals(seed, sundays, 0.4).factor.unwrap();
        inside += u32::from((low..=high).contains(&0.4));
        sum += cv;
    }
    assert!((sum / 20.0 - 0.4).abs() < 0.05, "{}", sum / 20.0);
    assert!(inside >= 15, "{inside}");
}

/// Where lorries come in the morning on weekdays and in the evening at weekends, one profile is not enough; where they come alike, a test of 5 % says so in at
/// least 15 of 20 logs.
#[test]
fn other_hours_at_weekends_are_told() {
    let first = date(2025, 1, 6);
    let mut alike = 0;
    for seed in 0..20 {
        let mut same = Vec::new();
        let mut other = Vec::new();
        let key = Key::root(seed).named("hours");
        for day in 0..42_i32 {
            let date = first + day.days();
            let weekend = date.weekday().to_monday_one_offset() >= 6;
            let mut stream = key.child(day as u64).stream();
            for _ in 0..20 {
                let hour = 7 + (stream.unit() * 6.0) as i8;
                same.push((date, hour));
                other.push((date, if weekend { hour + 6 } else { hour }));
            }
        }
        let p = |vehicles: &[(Date, i8)]| {
            let days = (first, first + 41.days());
            let arrivals = Arrivals::of(vehicles, days, Key::root(seed));
            arrivals.hours_p.unwrap()
        };
        alike += u32::from(p(&same) >= 0.05);
        assert!(p(&other) < 0.01);
    }
    assert!(alike >= 15, "{alike}");
}
