//! A second lunisolar calendar that shares no formula with `scenario::lunar`, to hold it against.
//!
//! New moons come from the later series in Meeus (second edition, chapter 49: 25 periodic and 14
//! planetary terms, good to 20 s), the sun from the planetary theory VSOP87 as Meeus abridges it
//! (appendix III, good to 1″, or 24 s) and the difference of the time scales from the polynomials
//! of Espenak and Meeus. The months are named from the *days* of the twelve major solar terms, as
//! the Chinese standard GB/T 33661-2017 puts it, not from sectors at midnight.

use std::collections::BTreeMap;
use std::f64::consts::PI;

/// A month as this method sees it: (lunar year, month, leap) starting on a Julian day number.
pub type Months = BTreeMap<(i16, u8, bool), i64>;

/// Every month of the lunar years `from..=to`, days counted at `offset` hours ahead of UTC.
pub fn months(offset: f64, from: i16, to: i16) -> Months {
    let mut months = Months::new();
    for year in from..=to + 1 {
        // From the month of one winter solstice to that of the next.
        let (first, last) = (
            solstice_month(offset, year - 1),
            solstice_month(offset, year),
        );
        let starts: Vec<i64> = (first..=last)
            .map(|k| day(new_moon(k as f64), offset))
            .collect();
        let terms: Vec<i64> = (0..13)
            .map(|i| day(solar_term(270.0 + 30.0 * i as f64, year - 1), offset))
            .collect();
        let leap_year = starts.len() == 14;
        let (mut number, mut leap_seen) = (0, false);
        for (i, span) in starts.windows(2).enumerate() {
            let has_term = terms.iter().any(|t| (span[0]..span[1]).contains(t));
            let leap = leap_year && !leap_seen && !has_term && i > 0;
            leap_seen |= leap;
            if i > 0 && !leap {
                number += 1;
            }
            let name = (
                if number < 2 { year - 1 } else { year },
                ((number + 10) % 12 + 1) as u8,
                leap,
            );
            if (from..=to).contains(&name.0) {
                assert!(months.insert(name, span[0]).is_none());
            }
        }
    }
    months
}

/// How near to midnight a new moon may fall before two methods may disagree about its day: minutes
/// from midnight.
pub fn minutes_from_midnight(offset: f64, day_number: i64) -> f64 {
    let k = ((day_number as f64 - 2_451_550.0) / 29.530_588_861).round();
    let local = new_moon(k) + 0.5 + offset / 24.0;
    (local - local.round()).abs() * 1440.0
}

fn day(universal: f64, offset: f64) -> i64 {
    (universal + 0.5 + offset / 24.0).floor() as i64
}

fn solstice_month(offset: f64, year: i16) -> i64 {
    let solstice = solar_term(270.0, year);
    let mut k = ((solstice - 2_451_550.0) / 29.530_588_861).round() as i64 + 1;
    while day(new_moon(k as f64), offset) > day(solstice, offset) {
        k -= 1;
    }
    k
}

fn delta_t_days(julian: f64) -> f64 {
    let year = 2000.0 + (julian - 2_451_544.5) / 365.25;
    let seconds = if year < 1986.0 {
        let t = year - 1975.0;
        45.45 + 1.067 * t - t * t / 260.0 - t * t * t / 718.0
    } else if year < 2005.0 {
        let t = year - 2000.0;
        63.86
            + t * (0.3345
                + t * (-0.060374 + t * (0.0017275 + t * (0.000651814 + t * 0.00002373599))))
    } else if year < 2050.0 {
        let t = year - 2000.0;
        62.92 + 0.32217 * t + 0.005589 * t * t
    } else {
        let u = (year - 1820.0) / 100.0;
        -20.0 + 32.0 * u * u - 0.5628 * (2150.0 - year)
    };
    seconds / 86_400.0
}

/// Universal time of new moon `k`, counted from 6 January 2000.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let poly = |c: &[f64]| c.iter().rev().fold(0.0, |sum, c| sum * t + c);
    let sin = |degrees: f64| (degrees % 360.0 * PI / 180.0).sin();
    let mean = 2_451_550.097_66
        + 29.530_588_861 * k
        + poly(&[0.0, 0.0, 0.000_154_37, -0.000_000_150, 0.000_000_000_73]);
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
    let m = 2.5534 + 29.105_356_70 * k + poly(&[0.0, 0.0, -0.000_001_4, -0.000_000_11]);
    let n = 201.5643
        + 385.816_935_28 * k
        + poly(&[0.0, 0.0, 0.010_758_2, 0.000_012_38, -0.000_000_058]);
    let f = 160.7108
        + 390.670_502_84 * k
        + poly(&[0.0, 0.0, -0.001_611_8, -0.000_002_27, 0.000_000_011]);
    let o = 124.7746 - 1.563_755_88 * k + poly(&[0.0, 0.0, 0.002_067_2, 0.000_002_15]);
    let periodic = -0.40720 * sin(n)
        + 0.17241 * e * sin(m)
        + 0.01608 * sin(2.0 * n)
        + 0.01039 * sin(2.0 * f)
        + 0.00739 * e * sin(n - m)
        - 0.00514 * e * sin(n + m)
        + 0.00208 * e * e * sin(2.0 * m)
        - 0.00111 * sin(n - 2.0 * f)
        - 0.00057 * sin(n + 2.0 * f)
        + 0.00056 * e * sin(2.0 * n + m)
        - 0.00042 * sin(3.0 * n)
        + 0.00042 * e * sin(m + 2.0 * f)
        + 0.00038 * e * sin(m - 2.0 * f)
        - 0.00024 * e * sin(2.0 * n - m)
        - 0.00017 * sin(o)
        - 0.00007 * sin(n + 2.0 * m)
        + 0.00004 * sin(2.0 * n - 2.0 * f)
        + 0.00004 * sin(3.0 * m)
        + 0.00003 * sin(n + m - 2.0 * f)
        + 0.00003 * sin(2.0 * n + 2.0 * f)
        - 0.00003 * sin(n + m + 2.0 * f)
        + 0.00003 * sin(n - m + 2.0 * f)
        - 0.00002 * sin(n - m - 2.0 * f)
        - 0.00002 * sin(3.0 * n + m)
        + 0.00002 * sin(4.0 * n);
    #[rustfmt::skip]
    let planetary: f64 = [
        (325, 299.77, 0.107_408), (165, 251.88, 0.016_321), (164, 251.83, 26.651_886), (126, 349.42, 36.412_478),
        (110, 84.66, 18.206_239), (62, 141.74, 53.303_771), (60, 207.14, 2.453_732), (56, 154.84, 7.306_860),
        (47, 34.52, 27.261_239), (42, 207.19, 0.121_824), (40, 291.34, 1.844_379), (37, 161.72, 24.198_154),
        (35, 239.56, 25.513_099), (23, 331.55, 3.592_518),
    ]
    .iter()
    .map(|&(millionths, at, rate)| f64::from(millionths) * 1e-6 * sin(at + rate * k))
    .sum();
    let dynamical = mean + periodic + planetary;
    dynamical - delta_t_days(dynamical)
}

/// Universal time at which the sun reaches a longitude (270° to 630° counted from the December of
/// `year`).
fn solar_term(longitude: f64, year: i16) -> f64 {
    let december = 2_451_900.0 + 365.2425 * f64::from(year - 2000);
    let mut julian = december + (longitude - 270.0) * 365.2425 / 360.0;
    for _ in 0..8 {
        let error = (longitude - sun_longitude(julian) + 540.0).rem_euclid(360.0) - 180.0;
        julian += error * 365.2425 / 360.0;
    }
    julian - delta_t_days(julian)
}

/// Apparent longitude of the sun in degrees, at a Julian date in dynamical time.
fn sun_longitude(julian: f64) -> f64 {
    #[rustfmt::skip]
    const L0: [(f64, f64, f64); 25] = [
        (175_347_046.0, 0.0, 0.0), (3_341_656.0, 4.669_256_8, 6283.075_850_0), (34_894.0, 4.626_10, 12_566.151_70),
        (3497.0, 2.7441, 5753.3849), (3418.0, 2.8289, 3.5231), (3136.0, 3.6277, 77_713.7715),
        (2676.0, 4.4181, 7860.4194), (2343.0, 6.1352, 3930.2097), (1324.0, 0.7425, 11_506.7698),
        (1273.0, 2.0371, 529.6910), (1199.0, 1.1096, 1577.3435), (990.0, 5.233, 5884.927), (902.0, 2.045, 26.298),
        (857.0, 3.508, 398.149), (780.0, 1.179, 5223.694), (753.0, 2.533, 5507.553), (505.0, 4.583, 18_849.228),
        (492.0, 4.205, 775.523), (357.0, 2.920, 0.067), (317.0, 5.849, 11_790.629), (284.0, 1.899, 796.298),
        (271.0, 0.315, 10_977.079), (243.0, 0.345, 5486.778), (206.0, 4.806, 2544.314), (205.0, 1.869, 5573.143),
    ];
    #[rustfmt::skip]
    const L1: [(f64, f64, f64); 6] = [
        (628_331_966_747.0, 0.0, 0.0), (206_059.0, 2.678_235, 6283.075_850), (4303.0, 2.6351, 12_566.1517),
        (425.0, 1.590, 3.523), (119.0, 5.796, 26.298), (109.0, 2.966, 1577.344),
    ];
    #[rustfmt::skip]
    const L2: [(f64, f64, f64); 3] = [(52_919.0, 0.0, 0.0), (8720.0, 1.0721, 6283.0758), (309.0, 0.867, 12_566.152)];
    let tau = (julian - 2_451_545.0) / 365_250.0;
    let sum = |terms: &[(f64, f64, f64)]| {
        terms
            .iter()
            .map(|(a, b, c)| a * (b + c * tau).cos())
            .sum::<f64>()
            * 1e-8
    };
    let earth = sum(&L0) + tau * (sum(&L1) + tau * sum(&L2));
    // Nutation by its two largest pairs, aberration at the mean distance, and the step to the FK5
    // equinox.
    let t = tau * 10.0;
    let radians = |degrees: f64| degrees * PI / 180.0;
    let node = radians(125.044_52 - 1934.136_261 * t);
    let (sun, moon) = (
        radians(280.4665 + 36_000.7698 * t),
        radians(218.3165 + 481_267.8813 * t),
    );
    let nutation = -17.20 * node.sin() - 1.32 * (2.0 * sun).sin() - 0.23 * (2.0 * moon).sin()
        + 0.21 * (2.0 * node).sin();
    (earth + PI) * 180.0 / PI + (nutation - 20.4898 - 0.090_33) / 3600.0
}
