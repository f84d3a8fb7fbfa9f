//! Quantiles of Student's t against closed forms and the printed tables.

use bordergate::stats::{t_975, t_quantile};

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

#[test]
fn other_points_agree_with_the_tables_too() {
    let tables: [(f64, &[(usize, f64)]); 3] = [
        (
            0.99,
            &[
                (1, 31.8205),
                (2, 6.9646),
                (5, 3.3649),
                (10, 2.7638),
                (20, 2.5280),
                (30, 2.4573),
                (60, 2.3901),
                (120, 2.3578),
            ],
        ),
        (
            0.995,
            &[
                (1, 63.6567),
                (2, 9.9248),
                (5, 4.0321),
                (10, 3.1693),
                (20, 2.8453),
                (30, 2.7500),
                (60, 2.6603),
                (120, 2.6174),
            ],
        ),
        (
            0.9975,
            &[
                (1, 127.3213),
                (2, 14.0890),
                (5, 4.7733),
                (10, 3.5814),
                (20, 3.1534),
                (30, 3.0298),
                (60, 2.9146),
                (120, 2.8599),
            ],
        ),
    ];
    for (p, points) in tables {
        for &(df, t) in points {
            super::near(t_quantile(p, df), t, 6e-5);
            // The law is symmetric.
            super::near(t_quantile(1.0 - p, df), -t, 6e-5);
        }
    }
    for (p, z) in [
        (0.99, 2.326_347_9),
        (0.995, 2.575_829_3),
        (0.9975, 2.807_033_8),
    ] {
        super::near(t_quantile(p, 100_000_000), z, 1e-6);
        // Both sides of where the expansion takes over.
        let (few, many) = (t_quantile(p, 1023).unwrap(), t_quantile(p, 1024).unwrap());
        assert!(few > many && few - many < 1e-4, "{few}, {many}");
    }
    assert_eq!(t_quantile(0.975, 7), t_975(7));
    for (p, df) in [(0.99, 0), (0.0, 5), (1.0, 5), (-0.1, 5), (f64::NAN, 5)] {
        assert_eq!(t_quantile(p, df), None);
    }
}
