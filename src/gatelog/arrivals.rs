//! Who comes when: how many a day, at which hours, on which weekdays, and whether the days differ by more than chance.
//!
//! | question | answer | source |
//! |---|---|---|
//! | do weekdays differ? | the F statistic of daily counts by weekday against permutations of the days | Fisher 1935; Good, *Permutation Tests*, ch. 3 |
//! | do days differ by more than Poisson counts do? | the dispersion statistic Σ (x - m)² / m against χ² | Cochran 1954 |
//! | by how much? | the coefficient of variation of a gamma factor by moments: var = m + m² cv² | Cox & Lewis 1966, section 6.3 |
//! | do the hours of Saturday and Sunday differ? | the χ² distance of the two profiles against permutations of the *days* | as above |
//!
//! Days, not vehicles, are what is permuted and drawn again: vehicles of one day hang together.

use jiff::civil::Date;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::des::keyed::{Key, Stream, Use};
use crate::scenario::calendar::{date_of, day_number};
use crate::stats;

use super::fit::quantile;

/// Permutations of a test, and draws of an interval.
pub const PERMUTATIONS: u32 = 999;

/// Below this p-value a difference is taken for one.
pub const SIGNIFICANT: f64 = 0.05;

const WEEKDAYS: Use = Use::named("weekdays");
const HOURS: Use = Use::named("hours");
const FACTOR: Use = Use::named("factor");

/// The arrivals of one source.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// First and last day of the log.
    pub days: (Date, Date),
    /// Vehicles on each of these days.
    pub counts: Vec<u32>,
    /// Days without any.
    pub without: Vec<Date>,
    /// Vehicles in each hour of the day, over all days.
    pub hours: [u64; 24],
    /// Mean vehicles a day, with the 95 % interval of Student's t over days.
    pub rate: (f64, Option<(f64, f64)>),
    /// Means of the weekdays over the mean of all, Monday first; `None` where one of them never occurs.
    pub weekdays: Option<[f64; 7]>,
    /// Whether weekdays differ: the p-value; `None` where there are fewer than two weeks.
    pub weekdays_p: Option<f64>,
    /// Whether the days differ by more than Poisson counts, given their weekday: the p-value.
    pub dispersion_p: Option<f64>,
    /// Variance over mean of the daily counts, given their weekday; 1 where they are Poisson counts.
    pub dispersion: Option<f64>,
    /// The coefficient of variation of a factor from day to day, with the 95 % interval of 999 redrawings of the days.
    pub factor: Option<(f64, (f64, f64))>,
    /// Whether the hours of Saturday and Sunday differ from the others: the p-value; `None` where there are too few days.
    pub hours_p: Option<f64>,
}

impl Arrivals {
    /// Of vehicles by day and hour, from the first to the last day.
    pub fn of(vehicles: &[(Date, i8)], days: (Date, Date), key: Key) -> Self {
        let first = day_number(days.0);
        let dates: Vec<Date> = (first..=day_number(days.1)).filter_map(date_of).collect();
        let mut by_day = vec![[0_u32; 24]; dates.len()];
        for &(date, hour) in vehicles {
            let day = usize::try_from(day_number(date) - first).ok();
            let hours = day.and_then(|day| by_day.get_mut(day));
            if let Some(count) = hours.and_then(|hours| hours.get_mut(hour.unsigned_abs() as usize))
            {
                *count += 1;
            }
        }
        let counts: Vec<u32> = by_day.iter().map(|hours| hours.iter().sum()).collect();
        let weekday = |date: &Date| date.weekday().to_monday_zero_offset().unsigned_abs() as usize;
        let of_week: Vec<usize> = dates.iter().map(weekday).collect();
        let numbers: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
        let estimate = stats::mean(&numbers);
        let mean = estimate.value.unwrap_or(0.0);
        let mut hours = [0; 24];
        for day in &by_day {
            for (sum, &count) in hours.iter_mut().zip(day) {
                *sum += u64::from(count);
            }
        }
        let weekdays_p = (numbers.len() >= 14)
            .then(|| weekdays_differ(&numbers, &of_week, stream(key, WEEKDAYS)))
            .flatten();
        let weekdays = means_by_weekday(&numbers, &of_week)
            .filter(|_| mean > 0.0)
            .map(|means| means.map(|own| own / mean));
        // What the language would expect of each day, with the weekdays if they are written down.
        let differ = weekdays_p.is_some_and(|p| p < SIGNIFICANT) && weekdays.is_some();
        let expected = |numbers: &[f64]| -> Option<Vec<f64>> {
            if differ {
                let means = means_by_weekday(numbers, &of_week)?;
                Some(of_week.iter().map(|&day| means[day]).collect())
            } else {
                let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
                Some(vec![mean; numbers.len()])
            }
        };
        let groups = if differ { 7 } else { 1 };
        let spread = expected(&numbers).and_then(|means| Spread::of(&numbers, &means, groups));
        let factor = spread
            .as_ref()
            .filter(|spread| spread.p < SIGNIFICANT)
            .map(|spread| {
                let interval = factor_interval(&numbers, &of_week, differ, stream(key, FACTOR));
                (spread.cv, interval)
            });
        Self {
            days,
            without: dates
                .iter()
                .zip(&counts)
                .filter(|&(_, &count)| count == 0)
                .map(|(&date, _)| date)
                .collect(),
            counts,
            hours,
            rate: (mean, estimate.low.zip(estimate.high)),
            weekdays,
            weekdays_p,
            dispersion_p: spread.as_ref().map(|spread| spread.p),
            dispersion: spread.as_ref().map(|spread| spread.ratio),
            factor,
            hours_p: hours_differ(&by_day, &of_week, stream(key, HOURS)),
        }
    }

    /// Whether weekdays are told apart.
    pub fn weekdays_differ(&self) -> bool {
        self.weekdays.is_some() && self.weekdays_p.is_some_and(|p| p < SIGNIFICANT)
    }

    /// All vehicles.
    pub fn vehicles(&self) -> u64 {
        self.counts.iter().map(|&count| u64::from(count)).sum()
    }
}

/// The stream of a purpose under a key that stands for one thing.
fn stream(key: Key, purpose: Use) -> Stream {
    key.entity(0).stream(purpose)
}

/// Means by weekday; `None` where one never occurs.
fn means_by_weekday(numbers: &[f64], of_week: &[usize]) -> Option<[f64; 7]> {
    let (mut sums, mut days) = ([0.0; 7], [0.0; 7]);
    for (&number, &day) in numbers.iter().zip(of_week) {
        sums[day] += number;
        days[day] += 1.0;
    }
    let mut means = [0.0; 7];
    for day in 0..7 {
        if days[day] == 0.0 {
            return None;
        }
        means[day] = sums[day] / days[day];
    }
    Some(means)
}

/// The share of permutations of the days under which weekdays differ as much.
fn weekdays_differ(numbers: &[f64], of_week: &[usize], mut stream: Stream) -> Option<f64> {
    // With the total fixed, the sum of squares between weekdays orders permutations as F does.
    let between = |of_week: &[usize]| -> Option<f64> {
        let (mut sums, mut days) = ([0.0; 7], [0.0; 7]);
        for (&number, &day) in numbers.iter().zip(of_week) {
            sums[day] += number;
            days[day] += 1.0;
        }
        days.iter()
            .zip(sums)
            .map(|(&days, sum)| (days > 0.0).then(|| sum * sum / days))
            .sum()
    };
    let observed = between(of_week)?;
    let mut shuffled = of_week.to_vec();
    let mut as_much = 0;
    for _ in 0..PERMUTATIONS {
        shuffle(&mut shuffled, &mut stream);
        as_much += u32::from(between(&shuffled)? >= observed - 1e-9);
    }
    Some(f64::from(as_much + 1) / f64::from(PERMUTATIONS + 1))
}

/// How daily counts stray from what is expected of them.
struct Spread {
    ratio: f64,
    p: f64,
    cv: f64,
}

impl Spread {
    /// `groups` means were estimated from the same numbers. `None` where too few days are left, or nobody comes.
    fn of(numbers: &[f64], means: &[f64], groups: usize) -> Option<Self> {
        let days: Vec<(f64, f64)> = numbers
            .iter()
            .zip(means)
            .filter(|&(_, &mean)| mean > 0.0)
            .map(|(&number, &mean)| (number, mean))
            .collect();
        let free = days.len().checked_sub(groups).filter(|&free| free >= 5)?;
        let statistic: f64 = days.iter().map(|&(x, m)| (x - m) * (x - m) / m).sum();
        let law = ChiSquared::new(free as f64).ok()?;
        Some(Self {
            ratio: statistic / free as f64,
            p: law.sf(statistic),
            cv: cv(&days, days.len() as f64 / free as f64),
        })
    }
}

/// By moments: the variance above that of Poisson counts, over the square of the mean; squares are widened for the means that were estimated.
fn cv(days: &[(f64, f64)], widened: f64) -> f64 {
    let squares: f64 = days.iter().map(|&(x, m)| (x - m) * (x - m)).sum();
    let means: f64 = days.iter().map(|&(_, m)| m).sum();
    let square_means: f64 = days.iter().map(|&(_, m)| m * m).sum();
    ((squares * widened - means) / square_means).max(0.0).sqrt()
}

/// 95 % of redrawings of the days; within weekdays where these are told apart.
fn factor_interval(
    numbers: &[f64],
    of_week: &[usize],
    differ: bool,
    mut stream: Stream,
) -> (f64, f64) {
    let group = |day: usize| if differ { day } else { 0 };
    let mut members: Vec<Vec<f64>> = vec![Vec::new(); 7];
    for (&number, &day) in numbers.iter().zip(of_week) {
        members[group(day)].push(number);
    }
    let groups = if differ { 7 } else { 1 };
    let free = numbers.len().saturating_sub(groups).max(1);
    // Once for the days, and once more because those drawn stray from the mean of the days and not from the true one.
    let widened = numbers.len() as f64 / free as f64;
    let mut found: Vec<f64> = (0..PERMUTATIONS)
        .map(|_| {
            let mut days = Vec::with_capacity(numbers.len());
            for members in members.iter().filter(|members| !members.is_empty()) {
                let drawn: Vec<f64> = members
                    .iter()
                    .map(|_| members[below(members.len(), &mut stream)])
                    .collect();
                let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
                days.extend(drawn.into_iter().map(|x| (x, mean)));
            }
            cv(&days, widened * widened)
        })
        .collect();
    found.sort_by(f64::total_cmp);
    (quantile(&found, 0.025), quantile(&found, 0.975))
}

/// The share of permutations of the days under which the profiles of the two groups of days differ as much.
fn hours_differ(by_day: &[[u32; 24]], of_week: &[usize], mut stream: Stream) -> Option<f64> {
    let mut weekend: Vec<bool> = of_week.iter().map(|&day| day >= 5).collect();
    let with_vehicles = |wanted: bool| {
        by_day
            .iter()
            .zip(&weekend)
            .filter(|&(day, &is)| is == wanted && day.iter().any(|&count| count > 0))
            .count()
    };
    if with_vehicles(true) < 4 || with_vehicles(false) < 4 {
        return None;
    }
    let distance = |weekend: &[bool]| {
        let mut sums = [[0.0; 24]; 2];
        for (day, &is) in by_day.iter().zip(weekend) {
            for (sum, &count) in sums[usize::from(is)].iter_mut().zip(day) {
                *sum += f64::from(count);
            }
        }
        let totals = sums.map(|hours| hours.iter().sum::<f64>().max(1.0));
        (0..24)
            .map(|hour| {
                let (a, b) = (sums[0][hour], sums[1][hour]);
                let gap = a / totals[0] - b / totals[1];
                if a + b > 0.0 {
                    gap * gap / (a + b)
                } else {
                    0.0
                }
            })
            .sum::<f64>()
    };
    let observed = distance(&weekend);
    let mut as_much = 0;
    for _ in 0..PERMUTATIONS {
        shuffle(&mut weekend, &mut stream);
        as_much += u32::from(distance(&weekend) >= observed - 1e-15);
    }
    Some(f64::from(as_much + 1) / f64::from(PERMUTATIONS + 1))
}

/// Fisher and Yates.
fn shuffle<T>(items: &mut [T], stream: &mut Stream) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(last + 1, stream));
    }
}

/// An index below `n`.
fn below(n: usize, stream: &mut Stream) -> usize {
    ((stream.unit() * n as f64) as usize).min(n.saturating_sub(1))
}
