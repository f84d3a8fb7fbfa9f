//! Distributions: samplers against exact moments and distribution functions, and what parameters are refused.

use bordergate::des::clock;
use bordergate::des::keyed::{Key, Use, name_hash};
use bordergate::des::variate::{Distribution, ParameterError, Sampler, gamma_factor};
use statrs::distribution as exact;
use statrs::distribution::ContinuousCDF;

use super::tests_of_fit::{KS_CRITICAL, assert_even, kolmogorov_smirnov};

const N: u64 = 1_000_000;

/// A distribution and the probability that it does not exceed `x`.
type Case = (Distribution, Box<dyn Fn(f64) -> f64>);

fn continuous() -> Vec<Case> {
    fn case<C: ContinuousCDF<f64, f64> + 'static>(distribution: Distribution, exact: C) -> Case {
        (distribution, Box::new(move |x| exact.cdf(x)))
    }
    fn lognormal(mean: f64, sd: f64) -> Case {
        let variance = (1.0 + (sd / mean).powi(2)).ln();
        let law = exact::LogNormal::new(mean.ln() - variance / 2.0, variance.sqrt()).unwrap();
        case(Distribution::Lognormal { mean, sd }, law)
    }
    fn gamma(mean: f64, cv: f64) -> Case {
        let shape = 1.0 / (cv * cv);
        case(
            Distribution::Gamma { mean, cv },
            exact::Gamma::new(shape, shape / mean).unwrap(),
        )
    }
    fn erlang(k: u32, mean: f64) -> Case {
        case(
            Distribution::Erlang { k, mean },
            exact::Gamma::new(f64::from(k), f64::from(k) / mean).unwrap(),
        )
    }
    fn weibull(shape: f64, scale: f64) -> Case {
        case(
            Distribution::Weibull { shape, scale },
            exact::Weibull::new(shape, scale).unwrap(),
        )
    }
    fn triangular(low: f64, mode: f64, high: f64) -> Case {
        case(
            Distribution::Triangular { low, mode, high },
            exact::Triangular::new(low, high, mode).unwrap(),
        )
    }
    fn normal(mean: f64, sd: f64) -> Case {
        let whole = exact::Normal::new(mean, sd).unwrap();
        let cut = whole.cdf(0.0);
        (
            Distribution::Normal { mean, sd },
            Box::new(move |x| (whole.cdf(x) - cut).max(0.0) / (1.0 - cut)),
        )
    }
    vec![
        case(
            Distribution::Uniform {
                low: 2.0,
                high: 7.0,
            },
            exact::Uniform::new(2.0, 7.0).unwrap(),
        ),
        case(
            Distribution::Exponential { mean: 8.0 },
            exact::Exp::new(1.0 / 8.0).unwrap(),
        ),
        triangular(10.0, 12.0, 15.0),
        triangular(0.0, 0.0, 3.0),
        triangular(1.0, 3.0, 3.0),
        normal(5.0, 1.0),
        normal(2.0, 3.0),
        normal(0.0, 1.0),
        lognormal(12.0, 6.0),
        lognormal(3.0, 0.3),
        gamma(4.0, 0.2),
        gamma(4.0, 1.0),
        gamma(4.0, 2.0),
        erlang(1, 5.0),
        erlang(2, 5.0),
        erlang(3, 5.0),
        erlang(30, 5.0),
        weibull(0.7, 3.0),
        weibull(1.0, 3.0),
        weibull(3.5, 3.0),
    ]
}

/// The first draw of each of `N` entities, as in a model.
fn sample(distribution: &Distribution) -> Vec<f64> {
    const USE: Use = Use::new(name_hash("variate"), 0);
    distribution.check().unwrap();
    let sampler = Sampler::new(distribution);
    let key = Key::root(2_022).named("variates");
    (0..N)
        .map(|k| sampler.draw_f64(&mut key.entity(k).stream(USE)))
        .collect()
}

/// Sample mean and sample standard deviation, each with its standard error.
fn moments(sample: &[f64]) -> [(f64, f64); 2] {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let central = |power| sample.iter().map(|x| (x - mean).powi(power)).sum::<f64>() / n;
    let (variance, fourth) = (central(2), central(4));
    let sd = variance.sqrt();
    [
        (mean, sd / n.sqrt()),
        (
            sd,
            (fourth - variance * variance).sqrt() / (2.0 * sd * n.sqrt()),
        ),
    ]
}

/// Within four standard errors, and these small enough for a deviation of 5 % to be found.
fn assert_estimates((estimate, error): (f64, f64), truth: f64, what: &str) {
    let agrees = |truth: f64| (estimate - truth).abs() < 4.0 * error;
    assert!(agrees(truth), "{what}: {estimate} ± {error} is not {truth}");
    assert!(
        4.0 * error < 0.02 * truth,
        "{what}: {estimate} ± {error} is too vague"
    );
    assert!(
        !agrees(1.05 * truth),
        "{what}: {estimate} ± {error} might be 5 % more"
    );
}

#[test]
fn draws_have_the_stated_moments_and_distribution_function() {
    for (distribution, cdf) in continuous() {
        let what = format!("{distribution:?}");
        let sample = sample(&distribution);
        let [mean, sd] = moments(&sample);
        assert_estimates(mean, distribution.mean(), &format!("mean of {what}"));
        assert_estimates(sd, distribution.sd(), &format!("sd of {what}"));

        let distance =
            |factor: f64| kolmogorov_smirnov(sample.iter().map(|x| cdf(factor * x)).collect());
        assert!(
            distance(1.0) < KS_CRITICAL,
            "{what}: Kolmogorov-Smirnov is {}",
            distance(1.0)
        );
        assert!(
            distance(1.05) > KS_CRITICAL,
            "{what}: a scale off by 5 % is not found"
        );
    }
}

#[test]
fn mean_and_sd_are_the_integrals_of_the_survival_function() {
    for (distribution, cdf) in continuous() {
        let (mean, sd) = (distribution.mean(), distribution.sd());
        const STEPS: i32 = 200_000;
        let top = mean + 40.0 * sd;
        let step = top / f64::from(STEPS);
        let (mut first, mut second) = (0.0, 0.0);
        for i in 0..STEPS {
            let x = (f64::from(i) + 0.5) * step;
            let survival = 1.0 - cdf(x);
            first += survival * step;
            second += 2.0 * x * survival * step;
        }
        let close = |a: f64, b: f64| (a - b).abs() < 2e-5 * b;
        assert!(
            close(first, mean),
            "{distribution:?}: {first} is not the mean {mean}"
        );
        let integrated = (second - first * first).sqrt();
        assert!(
            close(integrated, sd),
            "{distribution:?}: {integrated} is not the sd {sd}"
        );
    }
}

#[test]
fn observed_values_occur_by_their_weights() {
    let distribution = Distribution::Empirical {
        values: vec![3.0, 5.0, 0.0, 9.0, 7.0],
        weights: vec![0.5, 1.0, 0.0, 2.5, 0.0],
    };
    let sample = sample(&distribution);
    let [mean, sd] = moments(&sample);
    assert_estimates(mean, (3.0 * 0.5 + 5.0 + 9.0 * 2.5) / 4.0, "mean");
    assert_estimates(mean, distribution.mean(), "mean");
    assert_estimates(sd, distribution.sd(), "sd");
    // Cells of equal probability: one for the 3, two for the 5, five for the 9.
    let count = |value: f64| sample.iter().filter(|&&x| x == value).count() as u32;
    assert_even(
        &[
            count(3.0),
            count(5.0) / 2,
            count(5.0) / 2,
            count(9.0) / 5,
            count(9.0) / 5,
        ],
        "values",
    );
    assert_eq!(count(3.0) + count(5.0) + count(9.0), N as u32);
}

#[test]
fn without_spread_it_is_the_constant() {
    let degenerate = [
        Distribution::Constant { value: 4.0 },
        Distribution::Uniform {
            low: 4.0,
            high: 4.0,
        },
        Distribution::Triangular {
            low: 4.0,
            mode: 4.0,
            high: 4.0,
        },
        Distribution::Normal { mean: 4.0, sd: 0.0 },
        Distribution::Lognormal { mean: 4.0, sd: 0.0 },
        Distribution::Gamma { mean: 4.0, cv: 0.0 },
        Distribution::Empirical {
            values: vec![4.0],
            weights: vec![0.1],
        },
    ];
    let mut stream = Key::root(1).stream();
    for distribution in degenerate {
        distribution.check().unwrap();
        assert_eq!(
            (distribution.mean(), distribution.sd()),
            (4.0, 0.0),
            "{distribution:?}"
        );
        for _ in 0..100 {
            assert_eq!(
                Sampler::new(&distribution).draw(&mut stream),
                4,
                "{distribution:?}"
            );
        }
    }
}

#[test]
fn integer_draws_are_rounded_draws() {
    for (distribution, _) in continuous() {
        let sampler = Sampler::new(&distribution);
        let mut stream = Key::root(5).stream();
        for _ in 0..1_000 {
            let rounded = clock::round(sampler.draw_f64(&mut stream.clone()));
            assert_eq!(sampler.draw(&mut stream), rounded, "{distribution:?}");
            assert!(rounded >= 0);
        }
    }
}

#[test]
fn a_gamma_factor_has_mean_one() {
    let key = Key::root(9).named("crews");
    let factors: Vec<f64> = (0..N)
        .map(|k| gamma_factor(0.35, &mut key.child(k).stream()))
        .collect();
    let [mean, sd] = moments(&factors);
    assert_estimates(mean, 1.0, "mean");
    assert_estimates(sd, 0.35, "sd");
    let (mut stream, untouched) = (key.stream(), key.stream());
    assert_eq!((gamma_factor(0.0, &mut stream), stream), (1.0, untouched));
}

#[test]
fn draws_do_not_drift() {
    // The arithmetic of each transform once more, in other words, from the same random numbers.
    let stream = || Key::root(11).stream();
    let u = stream().unit();
    let first = |distribution: Distribution| Sampler::new(&distribution).draw_f64(&mut stream());
    let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} is not {b}");
    close(
        first(Distribution::Uniform {
            low: 1.0,
            high: 3.0,
        }),
        1.0 + 2.0 * u,
    );
    let exponential = first(Distribution::Exponential { mean: 1.0 });
    close(
        first(Distribution::Exponential { mean: 60.0 }),
        60.0 * exponential,
    );
    close(
        first(Distribution::Weibull {
            shape: 2.0,
            scale: 3.0,
        }),
        3.0 * exponential.sqrt(),
    );
    let standardised = (first(Distribution::Normal {
        mean: 100.0,
        sd: 1.0,
    }) - 100.0)
        / 1.0;
    let sigma = 2.0_f64.ln().sqrt();
    let expected = (-sigma * sigma / 2.0 + sigma * standardised).exp();
    let lognormal = first(Distribution::Lognormal { mean: 1.0, sd: 1.0 });
    assert!((lognormal - expected).abs() < 1e-12 * expected);
}

#[test]
fn parameters_out_of_range_are_refused_by_name() {
    let nan = f64::NAN;
    let refused: [(Distribution, &str); 22] = [
        (
            Distribution::Constant { value: -1.0 },
            "value is -1, but must be 0 or more and finite",
        ),
        (
            Distribution::Constant { value: nan },
            "value is NaN, but must be 0 or more and finite",
        ),
        (
            Distribution::Uniform {
                low: -2.0,
                high: 1.0,
            },
            "low is -2, but must be 0 or more and finite",
        ),
        (
            Distribution::Uniform {
                low: 3.0,
                high: 1.0,
            },
            "low is 3, above high, which is 1",
        ),
        (
            Distribution::Uniform {
                low: 3.0,
                high: f64::INFINITY,
            },
            "high is inf, but must be 0 or more and finite",
        ),
        (
            Distribution::Exponential { mean: 0.0 },
            "mean is 0, but must be above 0 and finite",
        ),
        (
            Distribution::Triangular {
                low: 3.0,
                mode: 1.0,
                high: 4.0,
            },
            "low is 3, above mode, which is 1",
        ),
        (
            Distribution::Triangular {
                low: 1.0,
                mode: 5.0,
                high: 4.0,
            },
            "mode is 5, above high, which is 4",
        ),
        (
            Distribution::Triangular {
                low: 1.0,
                mode: nan,
                high: 4.0,
            },
            "mode is NaN, but must be 0 or more and finite",
        ),
        (
            Distribution::Normal {
                mean: -1.0,
                sd: 1.0,
            },
            "mean is -1, but must be 0 or more and finite",
        ),
        (
            Distribution::Normal {
                mean: 1.0,
                sd: -1.0,
            },
            "sd is -1, but must be 0 or more and finite",
        ),
        (
            Distribution::Lognormal { mean: 0.0, sd: 1.0 },
            "mean is 0, but must be above 0 and finite",
        ),
        (
            Distribution::Lognormal { mean: 1.0, sd: nan },
            "sd is NaN, but must be 0 or more and finite",
        ),
        (
            Distribution::Gamma {
                mean: 1.0,
                cv: 31.0,
            },
            "cv is 31, but must be from 0 to 30",
        ),
        (
            Distribution::Gamma {
                mean: -1.0,
                cv: 1.0,
            },
            "mean is -1, but must be above 0 and finite",
        ),
        (
            Distribution::Erlang { k: 0, mean: 1.0 },
            "k is 0, but must be 1 or more",
        ),
        (
            Distribution::Erlang { k: 2, mean: 0.0 },
            "mean is 0, but must be above 0 and finite",
        ),
        (
            Distribution::Weibull {
                shape: 0.05,
                scale: 1.0,
            },
            "shape is 0.05, but must be from 0.1 to 1000",
        ),
        (
            Distribution::Weibull {
                shape: 1.0,
                scale: 0.0,
            },
            "scale is 0, but must be above 0 and finite",
        ),
        (
            Distribution::Empirical {
                values: vec![],
                weights: vec![],
            },
            "there are no values",
        ),
        (
            Distribution::Empirical {
                values: vec![1.0],
                weights: vec![],
            },
            "there are 1 values, but 0 weights",
        ),
        (
            Distribution::Empirical {
                values: vec![1.0, 2.0],
                weights: vec![0.0, 0.0],
            },
            "the weights are all 0",
        ),
    ];
    for (distribution, message) in refused {
        let error: ParameterError = distribution.check().unwrap_err();
        assert_eq!(error.to_string(), message);
        // Still, drawing neither hangs nor leaves the range.
        let drawn = Sampler::new(&distribution).draw(&mut Key::root(1).stream());
        assert!(
            (0..=clock::LONGEST).contains(&drawn),
            "{distribution:?} gave {drawn}"
        );
    }
}
