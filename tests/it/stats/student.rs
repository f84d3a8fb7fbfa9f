//! Quantiles of Student's t against closed forms and the printed tables.

use bordergate::stats::t_975;

#[test]
fn agrees_with_the_closed_forms_of_one_two_and_four_degrees() {
    // F^-1 of 0.975: tan(pi (p - 1/2)); and with a = 4 p (1 - p), (2p - 1) sqrt(2/a) and 2
    // sqrt(cos(acos(sqrt a)/3)/sqrt a - 1).
    let a: f64 = 4.0 * 0.975 * 0.025;
    let one = (std::f64::consts::PI * 0.475).tan();
    let two = 0.95 * (2.0 / a).sqrt();
    let four = 2.0 * ((a.sqrt().acos() / 3.0).cos() / a.sqrt() - 1.0).sqrt();
    for (df, exact) in [(1, one), (2, two), (4, four)] {
        super::near(t_975(df), exact, 1e-8);
    }
}

#[test]
fn agrees_with_the_tables() {
    let table = [
        (3, 3.1824),
        (5, 2.5706),
        (6, 2.4469),
        (7, 2.3646),
        (8, 2.3060),
        (9, 2.2622),
        (10, 2.2281),
        (12, 2.1788),
        (15, 2.1314),
        (19, 2.0930),
        (20, 2.0860),
        (24, 2.0639),
        (29, 2.0452),
        (30, 2.0423),
        (40, 2.0211),
        (60, 2.0003),
        (100, 1.9840),
        (120, 1.9799),
        (1000, 1.9623),
    ];
    for (df, t) in table {
        super::near(t_975(df), t, 5.1e-5);
    }
}

#[test]
fn falls_towards_the_normal_quantile_and_remembers_what_it_said() {
    let all: Vec<f64> = (1..3000)
        .map(|df| t_975(df).expect("positive degrees of freedom"))
        .collect();
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]));
    // Where the expansion takes over, second differences stay as small as before.
    let bend: Vec<f64> = all[1000..1050]
        .windows(3)
        .map(|t| t[0] - 2.0 * t[1] + t[2])
        .collect();
    assert!(bend.iter().all(|b| b.abs() < 1e-8), "{bend:?}");
    for (df, t) in [
        (10_000, 1.960_201_24),
        (100_000, 1.959_987_71),
        (10_000_000, 1.959_964_22),
        (usize::MAX, 1.959_963_985),
    ] {
        super::near(t_975(df), t, 1e-8);
    }
    assert_eq!(all, (1..3000).filter_map(t_975).collect::<Vec<_>>());
    assert_eq!(t_975(0), None);
}
